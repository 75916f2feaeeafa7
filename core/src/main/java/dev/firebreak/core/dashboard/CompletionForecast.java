package dev.firebreak.core.dashboard;

import dev.firebreak.core.fleet.CheckInRecords;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * When the last machine would be proven safe if work went on as it has: the straight line through the open machines of the last
 * points, by least squares.
 *
 * @param perDay machines that get proven safe in a day
 * @param clear when none would be left
 * @param over span of the points it rests on
 */
public record CompletionForecast(double perDay, Instant clear, Duration over) {

    private static final Duration LOOKS_BACK = Duration.ofDays(7);
    private static final Duration AT_LEAST = Duration.ofHours(2);
    private static final double SECONDS_A_DAY = 86_400;

    /** None where the points are too few or too close, where nothing gets better, or where it would take over ten years. */
    public static Optional<CompletionForecast> of(List<CheckInRecords.Point> points) {
        if (points.size() < 3) {
            return Optional.empty();
        }
        CheckInRecords.Point last = points.getLast();
        List<CheckInRecords.Point> recent = points.stream()
                .filter(p -> p.at().isAfter(last.at().minus(LOOKS_BACK)))
                .toList();
        Duration over = Duration.between(recent.getFirst().at(), last.at());
        if (recent.size() < 3 || over.compareTo(AT_LEAST) < 0 || last.tally().open() == 0) {
            return Optional.empty();
        }
        double meanDay =
                recent.stream().mapToDouble(p -> day(p, last)).average().orElseThrow();
        double meanOpen =
                recent.stream().mapToInt(p -> p.tally().open()).average().orElseThrow();
        double up = 0;
        double down = 0;
        for (CheckInRecords.Point p : recent) {
            up += (day(p, last) - meanDay) * (p.tally().open() - meanOpen);
            down += (day(p, last) - meanDay) * (day(p, last) - meanDay);
        }
        double perDay = -up / down;
        if (!(perDay > 0) || last.tally().open() / perDay > 3650) {
            return Optional.empty();
        }
        long seconds = Math.round(last.tally().open() / perDay * SECONDS_A_DAY);
        return Optional.of(new CompletionForecast(perDay, last.at().plusSeconds(seconds), over));
    }

    private static double day(CheckInRecords.Point point, CheckInRecords.Point last) {
        return Duration.between(last.at(), point.at()).toSeconds() / SECONDS_A_DAY;
    }
}

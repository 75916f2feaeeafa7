package dev.firebreak.core.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.firebreak.core.fleet.CheckInRecords;
import dev.firebreak.core.fleet.StatusTally;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When the last machine would be done, where the figures allow to say so. */
class CompletionForecastTest {

    private static final Instant START = Instant.parse("2017-05-14T00:00:00Z");

    /** {@code 0:30 24:20} is 30 open machines at the start and 20 a day later. */
    private static List<CheckInRecords.Point> points(String text) {
        List<CheckInRecords.Point> points = new ArrayList<>();
        for (String point : text.split(" +")) {
            String[] parts = point.split(":");
            points.add(new CheckInRecords.Point(
                    START.plus(Duration.ofMinutes(Math.round(Double.parseDouble(parts[0]) * 60))),
                    StatusTally.of(Integer.parseInt(parts[1]), 0, 0, 0, 100, 0)));
        }
        return points;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # hours and open machines             | per day | clear, hours after the start | over, hours
            0:30 24:20 48:10                      | 10      | 72                           | 48
            0:30 12:25 24:20                      | 10      | 72                           | 24
            0:30 24:10 48:20                      | 5       | 144                          | 48
            0:30 1:20 2:10                        | 240     | 3                            | 2
            0:99 24:30 100:26 168.1:20 192:10     | 3.72    | 257                          | 92
            """)
    void the_forecast_line_through_the_open_machines(String points, double perDay, long clear, long over) {
        CompletionForecast forecast = CompletionForecast.of(points(points)).orElseThrow();
        assertThat(forecast.perDay()).isCloseTo(perDay, within(0.05));
        assertThat(forecast.clear())
                .isBetween(START.plus(Duration.ofHours(clear - 1)), START.plus(Duration.ofHours(clear + 1)));
        assertThat(forecast.over()).isEqualTo(Duration.ofHours(over));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # hours and open machines   | why not
            0:30 24:20                  | too few points
            0:30 0.5:20 1.9:10          | too close together
            0:30 24:30 48:30            | nothing gets better
            0:10 24:20 48:30            | it gets worse
            0:30 24:10 48:0             | nothing is left
            0:99000 24:98999 48:98998   | over ten years
            0:30 300:20 301:15          | too few within a week
            """)
    void where_nothing_can_be_said(String points, String why) {
        assertThat(CompletionForecast.of(points(points))).as(why).isEmpty();
    }

    @Test
    void of_no_points_nothing_can_be_said() {
        assertThat(CompletionForecast.of(List.of())).isEmpty();
        assertThat(CompletionForecast.of(
                        Stream.of("0:3 24:2").flatMap(p -> points(p).stream()).toList()))
                .isEmpty();
    }
}

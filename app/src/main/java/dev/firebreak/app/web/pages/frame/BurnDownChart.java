package dev.firebreak.app.web.pages.frame;

import dev.firebreak.core.dashboard.CompletionForecast;
import dev.firebreak.core.fleet.CheckInRecords.Point;
import dev.firebreak.core.fleet.MachineStatus;
import dev.firebreak.core.fleet.StatusTally;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How the open machines become fewer: what was written down, what is so now, and when it would be done. */
public record BurnDownChart(List<Point> points, Optional<CompletionForecast> forecast) {

    /** How far back the chart goes. */
    public static final Duration LOOKS_BACK = Duration.ofDays(30);

    private static final int MAX_POINTS = 300;
    private static final int MAX_ROWS = 14;

    public BurnDownChart {
        points = List.copyOf(points);
    }

    /** @param written tallies in order of time */
    public static BurnDownChart of(List<Point> written, StatusTally all, Instant now) {
        List<Point> points = new ArrayList<>(written);
        points.removeIf(p -> !p.at().isBefore(now));
        points.add(new Point(now, all));
        return new BurnDownChart(thinned(points, MAX_POINTS), CompletionForecast.of(points));
    }

    /** Few enough rows to be read out, the first and the last among them. */
    public List<Point> rows() {
        return thinned(points, MAX_ROWS);
    }

    private static List<Point> thinned(List<Point> points, int most) {
        if (points.size() <= most) {
            return points;
        }
        List<Point> kept = new ArrayList<>();
        for (int i = 0; i < most; i++) {
            kept.add(points.get((int) ((long) i * (points.size() - 1) / (most - 1))));
        }
        return kept;
    }

    /** What the chart draws: times in milliseconds, machines by light, and the words beside them. */
    public Map<String, Object> json(PageTexts texts) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("times", points.stream().map(p -> p.at().toEpochMilli()).toList());
        List<Map<String, Object>> series = new ArrayList<>();
        for (MachineStatus status : MachineStatus.values()) {
            if (status != MachineStatus.NOT_AFFECTED) {
                Map<String, Object> one = new LinkedHashMap<>();
                one.put("id", status.id());
                one.put("label", texts.of(status.label()));
                one.put("values", points.stream().map(p -> p.tally().of(status)).toList());
                series.add(one);
            }
        }
        json.put("series", series);
        forecast.ifPresent(f -> json.put(
                "forecast",
                Map.of(
                        "label", texts.text("board.forecast.label"),
                        "from", points.getLast().at().toEpochMilli(),
                        "open", points.getLast().tally().open(),
                        "clear", f.clear().toEpochMilli())));
        json.put("language", texts.code());
        json.put("zone", texts.zone().getId());
        return json;
    }
}

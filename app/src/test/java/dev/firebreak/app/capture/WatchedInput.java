package dev.firebreak.app.capture;

import dev.firebreak.app.capture.event.EventFormat;
import dev.firebreak.app.capture.event.EventSink;
import dev.firebreak.app.capture.log.LogOptions;
import dev.firebreak.core.inventory.BugReports;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.watch.Detection;
import dev.firebreak.core.watch.DetectorRun;
import dev.firebreak.core.watch.Event;
import dev.firebreak.core.watch.Indicators;
import dev.firebreak.core.watch.detector.ShippedDetectors;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What came of a capture or log: its events, the problems, and what the detectors found. */
final class WatchedInput {

    static final LogOptions LOGS = new LogOptions(ZoneOffset.UTC, LocalDate.of(2026, 1, 1), false);

    final List<Event> events = new ArrayList<>();
    final List<Problem> problems = new ArrayList<>();
    final List<Detection> detections = new ArrayList<>();

    static WatchedInput of(byte[] content) {
        return of(new ByteArrayInputStream(content), "test.pcap", new Indicators(List.of()));
    }

    static WatchedInput of(InputStream in, String origin, Indicators indicators) {
        var watched = new WatchedInput();
        new EventReader(LOGS, BugReports.THROW).read(in, origin, watched.sink(indicators));
        return watched;
    }

    /** Of a format that is known already. */
    static WatchedInput of(EventFormat format, InputStream in, String origin, Indicators indicators)
            throws IOException {
        var watched = new WatchedInput();
        format.read(in, origin, watched.sink(indicators));
        return watched;
    }

    private EventSink sink(Indicators indicators) {
        var run = new DetectorRun(ShippedDetectors.all(indicators, Set.of()), DetectorRun.MOST_STATES);
        return new EventSink() {
            @Override
            public void event(Event event) {
                events.add(event);
                detections.addAll(run.accept(event));
            }

            @Override
            public void problem(Problem problem) {
                problems.add(problem);
            }
        };
    }

    List<String> rules() {
        return detections.stream().map(Detection::rule).sorted().toList();
    }

    <E extends Event> List<E> events(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}

package dev.firebreak.app.cli.watch;

import dev.firebreak.core.watch.Detection;
import dev.firebreak.core.watch.Event;
import java.util.List;

/** How much was read: events, detections, and the span of time that the events tell. */
final class WatchTotal {

    private long events;
    private long found;
    private final TimeSpan span = new TimeSpan();

    /** Takes an event and what the detectors found in it. */
    void accept(Event event, List<Detection> detections) {
        events++;
        found += detections.size();
        span.accept(event.time());
    }

    long events() {
        return events;
    }

    long found() {
        return found;
    }

    /** From the oldest event to the youngest. */
    TimeSpan span() {
        return span;
    }
}

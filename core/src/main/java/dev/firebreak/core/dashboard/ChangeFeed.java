package dev.firebreak.core.dashboard;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Numbers changes and tells them to whoever listens. */
final class ChangeFeed {

    private final List<Consumer<FleetChange>> listeners = new ArrayList<>();
    private long last;

    synchronized void listen(Consumer<FleetChange> listener) {
        listeners.add(listener);
    }

    synchronized void publish(Instant at, FleetChange.What what) {
        var change = new FleetChange(++last, at, what);
        listeners.forEach(l -> l.accept(change));
    }
}

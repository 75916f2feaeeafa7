package dev.firebreak.core.estate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Numbers changes and tells them to whoever listens. */
final class Changes {

    private final List<Consumer<Change>> listeners = new ArrayList<>();
    private long last;

    synchronized void listen(Consumer<Change> listener) {
        listeners.add(listener);
    }

    synchronized void say(Instant at, Change.What what) {
        var change = new Change(++last, at, what);
        listeners.forEach(l -> l.accept(change));
    }
}

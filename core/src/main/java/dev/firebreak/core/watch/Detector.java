package dev.firebreak.core.watch;

import java.io.Serializable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A rule over a stream of events: a pure function of a state and an event. Whoever runs it keeps one state for each key and gives the
 * events of a key in the order of their arrival. A detector holds no state itself, so one object serves any number of keys and threads.
 *
 * @param <S> what it remembers for a key: an immutable value of bounded size that can be serialised
 */
public interface Detector<S extends Serializable> {

    /** Its name among all detectors, by which states are stored; never reused for another meaning of its state. */
    String name();

    /** What it remembers before the first event of a key. */
    S initial();

    /**
     * The key under which the event's state is kept, or null where the event does not concern this detector. Depends on the event alone.
     */
    @Nullable
    String key(Event event);

    /** How long after its last event a key's state may be forgotten, measured in the time of events. */
    Duration memory();

    /** The state after the event, and what it gave away. */
    DetectorStep<S> step(S state, Event event);
}

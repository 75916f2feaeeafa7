package dev.firebreak.app.capture.event;

import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.watch.Event;

/** Takes what a reader finds, in the order of the input. */
public interface EventSink {

    /** Something that happened. */
    void event(Event event);

    /** Something in the input that could not be used. A reader tells each kind of problem a bounded number of times. */
    void problem(Problem problem);
}

package dev.firebreak.app.cli.watch;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** From the oldest to the youngest of the times it is given. {@link Instant#EPOCH} is what has no time, and says nothing. */
final class TimeSpan {

    private @Nullable Instant first;
    private @Nullable Instant last;

    void accept(Instant time) {
        if (time.equals(Instant.EPOCH)) {
            return;
        }
        first = first == null || time.isBefore(first) ? time : first;
        last = last == null || time.isAfter(last) ? time : last;
    }

    /** The oldest; null where none has a time. */
    @Nullable
    Instant first() {
        return first;
    }

    /** The youngest; null where none has a time. */
    @Nullable
    Instant last() {
        return last;
    }
}

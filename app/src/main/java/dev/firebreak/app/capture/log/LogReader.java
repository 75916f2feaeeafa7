package dev.firebreak.app.capture.log;

import dev.firebreak.core.watch.Event;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads one log, event by event, in bounded memory. What cannot be read is a problem with its line. */
public interface LogReader {

    /** The next event in the order of the log; null at the end. */
    @Nullable
    Event next() throws IOException;
}

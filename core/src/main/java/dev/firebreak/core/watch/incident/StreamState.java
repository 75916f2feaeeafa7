package dev.firebreak.core.watch.incident;

import dev.firebreak.core.watch.KeptState;
import java.time.Instant;
import java.util.List;

/**
 * What detectors remember of a stream between two of its files.
 *
 * @param stream as {@link dev.firebreak.core.watch.StreamName} names it
 * @param until time of the latest event that was read
 */
public record StreamState(String stream, Instant until, List<KeptState> states) {
    public StreamState {
        states = List.copyOf(states);
    }
}

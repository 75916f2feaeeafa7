package dev.firebreak.core.watch.incident;

import dev.firebreak.core.watch.Detection;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/** Keeps detections. */
public interface DetectionStore {

    /**
     * Keeps those that are new: the same finding of the same input, read twice, is one.
     *
     * @return those that were new
     */
    List<Detection> add(List<Detection> detections, Instant now);

    /** The latest by their own time, the latest first. */
    List<Detection> newest(int limit);

    /** Those that name one of these hosts, spelled so, as source or target: the latest of each host, the latest first. */
    List<Detection> of(Collection<String> hosts, int limit);

    /** All, in no order. */
    void each(Consumer<Detection> to);
}

package dev.firebreak.core.watch.incident;

import dev.firebreak.core.watch.Detection;
import java.time.Instant;
import java.util.List;

/** Keeps detections. */
public interface DetectionStore {

    /**
     * Keeps those that are new: the same finding of the same input, read twice, is one.
     *
     * @return how many were new
     */
    int add(List<Detection> detections, Instant now);

    /** The latest by their own time, the latest first. */
    List<Detection> newest(int limit);
}

package dev.firebreak.core.watch;

import java.io.Serializable;
import java.util.List;

/**
 * The outcome of {@link Detector#step}.
 *
 * @param detections mostly none
 */
public record DetectorStep<S extends Serializable>(S state, List<Detection> detections) {

    public DetectorStep {
        detections = List.copyOf(detections);
    }

    /** Nothing was given away. */
    public static <S extends Serializable> DetectorStep<S> to(S state) {
        return new DetectorStep<>(state, List.of());
    }

    /** Something was given away. */
    public static <S extends Serializable> DetectorStep<S> found(S state, Detection... detections) {
        return new DetectorStep<>(state, List.of(detections));
    }
}

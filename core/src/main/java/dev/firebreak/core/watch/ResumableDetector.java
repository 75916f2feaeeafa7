package dev.firebreak.core.watch;

import java.io.Serializable;
import java.util.Optional;

/**
 * A detector whose states can be kept between two inputs of one sensor, so that it finds in two rotated logs what it would find in one.
 * Its keys mean the same in every input: machines and servers, not connections, which captures number anew.
 *
 * @param <S> what it remembers for a key
 */
public interface ResumableDetector<S extends Serializable> extends Detector<S> {

    /** A state as numbers, by which it is kept. */
    long[] numbers(S state);

    /** The state of such numbers; empty where they are none, as those of a damaged store. */
    Optional<S> resumed(long[] numbers);
}

package dev.firebreak.core.fleet;

import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/** Do the same with many things, several at the same time where that helps. */
public interface Workers {

    /** What came out, in no order. Returns when all are done; a failure is thrown, and what was not begun by then is left. */
    <T, R> List<R> each(Collection<T> things, Function<T, R> work);
}

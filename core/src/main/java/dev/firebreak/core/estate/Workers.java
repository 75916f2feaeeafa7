package dev.firebreak.core.estate;

import java.util.Collection;
import java.util.function.Consumer;

/** Do the same with many things, several at the same time where that helps. */
public interface Workers {

    /** Returns when all are done; a failure is thrown, and what was not begun by then is left. */
    <T> void each(Collection<T> things, Consumer<T> work);
}

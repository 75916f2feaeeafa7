package dev.firebreak.app.feed;

import java.util.function.LongSupplier;

/** Nothing at first, then all of the packed bytes: measures growth where packed bytes are not seen as they are taken. */
final class Growth implements LongSupplier {

    private final long packed;
    private boolean begun;

    Growth(long packed) {
        this.packed = packed;
    }

    @Override
    public long getAsLong() {
        boolean first = !begun;
        begun = true;
        return first ? 0 : packed;
    }
}

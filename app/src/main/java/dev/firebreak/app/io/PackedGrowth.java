package dev.firebreak.app.io;

import java.util.function.LongSupplier;

/** Nothing at first, then all of the packed bytes: measures growth where packed bytes are not seen as they are taken. */
public final class PackedGrowth implements LongSupplier {

    private final long packed;
    private boolean begun;

    public PackedGrowth(long packed) {
        this.packed = packed;
    }

    @Override
    public long getAsLong() {
        boolean first = !begun;
        begun = true;
        return first ? 0 : packed;
    }
}

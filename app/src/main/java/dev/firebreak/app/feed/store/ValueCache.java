package dev.firebreak.app.feed.store;

import java.util.Arrays;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Values made from numbers, the last ones kept: neighbouring rows speak of the same few things. */
final class ValueCache<T> {

    private static final int KEPT = 1 << 13;

    private final IntFunction<T> make;
    private final int[] keys = new int[KEPT];
    private final @Nullable Object[] values = new @Nullable Object[KEPT];

    ValueCache(IntFunction<T> make) {
        this.make = make;
        Arrays.fill(keys, -1);
    }

    @SuppressWarnings("unchecked") // only put in below
    T of(int key) {
        int slot = (key * 0x9E3779B1) >>> 19;
        Object value = values[slot];
        if (value == null || keys[slot] != key) {
            value = make.apply(key);
            keys[slot] = key;
            values[slot] = value;
        }
        return (T) value;
    }
}

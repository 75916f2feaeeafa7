package dev.firebreak.core.dashboard;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Equal values as one object. For one thread at a time. */
final class SharedValues {

    /** More different values than that are not kept; then equal ones are only not the same object. */
    private static final int MAX = 1 << 18;

    private final Map<Object, Object> known = new HashMap<>();

    <T> @Nullable T sharedOrNull(@Nullable T value) {
        return value == null ? null : shared(value);
    }

    @SuppressWarnings("unchecked") // equal values of our own types are of one type
    <T> T shared(T value) {
        if (known.size() > MAX) {
            known.clear();
        }
        Object same = known.putIfAbsent(value, value);
        return same == null ? value : (T) same;
    }
}

package dev.firebreak.app.io;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * What was worked out before, for what comes again with every machine. Of bounded size, whatever machines send: forgotten as a whole when
 * there is too much of it, and what is long is not kept at all. Any number of threads may ask.
 */
public final class BoundedCache<K, V> {

    private final int most;
    private final int longest;
    private final ToIntFunction<K> length;
    private final Function<K, V> workedOut;
    private final Map<K, V> kept = new ConcurrentHashMap<>();

    /**
     * @param most how many are kept
     * @param longest of this length at most
     */
    public BoundedCache(int most, int longest, ToIntFunction<K> length, Function<K, V> workedOut) {
        this.most = most;
        this.longest = longest;
        this.length = length;
        this.workedOut = workedOut;
    }

    public V of(K key) {
        V before = kept.get(key);
        if (before != null) {
            return before;
        }
        V now = workedOut.apply(key);
        if (length.applyAsInt(key) <= longest) {
            if (kept.size() >= most) {
                kept.clear();
            }
            kept.put(key, now);
        }
        return now;
    }
}

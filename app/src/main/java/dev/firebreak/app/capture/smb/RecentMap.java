package dev.firebreak.app.capture.smb;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** What the messages of a connection refer to by number. The oldest entry is forgotten when there are too many; knows how much it holds. */
final class RecentMap<K, V> {

    private static final int ENTRY_BYTES = 160;

    private final int most;
    private final ToIntFunction<V> characters;
    private final Map<K, V> entries = new LinkedHashMap<>();
    private int held;

    /** @param characters of the texts in an entry */
    RecentMap(int most, ToIntFunction<V> characters) {
        this.most = most;
        this.characters = characters;
    }

    void put(K key, V value) {
        remove(key);
        entries.put(key, value);
        held += weight(value);
        if (entries.size() > most) {
            remove(entries.keySet().iterator().next());
        }
    }

    @Nullable
    V get(K key) {
        return entries.get(key);
    }

    @Nullable
    V remove(K key) {
        V value = entries.remove(key);
        if (value != null) {
            held -= weight(value);
        }
        return value;
    }

    int held() {
        return held;
    }

    void clear() {
        entries.clear();
        held = 0;
    }

    private int weight(V value) {
        return ENTRY_BYTES + 2 * characters.applyAsInt(value);
    }
}

package dev.firebreak.app.collect.bulk;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.firebreak.core.inventory.MachineName;

/**
 * Which names of machines occur more than once, for millions of them: 16 bytes a name. Names are kept as 64-bit hashes; that
 * two of a million share one has a chance of one in 37 million, and then both are read the careful way.
 */
public final class NameTable {

    private static final long FREE = 0;
    private static final long SEVERAL = 1;

    private long[] names = new long[1 << 10];
    private int used;
    private boolean anySeveral;

    /** Hash of a name as {@link MachineName#key} spells it; never 0, and its lowest bit is free for us. */
    public static long hash(String name) {
        String key = MachineName.key(name);
        long hash = 0xCBF29CE484222325L;
        for (int i = 0; i < key.length(); i++) {
            hash = (hash ^ key.charAt(i)) * 0x100000001B3L;
        }
        return spread(hash);
    }

    /** The same for a name in UTF-8. Letters of ASCII are the rule and need no text. */
    public static long hash(byte[] bytes, int from, int to) {
        if (from == to || bytes[from] <= ' ' || bytes[to - 1] <= ' ' || bytes[to - 1] == '.') {
            return hash(new String(bytes, from, to - from, UTF_8));
        }
        long hash = 0xCBF29CE484222325L;
        for (int i = from; i < to; i++) {
            byte c = bytes[i];
            if (c < 0) {
                return hash(new String(bytes, from, to - from, UTF_8));
            }
            hash = (hash ^ (c >= 'a' && c <= 'z' ? c - ('a' - 'A') : c)) * 0x100000001B3L;
        }
        return spread(hash);
    }

    private static long spread(long hash) {
        long mixed = (hash ^ hash >>> 32) * 0xD6E8FEB86659FD93L;
        mixed ^= mixed >>> 32;
        return (mixed & ~SEVERAL) | 2;
    }

    void add(long hash) {
        if (used * 2 > names.length) {
            grow();
        }
        int slot = slot(names, hash);
        if (names[slot] == FREE) {
            names[slot] = hash;
            used++;
        } else {
            names[slot] |= SEVERAL;
            anySeveral = true;
        }
    }

    /** Whether a name came more than once. */
    public boolean several(long hash) {
        return (names[slot(names, hash)] & SEVERAL) != 0;
    }

    /** Whether any name came more than once. */
    public boolean anySeveral() {
        return anySeveral;
    }

    public boolean knows(long hash) {
        return names[slot(names, hash)] != FREE;
    }

    private static int slot(long[] names, long hash) {
        int slot = (int) (hash >>> 24) & names.length - 1;
        while (names[slot] != FREE && (names[slot] & ~SEVERAL) != hash) {
            slot = slot + 1 & names.length - 1;
        }
        return slot;
    }

    private void grow() {
        long[] old = names;
        names = new long[old.length * 2];
        for (long entry : old) {
            if (entry != FREE) {
                names[slot(names, entry & ~SEVERAL)] = entry;
            }
        }
    }
}

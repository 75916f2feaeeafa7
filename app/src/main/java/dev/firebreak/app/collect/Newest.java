package dev.firebreak.app.collect;

/**
 * Which record of each machine is the newest, for millions of them: 24 bytes a slot. Names are kept as 64-bit hashes; that
 * two of a million names share one has a chance of one in 37 million.
 */
final class Newest {

    /** A time for records that carry none. */
    static final long UNTIMED = Long.MIN_VALUE;

    private static final long FREE = 0;
    private static final long SEVERAL = 1L << 62;
    private static final long UNCLEAR = 1L << 61;
    private static final long PLACE = UNCLEAR - 1;

    private long[] names = new long[1 << 10];
    private long[] times = new long[1 << 10];
    private long[] places = new long[1 << 10];
    private int used;
    private boolean anySeveral;

    /** @param place anything that tells this record from all others, at least 0 */
    void add(long name, long time, long place) {
        if (used * 2 > names.length) {
            grow();
        }
        int slot = slot(names, name);
        if (names[slot] == FREE) {
            names[slot] = spread(name);
            times[slot] = time;
            places[slot] = place;
            used++;
            return;
        }
        boolean unclear = time == UNTIMED || times[slot] == UNTIMED || time == times[slot];
        long flags = SEVERAL | places[slot] & UNCLEAR | (unclear ? UNCLEAR : 0);
        if (time > times[slot]) {
            times[slot] = time;
            places[slot] = place;
        }
        places[slot] |= flags;
        anySeveral = true;
    }

    /** Whether a name came more than once. */
    boolean several(long name) {
        return (places[slot(names, name)] & SEVERAL) != 0;
    }

    /** Whether any name came more than once. */
    boolean anySeveral() {
        return anySeveral;
    }

    boolean knows(long name) {
        return names[slot(names, name)] != FREE;
    }

    private static int slot(long[] names, long name) {
        long key = spread(name);
        int slot = (int) (key >>> 20) & names.length - 1;
        while (names[slot] != FREE && names[slot] != key) {
            slot = slot + 1 & names.length - 1;
        }
        return slot;
    }

    /** Zero marks a free slot, so no name may be it. */
    private static long spread(long name) {
        return name == FREE ? 1 : name;
    }

    private void grow() {
        long[] oldNames = names;
        long[] oldTimes = times;
        long[] oldPlaces = places;
        names = new long[oldNames.length * 2];
        times = new long[names.length];
        places = new long[names.length];
        for (int i = 0; i < oldNames.length; i++) {
            if (oldNames[i] != FREE) {
                int slot = slot(names, oldNames[i]);
                names[slot] = oldNames[i];
                times[slot] = oldTimes[i];
                places[slot] = oldPlaces[i];
            }
        }
    }
}

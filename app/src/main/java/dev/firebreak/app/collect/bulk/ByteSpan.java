package dev.firebreak.app.collect.bulk;

/** Where a value lies in the buffer, quotes and brackets included; empty where it is absent. */
final class ByteSpan {
    int from;
    int to;

    /** Whether it is all ASCII. */
    boolean plain;

    boolean isEmpty() {
        return from == to;
    }

    void clear() {
        from = 0;
        to = 0;
    }

    /** True, so that it is a step among others. */
    boolean set(int begin, int end, boolean ascii) {
        from = begin;
        to = end;
        plain = ascii;
        return true;
    }
}

package dev.firebreak.app.capture.net;

import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** IP datagrams in fragments (RFC 791, RFC 8200), put together in bounded memory; the oldest unfinished one is given up first. */
final class FragmentTable {

    private static final int MAX_DATAGRAMS = 512;
    private static final int MAX_LENGTH = 65_535;
    private static final int MAX_BYTES = 8 << 20;
    private static final int MAX_FRAGMENTS = 256;

    private final Map<Key, Datagram> open = new LinkedHashMap<>();
    private int held;

    /** What fragments of one datagram share. */
    record Key(long sourceHigh, long sourceLow, long targetHigh, long targetLow, int protocol, int id) {}

    /** A datagram as far as it has come. */
    private static final class Datagram {
        private byte[] bytes = new byte[0];
        // Pairs of first byte and byte after the last, apart from each other and in order.
        private int[] ranges = new int[8];
        private int count;
        private int fragments;
        private int total = -1;

        boolean isWhole() {
            return total >= 0 && count == 1 && ranges[0] == 0 && ranges[1] >= total;
        }

        void add(int from, int end) {
            if (count * 2 == ranges.length) {
                ranges = Arrays.copyOf(ranges, ranges.length * 2);
            }
            int at = count;
            while (at > 0 && ranges[2 * at - 2] > from) {
                at--;
            }
            System.arraycopy(ranges, 2 * at, ranges, 2 * at + 2, 2 * (count - at));
            ranges[2 * at] = from;
            ranges[2 * at + 1] = end;
            count++;
            int kept = 0;
            for (int i = 1; i < count; i++) {
                if (ranges[2 * i] <= ranges[2 * kept + 1]) {
                    ranges[2 * kept + 1] = Math.max(ranges[2 * kept + 1], ranges[2 * i + 1]);
                } else {
                    kept++;
                    ranges[2 * kept] = ranges[2 * i];
                    ranges[2 * kept + 1] = ranges[2 * i + 1];
                }
            }
            count = kept + 1;
        }
    }

    /**
     * A fragment.
     *
     * @return the datagram's content if it is whole now
     */
    byte @Nullable [] add(Key key, int offset, boolean isLast, byte[] b, int from, int length) {
        if (length <= 0 || offset + length > MAX_LENGTH) {
            return null;
        }
        Datagram datagram = open.computeIfAbsent(key, k -> new Datagram());
        if (datagram.bytes.length < offset + length) {
            int size = Math.min(MAX_LENGTH, Math.max(offset + length, datagram.bytes.length * 2));
            held += size - datagram.bytes.length;
            datagram.bytes = Arrays.copyOf(datagram.bytes, size);
        }
        System.arraycopy(b, from, datagram.bytes, offset, length);
        datagram.add(offset, offset + length);
        datagram.fragments++;
        if (isLast) {
            datagram.total = offset + length;
        }
        if (datagram.isWhole()) {
            forget(key, datagram);
            return Arrays.copyOf(datagram.bytes, datagram.total);
        }
        if (datagram.fragments > MAX_FRAGMENTS) {
            forget(key, datagram);
        }
        while (open.size() > MAX_DATAGRAMS || held > MAX_BYTES) {
            Iterator<Map.Entry<Key, Datagram>> oldest = open.entrySet().iterator();
            held -= oldest.next().getValue().bytes.length;
            oldest.remove();
        }
        return null;
    }

    private void forget(Key key, Datagram datagram) {
        held -= datagram.bytes.length;
        open.remove(key);
    }
}

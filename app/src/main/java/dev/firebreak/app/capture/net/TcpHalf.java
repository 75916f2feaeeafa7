package dev.firebreak.app.capture.net;

import java.util.Arrays;

/**
 * One direction of a connection. Hands over its bytes in order; what comes too early waits in bounded memory; what was handed over is never
 * handed over again, so the first of two overlapping segments counts.
 */
final class TcpHalf {

    private static final int MAX_WAITING = 256;
    private static final int MAX_BYTES = 1 << 18;

    /** A segment further away is believed only when others follow it. */
    private static final int FAR = 1 << 23;

    private static final int ENOUGH_FAR = 3;

    private boolean isKnown;
    private int next;
    private int[] sequences = new int[0];
    private byte[][] waiting = new byte[0][];
    private int count;
    private int bytes;
    private int farNext;
    private int farCount;

    /** Where bytes go. */
    interface Output {
        void data(byte[] bytes, int from, int length);

        /** @param missing bytes; -1 where nobody can tell */
        void gap(long missing);
    }

    boolean isKnown() {
        return isKnown;
    }

    int held() {
        return bytes;
    }

    /** The sequence number of the next byte. */
    void begin(int sequence) {
        if (!isKnown) {
            isKnown = true;
            next = sequence;
        }
    }

    /**
     * A segment.
     *
     * @param length bytes of it that were captured
     * @param wireLength bytes that it had
     */
    void segment(int sequence, byte[] b, int from, int length, int wireLength, Output out) {
        begin(sequence);
        int ahead = sequence - next;
        if (ahead > FAR || ahead < -FAR) {
            if (!isBelieved(sequence, wireLength)) {
                return;
            }
            forget();
            next = sequence;
            ahead = 0;
            out.gap(-1);
        }
        farCount = 0;
        if (ahead > 0) {
            keep(sequence, b, from, length);
            if (bytes > MAX_BYTES || count >= MAX_WAITING) {
                jump(out);
            }
            return;
        }
        if (-ahead < length) {
            out.data(b, from - ahead, length + ahead);
        }
        int end = sequence + wireLength;
        if (end - next > 0) {
            int missing = Math.min(wireLength - length, end - next);
            next = end;
            if (missing > 0) {
                out.gap(missing);
            }
        }
        drain(out);
    }

    /** The other side has received everything before this: what is missing before was lost by the capture. */
    void acknowledged(int sequence, Output out) {
        if (count == 0 || !isKnown) {
            return;
        }
        while (count > 0 && sequence - next > 0 && sequence - next <= FAR) {
            int first = sequences[first()];
            if (sequence - first < 0) {
                return;
            }
            jump(out);
        }
    }

    /** Nothing more comes: hands over what waits. */
    void end(Output out) {
        while (count > 0) {
            jump(out);
        }
    }

    /** Forgets what waits. */
    void forget() {
        count = 0;
        bytes = 0;
        sequences = new int[0];
        waiting = new byte[0][];
    }

    private boolean isBelieved(int sequence, int length) {
        farCount = farCount > 0 && sequence == farNext ? farCount + 1 : 1;
        farNext = sequence + length;
        return farCount >= ENOUGH_FAR;
    }

    private void keep(int sequence, byte[] b, int from, int length) {
        if (length == 0) {
            return;
        }
        for (int i = 0; i < count; i++) {
            if (sequences[i] == sequence && waiting[i].length >= length) {
                return;
            }
        }
        if (count == waiting.length) {
            int size = Math.max(4, count * 2);
            sequences = Arrays.copyOf(sequences, size);
            waiting = Arrays.copyOf(waiting, size);
        }
        sequences[count] = sequence;
        waiting[count] = Arrays.copyOfRange(b, from, from + length);
        count++;
        bytes += length;
    }

    private int first() {
        int first = 0;
        for (int i = 1; i < count; i++) {
            if (sequences[i] - sequences[first] < 0) {
                first = i;
            }
        }
        return first;
    }

    /** Passes over the bytes before the first segment that waits. */
    private void jump(Output out) {
        int missing = sequences[first()] - next;
        if (missing > 0) {
            next += missing;
            out.gap(missing);
        }
        drain(out);
    }

    private void drain(Output out) {
        while (count > 0) {
            int i = first();
            int behind = next - sequences[i];
            if (behind < 0) {
                return;
            }
            byte[] segment = waiting[i];
            count--;
            sequences[i] = sequences[count];
            waiting[i] = waiting[count];
            waiting[count] = new byte[0];
            bytes -= segment.length;
            if (behind < segment.length) {
                next += segment.length - behind;
                out.data(segment, behind, segment.length - behind);
            }
        }
    }
}

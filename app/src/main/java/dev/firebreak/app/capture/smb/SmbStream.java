package dev.firebreak.app.capture.smb;

import dev.firebreak.app.capture.net.StreamHandler;
import java.util.Arrays;

/**
 * The session messages of one connection (RFC 1002 4.3.1, and MS-SMB2 2.1 for port 445, where a length may have 24 bits). Only the beginning
 * of a long message is kept; the rest is file content. After a gap of unknown size, and in a capture that begins in the middle, the next
 * message is found by the mark that every SMB message begins with.
 */
public final class SmbStream implements StreamHandler {

    /** So much of a message is looked at where it does not lie whole in one segment: every command of a chain that clients send. */
    private static final int KEPT = 66_000;

    private static final int HEADER = 4;

    /** Header and mark: enough to know a message. */
    private static final int FIRST = 8;

    private static final int FIRST_BYTES = 1024;

    private final SmbMessages messages;
    private final Direction client;
    private final Direction server;

    /** Takes messages without their session header. */
    public interface SmbMessages {

        /** @param wireLength of the message; {@code length} is what is there of it */
        void message(boolean fromClient, long nanos, byte[] b, int from, int length, int wireLength);

        /** Bytes held at the moment, roughly. */
        int held();

        /** Gives up what is held. */
        void release();
    }

    /** @param isFromStart whether the first byte of each direction begins a message */
    public SmbStream(SmbMessages messages, boolean isFromStart) {
        this.messages = messages;
        this.client = new Direction(true, isFromStart);
        this.server = new Direction(false, isFromStart);
    }

    /** Whether bytes begin with a session message that holds SMB, or with one that opens a session. */
    public static boolean begins(byte[] b, int from, int length) {
        return length >= 8 && b[from] == 0 && isMark(b, from + HEADER);
    }

    private static boolean isMark(byte[] b, int at) {
        int first = b[at] & 0xFF;
        // FF: SMB1, FE: SMB2 and 3, FD: encrypted, FC: compressed
        return first >= 0xFC && b[at + 1] == 'S' && b[at + 2] == 'M' && b[at + 3] == 'B';
    }

    @Override
    public void data(boolean fromClient, long nanos, byte[] bytes, int from, int length) {
        (fromClient ? client : server).data(nanos, bytes, from, length);
    }

    @Override
    public void gap(boolean fromClient, long bytes) {
        (fromClient ? client : server).gap(bytes);
    }

    @Override
    public int held() {
        return client.partial.length + server.partial.length + messages.held();
    }

    @Override
    public void release() {
        client.lose();
        server.lose();
        messages.release();
    }

    private final class Direction {

        private static final byte[] NOTHING = {};

        private final boolean isClient;
        private boolean isLost;
        private byte[] partial = NOTHING;
        // Where the next message is looked for: the last bytes that may begin it.
        private byte[] tail = NOTHING;
        private int have;
        private long skip;
        private long lastNanos;

        Direction(boolean isClient, boolean isFromStart) {
            this.isClient = isClient;
            this.isLost = !isFromStart;
        }

        void lose() {
            isLost = true;
            partial = NOTHING;
            tail = NOTHING;
            have = 0;
            skip = 0;
        }

        void gap(long missing) {
            if (missing >= 0 && have >= HEADER) {
                // What is there of a message is better than nothing: the command stands at its beginning.
                int wire = length(partial, 0);
                deliver(lastNanos, partial, 0, have - HEADER, wire);
                skip = HEADER + (long) wire - have;
                partial = NOTHING;
                have = 0;
            }
            if (missing < 0 || missing > skip || have > 0) {
                // The missing bytes may hold the beginning of a message.
                lose();
            } else {
                skip -= missing;
            }
        }

        void data(long nanos, byte[] b, int from0, int length) {
            lastNanos = nanos;
            int from = from0;
            int end = from0 + length;
            while (from < end) {
                if (skip > 0) {
                    int some = (int) Math.min(skip, end - from);
                    skip -= some;
                    from += some;
                } else if (isLost) {
                    from = find(b, from, end);
                } else if (have == 0 && end - from >= HEADER) {
                    from = begin(nanos, b, from, end);
                } else {
                    from = append(nanos, b, from, end);
                }
            }
        }

        /** Looks for the next message, whose first bytes may have ended the segment before. */
        private int find(byte[] b, int from, int end) {
            for (int at = from - tail.length; at + FIRST <= end; at++) {
                if (at >= from) {
                    if (begins(b, at, end - at)) {
                        return found(NOTHING, at);
                    }
                    continue;
                }
                byte[] joined = joined(b, from, at - from + tail.length, FIRST);
                if (begins(joined, 0, FIRST)) {
                    return found(Arrays.copyOf(joined, from - at), from);
                }
            }
            int have = tail.length + end - from;
            tail = joined(b, from, Math.max(0, have - FIRST + 1), Math.min(have, FIRST - 1));
            return end;
        }

        private int found(byte[] before, int at) {
            isLost = false;
            tail = NOTHING;
            partial = before;
            have = before.length;
            return at;
        }

        /** Some bytes of the tail and the segment together. */
        private byte[] joined(byte[] b, int from, int skipped, int length) {
            byte[] some = new byte[length];
            for (int i = 0; i < length; i++) {
                int at = skipped + i;
                some[i] = at < tail.length ? tail[at] : b[from + at - tail.length];
            }
            return some;
        }

        /** A message begins at {@code from}, and its header is there. */
        private int begin(long nanos, byte[] b, int from, int end) {
            int wire = length(b, from);
            if (!isHeader(b, from, end)) {
                isLost = true;
                return from + 1;
            }
            int here = end - from - HEADER;
            if (here >= wire) {
                deliver(nanos, b, from, wire, wire);
                return from + HEADER + wire;
            }
            return append(nanos, b, from, end);
        }

        private int append(long nanos, byte[] b, int from, int end) {
            int target = have < HEADER ? HEADER : HEADER + Math.min(length(partial, 0), KEPT);
            int some = Math.min(target - have, end - from);
            if (partial.length < have + some) {
                partial = Arrays.copyOf(
                        partial,
                        Math.min(HEADER + KEPT, Math.max(have + some, Math.max(FIRST_BYTES, partial.length * 2))));
            }
            System.arraycopy(b, from, partial, have, some);
            have += some;
            if (have == HEADER && target == HEADER) {
                if (!isHeader(partial, 0, HEADER)) {
                    lose();
                } else if (length(partial, 0) == 0) {
                    partial = NOTHING;
                    have = 0;
                }
            } else if (have >= 8 && have - some < 8 && partial[0] == 0 && !isMark(partial, HEADER)) {
                lose();
            } else if (have == target) {
                int wire = length(partial, 0);
                deliver(nanos, partial, 0, have - HEADER, wire);
                skip = (long) wire - (have - HEADER);
                partial = NOTHING;
                have = 0;
            }
            return from + some;
        }

        private void deliver(long nanos, byte[] b, int from, int length, int wire) {
            if (b[from] == 0 && length >= 4 && isMark(b, from + HEADER)) {
                messages.message(isClient, nanos, b, from + HEADER, length, wire);
            }
        }

        private static int length(byte[] b, int from) {
            return (b[from + 1] & 0xFF) << 16 | (b[from + 2] & 0xFF) << 8 | (b[from + 3] & 0xFF);
        }

        /** Session message, session request and its answers, keep-alive. */
        private static boolean isHeader(byte[] b, int from, int end) {
            return switch (b[from] & 0xFF) {
                case 0 -> end - from < 8 || isMark(b, from + HEADER);
                case 0x81, 0x82, 0x83, 0x84, 0x85 -> length(b, from) <= 256;
                default -> false;
            };
        }
    }
}

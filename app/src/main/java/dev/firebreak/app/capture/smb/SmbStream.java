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

    /** Header and mark. */
    private static final int TELLING = 8;

    private static final int MAX_OTHER_LENGTH = 256;
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
        return length >= TELLING && b[from] == 0 && isMark(b, from + HEADER);
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
            have = 0;
            skip = 0;
        }

        void gap(long missing) {
            if (missing >= 0 && have >= TELLING) {
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
                } else if (have >= TELLING) {
                    from = append(nanos, b, from, end);
                } else if (have == 0 && end - from >= TELLING) {
                    from = begin(nanos, b, from, end);
                } else {
                    from = beginInPieces(nanos, b, from, end);
                    if (have < TELLING && from - have >= from0 && end - from + have >= TELLING) {
                        // What came before is passed over: the rest is looked at where it lies.
                        from -= have;
                        have = 0;
                    }
                }
            }
        }

        /** What begins at {@code from} can be told, because enough bytes of it are there. */
        private int begin(long nanos, byte[] b, int from, int end) {
            int at = isLost ? find(b, from, end) : from;
            if (end - at < TELLING) {
                return beginInPieces(nanos, b, at, end);
            }
            if (isMessage(b, at)) {
                isLost = false;
                int wire = length(b, at);
                if (end - at - HEADER < wire) {
                    return append(nanos, b, at, end);
                }
                deliver(nanos, b, at, wire, wire);
                return at + HEADER + wire;
            }
            skip = otherBytes(b, at);
            isLost = skip == 0;
            return at;
        }

        /** The same of bytes that came with several segments; those that are no beginning are passed over one by one. */
        private int beginInPieces(long nanos, byte[] b, int from, int end) {
            if (partial.length < TELLING) {
                partial = new byte[TELLING];
            }
            int some = Math.min(TELLING - have, end - from);
            System.arraycopy(b, from, partial, have, some);
            have += some;
            if (have == TELLING && isMessage(partial, 0)) {
                isLost = false;
                // A message of its mark alone is whole already.
                append(nanos, b, from, from);
            } else if (have == TELLING) {
                int other = isLost ? 0 : otherBytes(partial, 0);
                isLost = other == 0;
                int passed = Math.min(TELLING, Math.max(1, other));
                skip = Math.max(0, other - passed);
                have -= passed;
                System.arraycopy(partial, passed, partial, 0, have);
            }
            return from + some;
        }

        /** Where the next message begins; the bytes that might begin one are left where none does. */
        private static int find(byte[] b, int from, int end) {
            int at = from;
            while (at + TELLING <= end && !isMessage(b, at)) {
                at++;
            }
            return at;
        }

        /** Keeps bytes of a message, up to what is looked at of it. */
        private int append(long nanos, byte[] b, int from, int end) {
            int wire = have == 0 ? length(b, from) : length(partial, 0);
            int target = HEADER + Math.min(wire, KEPT);
            int some = Math.min(target - have, end - from);
            if (partial.length < have + some) {
                partial = Arrays.copyOf(
                        partial,
                        Math.min(HEADER + KEPT, Math.max(have + some, Math.max(FIRST_BYTES, partial.length * 2))));
            }
            System.arraycopy(b, from, partial, have, some);
            have += some;
            if (have == target) {
                deliver(nanos, partial, 0, have - HEADER, wire);
                skip = (long) wire - (have - HEADER);
                partial = NOTHING;
                have = 0;
            }
            return from + some;
        }

        private void deliver(long nanos, byte[] b, int from, int length, int wire) {
            messages.message(isClient, nanos, b, from + HEADER, length, wire);
        }

        private static int length(byte[] b, int from) {
            return (b[from + 1] & 0xFF) << 16 | (b[from + 2] & 0xFF) << 8 | (b[from + 3] & 0xFF);
        }

        private static boolean isMessage(byte[] b, int from) {
            return begins(b, from, TELLING) && length(b, from) >= TELLING - HEADER;
        }

        /** Bytes of what else begins here: a session's request and its answers, a keep-alive; 0 where nothing does. */
        private static int otherBytes(byte[] b, int from) {
            int length = length(b, from);
            return switch (b[from] & 0xFF) {
                case 0 -> length == 0 ? HEADER : 0;
                case 0x81, 0x82, 0x83, 0x84, 0x85 -> length <= MAX_OTHER_LENGTH ? HEADER + length : 0;
                default -> 0;
            };
        }
    }
}

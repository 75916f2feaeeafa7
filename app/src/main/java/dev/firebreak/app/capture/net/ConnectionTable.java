package dev.firebreak.app.capture.net;

import dev.firebreak.core.watch.ConnectionOutcome;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * All TCP connections, a bounded number of them with a bounded number of bytes: who was silent the longest is forgotten first. A second
 * SYN with the sequence number of the first is a retransmission however late it comes, so a capture that holds its packets twice tells
 * of each connection once.
 */
final class ConnectionTable {

    private static final int MAX_CONNECTIONS = 100_000;
    private static final long MAX_BYTES = 48L << 20;
    private static final int BUCKETS = 1 << 17;

    /** Nobody answers after so long: Windows repeats a SYN after 3 s, and no network takes longer for one way. */
    private static final long ANSWER_NANOS = 5_000_000_000L;

    private static final int FIN = 1;
    private static final int SYN = 2;
    private static final int RST = 4;
    private static final int ACK = 16;

    private final TrafficSink sink;
    private final @Nullable CapturedConnection[] buckets = new CapturedConnection[BUCKETS];
    private final Deque<CapturedConnection> asked = new ArrayDeque<>();
    private final ConnectionEnds ends = new ConnectionEnds();
    private int count;
    private long held;
    private long number;
    private long latest = Long.MIN_VALUE;

    @Nullable
    private CapturedConnection oldest;

    @Nullable
    private CapturedConnection newest;

    ConnectionTable(TrafficSink sink) {
        this.sink = sink;
    }

    /** The capture's clock. */
    void tick(long nanos) {
        latest = nanos;
        while (!asked.isEmpty()) {
            CapturedConnection first = asked.getFirst();
            if (first.state == CapturedConnection.State.ASKED) {
                if (nanos - first.askedNanos < ANSWER_NANOS) {
                    return;
                }
                fail(first, first.askedNanos + ANSWER_NANOS, ConnectionOutcome.UNANSWERED);
            }
            asked.removeFirst();
        }
    }

    /** Nothing more comes. */
    void end() {
        while (!asked.isEmpty()) {
            CapturedConnection first = asked.removeFirst();
            if (first.state == CapturedConnection.State.ASKED) {
                fail(first, Math.max(latest, first.askedNanos), ConnectionOutcome.UNANSWERED);
            }
        }
        for (CapturedConnection c = oldest; c != null; c = c.newer) {
            flush(c, latest);
        }
    }

    /** An ICMP message says that a segment did not arrive. */
    void unreachable(long nanos, long srcHigh, long srcLow, int srcPort, long dstHigh, long dstLow, int dstPort) {
        int hash = ends.set(srcHigh, srcLow, srcPort, dstHigh, dstLow, dstPort);
        CapturedConnection c = find(hash);
        if (c != null && c.state == CapturedConnection.State.ASKED && c.clientIsLower == ends.sourceIsLower) {
            fail(c, nanos, ConnectionOutcome.REFUSED);
        }
    }

    /** A segment; the header at {@code tcp} is whole. */
    void segment(
            long nanos,
            long srcHigh,
            long srcLow,
            long dstHigh,
            long dstLow,
            byte[] b,
            int tcp,
            int from,
            int length,
            int wireLength) {
        int srcPort = Bytes.u16(b, tcp);
        int dstPort = Bytes.u16(b, tcp + 2);
        int sequence = Bytes.i32(b, tcp + 4);
        int acknowledgement = Bytes.i32(b, tcp + 8);
        int flags = b[tcp + 13];
        int hash = ends.set(srcHigh, srcLow, srcPort, dstHigh, dstLow, dstPort);
        CapturedConnection c = find(hash);
        if ((flags & (SYN | ACK)) == SYN) {
            if (c == null || !isSameStart(c, sequence)) {
                opening(c, hash, nanos, sequence);
            } else {
                use(c);
            }
            return;
        }
        if (c == null) {
            if ((flags & RST) != 0) {
                return;
            }
            c = add(hash, (flags & SYN) != 0 ? !ends.sourceIsLower : isClientLower(srcPort, dstPort));
        }
        use(c);
        boolean isFromClient = c.clientIsLower == ends.sourceIsLower;
        if ((flags & SYN) != 0) {
            accepted(c, isFromClient, nanos, sequence, acknowledgement);
            return;
        }
        if (c.state == CapturedConnection.State.ASKED && !isFromClient) {
            if ((flags & RST) != 0) {
                fail(c, nanos, ConnectionOutcome.REFUSED);
                return;
            }
            // The answer to the SYN is not in the capture, but the server talks.
            accept(c, nanos);
        }
        if (!c.isIgnored()) {
            payload(c, isFromClient, nanos, sequence, acknowledgement, flags, b, from, length, wireLength);
        }
        if ((flags & RST) != 0) {
            flush(c, nanos);
            c.state = CapturedConnection.State.CLOSED;
        }
    }

    private void payload(
            CapturedConnection c,
            boolean isFromClient,
            long nanos,
            int sequence,
            int acknowledgement,
            int flags,
            byte[] b,
            int from,
            int length,
            int wireLength) {
        TcpHalf half = isFromClient ? c.fromClient : c.fromServer;
        TcpHalf other = isFromClient ? c.fromServer : c.fromClient;
        if ((flags & ACK) != 0 && other.held() > 0) {
            other.acknowledged(acknowledgement, new Delivery(c, !isFromClient, nanos));
        }
        // A keep-alive repeats one old byte; a segment without bytes tells nothing.
        if (wireLength > 0 && (flags & RST) == 0) {
            half.segment(sequence, b, from, length, wireLength, new Delivery(c, isFromClient, nanos));
        }
        if ((flags & FIN) != 0 && half.held() > 0 && other.held() == 0) {
            half.acknowledged(sequence + wireLength, new Delivery(c, isFromClient, nanos));
        }
        account(c);
    }

    private final class Delivery implements TcpHalf.Output {
        private final CapturedConnection connection;
        private final boolean isFromClient;
        private final long nanos;

        Delivery(CapturedConnection connection, boolean isFromClient, long nanos) {
            this.connection = connection;
            this.isFromClient = isFromClient;
            this.nanos = nanos;
        }

        @Override
        public void data(byte[] bytes, int from, int length) {
            connection.data(sink, isFromClient, nanos, bytes, from, length);
        }

        @Override
        public void gap(long missing) {
            connection.gap(isFromClient, missing);
        }
    }

    private static boolean isSameStart(CapturedConnection c, int sequence) {
        return c.hasStart && c.clientStart == sequence;
    }

    private void opening(@Nullable CapturedConnection before, int hash, long nanos, int sequence) {
        if (before != null) {
            if (before.state == CapturedConnection.State.ASKED) {
                fail(before, nanos, ConnectionOutcome.UNANSWERED);
            }
            flush(before, nanos);
            remove(before);
        }
        CapturedConnection c = add(hash, ends.sourceIsLower);
        c.state = CapturedConnection.State.ASKED;
        c.askedNanos = nanos;
        c.clientStart = sequence;
        c.hasStart = true;
        c.fromClient.begin(sequence + 1);
        asked.addLast(c);
        if (asked.size() > MAX_CONNECTIONS) {
            CapturedConnection first = asked.removeFirst();
            if (first.state == CapturedConnection.State.ASKED) {
                fail(first, nanos, ConnectionOutcome.UNANSWERED);
            }
        }
    }

    private void accepted(CapturedConnection c, boolean isFromClient, long nanos, int sequence, int acknowledgement) {
        if (isFromClient) {
            return;
        }
        boolean isNew = !c.fromServer.isKnown() && !c.fromClient.isKnown();
        c.fromServer.begin(sequence + 1);
        c.fromClient.begin(acknowledgement);
        if (isNew) {
            c.hasStart = true;
            c.clientStart = acknowledgement - 1;
        }
        if (isNew || c.state == CapturedConnection.State.ASKED || c.state == CapturedConnection.State.FAILED) {
            accept(c, nanos);
        }
    }

    private void accept(CapturedConnection c, long nanos) {
        c.state = CapturedConnection.State.OPEN;
        sink.attempt(c, nanos, ConnectionOutcome.ACCEPTED);
    }

    private void fail(CapturedConnection c, long nanos, ConnectionOutcome outcome) {
        c.state = CapturedConnection.State.FAILED;
        sink.attempt(c, nanos, outcome);
    }

    private void flush(CapturedConnection c, long nanos) {
        if (c.held > 0) {
            c.fromClient.end(new Delivery(c, true, nanos));
            c.fromServer.end(new Delivery(c, false, nanos));
            account(c);
        }
    }

    /** Without the opening, the well-known or lower port is the server's. */
    private boolean isClientLower(int srcPort, int dstPort) {
        boolean isSourceClient = isServer(dstPort) || (!isServer(srcPort) && srcPort >= dstPort);
        return isSourceClient == ends.sourceIsLower;
    }

    private static boolean isServer(int port) {
        return port == 445 || port == 139 || port == 80 || port == 53;
    }

    private void account(CapturedConnection c) {
        StreamHandler handler = c.handler();
        int now = c.fromClient.held() + c.fromServer.held() + (handler == null ? 0 : handler.held());
        held += now - c.held;
        c.held = now;
        if (held <= MAX_BYTES) {
            return;
        }
        // A quarter at once: who fills the memory on purpose must not make every segment look through all connections.
        CapturedConnection next = oldest;
        while (held > MAX_BYTES / 4 * 3 && next != null) {
            if (next.held > 0) {
                release(next);
            }
            next = next.newer;
        }
    }

    private void release(CapturedConnection c) {
        c.fromClient.forget();
        c.fromServer.forget();
        StreamHandler handler = c.handler();
        if (handler != null) {
            handler.release();
        }
        held -= c.held;
        c.held = 0;
    }

    @Nullable
    private CapturedConnection find(int hash) {
        CapturedConnection c = buckets[hash & BUCKETS - 1];
        while (c != null && !(c.hash == hash && ends.are(c))) {
            c = c.chain;
        }
        return c;
    }

    private CapturedConnection add(int hash, boolean clientIsLower) {
        if (count >= MAX_CONNECTIONS && oldest != null) {
            CapturedConnection forgotten = oldest;
            if (forgotten.state == CapturedConnection.State.ASKED) {
                fail(forgotten, latest, ConnectionOutcome.UNANSWERED);
            }
            remove(forgotten);
        }
        var c = new CapturedConnection(ends, hash, ++number, clientIsLower);
        c.chain = buckets[hash & BUCKETS - 1];
        buckets[hash & BUCKETS - 1] = c;
        count++;
        append(c);
        return c;
    }

    private void remove(CapturedConnection gone) {
        release(gone);
        int bucket = gone.hash & BUCKETS - 1;
        CapturedConnection c = buckets[bucket];
        if (c == gone) {
            buckets[bucket] = gone.chain;
        } else {
            while (c != null && c.chain != gone) {
                c = c.chain;
            }
            if (c != null) {
                c.chain = gone.chain;
            }
        }
        unlink(gone);
        count--;
    }

    private void use(CapturedConnection c) {
        if (newest != c) {
            unlink(c);
            append(c);
        }
    }

    private void append(CapturedConnection c) {
        c.older = newest;
        c.newer = null;
        if (newest == null) {
            oldest = c;
        } else {
            newest.newer = c;
        }
        newest = c;
    }

    private void unlink(CapturedConnection c) {
        if (c.older == null) {
            oldest = c.newer;
        } else {
            c.older.newer = c.newer;
        }
        if (c.newer == null) {
            newest = c.older;
        } else {
            c.newer.older = c.older;
        }
    }
}

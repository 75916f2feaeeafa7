package dev.firebreak.app.capture.application;

import dev.firebreak.app.capture.event.EventSink;
import dev.firebreak.app.capture.net.StreamHandler;
import dev.firebreak.core.watch.Event;
import dev.firebreak.core.watch.Flow;
import java.time.Instant;

/** DNS messages as events: each question from the client, and the answer to it. */
public final class DnsStream implements StreamHandler {

    private static final int MAX_LENGTH = 65_537;
    private static final int FIRST_BYTES = 512;

    private final String origin;
    private final EventSink sink;
    private final Flow flow;
    private final Direction client = new Direction();
    private final Direction server = new Direction();

    private static final class Direction {
        private byte[] partial = {};
        private int have;
        private boolean isLost;
    }

    /** @param flow from the side that asks */
    public DnsStream(String origin, EventSink sink, Flow flow) {
        this.origin = origin;
        this.sink = sink;
        this.flow = flow;
    }

    /** One message. */
    public void message(long nanos, byte[] b, int from, int length) {
        DnsMessage message = DnsMessage.read(b, from, length);
        if (message == null) {
            return;
        }
        Instant time =
                Instant.ofEpochSecond(Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L));
        for (DnsMessage.Question question : message.questions()) {
            sink.event(new Event.DnsQuery(
                    time, origin, flow, question.name(), question.type(), message.result(), message.answers()));
        }
    }

    /** Over TCP each message follows its length in two bytes (RFC 1035 4.2.2). */
    @Override
    public void data(boolean fromClient, long nanos, byte[] bytes, int from0, int length) {
        Direction direction = fromClient ? client : server;
        int from = from0;
        int end = from0 + length;
        while (from < end && !direction.isLost) {
            int wanted = direction.have < 2 ? 2 : 2 + dev.firebreak.app.capture.net.Bytes.u16(direction.partial, 0);
            int some = Math.min(wanted - direction.have, end - from);
            if (direction.partial.length < direction.have + some) {
                direction.partial = java.util.Arrays.copyOf(
                        direction.partial,
                        Math.min(
                                MAX_LENGTH,
                                Math.max(direction.have + some, Math.max(FIRST_BYTES, direction.partial.length * 2))));
            }
            System.arraycopy(bytes, from, direction.partial, direction.have, some);
            direction.have += some;
            from += some;
            if (direction.have >= 2
                    && direction.have == 2 + dev.firebreak.app.capture.net.Bytes.u16(direction.partial, 0)) {
                message(nanos, direction.partial, 2, direction.have - 2);
                direction.have = 0;
            }
        }
    }

    @Override
    public void gap(boolean fromClient, long bytes) {
        // Messages over TCP are rare and connections short: no way back is looked for.
        Direction direction = fromClient ? client : server;
        direction.isLost = true;
        direction.partial = new byte[0];
        direction.have = 0;
    }

    @Override
    public int held() {
        return client.partial.length + server.partial.length;
    }

    @Override
    public void release() {
        gap(true, -1);
        gap(false, -1);
    }
}

package dev.firebreak.app.capture.net;

import dev.firebreak.core.text.Text;
import dev.firebreak.core.watch.ConnectionOutcome;
import org.jspecify.annotations.Nullable;

/** Takes what travels in packets. */
public interface TrafficSink {

    /** How an attempt to open a connection ended. */
    void attempt(CapturedConnection connection, long nanos, ConnectionOutcome outcome);

    /**
     * Who reads the streams of a connection; null where nobody does with these first bytes. Asked again for the next bytes a few times.
     */
    @Nullable
    StreamHandler handler(CapturedConnection connection, boolean fromClient, byte[] bytes, int from, int length);

    /** A UDP datagram. */
    void datagram(long nanos, UdpEnds ends, byte[] bytes, int from, int length);

    /** Something that could not be used. */
    void problem(Text what);

    /** The two ends of a datagram. */
    record UdpEnds(long sourceHigh, long sourceLow, int sourcePort, long targetHigh, long targetLow, int targetPort) {}
}

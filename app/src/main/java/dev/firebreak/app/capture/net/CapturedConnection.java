package dev.firebreak.app.capture.net;

import dev.firebreak.core.watch.Flow;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One TCP connection: its ends, how far its opening has come, and its two directions. */
public final class CapturedConnection {

    /** How far the opening of a connection has come. */
    enum State {
        ASKED,
        FAILED,
        OPEN,
        CLOSED
    }

    private static final int MAX_TRIES = 6;

    /** So many bytes tell what a stream is: the longest method of HTTP with the space after it, the header and mark of SMB. */
    private static final int TELLING_BYTES = 9;

    private static final byte[] NOTHING = {};

    final long lowerHigh;
    final long lowerLow;
    final int lowerPort;
    final long upperHigh;
    final long upperLow;
    final int upperPort;
    final int hash;
    final long number;
    final boolean clientIsLower;

    State state = State.OPEN;
    long askedNanos;
    int clientStart;
    boolean hasStart;
    final TcpHalf fromClient = new TcpHalf();
    final TcpHalf fromServer = new TcpHalf();
    int held;

    @Nullable
    CapturedConnection chain;

    @Nullable
    CapturedConnection older;

    @Nullable
    CapturedConnection newer;

    @Nullable
    private StreamHandler handler;

    private int tries;

    /** Bytes too few to tell by, of each direction. */
    private byte[] clientBegun = NOTHING;

    private byte[] serverBegun = NOTHING;

    @Nullable
    private Flow flow;

    CapturedConnection(ConnectionEnds ends, int hash, long number, boolean clientIsLower) {
        this.lowerHigh = ends.lowerHigh;
        this.lowerLow = ends.lowerLow;
        this.lowerPort = ends.lowerPort;
        this.upperHigh = ends.upperHigh;
        this.upperLow = ends.upperLow;
        this.upperPort = ends.upperPort;
        this.hash = hash;
        this.number = number;
        this.clientIsLower = clientIsLower;
    }

    public int clientPort() {
        return clientIsLower ? lowerPort : upperPort;
    }

    public int serverPort() {
        return clientIsLower ? upperPort : lowerPort;
    }

    /** Whether the capture holds its opening; else its first bytes are from the middle. */
    public boolean isFromStart() {
        return hasStart;
    }

    /** Who talks to whom, from the client's side. */
    public Flow flow(String origin) {
        if (flow == null) {
            String lower = IpAddress.text(lowerHigh, lowerLow);
            String upper = IpAddress.text(upperHigh, upperLow);
            flow = new Flow(
                    origin + "#" + number,
                    clientIsLower ? lower : upper,
                    clientPort(),
                    clientIsLower ? upper : lower,
                    serverPort());
        }
        return flow;
    }

    @Nullable
    StreamHandler handler() {
        return handler;
    }

    /** Whether nobody reads it and nobody will. */
    boolean isIgnored() {
        return handler == null && tries >= MAX_TRIES;
    }

    /**
     * Hands bytes of a direction to whoever reads them; chosen by the first bytes, which may come one by one.
     */
    void data(TrafficSink sink, boolean isFromClient, long nanos, byte[] b, int from, int length) {
        if (handler != null) {
            handler.data(isFromClient, nanos, b, from, length);
        } else if (tries < MAX_TRIES) {
            byte[] before = isFromClient ? clientBegun : serverBegun;
            if (before.length == 0) {
                choose(sink, isFromClient, nanos, b, from, length);
            } else {
                byte[] begun = Arrays.copyOf(before, before.length + length);
                System.arraycopy(b, from, begun, before.length, length);
                choose(sink, isFromClient, nanos, begun, 0, begun.length);
            }
        }
    }

    private void choose(TrafficSink sink, boolean isFromClient, long nanos, byte[] b, int from, int length) {
        handler = sink.handler(this, isFromClient, b, from, length);
        boolean isTooShort = handler == null && length < TELLING_BYTES;
        begun(isFromClient, isTooShort ? Arrays.copyOfRange(b, from, from + length) : NOTHING);
        if (handler != null) {
            handler.data(isFromClient, nanos, b, from, length);
        } else if (!isTooShort && ++tries >= MAX_TRIES) {
            fromClient.forget();
            fromServer.forget();
        }
    }

    /** Bytes are missing: what follows does not go with what came before. */
    void gap(boolean isFromClient, long missing) {
        begun(isFromClient, NOTHING);
        if (handler != null) {
            handler.gap(isFromClient, missing);
        }
    }

    private void begun(boolean isFromClient, byte[] bytes) {
        if (isFromClient) {
            clientBegun = bytes;
        } else {
            serverBegun = bytes;
        }
    }
}

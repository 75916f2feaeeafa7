package dev.firebreak.app.capture.net;

import dev.firebreak.core.watch.Flow;
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

    private static final int MOST_TRIES = 6;

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

    @Nullable
    private Flow flow;

    CapturedConnection(ConnectionTable.Ends ends, int hash, long number, boolean clientIsLower) {
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
        return handler == null && tries >= MOST_TRIES;
    }

    void choose(TrafficSink sink, boolean isFromClient, byte[] b, int from, int length) {
        if (handler == null && tries < MOST_TRIES) {
            tries++;
            handler = sink.handler(this, isFromClient, b, from, length);
            if (handler == null && tries >= MOST_TRIES) {
                fromClient.forget();
                fromServer.forget();
            }
        }
    }
}

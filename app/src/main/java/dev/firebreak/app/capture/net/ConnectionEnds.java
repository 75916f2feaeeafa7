package dev.firebreak.app.capture.net;

/** The ends of a connection in an order that both directions share. */
final class ConnectionEnds {
    long lowerHigh;
    long lowerLow;
    int lowerPort;
    long upperHigh;
    long upperLow;
    int upperPort;
    boolean sourceIsLower;

    /** Sets them for a segment; returns a hash. */
    int set(long srcHigh, long srcLow, int srcPort, long dstHigh, long dstLow, int dstPort) {
        sourceIsLower =
                srcHigh != dstHigh ? srcHigh < dstHigh : srcLow != dstLow ? srcLow < dstLow : srcPort <= dstPort;
        lowerHigh = sourceIsLower ? srcHigh : dstHigh;
        lowerLow = sourceIsLower ? srcLow : dstLow;
        lowerPort = sourceIsLower ? srcPort : dstPort;
        upperHigh = sourceIsLower ? dstHigh : srcHigh;
        upperLow = sourceIsLower ? dstLow : srcLow;
        upperPort = sourceIsLower ? dstPort : srcPort;
        long mix = lowerHigh * 31 + lowerLow;
        mix = (mix * 0x9E37_79B9_7F4A_7C15L ^ upperHigh) * 31 + upperLow;
        mix = (mix ^ (long) lowerPort << 16 ^ upperPort) * 0x9E37_79B9_7F4A_7C15L;
        return (int) (mix >>> 40);
    }

    /** Whether they are those of a connection. */
    boolean are(CapturedConnection c) {
        return c.lowerPort == lowerPort
                && c.upperPort == upperPort
                && c.lowerLow == lowerLow
                && c.upperLow == upperLow
                && c.lowerHigh == lowerHigh
                && c.upperHigh == upperHigh;
    }
}

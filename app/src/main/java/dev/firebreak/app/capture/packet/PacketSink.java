package dev.firebreak.app.capture.packet;

import dev.firebreak.core.text.Text;

/** Takes packets in the order of the file. */
public interface PacketSink {

    /**
     * A packet. The bytes are the reader's and are overwritten after the call.
     *
     * @param nanos since 1970 UTC
     * @param linkType as in the LINKTYPE registry of tcpdump.org
     * @param length bytes that were captured
     * @param wireLength bytes that the packet had
     */
    void packet(long nanos, int linkType, byte[] bytes, int from, int length, long wireLength);

    /** Something in the file that could not be used. */
    void problem(Text what);
}

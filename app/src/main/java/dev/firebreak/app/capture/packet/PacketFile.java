package dev.firebreak.app.capture.packet;

import java.io.IOException;
import java.io.InputStream;

/** A file of packets of either format. */
public final class PacketFile {

    private PacketFile() {}

    /** Whether a file that begins so is pcap or pcapng. */
    public static boolean fits(byte[] head) {
        return head.length >= 4 && (PcapFile.isMagic(magic(head)) || magic(head) == PcapngFile.SECTION);
    }

    /** Hands over every packet that can be read. */
    public static void read(InputStream in, PacketSink sink) throws IOException {
        var input = new ByteInput(in);
        if (input.need(4) && input.int32(0) == PcapngFile.SECTION) {
            new PcapngFile(input, sink).read();
        } else {
            new PcapFile(input, sink).read();
        }
    }

    private static int magic(byte[] head) {
        return head[0] << 24 | (head[1] & 0xFF) << 16 | (head[2] & 0xFF) << 8 | (head[3] & 0xFF);
    }
}

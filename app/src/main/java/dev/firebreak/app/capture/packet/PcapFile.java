package dev.firebreak.app.capture.packet;

import dev.firebreak.app.capture.event.CaptureTexts;
import java.io.IOException;

/**
 * The classic format of libpcap (draft-ietf-opsawg-pcap): one header, then records. Microseconds or nanoseconds, either order of bytes, and
 * the variant of Alexey Kuznetzov with longer record headers.
 */
final class PcapFile {

    private static final int MICROS = 0xA1B2C3D4;
    private static final int NANOS = 0xA1B23C4D;
    private static final int MODIFIED = 0xA1B2CD34;

    private static final int FILE_HEADER = 24;
    private static final int RECORD_HEADER = 16;
    private static final int MODIFIED_HEADER = 24;

    /** The largest snapshot length of libpcap (MAXIMUM_SNAPLEN); no link carries larger packets. */
    private static final int MAX_PACKET_LENGTH = 262_144;

    /** After damage the next record is looked for in so many bytes. */
    private static final int RESYNC_BYTES = ByteInput.LONGEST / 2;

    /** A record found after damage lies at most so far in time from the one before. */
    private static final long RESYNC_SECONDS = 86_400;

    private static final int MAX_RESYNCS = 100;

    private static final long UNKNOWN = -1;

    private final ByteInput in;
    private final PacketSink sink;
    private boolean isNanos;
    private int header = RECORD_HEADER;
    private long lastSeconds = UNKNOWN;

    PcapFile(ByteInput in, PacketSink sink) {
        this.in = in;
        this.sink = sink;
    }

    static boolean isMagic(int magic) {
        int turned = Integer.reverseBytes(magic);
        return isKnown(magic) || isKnown(turned);
    }

    private static boolean isKnown(int magic) {
        return magic == MICROS || magic == NANOS || magic == MODIFIED;
    }

    void read() throws IOException {
        if (!in.need(FILE_HEADER)) {
            sink.problem(CaptureTexts.cutShort(in.offset()));
            return;
        }
        in.littleEndian(!isKnown(in.int32(0)));
        int magic = in.int32(0);
        isNanos = magic == NANOS;
        header = magic == MODIFIED ? MODIFIED_HEADER : RECORD_HEADER;
        // The upper bits tell about frame check sequences.
        int linkType = in.int32(20) & 0x0FFF_FFFF;
        in.pass(FILE_HEADER);
        int resyncs = 0;
        while (in.need(1)) {
            if (!in.need(header)) {
                sink.problem(CaptureTexts.cutShort(in.offset()));
                return;
            }
            if (!isPlausible(0, false)) {
                long damaged = in.offset();
                if (++resyncs > MAX_RESYNCS || !resync()) {
                    sink.problem(CaptureTexts.damagedAt(damaged));
                    return;
                }
                sink.problem(CaptureTexts.skippedAt(damaged));
                continue;
            }
            int length = in.int32(8);
            if (!in.need(header + length)) {
                sink.problem(CaptureTexts.cutShort(in.offset()));
                return;
            }
            lastSeconds = in.uint32(0);
            long nanos = lastSeconds * 1_000_000_000L + in.uint32(4) * (isNanos ? 1 : 1000);
            sink.packet(nanos, linkType, in.buffer(), in.from() + header, length, in.uint32(12));
            in.pass(header + length);
        }
    }

    /** Finds the next place where two records follow each other. */
    private boolean resync() throws IOException {
        in.need(RESYNC_BYTES);
        int most = Math.min(in.available(), RESYNC_BYTES) - header;
        for (int at = 1; at <= most; at++) {
            if (isPlausible(at, true)) {
                int next = at + header + in.int32(at + 8);
                if (next == in.available() || (next + header <= in.available() && isPlausible(next, true))) {
                    in.pass(at);
                    return true;
                }
            }
        }
        return false;
    }

    private boolean isPlausible(int at, boolean strictly) {
        long length = in.uint32(at + 8);
        long fraction = in.uint32(at + 4);
        boolean fits = length <= MAX_PACKET_LENGTH;
        return strictly
                ? fits
                        && length > 0
                        && length <= in.uint32(at + 12)
                        && fraction < (isNanos ? 1_000_000_000L : 1_000_000L)
                        && (lastSeconds == UNKNOWN || Math.abs(in.uint32(at) - lastSeconds) <= RESYNC_SECONDS)
                : fits;
    }
}

package dev.firebreak.app.capture.packet;

import dev.firebreak.app.capture.event.CaptureTexts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * pcapng (draft-ietf-opsawg-pcapng): sections of blocks, each section with its own order of bytes and its own interfaces. Blocks without
 * packets (names, statistics, keys, those nobody knows) are passed over.
 */
final class PcapngFile {

    static final int SECTION = 0x0A0D0D0A;

    private static final int INTERFACE = 1;
    private static final int OLD_PACKET = 2;
    private static final int SIMPLE_PACKET = 3;
    private static final int ENHANCED_PACKET = 6;

    private static final int BYTE_ORDER = 0x1A2B3C4D;
    private static final int BLOCK_HEADER = 8;
    private static final int SHORTEST_BLOCK = 12;
    private static final int OPTION_RESOLUTION = 9;
    private static final int OPTION_TIME_OFFSET = 14;
    private static final int MAX_INTERFACES = 65_536;
    private static final long NANOS = 1_000_000_000L;

    private final ByteInput in;
    private final PacketSink sink;
    private final List<Interface> interfaces = new ArrayList<>();
    private long lastNanos;

    /**
     * One interface of a section.
     *
     * @param snapshot bytes kept of a packet at most; 0 for all
     * @param perSecond units of its time stamps in a second
     * @param offsetSeconds added to its time stamps
     */
    private record Interface(int linkType, long snapshot, long perSecond, long offsetSeconds) {}

    PcapngFile(ByteInput in, PacketSink sink) {
        this.in = in;
        this.sink = sink;
    }

    void read() throws IOException {
        while (in.need(1)) {
            if (!in.need(SHORTEST_BLOCK)) {
                sink.problem(CaptureTexts.cutShort(in.offset()));
                return;
            }
            long at = in.offset();
            boolean isSection = in.int32(0) == SECTION;
            if (isSection && !section()) {
                sink.problem(CaptureTexts.damagedAt(at));
                return;
            }
            long length = in.uint32(4);
            if (length < SHORTEST_BLOCK) {
                sink.problem(CaptureTexts.damagedAt(at));
                return;
            }
            // Blocks are padded to four bytes; some writers forget to count the padding.
            long padded = length + 3 & ~3L;
            if (!block(in.int32(0), padded)) {
                sink.problem(CaptureTexts.cutShort(at));
                return;
            }
        }
    }

    private boolean section() {
        in.littleEndian(false);
        if (in.int32(8) != BYTE_ORDER) {
            in.littleEndian(true);
            if (in.int32(8) != BYTE_ORDER) {
                return false;
            }
        }
        interfaces.clear();
        return true;
    }

    private boolean block(int type, long length) throws IOException {
        boolean isRead = type == INTERFACE || type == OLD_PACKET || type == SIMPLE_PACKET || type == ENHANCED_PACKET;
        if (!isRead) {
            return in.skip(length);
        }
        if (length > ByteInput.LONGEST) {
            sink.problem(CaptureTexts.skippedAt(in.offset()));
            if (type == INTERFACE) {
                interfaces.add(new Interface(-1, 0, 1_000_000, 0));
            }
            return in.skip(length);
        }
        if (!in.need((int) length)) {
            return false;
        }
        int body = (int) length - SHORTEST_BLOCK;
        boolean isWhole = switch (type) {
            case INTERFACE -> body >= 8 && describe(body);
            case SIMPLE_PACKET -> body >= 4 && simple(body);
            case ENHANCED_PACKET -> body >= 20 && enhanced(body, in.uint32(BLOCK_HEADER));
            default -> body >= 20 && enhanced(body, in.int16(BLOCK_HEADER));
        };
        if (!isWhole) {
            sink.problem(CaptureTexts.skippedAt(in.offset()));
        }
        in.pass((int) length);
        return true;
    }

    private boolean describe(int body) {
        if (interfaces.size() >= MAX_INTERFACES) {
            return false;
        }
        long perSecond = 1_000_000;
        long offset = 0;
        int at = BLOCK_HEADER + 8;
        int end = BLOCK_HEADER + body;
        while (at + 4 <= end) {
            int code = in.int16(at);
            int length = in.int16(at + 2);
            if (code == 0 || at + 4 + length > end) {
                break;
            }
            if (code == OPTION_RESOLUTION && length == 1) {
                perSecond = resolution(in.buffer()[in.from() + at + 4]);
            } else if (code == OPTION_TIME_OFFSET && length == 8) {
                // A signed number of eight bytes; no capture needs more than the lower half.
                offset = in.int32(at + 4 + (in.isLittleEndian() ? 0 : 4));
            }
            at += 4 + (length + 3 & ~3);
        }
        interfaces.add(new Interface(in.int16(BLOCK_HEADER), in.uint32(BLOCK_HEADER + 4), perSecond, offset));
        return true;
    }

    /** A power of 10, or of 2 where the highest bit is set. */
    private static long resolution(byte option) {
        int power = option & 0x7F;
        if (option < 0) {
            return power < 62 ? 1L << power : 1_000_000;
        }
        return power <= 18 ? (long) Math.pow(10, power) : 1_000_000;
    }

    private boolean enhanced(int body, long number) {
        if (number >= interfaces.size()) {
            return false;
        }
        Interface source = interfaces.get((int) number);
        long length = in.uint32(BLOCK_HEADER + 12);
        if (length > body - 20) {
            return false;
        }
        long stamp = in.uint32(BLOCK_HEADER + 4) << 32 | in.uint32(BLOCK_HEADER + 8);
        lastNanos = nanos(stamp, source);
        deliver(source, BLOCK_HEADER + 20, (int) length, in.uint32(BLOCK_HEADER + 16));
        return true;
    }

    /** A packet without time and interface: it belongs to the first interface and to the time of the packet before. */
    private boolean simple(int body) {
        if (interfaces.isEmpty()) {
            return false;
        }
        Interface source = interfaces.getFirst();
        long wire = in.uint32(BLOCK_HEADER);
        long length = Math.min(wire, body - 4L);
        if (source.snapshot > 0) {
            length = Math.min(length, source.snapshot);
        }
        deliver(source, BLOCK_HEADER + 4, (int) length, wire);
        return true;
    }

    private void deliver(Interface source, int at, int length, long wire) {
        if (source.linkType >= 0) {
            sink.packet(lastNanos, source.linkType, in.buffer(), in.from() + at, length, wire);
        }
    }

    private static long nanos(long stamp, Interface source) {
        long seconds = Long.divideUnsigned(stamp, source.perSecond);
        long rest = Long.remainderUnsigned(stamp, source.perSecond);
        long fraction;
        if (NANOS % source.perSecond == 0) {
            fraction = rest * (NANOS / source.perSecond);
        } else if (source.perSecond % NANOS == 0) {
            fraction = rest / (source.perSecond / NANOS);
        } else {
            // Powers of 2 have no common measure with nanoseconds.
            fraction = (long) (rest / (double) source.perSecond * NANOS);
        }
        return (seconds + source.offsetSeconds) * NANOS + fraction;
    }
}

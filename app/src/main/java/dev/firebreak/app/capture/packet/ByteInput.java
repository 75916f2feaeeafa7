package dev.firebreak.app.capture.packet;

import java.io.IOException;
import java.io.InputStream;

/** Bytes of a stream in one buffer: so many that a record lies whole in it, never more. */
final class ByteInput {

    /** The longest record that can be looked at whole. */
    static final int LONGEST = 1 << 19;

    private final InputStream in;
    private final byte[] buffer = new byte[2 * LONGEST];
    private int from;
    private int end;
    private long before;
    private boolean isLittle;

    ByteInput(InputStream in) {
        this.in = in;
    }

    /** The order of bytes in numbers from here on. */
    void littleEndian(boolean little) {
        isLittle = little;
    }

    boolean isLittleEndian() {
        return isLittle;
    }

    byte[] buffer() {
        return buffer;
    }

    /** Place of the next byte in the buffer; valid until {@link #need} is called. */
    int from() {
        return from;
    }

    /** Place of the next byte in the stream. */
    long offset() {
        return before + from;
    }

    /** Whether so many bytes, at most {@link #LONGEST}, follow; they lie in the buffer then. */
    boolean need(int bytes) throws IOException {
        if (end - from >= bytes) {
            return true;
        }
        if (from > 0) {
            System.arraycopy(buffer, from, buffer, 0, end - from);
            before += from;
            end -= from;
            from = 0;
        }
        while (end < bytes) {
            int more = in.read(buffer, end, buffer.length - end);
            if (more < 0) {
                return false;
            }
            end += more;
        }
        return true;
    }

    /** Bytes that lie in the buffer. */
    int available() {
        return end - from;
    }

    /** Passes over bytes that {@link #need} found. */
    void pass(int bytes) {
        from += bytes;
    }

    /** Passes over bytes; false where the stream ends before. */
    boolean skip(long bytes) throws IOException {
        long left = bytes;
        while (left > 0) {
            int some = (int) Math.min(left, LONGEST);
            if (!need(some)) {
                from = end;
                return false;
            }
            from += some;
            left -= some;
        }
        return true;
    }

    /** A number of two bytes at a place relative to the next byte. */
    int int16(int at) {
        int one = buffer[from + at] & 0xFF;
        int two = buffer[from + at + 1] & 0xFF;
        return isLittle ? two << 8 | one : one << 8 | two;
    }

    int int32(int at) {
        return isLittle ? int16(at + 2) << 16 | int16(at) : int16(at) << 16 | int16(at + 2);
    }

    /** A number of four bytes without sign. */
    long uint32(int at) {
        return int32(at) & 0xFFFF_FFFFL;
    }
}

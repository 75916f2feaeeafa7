package dev.firebreak.app.collect;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Lines of a stream of any length in bounded memory: a line that is too long is passed over without being kept. Ends are
 * {@code \n}; a {@code \r} before it belongs to the end.
 */
final class Lines {

    private final InputStream in;
    private final int longest;
    private final byte[] buffer = new byte[1 << 16];
    private byte[] line = new byte[1 << 12];
    private int at;
    private int filled;
    private int length;
    private int number;
    private long offset;
    private long start;
    private boolean tooLong;
    private boolean ended;

    Lines(InputStream in, int longest) {
        this.in = in;
        this.longest = longest;
    }

    /** Goes to the next line; false at the end. */
    boolean next() throws IOException {
        length = 0;
        tooLong = false;
        start = offset;
        boolean any = false;
        while (true) {
            if (at == filled) {
                filled = in.read(buffer);
                at = 0;
                if (filled <= 0) {
                    filled = 0;
                    ended = true;
                    number += any ? 1 : 0;
                    return any;
                }
            }
            int from = at;
            while (at < filled && buffer[at] != '\n') {
                at++;
            }
            any = true;
            keep(from, at);
            offset += at - from;
            if (at < filled) {
                at++;
                offset++;
                number++;
                if (length > 0 && line[length - 1] == '\r') {
                    length--;
                }
                return true;
            }
        }
    }

    private void keep(int from, int to) {
        int more = to - from;
        if (tooLong || length + more > longest) {
            tooLong = true;
            length = 0;
            return;
        }
        if (length + more > line.length) {
            line = Arrays.copyOf(line, Math.min(longest, Math.max(line.length * 2, length + more)));
        }
        System.arraycopy(buffer, from, line, length, more);
        length += more;
    }

    /** The line's bytes, without its end; empty if it is too long. */
    byte[] bytes() {
        return Arrays.copyOf(line, length);
    }

    int length() {
        return length;
    }

    boolean isTooLong() {
        return tooLong;
    }

    /** Whether the last line had no end: it may have been cut. */
    boolean endedWithinLine() {
        return ended;
    }

    /** From 1. */
    int number() {
        return number;
    }

    /** Where the line begins, in bytes from the start of the stream. */
    long start() {
        return start;
    }

    /** Bytes passed so far. */
    long offset() {
        return offset;
    }
}

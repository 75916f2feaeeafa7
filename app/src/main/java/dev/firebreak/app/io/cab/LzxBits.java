package dev.firebreak.app.io.cab;

import java.util.zip.ZipException;

/** Bits as LZX packs them: words of 16 bits, low byte first, each read from its highest bit. */
final class LzxBits {

    /** A code is looked up by more bits than it has, so a little beyond the end is looked at. */
    private static final int BEYOND = 4;

    private final byte[] bytes;
    private int at;
    private long buffer;
    private int held;

    LzxBits(byte[] bytes) {
        this.bytes = bytes;
    }

    int peek16() throws ZipException {
        fill();
        return (int) (buffer >>> (held - 16)) & 0xFFFF;
    }

    void drop(int bits) {
        held -= bits;
    }

    /** Up to 17 bits. */
    int bits(int count) throws ZipException {
        if (count == 0) {
            return 0;
        }
        fill();
        held -= count;
        return (int) (buffer >>> held) & (1 << count) - 1;
    }

    boolean bit() throws ZipException {
        return bits(1) == 1;
    }

    /** Goes on at a whole word; a whole one is skipped where we stand at its beginning. */
    void align() throws ZipException {
        int used = at * 8 - held;
        at = (used / 16 + 1) * 2;
        held = 0;
        if (at > bytes.length) {
            throw new ZipException("LZX ends early");
        }
    }

    /** Four bytes, low one first; only after {@link #align}. */
    int number() throws ZipException {
        return (raw() & 0xFF) | (raw() & 0xFF) << 8 | (raw() & 0xFF) << 16 | raw() << 24;
    }

    /** One byte as it is; only between bits. */
    byte raw() throws ZipException {
        if (at >= bytes.length) {
            throw new ZipException("LZX ends early");
        }
        return bytes[at++];
    }

    void skipPad() {
        if (held == 0 && at < bytes.length) {
            at++;
        }
    }

    private void fill() throws ZipException {
        while (held < 32) {
            int low = at < bytes.length ? bytes[at] & 0xFF : 0;
            int high = at + 1 < bytes.length ? bytes[at + 1] & 0xFF : 0;
            if (at > bytes.length + BEYOND && at * 8 - held > bytes.length * 8 + 16) {
                throw new ZipException("LZX ends early");
            }
            buffer = buffer << 16 | high << 8 | low;
            at += 2;
            held += 16;
        }
    }
}

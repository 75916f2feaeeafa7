package dev.firebreak.app.probe.smb;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;

import java.util.Arrays;

/** Bytes of a message, little-endian. What is read beyond the end is no message: it throws, and the answer counts as none. */
final class SmbMessage {

    /** A message that is cut off or contradicts itself. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1;

        Malformed(String what) {
            super(what, null, false, false);
        }
    }

    /** A message that is being written. */
    static final class Writer {
        private byte[] bytes = new byte[256];
        private int length;

        Writer u8(int value) {
            room(1);
            bytes[length++] = (byte) value;
            return this;
        }

        Writer u16(int value) {
            return u8(value).u8(value >> 8);
        }

        Writer u32(long value) {
            return u16((int) value).u16((int) (value >> 16));
        }

        Writer u64(long value) {
            return u32(value).u32(value >>> 32);
        }

        Writer raw(byte... more) {
            room(more.length);
            System.arraycopy(more, 0, bytes, length, more.length);
            length += more.length;
            return this;
        }

        Writer zeros(int count) {
            room(count);
            length += count;
            return this;
        }

        /** Text of one byte a letter, with a zero at its end. */
        Writer text(String ascii) {
            return raw(ascii.getBytes(ISO_8859_1)).u8(0);
        }

        Writer wide(String text) {
            return raw(text.getBytes(UTF_16LE));
        }

        int length() {
            return length;
        }

        byte[] bytes() {
            return Arrays.copyOf(bytes, length);
        }

        private void room(int more) {
            if (length + more > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
            }
        }
    }

    private final byte[] bytes;

    SmbMessage(byte[] bytes) {
        this.bytes = bytes;
    }

    int length() {
        return bytes.length;
    }

    int u8(int at) throws Malformed {
        return slice(at, 1)[0] & 0xFF;
    }

    int u16(int at) throws Malformed {
        return u8(at) | u8(at + 1) << 8;
    }

    long u32(int at) throws Malformed {
        return u16(at) | (long) u16(at + 2) << 16;
    }

    long u64(int at) throws Malformed {
        return u32(at) | u32(at + 4) << 32;
    }

    byte[] slice(int at, int count) throws Malformed {
        if (at < 0 || count < 0 || at > bytes.length - count) {
            throw new Malformed("ends before its fields do");
        }
        return Arrays.copyOfRange(bytes, at, at + count);
    }

    boolean begins(int... first) {
        for (int i = 0; i < first.length; i++) {
            if (i >= bytes.length || (bytes[i] & 0xFF) != first[i]) {
                return false;
            }
        }
        return true;
    }

    /** Text of one byte a letter up to a zero or the end. */
    String text(int at) throws Malformed {
        int end = at;
        while (end < bytes.length && bytes[end] != 0) {
            end++;
        }
        return new String(slice(at, end - at), ISO_8859_1);
    }

    String wide(int at, int count) throws Malformed {
        return new String(slice(at, count), UTF_16LE);
    }

    /** Where these bytes begin; -1 where they do not occur. */
    int find(byte[] what) {
        for (int i = 0; i + what.length <= bytes.length; i++) {
            if (Arrays.equals(bytes, i, i + what.length, what, 0, what.length)) {
                return i;
            }
        }
        return -1;
    }
}

package dev.firebreak.app.fuzz;

import java.io.InputStream;

/** Bytes that come in pieces of changing sizes, as from a pipe: 1 to 64 at a time, the sizes settled by the bytes themselves. */
public final class ChunkedInput extends InputStream {

    private final byte[] bytes;
    private int at;
    private int state;

    public ChunkedInput(byte[] bytes) {
        this.bytes = bytes;
        this.state = bytes.length * 0x9E3779B9 | 1;
    }

    @Override
    public int read() {
        return at < bytes.length ? bytes[at++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] into, int from, int length) {
        if (at == bytes.length) {
            return -1;
        }
        state ^= state << 13;
        state ^= state >>> 17;
        state ^= state << 5;
        int some = Math.min(Math.min(length, bytes.length - at), (state & 7) == 0 ? 1 : 1 + (state >>> 8 & 63));
        System.arraycopy(bytes, at, into, from, some);
        at += some;
        return some;
    }

    @Override
    public int available() {
        return bytes.length - at;
    }
}

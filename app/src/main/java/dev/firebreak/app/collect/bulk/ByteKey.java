package dev.firebreak.app.collect.bulk;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import java.util.Arrays;

/** Bytes as a key. One is filled again and again to look things up; what is kept is a copy. */
final class ByteKey {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Nobody outside can choose bytes that fall together. */
    private static final long SEED = new SecureRandom().nextLong();

    private static final long MIX = 0x9E3779B97F4A7C15L;

    private byte[] bytes;
    private int length;
    private long hash;

    ByteKey() {
        this(new byte[1024], 0, SEED);
    }

    private ByteKey(byte[] bytes, int length, long hash) {
        this.bytes = bytes;
        this.length = length;
        this.hash = hash;
    }

    void set(byte[] from, int begin, int end) {
        length = 0;
        hash = SEED;
        room(end - begin);
        System.arraycopy(from, begin, bytes, 0, end - begin);
        length = end - begin;
        int at = 0;
        for (; at + Long.BYTES <= length; at += Long.BYTES) {
            mix((long) LONGS.get(bytes, at));
        }
        for (; at < length; at++) {
            mix(bytes[at]);
        }
    }

    void add(int number) {
        room(Integer.BYTES);
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            bytes[length++] = (byte) (number >>> shift);
        }
        mix(number);
    }

    private void room(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }

    private void mix(long value) {
        hash = (hash ^ value) * MIX;
        hash ^= hash >>> 29;
    }

    /** What stays as it is now. */
    ByteKey copy() {
        return new ByteKey(Arrays.copyOf(bytes, length), length, hash);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ByteKey key
                && hash == key.hash
                && Arrays.equals(bytes, 0, length, key.bytes, 0, key.length);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(hash);
    }
}

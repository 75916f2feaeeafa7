package dev.firebreak.app.collect.bulk;

import dev.firebreak.app.collect.format.inventory.InventoryNdjson;
import dev.firebreak.app.io.PlainFiles;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * A file of lines cut into chunks that several threads may read side by side. A line belongs to the chunk it begins in; one
 * that is too long is told as such and never held.
 */
public final class LineChunks implements AutoCloseable {

    /** Longest line that is read, in bytes. */
    public static final int MAX_LINE_LENGTH = InventoryNdjson.MAX_LINE_LENGTH;

    private static final int CHUNK = 1 << 21;
    private static final int READ = 1 << 17;
    private static final int USUAL_LINE = 1 << 13;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long LOW = 0x0101010101010101L;
    private static final long HIGH = 0x8080808080808080L;
    private static final long NEWLINES = LOW * '\n';

    private final FileChannel channel;
    private final long size;

    /** Takes lines one by one: those between {@code from} and {@code to} without their end, and the too long ones. */
    interface Visitor {

        /**
         * Takes the line that begins here without knowing its end, if it can.
         *
         * @param to where the bytes read so far end
         * @return where its line feed is; -1 where the line is to be found first
         */
        default int record(byte[] buffer, int from, int to) {
            return -1;
        }

        void line(byte[] buffer, int from, int to);

        void tooLong();
    }

    LineChunks(Path file) throws IOException {
        this.channel = PlainFiles.channel(file);
        this.size = channel.size();
    }

    int count() {
        return Math.toIntExact((size + CHUNK - 1) / CHUNK);
    }

    /** Bytes of the file in this chunk. */
    int length(int chunk) {
        return (int) Math.min(CHUNK, size - (long) chunk * CHUNK);
    }

    /** A buffer that one thread keeps for {@link #read}. */
    static byte[] buffer() {
        return new byte[1 + CHUNK + MAX_LINE_LENGTH + 1 + Long.BYTES];
    }

    /** Hands out the lines that begin in a chunk. */
    void read(int chunk, byte[] buffer, Visitor visitor) throws IOException {
        long begin = (long) chunk * CHUNK;
        // One byte more in front: whether a line begins right here.
        int before = chunk == 0 ? 0 : 1;
        int filled = fill(buffer, begin - before, 0, before + CHUNK + USUAL_LINE);
        int end = Math.min(before + CHUNK, filled);
        int at = chunk == 0 ? bom(buffer, filled) : newline(buffer, 0, end) + 1;
        while (at < end) {
            int taken = visitor.record(buffer, at, filled);
            if (taken >= 0) {
                at = taken + 1;
                continue;
            }
            int to = newline(buffer, at, filled);
            if (to == filled && to - at <= MAX_LINE_LENGTH) {
                // The last line reaches further than usual.
                filled = fill(buffer, begin - before, filled, buffer.length - Long.BYTES);
                to = newline(buffer, to, filled);
            }
            if (to - at > MAX_LINE_LENGTH) {
                visitor.tooLong();
            } else {
                visitor.line(buffer, at, to > at && buffer[to - 1] == '\r' ? to - 1 : to);
            }
            at = to + 1;
        }
    }

    /** Reads on from where the buffer is filled to; returns how far it is then. */
    private int fill(byte[] buffer, long position, int from, int to) throws IOException {
        int filled = from;
        while (filled < to) {
            // The system hands each read over through memory of its own: what is short stays near the processor.
            ByteBuffer target = ByteBuffer.wrap(buffer, filled, Math.min(READ, to - filled));
            int read = channel.read(target, position + filled);
            if (read <= 0) {
                return filled;
            }
            filled += read;
        }
        return filled;
    }

    private static int bom(byte[] buffer, int filled) {
        boolean marked =
                filled >= 3 && buffer[0] == (byte) 0xEF && buffer[1] == (byte) 0xBB && buffer[2] == (byte) 0xBF;
        return marked ? 3 : 0;
    }

    /** Index of the next line feed, or {@code end}. */
    public static int newline(byte[] buffer, int from, int end) {
        int at = from;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            long other = (long) LONGS.get(buffer, at) ^ NEWLINES;
            long found = other - LOW & ~other & HIGH;
            if (found != 0) {
                return at + (Long.numberOfTrailingZeros(found) >>> 3);
            }
        }
        while (at < end && buffer[at] != '\n') {
            at++;
        }
        return at;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

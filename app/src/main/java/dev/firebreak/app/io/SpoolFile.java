package dev.firebreak.app.io;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Holds what has to be written after something that is not known yet: in memory while it is little, in a file that goes
 * away with it once it is much. Written to its end, then read from anywhere.
 */
public final class SpoolFile extends OutputStream {

    private static final int KEPT_IN_MEMORY = 4 << 20;
    private static final int CHUNK = 1 << 20;

    private final Path folder;
    private final int keptInMemory;
    private final Tail tail = new Tail();
    private @Nullable FileChannel file;
    private long written;

    public SpoolFile(Path folder) {
        this(folder, KEPT_IN_MEMORY);
    }

    public SpoolFile(Path folder, int keptInMemory) {
        this.folder = folder;
        this.keptInMemory = keptInMemory;
    }

    /** What is not in the file yet, to be read where it lies. */
    private static final class Tail extends ByteArrayOutputStream {
        Tail() {
            super(CHUNK);
        }

        void copy(int from, int length, OutputStream out) throws IOException {
            out.write(buf, from, length);
        }

        ByteBuffer whole() {
            return ByteBuffer.wrap(buf, 0, count);
        }
    }

    /** A part of it. */
    public record Piece(long from, long length) {
        public static final Piece NONE = new Piece(0, 0);
    }

    /** Number of bytes it holds. */
    public long size() {
        return written + tail.size();
    }

    @Override
    public void write(int b) {
        tail.write(b);
        spill();
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
        tail.write(bytes, from, length);
        spill();
    }

    private void spill() {
        if (tail.size() >= (file == null ? keptInMemory : CHUNK)) {
            try {
                drain();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private FileChannel drain() throws IOException {
        FileChannel target = file;
        if (target == null) {
            Path path = Files.createTempFile(folder, "firebreak-", ".part");
            target = FileChannel.open(
                    path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
            file = target;
        }
        ByteBuffer buffer = tail.whole();
        while (buffer.hasRemaining()) {
            written += target.write(buffer, written);
        }
        tail.reset();
        return target;
    }

    /** Copies a piece of it. */
    public void copy(long from, long length, OutputStream out) {
        try {
            if (file == null) {
                tail.copy((int) from, (int) length, out);
                return;
            }
            FileChannel source = drain();
            ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(CHUNK, Math.max(1, length)));
            long at = from;
            long end = from + length;
            while (at < end) {
                buffer.clear().limit((int) Math.min(buffer.capacity(), end - at));
                int read = source.read(buffer, at);
                if (read < 0) {
                    throw new IOException("the temporary file has become shorter");
                }
                out.write(buffer.array(), 0, read);
                at += read;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.firebreak.app.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/**
 * Standard output that says when nobody reads on. A PrintStream keeps a failed write to itself: with {@code | head} we
 * would work on for nothing, and on a full disk we would report success.
 */
public final class StandardOutput {

    private static final int FILE_TYPE = 0170000;
    private static final int REGULAR_FILE = 0100000;
    private static final int CHARACTER_DEVICE = 0020000;

    private StandardOutput() {}

    public static PrintStream open() {
        var channel = new FileOutputStream(FileDescriptor.out).getChannel();
        return new PrintStream(
                new BufferedOutputStream(new FailingStream(channel, StandardOutput::goesToAFile), 1 << 16),
                false,
                StandardCharsets.UTF_8);
    }

    /** The reader has gone, as head does: no fault of anyone's. */
    static final class ReaderClosed extends RuntimeException {
        private static final long serialVersionUID = 1;

        ReaderClosed(IOException cause) {
            super(cause);
        }
    }

    /** The file that should take the results does not. */
    static final class CannotWrite extends RuntimeException {
        private static final long serialVersionUID = 1;

        CannotWrite(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }

    static final class FailingStream extends OutputStream {

        /** So much at once: more would only travel through memory twice. */
        private static final int PIECE = 1 << 18;

        private final WritableByteChannel target;
        private final BooleanSupplier isFile;

        // A stream would take new memory from the system for each large write; this is taken once.
        private final ByteBuffer piece = ByteBuffer.allocateDirect(PIECE);

        FailingStream(WritableByteChannel target, BooleanSupplier isFile) {
            this.target = target;
            this.isFile = isFile;
        }

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            try {
                for (int at = from; at < from + length; at += PIECE) {
                    piece.clear()
                            .put(bytes, at, Math.min(PIECE, from + length - at))
                            .flip();
                    while (piece.hasRemaining()) {
                        target.write(piece);
                    }
                }
            } catch (IOException e) {
                throw isFile.getAsBoolean() ? new CannotWrite(e) : new ReaderClosed(e);
            }
        }

        // PrintStream flushes after every write; nothing waits here. Who opened the channel closes it.
        @Override
        public void flush() {}
    }

    /** The system's error text is translated, so it cannot tell a broken pipe from a full disk; the file type can. */
    private static boolean goesToAFile() {
        try {
            int type = (int) Files.getAttribute(Path.of("/dev/stdout"), "unix:mode") & FILE_TYPE;
            return type == REGULAR_FILE || type == CHARACTER_DEVICE;
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException notUnix) {
            return false;
        }
    }
}

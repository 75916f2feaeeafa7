package dev.firebreak.app.io;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/** Counts the bytes that are taken from a stream. */
public final class CountingStream extends FilterInputStream {

    private final LongConsumer progress;
    private long count;

    /** @param progress takes the count after each piece */
    public CountingStream(InputStream in, LongConsumer progress) {
        super(in);
        this.progress = progress;
    }

    /** Bytes so far. */
    public long count() {
        return count;
    }

    @Override
    public int read() throws IOException {
        int b = super.read();
        count += b < 0 ? 0 : 1;
        return b;
    }

    @Override
    public int read(byte[] b, int off, int len) throws IOException {
        int n = super.read(b, off, len);
        if (n > 0) {
            count += n;
            progress.accept(count);
        }
        return n;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}

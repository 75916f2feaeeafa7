package dev.firebreak.app.feed.document;

import dev.firebreak.app.io.InputTooLarge;
import dev.firebreak.core.text.Text;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongSupplier;

/** Counts what is read and refuses what grows too large; a packed document also by how much it grows. */
public final class MeteredStream extends FilterInputStream {

    /** Read ahead by the streams below, so not yet counted as used. */
    private static final long AHEAD = 1 << 17;

    private final FeedLimits limits;
    private final LongSupplier packed;
    private final long packedBefore;
    private long count;

    /** @param packed how many packed bytes have been taken so far, by which growth is measured */
    public MeteredStream(InputStream in, FeedLimits limits, LongSupplier packed) {
        super(in);
        this.limits = limits;
        this.packed = packed;
        this.packedBefore = packed.getAsLong();
    }

    /** For what is not packed. */
    public static MeteredStream plain(InputStream in, FeedLimits limits) {
        return new MeteredStream(in, limits, () -> Long.MAX_VALUE / 2);
    }

    long count() {
        return count;
    }

    @Override
    public int read() throws IOException {
        int b = super.read();
        if (b >= 0) {
            grew(1);
        }
        return b;
    }

    @Override
    public int read(byte[] b, int off, int len) throws IOException {
        int n = super.read(b, off, len);
        if (n > 0) {
            grew(n);
        }
        return n;
    }

    @Override
    public long skip(long n) throws IOException {
        long skipped = super.skip(n);
        grew(skipped);
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    /** The stream below belongs to its archive. */
    @Override
    public void close() {}

    private void grew(long n) throws IOException {
        count += n;
        if (count > limits.documentBytes()) {
            throw new InputTooLarge(Text.format(
                    "larger than %d MiB unpacked; not read further",
                    "展開後の大きさが %d MiB を超えるため、これ以降は読みません", limits.documentBytes() >> 20));
        }
        if (count > FeedLimits.FREE_BYTES
                && packed.getAsLong() < Long.MAX_VALUE / 4
                && count / limits.ratio() > packed.getAsLong() - packedBefore + AHEAD) {
            throw new InputTooLarge(Text.format(
                    "grows more than %d times when unpacked, as only a trap does; not read further",
                    "展開すると %d 倍を超えて膨らみます。攻撃用のファイルの疑いがあるため、これ以降は読みません", limits.ratio()));
        }
    }
}

package dev.firebreak.app.io;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Compressed data that may not expand out of all proportion: deflate packs zeros a thousandfold, so that a few megabytes keep a reader busy
 * for hours. Logs and captures shrink to a tenth, seldom to a fiftieth.
 */
public final class InflationGuard extends FilterInputStream {

    /** Bytes that may be made of each compressed one. */
    private static final int MAX_RATIO = 400;

    /** So much may always be made: a short text of blanks is no attack. */
    private static final long ALWAYS = 16L << 20;

    private final CountingStream packed;
    private long made;

    /** More was made than the compressed bytes allow. */
    public static final class Exceeded extends IOException {
        private static final long serialVersionUID = 1;

        Exceeded() {
            super("expands out of all proportion");
        }
    }

    /**
     * Tells what can be had without waiting, where its super class says that there is more as long as the end has not come; and hands over what
     * stands before damage, which its super class drops with the failure.
     */
    private static final class LiveGzip extends GZIPInputStream {

        private @Nullable ZipException damage;

        LiveGzip(InputStream in, int buffer) throws IOException {
            super(in, buffer);
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            if (damage != null) {
                throw damage;
            }
            long before = inf.getBytesWritten();
            try {
                return super.read(to, offset, length);
            } catch (ZipException e) {
                long written = inf.getBytesWritten() - before;
                if (written <= 0) {
                    throw e;
                }
                damage = e;
                return (int) written;
            }
        }

        @Override
        public int available() throws IOException {
            boolean isThere = damage == null && super.available() > 0 && (!inf.needsInput() || in.available() > 0);
            return isThere ? 1 : 0;
        }
    }

    private InflationGuard(InputStream unpacked, CountingStream packed) {
        super(unpacked);
        this.packed = packed;
    }

    /** The content of gzip data; of a live stream, {@link #available} is 0 where reading would wait. */
    public static InflationGuard gzip(InputStream in, int buffer) throws IOException {
        var packed = new CountingStream(in, count -> {});
        return new InflationGuard(new LiveGzip(packed, buffer), packed);
    }

    @Override
    public int read() throws IOException {
        int read = super.read();
        count(read < 0 ? 0 : 1);
        return read;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        int read = super.read(to, offset, length);
        count(Math.max(0, read));
        return read;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void count(int more) throws Exceeded {
        made += more;
        if (made > ALWAYS && made > packed.count() * MAX_RATIO) {
            throw new Exceeded();
        }
    }
}

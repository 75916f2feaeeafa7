package dev.firebreak.app.io;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

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

    /** Tells what can be had without waiting: its super class says that there is more as long as the end has not come. */
    private static final class LiveGzip extends GZIPInputStream {

        LiveGzip(InputStream in, int buffer) throws IOException {
            super(in, buffer);
        }

        @Override
        public int available() throws IOException {
            boolean isThere = super.available() > 0 && (!inf.needsInput() || in.available() > 0);
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

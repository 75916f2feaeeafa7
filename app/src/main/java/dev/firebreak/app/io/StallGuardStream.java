package dev.firebreak.app.io;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A stream from the network that is closed when nothing comes for too long: a read alone would wait for ever. */
public final class StallGuardStream extends FilterInputStream {

    private final CountDownLatch done = new CountDownLatch(1);
    private volatile long count;
    private volatile boolean gaveUp;

    public StallGuardStream(InputStream in, Duration idle) {
        super(in);
        Thread.ofVirtual().name("watch").start(() -> watch(idle));
    }

    /** Whether it was closed because nothing came. */
    public boolean gaveUp() {
        return gaveUp;
    }

    private void watch(Duration idle) {
        try {
            long before = -1;
            while (!done.await(idle.toMillis(), TimeUnit.MILLISECONDS)) {
                if (count == before) {
                    gaveUp = true;
                    in.close();
                    return;
                }
                before = count;
            }
        } catch (InterruptedException | IOException e) {
            gaveUp = true;
        }
    }

    // One reader counts; the watch only looks.
    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate")
    public int read(byte[] b, int off, int len) throws IOException {
        int n = super.read(b, off, len);
        count += Math.max(n, 0);
        return n;
    }

    @Override
    public void close() throws IOException {
        done.countDown();
        super.close();
    }
}

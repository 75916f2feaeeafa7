package dev.firebreak.app.sinkhole;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many answers over UDP one source gets in a second. A source that is forged would otherwise turn us on whoever has that address. Memory is
 * bounded: of many sources, those that were quiet the longest are forgotten.
 */
final class SourceLimiter {

    private static final int MAX_SOURCES = 1 << 14;
    private static final long SECOND = 1_000_000_000L;

    private final long cost;
    private final AtomicLong refused = new AtomicLong();
    private final Map<InetAddress, long[]> credits = new LinkedHashMap<>(1024, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<InetAddress, long[]> eldest) {
            return size() > MAX_SOURCES;
        }
    };

    /** @param perSecond answers a second; twice as many may come at once after a quiet time */
    SourceLimiter(int perSecond) {
        this.cost = SECOND / perSecond;
    }

    /** Whether a source gets an answer now; counts those that do not. */
    synchronized boolean allows(InetAddress source, long nanos) {
        // Credit in nanoseconds, and when it was last reckoned.
        long[] credit = credits.computeIfAbsent(source, s -> new long[] {2 * SECOND, nanos});
        credit[0] = Math.min(2 * SECOND, credit[0] + Math.max(0, nanos - credit[1]));
        credit[1] = nanos;
        if (credit[0] < cost) {
            refused.incrementAndGet();
            return false;
        }
        credit[0] -= cost;
        return true;
    }

    /** Answers that were not given. */
    long refused() {
        return refused.get();
    }
}

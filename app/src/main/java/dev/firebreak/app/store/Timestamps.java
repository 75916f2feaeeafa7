package dev.firebreak.app.store;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Moments as the tables have them: microseconds since 1970, as fine as both databases and most clocks are. */
final class Timestamps {

    static final long HOUR = 3_600_000_000L;

    private static final long MILLION = 1_000_000;

    private Timestamps() {}

    static long of(Instant at) {
        if (at.equals(Instant.MAX)) {
            return Long.MAX_VALUE;
        }
        if (at.equals(Instant.MIN)) {
            return Long.MIN_VALUE;
        }
        return Math.addExact(Math.multiplyExact(at.getEpochSecond(), MILLION), at.getNano() / 1000);
    }

    static @Nullable Long orNull(@Nullable Instant at) {
        return at == null ? null : of(at);
    }

    static Instant at(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, MILLION), Math.floorMod(micros, MILLION) * 1000);
    }

    /** The moment as it would be read back. */
    static Instant rounded(Instant at) {
        return at.truncatedTo(ChronoUnit.MICROS);
    }
}

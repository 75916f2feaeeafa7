package dev.firebreak.core.estate;

import java.time.Duration;
import java.time.Instant;

/**
 * How far back machines are believed at one moment.
 *
 * @param seen a machine that last spoke before is silent
 * @param collected evidence collected before is stale, where it is known when it was collected
 */
record Horizon(Instant seen, Instant collected) {

    static Horizon at(Instant now, Duration silence, Duration stale) {
        return new Horizon(now.minus(silence), now.minus(stale));
    }

    /** What a machine shows for an advisory. */
    Light light(MachineLine line, String advisory) {
        return Light.of(line.verdict(advisory), isSilent(line));
    }

    /** Whether it has not spoken for too long, or what it is judged by is too old. */
    boolean isSilent(MachineLine line) {
        return line.lastSeen().isBefore(seen) || isStale(line);
    }

    /** Whether the evidence that it is judged by is known to be too old. */
    boolean isStale(MachineLine line) {
        Instant at = line.dating().collectedAt();
        return at != null && at.isBefore(collected);
    }
}

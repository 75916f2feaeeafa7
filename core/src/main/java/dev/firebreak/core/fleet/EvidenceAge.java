package dev.firebreak.core.fleet;

import java.time.Duration;
import java.time.Instant;

/**
 * How far back machines are believed at one moment.
 *
 * @param seen a machine that last spoke before is silent
 * @param collected evidence collected before is stale, where it is known when it was collected
 */
public record EvidenceAge(Instant seen, Instant collected) {

    public static EvidenceAge at(Instant now, Duration silence, Duration stale) {
        return new EvidenceAge(now.minus(silence), now.minus(stale));
    }

    /** What a machine shows for an advisory. */
    public MachineStatus status(MachineSummary line, String advisory) {
        return MachineStatus.of(line.verdict(advisory), isSilent(line));
    }

    /** Whether it has not spoken for too long, or what it is judged by is too old. */
    public boolean isSilent(MachineSummary line) {
        return line.lastSeen().isBefore(seen) || isStale(line);
    }

    /** Whether the evidence that it is judged by is known to be too old. */
    public boolean isStale(MachineSummary line) {
        Instant at = line.dating().collectedAt();
        return at != null && at.isBefore(collected);
    }
}

package dev.firebreak.core.fleet;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When evidence was collected, as far as anything but its arrival tells.
 *
 * @param collectedAt null where nothing tells
 * @param basis what tells; {@link Basis#UNKNOWN} exactly where nothing does
 * @param bootedAt last start of the machine, by its own wall clock read as UTC; null where the content does not tell
 */
public record EvidenceDating(
        @Nullable Instant collectedAt,
        Basis basis,
        @Nullable Instant bootedAt) {

    /** Nothing is known. */
    public static final EvidenceDating UNKNOWN = new EvidenceDating(null, Basis.UNKNOWN, null);

    /** A machine's wall clock, read as UTC, runs ahead of it by this much at most (UTC+14), and behind by less. */
    public static final Duration ZONES = Duration.ofHours(14);

    /** The start of a machine as Windows tells it moves by seconds when the clock is set. */
    private static final Duration SAME_START = Duration.ofMinutes(5);

    /** What tells when evidence was collected, the surest first. */
    public enum Basis {
        /** The content itself. */
        CONTENT("content"),
        /** A date in the file's name: a day, not more. */
        FILE_NAME("fileName"),
        /** The date of the file's last change. */
        FILE_DATE("fileDate"),
        /** Nothing. */
        UNKNOWN("unknown");

        private final String id;

        Basis(String id) {
            this.id = id;
        }

        /** Name in our own formats. */
        public String id() {
            return id;
        }
    }

    public EvidenceDating {
        if ((collectedAt == null) != (basis == Basis.UNKNOWN)) {
            throw new IllegalArgumentException("exactly what has no time has no basis");
        }
    }

    /** Of a time that nobody has to estimate. */
    public static EvidenceDating collected(Instant collectedAt) {
        return new EvidenceDating(collectedAt, Basis.CONTENT, null);
    }

    /** Whether the time is estimated from the file that brought the evidence. */
    public boolean isEstimated() {
        return basis == Basis.FILE_NAME || basis == Basis.FILE_DATE;
    }

    /**
     * The same, less what cannot be: a time after the arrival is a wrong clock. A wall clock may run ahead of UTC by its zone, and is
     * held to the arrival; more than that tells nothing.
     */
    public EvidenceDating arrived(Instant at) {
        Instant started = bootedAt != null && bootedAt.isAfter(at.plus(ZONES)) ? null : bootedAt;
        if (collectedAt == null || !collectedAt.isAfter(at)) {
            return new EvidenceDating(collectedAt, basis, started);
        }
        return collectedAt.isAfter(at.plus(ZONES))
                ? new EvidenceDating(null, Basis.UNKNOWN, started)
                : new EvidenceDating(at, basis, started);
    }

    /**
     * Whether this evidence was collected before the other for certain. What arrived was collected before it arrived.
     *
     * @param arrived when this evidence was first received
     */
    public boolean isOlder(Instant arrived, EvidenceDating other) {
        if (bootedAt != null
                && other.bootedAt != null
                && bootedAt.plus(SAME_START).isBefore(other.bootedAt)) {
            return true;
        }
        Instant latest = latest(arrived);
        Instant earliest = other.earliest();
        return earliest != null && latest.isBefore(earliest);
    }

    /** After this moment it was not collected. */
    private Instant latest(Instant arrived) {
        if (collectedAt == null) {
            return arrived;
        }
        Instant latest =
                basis == Basis.FILE_NAME ? collectedAt.plus(Duration.ofDays(1)).plus(ZONES) : collectedAt;
        return latest.isBefore(arrived) ? latest : arrived;
    }

    /** Before this moment it was not collected; null where nobody knows. */
    private @Nullable Instant earliest() {
        if (collectedAt != null) {
            return basis == Basis.FILE_NAME ? collectedAt.minus(ZONES) : collectedAt;
        }
        return bootedAt == null ? null : bootedAt.minus(ZONES);
    }
}

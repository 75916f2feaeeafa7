package dev.firebreak.core.estate;

import dev.firebreak.core.assess.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Records of what machines sent and what it came to. */
public final class Delivery {

    private Delivery() {}

    /**
     * A file, or one record of a file, that told of one machine; kept as it came.
     *
     * @param kind what it is ({@code systeminfo}, {@code ndjson}); the newest of each kind counts
     * @param name of the file as the sender gave it; untrusted
     * @param content the bytes as they came, not compressed; not to be changed
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Content(String kind, String name, byte[] content, Instant receivedAt) {}

    /**
     * One machine's check-in: what it sent and how it stands since.
     *
     * @param line the machine's new line, all of its evidence considered
     * @param by who brought it, as the audit names them ({@code token:osaka-1}, {@code account:aiko})
     */
    public record CheckIn(Content content, MachineLine line, String by) {}

    /** What became of a check-in. */
    public enum Outcome {
        /** New content, kept. */
        KEPT,
        /** The same content as before: the machine was seen again, nothing else changed. */
        KNOWN
    }

    /** A verdict that changed at a moment. */
    public record Turn(Instant at, String advisory, Verdict.Kind verdict) {}

    /** That something was received, without its content. */
    public record Receipt(Instant at, String kind, String name, String sha256, long bytes, String by) {}

    /** How a machine stood at a moment in the past: verdicts by advisory, and when it had last spoken. */
    public record Past(String machine, String site, Instant lastSeen, Map<String, Verdict.Kind> verdicts) {}

    /** A tally that was written down. */
    public record Point(Instant at, Tally tally) {}

    /** One site's tally for one advisory. */
    public record SiteTally(String advisory, String site, Tally tally) {}

    /** Everything received of a machine that counted at some moment, the newest of each kind. */
    public record Held(String machine, String site, List<Content> contents) {
        public Held {
            contents = List.copyOf(contents);
        }
    }
}

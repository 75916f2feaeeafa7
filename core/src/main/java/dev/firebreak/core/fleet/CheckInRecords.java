package dev.firebreak.core.fleet;

import dev.firebreak.core.assess.Verdict;
import dev.firebreak.core.inventory.MachineIdentity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Records of what machines sent and what it came to. */
public final class CheckInRecords {

    private static final Set<String> FROM_OUTSIDE = Set.of("nmap", "unreached");

    private CheckInRecords() {}

    /**
     * A file, or one record of a file, that told of one machine; kept as it came.
     *
     * @param kind what it is ({@code systeminfo}, {@code ndjson}); the newest of each kind counts
     * @param name of the file as the sender gave it; untrusted
     * @param content the bytes as they came, not compressed; not to be changed
     * @param dating when it was collected
     * @param identity which machine of that name it is of, as the content tells; null where it was kept before anybody looked
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Content(
            String kind,
            String name,
            byte[] content,
            Instant receivedAt,
            EvidenceDating dating,
            Rank rank,
            @Nullable MachineIdentity identity) {

        /** Of which nobody knows which machine of that name it is of. */
        public Content(String kind, String name, byte[] content, Instant receivedAt, EvidenceDating dating, Rank rank) {
            this(kind, name, content, receivedAt, dating, rank, MachineIdentity.UNKNOWN);
        }

        /** Of which nobody knows when it was collected. */
        public Content(String kind, String name, byte[] content, Instant receivedAt) {
            this(kind, name, content, receivedAt, EvidenceDating.UNKNOWN, Rank.REPLACES);
        }

        /** Whether it was told by somebody who looked at the machine from outside: a new installation does not make it old. */
        public boolean isFromOutside() {
            return FROM_OUTSIDE.contains(kind);
        }

        /** The same with another rank. */
        public Content as(Rank other) {
            return new Content(kind, name, content, receivedAt, dating, other, identity);
        }
    }

    /** How something that was received counts. */
    public enum Rank {
        /** It is the newest of its kind: those before count no more. */
        REPLACES,
        /** Nothing tells whether it is newer than what counts: both count, and only what both say is believed. */
        BESIDE,
        /** It is older than what counts, and is kept as history. */
        HISTORY,
        /** It could not be read. */
        UNREAD,
        /** What counts already, sent again: nothing of it is kept a second time. */
        KNOWN
    }

    /**
     * One machine's check-in: what it sent and how it stands since.
     *
     * @param line the machine's new line, all of its evidence considered
     * @param by who brought it, as the audit names them ({@code token:osaka-1}, {@code account:aiko})
     */
    public record CheckIn(Content content, MachineSummary line, String by) {}

    /** What became of a check-in. */
    public enum Outcome {
        /** New content, kept. */
        KEPT,
        /** The same content as before: the machine was seen again, nothing else changed. */
        KNOWN,
        /** Older than what counts: kept as history, and not judged. */
        OLDER
    }

    /** A verdict that changed at a moment. */
    public record VerdictChange(Instant at, String advisory, Verdict.Kind verdict) {}

    /** That something was received, without its content. */
    public record Receipt(
            Instant at,
            String kind,
            String name,
            String sha256,
            long bytes,
            String by,
            EvidenceDating dating,
            Rank rank) {}

    /**
     * How a machine stood at a moment in the past: verdicts by advisory, and when it had last spoken.
     *
     * @param dating of the newest evidence that it had sent by then
     */
    public record PastState(
            String machine, String site, Instant lastSeen, EvidenceDating dating, Map<String, Verdict.Kind> verdicts) {}

    /** A tally that was written down. */
    public record Point(Instant at, StatusTally tally) {}

    /** One site's tally for one advisory. */
    public record SiteTally(String advisory, String site, StatusTally tally) {}

    /**
     * Everything received of a machine that counted at some moment: the newest of each kind, and what stands beside it.
     *
     * @param renewedAt when a person last said that the machine begins anew; null for never. What it told of itself before counts no more
     */
    public record StoredEvidence(
            String machine,
            String site,
            List<Content> contents,
            @Nullable Instant renewedAt) {
        public StoredEvidence {
            contents = List.copyOf(contents);
        }

        /** Of a machine that never began anew. */
        public StoredEvidence(String machine, String site, List<Content> contents) {
            this(machine, site, contents, null);
        }
    }
}

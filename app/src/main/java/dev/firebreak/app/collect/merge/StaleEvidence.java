package dev.firebreak.app.collect.merge;

import dev.firebreak.app.collect.evidence.EvidencePart;
import dev.firebreak.core.inventory.Evidence;
import dev.firebreak.core.inventory.Evidence.HotfixesListed;
import dev.firebreak.core.inventory.Evidence.ProbeAnswered;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a machine's newer account has overtaken. Only what is older for certain is; where no time tells, it still counts. */
public final class StaleEvidence {

    /** The machine's own clock may be in any time zone, and read as UTC. */
    private static final Duration ZONES = Duration.ofHours(26);

    private StaleEvidence() {}

    /**
     * Whether an account has overtaken a complementing piece: by its time of collection, or because the machine has been
     * restarted since. A look from the network is overtaken by a restart only: an account does not repeat that look.
     */
    static boolean by(List<EvidencePart> account, EvidencePart other) {
        Instant seen = other.collectedAt();
        if (seen == null) {
            return false;
        }
        boolean probe = other.evidence().stream().anyMatch(ProbeAnswered.class::isInstance);
        Instant collected = newest(account, EvidencePart::collectedAt);
        if (!probe && collected != null && seen.isBefore(collected)) {
            return true;
        }
        Instant booted = newest(account, EvidencePart::bootedAt);
        // Seconds, for a hostile time may lie at the end of all time.
        return booted != null && booted.getEpochSecond() - ZONES.toSeconds() > seen.getEpochSecond();
    }

    /** The evidence of all pieces, less lists of updates that a whole list taken later for certain replaces. */
    static List<Evidence> withoutOldLists(List<EvidencePart> pieces) {
        Instant whole = newest(pieces, piece -> listsAll(piece) ? piece.collectedAt() : null);
        var kept = new LinkedHashSet<Evidence>();
        for (EvidencePart piece : pieces) {
            boolean old = before(piece.collectedAt(), whole);
            for (Evidence evidence : piece.evidence()) {
                if (!old || !(evidence instanceof HotfixesListed)) {
                    kept.add(evidence);
                }
            }
        }
        return List.copyOf(kept);
    }

    private static boolean listsAll(EvidencePart piece) {
        return piece.evidence().stream().anyMatch(e -> e instanceof HotfixesListed list && list.complete());
    }

    private static boolean before(@Nullable Instant one, @Nullable Instant other) {
        return one != null && other != null && one.isBefore(other);
    }

    /** The latest of the times that the pieces tell; null where none does. */
    public static @Nullable Instant newest(List<EvidencePart> pieces, Function<EvidencePart, @Nullable Instant> clock) {
        @Nullable Instant newest = null;
        for (EvidencePart piece : pieces) {
            Instant time = clock.apply(piece);
            newest = time != null && (newest == null || time.isAfter(newest)) ? time : newest;
        }
        return newest;
    }
}

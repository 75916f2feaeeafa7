package dev.firebreak.core.dashboard;

import dev.firebreak.core.assess.Assessment;
import dev.firebreak.core.assess.Verdict;
import dev.firebreak.core.fleet.CheckInRecords;
import dev.firebreak.core.fleet.EvidenceDating;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A machine's assessment, and the evidence of its own that it rests on. What others saw from outside never makes a machine safe and is left
 * out.
 */
public record CountedEvidence(Assessment assessment, List<CheckInRecords.Content> contents) {

    public CountedEvidence {
        contents = List.copyOf(contents);
    }

    /** Leaves out what newer evidence has replaced. Where the order of two is not known, everything counts. */
    static CountedEvidence of(Assessment assessment, CheckInRecords.StoredEvidence held) {
        List<CheckInRecords.Content> own =
                held.contents().stream().filter(c -> !c.isFromOutside()).toList();
        boolean isOrdered = held.contents().stream().noneMatch(c -> c.rank() == CheckInRecords.Rank.BESIDE);
        List<String> sources = assessment.snapshot().sources();
        return new CountedEvidence(
                assessment,
                held.contents().size() > 1 && isOrdered
                        ? own.stream()
                                .filter(c -> sources.contains(held.machine() + "_" + c.kind()))
                                .toList()
                        : own);
    }

    /** The worst verdict for an advisory; unknown where there is none. */
    public Verdict.Kind verdict(String advisory) {
        return SummaryWriter.verdicts(assessment).getOrDefault(advisory, Verdict.Kind.UNKNOWN);
    }

    /**
     * When evidence was collected, where its content tells and the machine's clock cannot be ahead; null otherwise. A file's date or name is
     * changed by copying, and a time after the arrival was cut to it.
     */
    public static @Nullable Instant collected(CheckInRecords.Content content) {
        Instant collected = content.dating().collectedAt();
        return content.dating().basis() == EvidenceDating.Basis.CONTENT
                        && collected != null
                        && collected.isBefore(content.receivedAt())
                ? collected
                : null;
    }
}

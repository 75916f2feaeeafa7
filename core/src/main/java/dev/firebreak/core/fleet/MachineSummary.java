package dev.firebreak.core.fleet;

import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.assess.Verdict;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One machine as the list shows it: its last known state in a line.
 *
 * @param name as the machine gave it; names are compared without case
 * @param site whose token brought it
 * @param segment its network; null where nobody told
 * @param product name of its Windows; null where not known
 * @param build version with revision; null where not known
 * @param support state of support ({@code mainstream}, {@code extended}, {@code esu}, {@code unsupported}, {@code unknown})
 * @param supportEnds last day of support; null where not known
 * @param lastSeen when it last reported
 * @param verdicts by advisory id
 * @param needs updates it needs, the most urgent first
 * @param openCves open CVEs of the whole catalogue; null where none was imported or nobody can tell
 * @param exploitedCves of these, known to be exploited; null as before
 * @param dating when the evidence that it is judged by was collected
 * @param unreadable the last evidence of it, where that could not be read; null where it could
 */
public record MachineSummary(
        String name,
        String site,
        @Nullable String segment,
        List<String> addresses,
        @Nullable String product,
        @Nullable String build,
        @Nullable String architecture,
        @Nullable String language,
        String support,
        @Nullable LocalDate supportEnds,
        Instant lastSeen,
        Map<String, Verdict.Kind> verdicts,
        List<Kb> needs,
        @Nullable Integer openCves,
        @Nullable Integer exploitedCves,
        EvidenceDating dating,
        @Nullable UnreadableEvidence unreadable) {

    public MachineSummary {
        addresses = List.copyOf(addresses);
        verdicts = Map.copyOf(verdicts);
        needs = List.copyOf(needs);
    }

    /** One of which nobody knows when it was collected, and of which everything could be read. */
    public MachineSummary(
            String name,
            String site,
            @Nullable String segment,
            List<String> addresses,
            @Nullable String product,
            @Nullable String build,
            @Nullable String architecture,
            @Nullable String language,
            String support,
            @Nullable LocalDate supportEnds,
            Instant lastSeen,
            Map<String, Verdict.Kind> verdicts,
            List<Kb> needs,
            @Nullable Integer openCves,
            @Nullable Integer exploitedCves) {
        this(
                name,
                site,
                segment,
                addresses,
                product,
                build,
                architecture,
                language,
                support,
                supportEnds,
                lastSeen,
                verdicts,
                needs,
                openCves,
                exploitedCves,
                EvidenceDating.UNKNOWN,
                null);
    }

    /** As it stood once; what is not kept of then is as it is now. */
    public static MachineSummary past(CheckInRecords.PastState past, @Nullable MachineSummary now) {
        return new MachineSummary(
                past.machine(),
                past.site(),
                now == null ? null : now.segment,
                List.of(),
                now == null ? null : now.product,
                null,
                null,
                null,
                "unknown",
                null,
                past.lastSeen(),
                past.verdicts(),
                List.of(),
                null,
                null,
                past.dating(),
                null);
    }

    /** What is said of it for an advisory; unknown where nothing is. */
    public Verdict.Kind verdict(String advisory) {
        return verdicts.getOrDefault(advisory, Verdict.Kind.UNKNOWN);
    }
}

package dev.firebreak.core.estate;

import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.assess.Verdict;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One machine as the roll shows it: its last known state in a line.
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
 */
public record MachineLine(
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

    public MachineLine {
        addresses = List.copyOf(addresses);
        verdicts = Map.copyOf(verdicts);
        needs = List.copyOf(needs);
    }

    /** What is said of it for an advisory; unknown where nothing is. */
    public Verdict.Kind verdict(String advisory) {
        return verdicts.getOrDefault(advisory, Verdict.Kind.UNKNOWN);
    }
}

package dev.firebreak.core.fleet;

import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.assess.Verdict;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One machine as lists show it: its last known state.
 *
 * @param name as the machine gave it; names are compared without case
 * @param lastSeen when it last reported
 * @param dating when the evidence that it is judged by was collected
 * @param unreadable the last evidence of it, where that could not be read; null where it could
 */
public record MachineSummary(
        String name,
        Place place,
        Windows windows,
        Outcome outcome,
        Instant lastSeen,
        EvidenceDating dating,
        @Nullable UnreadableEvidence unreadable) {

    /**
     * Where a machine is.
     *
     * @param site whose token brought it
     * @param segment its network; null where unknown
     */
    public record Place(String site, @Nullable String segment, List<String> addresses) {
        public Place {
            addresses = List.copyOf(addresses);
        }
    }

    /**
     * What runs on a machine.
     *
     * @param product name of its Windows; null where not known
     * @param build version with revision; null where not known
     * @param support state of support ({@code mainstream}, {@code extended}, {@code esu}, {@code unsupported}, {@code unknown})
     * @param supportEnds last day of support; null where not known
     */
    public record Windows(
            @Nullable String product,
            @Nullable String build,
            @Nullable String architecture,
            @Nullable String language,
            String support,
            @Nullable LocalDate supportEnds) {}

    /**
     * What its evidence means.
     *
     * @param verdicts by advisory id
     * @param needs updates it needs, the most urgent first
     * @param openCves open CVEs of the whole catalogue; null where none was imported or nobody can tell
     * @param exploitedCves of these, known to be exploited; null as before
     */
    public record Outcome(
            Map<String, Verdict.Kind> verdicts,
            List<Kb> needs,
            @Nullable Integer openCves,
            @Nullable Integer exploitedCves) {
        public Outcome {
            verdicts = Map.copyOf(verdicts);
            needs = List.copyOf(needs);
        }
    }

    /** One of which nobody knows when it was collected, and of which everything could be read. */
    public MachineSummary(String name, Place place, Windows windows, Outcome outcome, Instant lastSeen) {
        this(name, place, windows, outcome, lastSeen, EvidenceDating.UNKNOWN, null);
    }

    /** As it stood once; what is not kept of then is as it is now. */
    public static MachineSummary past(CheckInRecords.PastState past, @Nullable MachineSummary now) {
        return new MachineSummary(
                past.machine(),
                new Place(past.site(), now == null ? null : now.segment(), List.of()),
                new Windows(now == null ? null : now.product(), null, null, null, "unknown", null),
                new Outcome(past.verdicts(), List.of(), null, null),
                past.lastSeen(),
                past.dating(),
                null);
    }

    public String site() {
        return place.site();
    }

    public @Nullable String segment() {
        return place.segment();
    }

    public List<String> addresses() {
        return place.addresses();
    }

    public @Nullable String product() {
        return windows.product();
    }

    public @Nullable String build() {
        return windows.build();
    }

    public @Nullable String architecture() {
        return windows.architecture();
    }

    public @Nullable String language() {
        return windows.language();
    }

    public String support() {
        return windows.support();
    }

    public @Nullable LocalDate supportEnds() {
        return windows.supportEnds();
    }

    public Map<String, Verdict.Kind> verdicts() {
        return outcome.verdicts();
    }

    public List<Kb> needs() {
        return outcome.needs();
    }

    public @Nullable Integer openCves() {
        return outcome.openCves();
    }

    public @Nullable Integer exploitedCves() {
        return outcome.exploitedCves();
    }

    /** What is said of it for an advisory; unknown where nothing is. */
    public Verdict.Kind verdict(String advisory) {
        return outcome.verdicts().getOrDefault(advisory, Verdict.Kind.UNKNOWN);
    }
}

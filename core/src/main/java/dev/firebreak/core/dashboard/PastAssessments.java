package dev.firebreak.core.dashboard;

import dev.firebreak.core.assess.Assessment;
import dev.firebreak.core.assess.Assessor;
import dev.firebreak.core.fleet.CheckInRecords;
import dev.firebreak.core.fleet.EvidenceAssessor;
import dev.firebreak.core.fleet.FleetStore;
import dev.firebreak.core.fleet.MachineSummary;
import dev.firebreak.core.fleet.UnreadableEvidence;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Machines by the evidence that counted at a moment. */
final class PastAssessments {

    private final FleetStore store;
    private final EvidenceAssessor evidence;
    private final MachineIndex index;

    PastAssessments(FleetStore store, EvidenceAssessor evidence, MachineIndex index) {
        this.store = store;
        this.evidence = evidence;
        this.index = index;
    }

    /**
     * Assesses a machine.
     *
     * @param at the moment; what came later does not count
     * @param assessor of that day
     * @return empty where nothing was known of it then
     */
    Optional<Assessment> assessment(String machine, Instant at, Assessor assessor) {
        return assessment(machine, store.held(machine, at).orElse(null), at, assessor);
    }

    /** The same with the evidence itself; empty where there is none. */
    Optional<CountedEvidence> evidence(String machine, Instant at, Assessor assessor) {
        return store.held(machine, at)
                .flatMap(held -> assessment(machine, held, at, assessor).map(a -> CountedEvidence.of(a, held)));
    }

    private Optional<Assessment> assessment(
            String machine, CheckInRecords.@Nullable StoredEvidence held, Instant at, Assessor assessor) {
        UnreadableEvidence unreadable = index.line(machine)
                .map(MachineSummary::unreadable)
                .filter(u -> !u.at().isAfter(at))
                .orElse(null);
        Optional<Assessment> known = evidence.assess(
                        assessor,
                        held == null ? machine : held.machine(),
                        held == null ? List.of() : held.contents(),
                        unreadable)
                .map(EvidenceAssessor.Result::assessment);
        return known.isEmpty() && held != null ? Optional.of(evidence.expected(assessor, held.machine())) : known;
    }
}

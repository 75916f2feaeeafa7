package dev.firebreak.core.dashboard;

import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.assess.Action;
import dev.firebreak.core.assess.Assessment;
import dev.firebreak.core.assess.Finding;
import dev.firebreak.core.assess.Verdict;
import dev.firebreak.core.exposure.ExposureCounts;
import dev.firebreak.core.fleet.CheckInRecords;
import dev.firebreak.core.fleet.EvidenceDating;
import dev.firebreak.core.fleet.MachineSummary;
import dev.firebreak.core.fleet.UnreadableEvidence;
import dev.firebreak.core.inventory.Snapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes the line of a machine that lists and figures show, of what it was assessed to be. */
final class SummaryWriter {

    private SummaryWriter() {}

    /** When the evidence was collected that an assessment rests on. */
    static EvidenceDating dating(Assessment assessment, List<CheckInRecords.Content> contents) {
        Instant collected = assessment.snapshot().collectedAt();
        if (collected == null) {
            return EvidenceDating.UNKNOWN;
        }
        return contents.stream()
                .map(CheckInRecords.Content::dating)
                .filter(dating -> collected.equals(dating.collectedAt()))
                .findFirst()
                .map(dating -> new EvidenceDating(collected, dating.basis(), null))
                .orElseGet(() -> EvidenceDating.collected(collected));
    }

    /** The worst verdict for each advisory. */
    static Map<String, Verdict.Kind> verdicts(Assessment assessment) {
        Map<String, Verdict.Kind> verdicts = new HashMap<>();
        for (Finding finding : assessment.findings()) {
            verdicts.merge(finding.advisory().id(), finding.verdict().kind(), (a, b) -> a.compareTo(b) < 0 ? a : b);
        }
        return verdicts;
    }

    /** A machine's line as an assessment of it says. */
    static MachineSummary line(
            String machine,
            String site,
            Instant seen,
            Assessment assessment,
            List<CheckInRecords.Content> contents,
            @Nullable UnreadableEvidence unreadable) {
        Snapshot snapshot = assessment.snapshot();
        List<Kb> needs = assessment.findings().stream()
                .flatMap(f -> f.actions().stream())
                .<Kb>mapMulti((action, out) -> {
                    if (action instanceof Action.Install install) {
                        out.accept(install.kb());
                    }
                })
                .distinct()
                .collect(Collectors.toCollection(ArrayList::new));
        @Nullable ExposureCounts exposure = assessment.exposure();
        var identity = assessment.identity();
        return new MachineSummary(
                machine,
                new MachineSummary.Place(site, snapshot.segment(), snapshot.addresses()),
                new MachineSummary.Windows(
                        identity.productName(),
                        Objects.toString(identity.build(), null),
                        identity.architecture() == null
                                ? null
                                : identity.architecture().id(),
                        identity.locale(),
                        assessment.support().state().id(),
                        assessment.support().ends()),
                new MachineSummary.Outcome(
                        verdicts(assessment),
                        needs,
                        exposure == null ? null : exposure.open(),
                        exposure == null ? null : exposure.exploited()),
                seen,
                dating(assessment, contents),
                unreadable);
    }
}

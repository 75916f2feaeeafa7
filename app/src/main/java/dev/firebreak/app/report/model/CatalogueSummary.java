package dev.firebreak.app.report.model;

import dev.firebreak.core.advisory.Advisory;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.assess.Action;
import dev.firebreak.core.assess.Assessment;
import dev.firebreak.core.assess.Finding;
import dev.firebreak.core.assess.Reason;
import dev.firebreak.core.assess.ReasonDetail;
import dev.firebreak.core.exposure.ExposureCounts;
import dev.firebreak.core.guidance.ActionText;
import dev.firebreak.core.guidance.ReasonText;
import dev.firebreak.core.text.Text;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Machines held against all that was imported, for people: what to install and how much that closes. A board for each of
 * hundreds of updates would tell nobody anything.
 */
public final class CatalogueSummary {

    /** What the board is called. */
    public static final Advisory SUBJECT = new Advisory(new Advisory.Naming(
            "--all",
            Set.of(),
            List.of(),
            new Text("all advisories that were imported", "取り込み済みのすべてのアドバイザリ"),
            LocalDate.MIN));

    private CatalogueSummary() {}

    /** Whether the machine was held against the whole catalogue. */
    public static boolean holds(Assessment assessment) {
        return assessment.exposure() != null
                || assessment.findings().stream()
                        .anyMatch(f -> f.advisory().id().startsWith("catalogue-"));
    }

    /** Whether a finding comes from the whole catalogue and not from an advisory that was asked for. */
    public static boolean isPart(Finding finding) {
        String id = finding.advisory().id();
        return id.startsWith("KB") || id.startsWith("catalogue-");
    }

    /** Findings of the whole catalogue as one: the worst of their verdicts, and all that is to be done. */
    public static Finding together(List<Finding> parts, Assessment assessment) {
        Finding worst = parts.stream()
                .min(Comparator.comparing((Finding f) -> f.verdict().kind()))
                .orElseThrow();
        List<String> cves = parts.stream()
                .filter(f -> f.verdict().kind() == worst.verdict().kind())
                .flatMap(f -> f.advisory().cves().stream())
                .toList();
        Reason deciding = worst.verdict().because().getFirst();
        Reason reason = new Reason(deciding.kind(), new ReasonDetail.Quoted(why(assessment)), deciding.evidence());
        return new Finding(
                new Advisory(new Advisory.Naming("catalogue", Set.of(), cves, SUBJECT.title(), SUBJECT.published())),
                worst.verdict().because(List.of(reason)),
                parts.stream().flatMap(f -> f.actions().stream()).distinct().toList());
    }

    /** The updates to install, with the day of each line's newest; what else is to be done once each. */
    public static List<ActionText> plan(Assessment assessment) {
        List<ActionText> steps = new ArrayList<>();
        ExposureCounts exposure = assessment.exposure();
        if (exposure != null && !exposure.needed().isEmpty()) {
            int count = exposure.needed().size();
            String kbs = exposure.needed().stream().map(Kb::toString).collect(Collectors.joining(", "));
            steps.add(new ActionText(
                    count == 1
                            ? Text.format("Install %s", "%s を適用します", kbs)
                            : Text.format("Install %d updates: %s", "更新プログラム %d 件を適用します: %s", count, kbs),
                    List.of()));
        }
        if (exposure == null) {
            assessment.findings().stream()
                    .filter(f -> f.verdict().kind() == assessment.worst())
                    .findFirst()
                    .ifPresent(f -> steps.addAll(ActionText.of(f.actions())));
            return steps;
        }
        Map<Text, ActionText> others = new LinkedHashMap<>();
        for (Finding finding : assessment.findings()) {
            for (Action action : finding.actions()) {
                if (action instanceof Action.Restart || action instanceof Action.Collect) {
                    ActionText step = ActionText.of(action, true);
                    others.putIfAbsent(step.what(), step);
                }
            }
        }
        steps.addAll(others.values());
        return steps;
    }

    /** "431 CVEs open, 3 of them known to be exploited". */
    public static Text why(Assessment assessment) {
        ExposureCounts exposure = assessment.exposure();
        if (exposure == null) {
            return assessment.findings().stream()
                    .filter(f -> f.advisory().id().startsWith("catalogue-"))
                    .map(MachineTexts::why)
                    .findFirst()
                    .orElse(ReportTexts.NOT_KNOWN);
        }
        Text open = Text.format(
                "CVEs: %d not fixed (%d known to be exploited), %d fixed",
                "CVE: 未修正 %d 件（うち悪用確認済み %d 件）、修正済み %d 件", exposure.open(), exposure.exploited(), exposure.closed());
        int rest = exposure.unknown() + exposure.unconfirmed() + exposure.partUnknown();
        Text counted = rest == 0 ? open : Text.format("%s, %d not known", "%s、不明 %d 件", open, rest);
        return assessment.findings().stream()
                .filter(CatalogueSummary::isDoubt)
                .map(f -> ReasonText.of(f.verdict().because().getFirst()))
                .reduce(counted, (said, doubt) -> Text.format("%s; %s", "%s。%s", said, doubt));
    }

    /** Whether it tells why a machine on which nothing is open is not fixed for all that. */
    private static boolean isDoubt(Finding finding) {
        return switch (finding.verdict().because().getFirst().kind()) {
            case SUPPORT_ENDED, KNOWLEDGE_OUTDATED, UPDATE_UNDATED -> true;
            default -> false;
        };
    }
}

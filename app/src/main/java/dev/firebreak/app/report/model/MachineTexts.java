package dev.firebreak.app.report.model;

import dev.firebreak.core.advisory.Product;
import dev.firebreak.core.assess.Assessment;
import dev.firebreak.core.assess.Finding;
import dev.firebreak.core.assess.ProductIdentity;
import dev.firebreak.core.assess.Reason;
import dev.firebreak.core.guidance.ReasonText;
import dev.firebreak.core.inventory.Evidence.OsObserved;
import dev.firebreak.core.text.SafeText;
import dev.firebreak.core.text.Text;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What reports for people say of a machine in few words. */
public final class MachineTexts {

    /** Reasons beyond the first that one must not miss. */
    private static final List<Reason.Kind> WARNINGS = List.of(
            Reason.Kind.PENDING_RESTART,
            Reason.Kind.CONTRADICTION,
            Reason.Kind.HOTFIX_NEVER_FIXES,
            Reason.Kind.HOTFIX_UNPROVEN,
            Reason.Kind.LOOK_FAILED);

    private static final int MAX_REASONS = 3;

    private MachineTexts() {}

    public static String machine(Assessment assessment) {
        return SafeText.name(assessment.snapshot().machine());
    }

    /** "Windows 7 SP1 x64"; what the machine calls itself where no product fits. */
    public static Text product(Assessment assessment) {
        ProductIdentity identity = assessment.identity();
        String names = identity.candidates().stream()
                .map(Product::shortName)
                .distinct()
                .limit(2)
                .collect(Collectors.joining(" / "));
        if (!names.isEmpty()) {
            return Text.same(identity.architecture() == null ? names : names + " " + identity.architecture());
        }
        return identity.seen().stream()
                .map(OsObserved::caption)
                .flatMap(Stream::ofNullable)
                .filter(caption -> !caption.isBlank())
                .findFirst()
                .map(caption -> Text.same(SafeText.name(caption.strip())))
                .orElse(ReportTexts.NOT_KNOWN);
    }

    /** The deciding reason, and what else one must not miss. */
    public static Text why(Finding finding) {
        List<Reason> because = finding.verdict().because();
        if (because.isEmpty()) {
            return ReportTexts.NOT_KNOWN;
        }
        List<Text> said = Stream.concat(
                        because.stream().limit(1), because.stream().skip(1).filter(r -> WARNINGS.contains(r.kind())))
                .map(ReasonText::of)
                .distinct()
                .limit(MAX_REASONS)
                .toList();
        return visible(new Text(
                said.stream().map(Text::en).collect(Collectors.joining("; ")),
                said.stream().map(Text::ja).collect(Collectors.joining("。"))));
    }

    /** Sentences quote what was read. */
    public static Text visible(Text wording) {
        return new Text(SafeText.text(wording.en()), SafeText.text(wording.ja()));
    }

    /** How severe reasons weigh for a reader: proof, against, open. */
    public static String mark(Reason reason) {
        return switch (reason.kind()) {
            case FILE_FIXED, REVISION_FIXED, HOTFIX_PRESENT, PRODUCT_NOT_AFFECTED, SETTING_MITIGATES -> "✓";
            case FILE_OLD,
                    REVISION_OLD,
                    HOTFIX_ABSENT,
                    PROBE_VULNERABLE,
                    SERVICE_PACK_TOO_OLD,
                    PENDING_RESTART,
                    HOTFIX_NEVER_FIXES -> "✗";
            case HOTFIX_UNPROVEN,
                    PART_UNKNOWN,
                    LIST_INCOMPLETE,
                    LIST_ABSENT,
                    FILE_OTHER_BRANCH,
                    PROBE_NOT_VULNERABLE,
                    SETTING_INEFFECTIVE,
                    CONTRADICTION,
                    PRODUCT_UNKNOWN,
                    PRODUCT_AMBIGUOUS,
                    NOT_COVERED,
                    NOT_PUBLISHED,
                    LOOK_FAILED,
                    REVISION_BETWEEN,
                    SUPPORT_ENDED,
                    KNOWLEDGE_OUTDATED,
                    UPDATE_UNDATED -> "?";
        };
    }
}

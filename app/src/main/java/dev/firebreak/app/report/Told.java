package dev.firebreak.app.report;

import dev.firebreak.core.advisory.Product;
import dev.firebreak.core.advisory.Wording;
import dev.firebreak.core.assess.Assessment;
import dev.firebreak.core.assess.Finding;
import dev.firebreak.core.assess.Identity;
import dev.firebreak.core.assess.Reason;
import dev.firebreak.core.guidance.Visible;
import dev.firebreak.core.inventory.Evidence.OsSeen;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What reports for people say of a machine in few words. */
final class Told {

    /** Reasons beyond the first that one must not miss. */
    private static final List<Reason.Kind> WARNINGS = List.of(
            Reason.Kind.PENDING_RESTART,
            Reason.Kind.CONTRADICTION,
            Reason.Kind.HOTFIX_NEVER_FIXES,
            Reason.Kind.HOTFIX_UNPROVEN,
            Reason.Kind.LOOK_FAILED);

    private static final int MOST_REASONS = 3;

    private Told() {}

    static String machine(Assessment assessment) {
        return Visible.name(assessment.snapshot().machine());
    }

    /** "Windows 7 SP1 x64"; what the machine calls itself where no product fits. */
    static Wording product(Assessment assessment) {
        Identity identity = assessment.identity();
        String names = identity.candidates().stream()
                .map(Product::shortName)
                .distinct()
                .limit(2)
                .collect(Collectors.joining(" / "));
        if (!names.isEmpty()) {
            return Wording.same(identity.architecture() == null ? names : names + " " + identity.architecture());
        }
        return identity.seen().stream()
                .map(OsSeen::caption)
                .flatMap(Stream::ofNullable)
                .filter(caption -> !caption.isBlank())
                .findFirst()
                .map(caption -> Wording.same(Visible.name(caption.strip())))
                .orElse(Words.NOT_KNOWN);
    }

    /** The deciding reason, and what else one must not miss. */
    static Wording why(Finding finding) {
        List<Reason> because = finding.verdict().because();
        if (because.isEmpty()) {
            return Words.NOT_KNOWN;
        }
        List<Wording> said = Stream.concat(
                        because.stream().limit(1), because.stream().skip(1).filter(r -> WARNINGS.contains(r.kind())))
                .map(Reason::detail)
                .distinct()
                .limit(MOST_REASONS)
                .toList();
        return visible(new Wording(
                said.stream().map(Wording::en).collect(Collectors.joining("; ")),
                said.stream().map(Wording::ja).collect(Collectors.joining("。"))));
    }

    /** Sentences quote what was read. */
    static Wording visible(Wording wording) {
        return new Wording(Visible.text(wording.en()), Visible.text(wording.ja()));
    }

    /** How severe reasons weigh for a reader: proof, against, open. */
    static String mark(Reason reason) {
        return switch (reason.kind()) {
            case FILE_FIXED, REVISION_FIXED, HOTFIX_PRESENT, PRODUCT_NOT_AFFECTED, SMB1_DISABLED -> "✓";
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
                    SMB1_IRRELEVANT,
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

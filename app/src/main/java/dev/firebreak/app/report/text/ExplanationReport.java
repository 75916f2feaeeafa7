package dev.firebreak.app.report.text;

import dev.firebreak.app.report.model.MachineTexts;
import dev.firebreak.app.report.model.ReportStyle;
import dev.firebreak.app.report.model.ReportTexts;
import dev.firebreak.app.report.model.TerminalColours;
import dev.firebreak.core.assess.Action;
import dev.firebreak.core.assess.Assessment;
import dev.firebreak.core.assess.Finding;
import dev.firebreak.core.assess.MissingEvidence;
import dev.firebreak.core.assess.ProductIdentity;
import dev.firebreak.core.assess.Reason;
import dev.firebreak.core.assess.Verdict;
import dev.firebreak.core.guidance.ActionText;
import dev.firebreak.core.guidance.EvidenceText;
import dev.firebreak.core.guidance.ReasonText;
import dev.firebreak.core.guidance.RuleText;
import dev.firebreak.core.guidance.SuspicionText;
import dev.firebreak.core.inventory.Evidence;
import dev.firebreak.core.inventory.Snapshot;
import dev.firebreak.core.text.SafeText;
import dev.firebreak.core.text.Text;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything behind one machine's verdicts: what was read where, which reasons weigh, which rule they follow. */
public final class ExplanationReport {

    private static final Text READ = new Text("WHAT WAS READ", "読み取った情報");
    private static final Text REASONS = new Text("REASONS", "判定の根拠");
    private static final Text RULE = new Text("THE RULE", "適用した規則");
    private static final Text MISSING = new Text("WHAT IS MISSING", "不足している情報");
    private static final Text ACTIONS = new Text("WHAT TO DO", "対処");
    private static final Text NOTHING_TO_DO = new Text("Nothing.", "対処は不要。");

    private final TerminalPage page;
    private final ReportStyle style;

    public ExplanationReport(TerminalPage page, ReportStyle style) {
        this.page = page;
        this.style = style;
    }

    public void write(Assessment assessment) {
        machine(assessment);
        SuspicionText.of(assessment.snapshot()).ifPresent(said -> {
            page.line(page.ink().bold("! " + page.text(SuspicionText.TITLE)));
            page.hanging("  ", 2, SafeText.text(page.text(said)));
            page.hanging("  ", 2, page.text(SuspicionText.ADVICE));
            page.line();
        });
        for (Finding finding : assessment.findings()) {
            finding(finding);
        }
        evidence(assessment.snapshot());
    }

    private void machine(Assessment assessment) {
        Snapshot snapshot = assessment.snapshot();
        ProductIdentity identity = assessment.identity();
        page.line(page.ink().bold(MachineTexts.machine(assessment)));
        page.line();
        List<String[]> facts = new ArrayList<>();
        fact(
                facts,
                ReportTexts.PRODUCT,
                identity.productName() == null ? page.text(ReportTexts.NOT_KNOWN) : identity.productName());
        fact(
                facts,
                ReportTexts.BUILD,
                identity.build() == null ? null : identity.build().toString());
        fact(
                facts,
                ReportTexts.ARCHITECTURE,
                identity.architecture() == null ? null : identity.architecture().id());
        fact(facts, ReportTexts.LANGUAGE, languages(identity));
        fact(facts, ReportTexts.SUPPORT, page.text(ReportTexts.support(assessment.support())));
        if (assessment.exposure() != null) {
            fact(facts, ReportTexts.CATALOGUE, page.text(ReportTexts.exposure(assessment.exposure())));
        }
        fact(facts, ReportTexts.SITE, snapshot.site());
        fact(facts, ReportTexts.SEGMENT, snapshot.segment());
        fact(facts, ReportTexts.ADDRESSES, String.join(", ", snapshot.addresses()));
        fact(facts, ReportTexts.ROLES, String.join(", ", snapshot.roles()));
        fact(
                facts,
                ReportTexts.COLLECTED,
                snapshot.collectedAt() == null ? null : page.text(ReportTexts.moment(snapshot.collectedAt())));
        fact(facts, ReportTexts.AS_OF, page.text(ReportTexts.date(style.asOf())));
        if (style.knowledge() != null) {
            fact(facts, ReportTexts.KNOWLEDGE, page.text(style.knowledge().words()));
        }
        fact(facts, ReportTexts.SUPERSEDED, String.join(", ", snapshot.superseded()));
        int widest = facts.stream().mapToInt(f -> TextWidth.of(f[0])).max().orElse(0);
        for (String[] fact : facts) {
            page.hanging("  " + page.ink().dim(TextWidth.pad(fact[0], widest)) + "  ", widest + 4, fact[1]);
        }
        page.line();
    }

    private void fact(List<String[]> facts, Text label, @Nullable String value) {
        if (value != null && !value.isBlank()) {
            facts.add(new String[] {page.text(label), SafeText.text(value)});
        }
    }

    private static @Nullable String languages(ProductIdentity identity) {
        String locale = identity.locale();
        String display = identity.display();
        return locale == null || display == null || locale.equals(display)
                ? (locale == null ? display : locale)
                : locale + ", " + display;
    }

    private void evidence(Snapshot snapshot) {
        page.line(page.ink().bold(page.text(READ)));
        page.line();
        for (Evidence seen : snapshot.evidence()) {
            page.hanging("  ", 4, SafeText.text(page.text(EvidenceText.of(seen))));
            page.line("    " + page.ink().dim(SafeText.name(seen.source().toString())));
        }
        page.line();
    }

    private void finding(Finding finding) {
        Verdict verdict = finding.verdict();
        String id = finding.advisory().id();
        page.line(page.ink().bold(id) + "  "
                + page.ink()
                        .strong(
                                verdict.kind(),
                                TerminalColours.mark(verdict.kind()) + " "
                                        + page.text(verdict.kind().label())));
        page.hanging("", 0, SafeText.text(page.text(finding.advisory().title())));
        page.line();
        heading(REASONS);
        for (Reason reason : verdict.because()) {
            page.hanging("    " + MachineTexts.mark(reason) + " ", 6, SafeText.text(page.text(ReasonText.of(reason))));
            if (reason.source() != null) {
                page.line(
                        "      " + page.ink().dim(SafeText.name(reason.source().toString())));
            }
        }
        page.line();
        if (!verdict.because().isEmpty()) {
            heading(RULE);
            page.hanging(
                    "    ",
                    4,
                    page.text(RuleText.of(verdict.because().getFirst().kind())));
            page.line();
        }
        if (verdict instanceof Verdict.Unknown(var because, var missing) && !missing.isEmpty()) {
            heading(MISSING);
            missing.forEach(this::missing);
            page.line();
        }
        heading(ACTIONS);
        boolean patched = finding.actions().stream().anyMatch(Action.Install.class::isInstance);
        int number = 1;
        for (Action action : finding.actions()) {
            page.step(number++ + ". ", 4, ActionText.of(action, patched), false);
        }
        if (finding.actions().isEmpty()) {
            page.line("    " + page.text(NOTHING_TO_DO));
        }
        page.line();
    }

    private void heading(Text wording) {
        page.line("  " + page.ink().bold(page.text(wording)));
    }

    private void missing(MissingEvidence missing) {
        page.hanging("    ? ", 6, page.text(missing.label()));
        page.line("      " + page.ink().bold(command(missing)));
    }

    private static String command(MissingEvidence missing) {
        return switch (missing) {
            case OPERATING_SYSTEM, SERVICE_PACK -> "systeminfo > %COMPUTERNAME%_systeminfo.txt";
            case HOTFIX_LIST -> "wmic qfe list > %COMPUTERNAME%_qfe.txt";
            case FILE_VERSION, COMPONENTS -> "scripts\\collect.cmd";
        };
    }
}

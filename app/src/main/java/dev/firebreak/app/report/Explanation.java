package dev.firebreak.app.report;

import dev.firebreak.core.advisory.Wording;
import dev.firebreak.core.assess.Action;
import dev.firebreak.core.assess.Assessment;
import dev.firebreak.core.assess.Finding;
import dev.firebreak.core.assess.Identity;
import dev.firebreak.core.assess.Missing;
import dev.firebreak.core.assess.Reason;
import dev.firebreak.core.assess.Verdict;
import dev.firebreak.core.guidance.Rule;
import dev.firebreak.core.guidance.Seen;
import dev.firebreak.core.guidance.Step;
import dev.firebreak.core.guidance.Visible;
import dev.firebreak.core.inventory.Evidence;
import dev.firebreak.core.inventory.Snapshot;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything behind one machine's verdicts: what was read where, which reasons weigh, which rule they follow. */
final class Explanation {

    private static final Wording READ = new Wording("WHAT WAS READ", "読み取った情報");
    private static final Wording REASONS = new Wording("REASONS", "判定の根拠");
    private static final Wording RULE = new Wording("THE RULE", "適用した規則");
    private static final Wording MISSING = new Wording("WHAT IS MISSING", "不足している情報");
    private static final Wording ACTIONS = new Wording("WHAT TO DO", "対処");
    private static final Wording NOTHING_TO_DO = new Wording("Nothing.", "対処は不要。");

    private final Page page;
    private final ReportStyle style;

    Explanation(Page page, ReportStyle style) {
        this.page = page;
        this.style = style;
    }

    void write(Assessment assessment) {
        machine(assessment);
        for (Finding finding : assessment.findings()) {
            finding(finding);
        }
        evidence(assessment.snapshot());
    }

    private void machine(Assessment assessment) {
        Snapshot snapshot = assessment.snapshot();
        Identity identity = assessment.identity();
        page.line(page.ink().bold(Told.machine(assessment)));
        page.line();
        List<String[]> facts = new ArrayList<>();
        fact(facts, Words.PRODUCT, identity.productName() == null ? page.say(Words.NOT_KNOWN) : identity.productName());
        fact(
                facts,
                Words.BUILD,
                identity.build() == null ? null : identity.build().toString());
        fact(
                facts,
                Words.ARCHITECTURE,
                identity.architecture() == null ? null : identity.architecture().id());
        fact(facts, Words.LANGUAGE, languages(identity));
        fact(facts, Words.SUPPORT, page.say(Words.support(assessment.support())));
        if (assessment.exposure() != null) {
            fact(facts, Words.CATALOGUE, page.say(Words.exposure(assessment.exposure())));
        }
        fact(facts, Words.SITE, snapshot.site());
        fact(facts, Words.SEGMENT, snapshot.segment());
        fact(facts, Words.ADDRESSES, String.join(", ", snapshot.addresses()));
        fact(facts, Words.ROLES, String.join(", ", snapshot.roles()));
        fact(
                facts,
                Words.COLLECTED,
                snapshot.collectedAt() == null ? null : page.say(Words.moment(snapshot.collectedAt())));
        fact(facts, Words.AS_OF, page.say(Words.date(style.asOf())));
        if (style.knowledge() != null) {
            fact(facts, Words.KNOWLEDGE, page.say(style.knowledge().words()));
        }
        fact(facts, Words.SUPERSEDED, String.join(", ", snapshot.superseded()));
        int widest = facts.stream().mapToInt(f -> Columns.of(f[0])).max().orElse(0);
        for (String[] fact : facts) {
            page.hanging("  " + page.ink().dim(Columns.pad(fact[0], widest)) + "  ", widest + 4, fact[1]);
        }
        page.line();
    }

    private void fact(List<String[]> facts, Wording label, @Nullable String value) {
        if (value != null && !value.isBlank()) {
            facts.add(new String[] {page.say(label), Visible.text(value)});
        }
    }

    private static @Nullable String languages(Identity identity) {
        String locale = identity.locale();
        String display = identity.display();
        return locale == null || display == null || locale.equals(display)
                ? (locale == null ? display : locale)
                : locale + ", " + display;
    }

    private void evidence(Snapshot snapshot) {
        page.line(page.ink().bold(page.say(READ)));
        page.line();
        for (Evidence seen : snapshot.evidence()) {
            page.hanging("  ", 4, Visible.text(page.say(Seen.of(seen))));
            page.line("    " + page.ink().dim(Visible.name(seen.source().toString())));
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
                                Ink.mark(verdict.kind()) + " "
                                        + page.say(verdict.kind().label())));
        page.hanging("", 0, Visible.text(page.say(finding.advisory().title())));
        page.line();
        heading(REASONS);
        for (Reason reason : verdict.because()) {
            page.hanging("    " + Told.mark(reason) + " ", 6, Visible.text(page.say(reason.detail())));
            if (reason.source() != null) {
                page.line("      " + page.ink().dim(Visible.name(reason.source().toString())));
            }
        }
        page.line();
        if (!verdict.because().isEmpty()) {
            heading(RULE);
            page.hanging(
                    "    ", 4, page.say(Rule.of(verdict.because().getFirst().kind())));
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
            page.step(number++ + ". ", 4, Step.of(action, patched), false);
        }
        if (finding.actions().isEmpty()) {
            page.line("    " + page.say(NOTHING_TO_DO));
        }
        page.line();
    }

    private void heading(Wording wording) {
        page.line("  " + page.ink().bold(page.say(wording)));
    }

    private void missing(Missing missing) {
        page.hanging("    ? ", 6, page.say(missing.label()));
        page.line("      " + page.ink().bold(command(missing)));
    }

    private static String command(Missing missing) {
        return switch (missing) {
            case OPERATING_SYSTEM, SERVICE_PACK -> "systeminfo > %COMPUTERNAME%_systeminfo.txt";
            case HOTFIX_LIST -> "wmic qfe list > %COMPUTERNAME%_qfe.txt";
            case FILE_VERSION, COMPONENTS -> "scripts\\collect.cmd";
        };
    }
}

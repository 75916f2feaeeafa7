package dev.firebreak.app.report.sheet;

import dev.firebreak.app.report.model.MachineTexts;
import dev.firebreak.app.report.model.ReportTexts;
import dev.firebreak.core.assess.Action;
import dev.firebreak.core.assess.Action.Install;
import dev.firebreak.core.assess.Assessment;
import dev.firebreak.core.assess.Finding;
import dev.firebreak.core.assess.ProductIdentity;
import dev.firebreak.core.assess.Verdict;
import dev.firebreak.core.guidance.ActionText;
import dev.firebreak.core.guidance.ReasonText;
import dev.firebreak.core.guidance.SuspicionText;
import dev.firebreak.core.inventory.Snapshot;
import dev.firebreak.core.text.SafeText;
import dev.firebreak.core.text.Text;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One machine and advisory as cells of a spreadsheet. Columns may be added at the end; their order never changes. */
final class ReportRow {

    private static final Text NOTHING = Text.same("");

    static final List<Text> HEADINGS = List.of(
            ReportTexts.MACHINE,
            ReportTexts.VERDICT,
            ReportTexts.ADVISORY,
            Text.same("CVE"),
            ReportTexts.PRODUCT,
            ReportTexts.BUILD,
            ReportTexts.ARCHITECTURE,
            ReportTexts.LANGUAGE,
            ReportTexts.SUPPORT,
            new Text("support ends", "サポート終了日"),
            ReportTexts.WHY,
            new Text("to collect", "要収集"),
            ReportTexts.WHAT_TO_DO,
            Text.same("KB"),
            new Text("channel", "入手経路"),
            ReportTexts.FILE,
            Text.same("SHA-1"),
            ActionText.FROM,
            ActionText.FIRST,
            ReportTexts.SITE,
            ReportTexts.SEGMENT,
            ReportTexts.ADDRESSES,
            ReportTexts.ROLES,
            ReportTexts.COLLECTED,
            ReportTexts.SOURCE,
            SuspicionText.TITLE);

    private ReportRow() {}

    static List<Text> of(Assessment assessment, Finding finding) {
        Snapshot snapshot = assessment.snapshot();
        ProductIdentity identity = assessment.identity();
        Optional<Install> install = install(finding);
        return List.of(
                same(snapshot.machine()),
                finding.verdict().kind().label(),
                same(finding.advisory().id()),
                same(String.join(" ", finding.advisory().cves())),
                same(identity.productName()),
                same(identity.build() == null ? null : identity.build().toString()),
                same(
                        identity.architecture() == null
                                ? null
                                : identity.architecture().id()),
                same(identity.locale()),
                assessment.support().state().label(),
                date(assessment.support().ends()),
                why(finding),
                missing(finding),
                todo(finding),
                same(install.map(i -> i.kb().toString()).orElse(null)),
                install.map(i -> i.channel().label()).orElse(NOTHING),
                same(install.map(i -> i.choice().file()).orElse(null)),
                same(install.map(i -> i.choice().sha1()).orElse(null)),
                same(install.map(i -> i.choice().url() == null
                                ? i.search()
                                : i.choice().url())
                        .orElse(null)),
                install.map(i -> joined(i.prerequisites(), ", ", "、", w -> w)).orElse(NOTHING),
                same(snapshot.site()),
                same(snapshot.segment()),
                same(String.join(" ", snapshot.addresses())),
                same(String.join(" ", snapshot.roles())),
                snapshot.collectedAt() == null ? NOTHING : ReportTexts.moment(snapshot.collectedAt()),
                same(String.join(" ", snapshot.sources())),
                SuspicionText.of(snapshot).map(MachineTexts::visible).orElse(NOTHING));
    }

    /** The update that closes the hole; service packs only lead to it. */
    static Optional<Install> install(Finding finding) {
        return finding.actions().stream()
                .filter(Install.class::isInstance)
                .map(Install.class::cast)
                .reduce((first, last) -> last);
    }

    private static Text why(Finding finding) {
        return joined(finding.verdict().because(), "; ", "。", ReasonText::of);
    }

    private static Text missing(Finding finding) {
        return finding.verdict() instanceof Verdict.Unknown unknown ? ActionText.missing(unknown.missing()) : NOTHING;
    }

    private static Text todo(Finding finding) {
        List<Action> actions = finding.actions();
        boolean patched = actions.stream().anyMatch(Install.class::isInstance);
        return joined(actions, "; ", "。", a -> ActionText.of(a, patched).what());
    }

    private static <T> Text joined(List<T> parts, String en, String ja, Function<T, Text> wording) {
        return MachineTexts.visible(new Text(
                parts.stream().map(p -> wording.apply(p).en()).collect(Collectors.joining(en)),
                parts.stream().map(p -> wording.apply(p).ja()).collect(Collectors.joining(ja))));
    }

    private static Text date(@Nullable LocalDate day) {
        return day == null ? NOTHING : ReportTexts.date(day);
    }

    private static Text same(@Nullable String text) {
        return text == null ? NOTHING : Text.same(SafeText.text(text));
    }
}

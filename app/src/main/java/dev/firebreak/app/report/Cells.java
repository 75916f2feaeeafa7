package dev.firebreak.app.report;

import dev.firebreak.core.advisory.Wording;
import dev.firebreak.core.assess.Action;
import dev.firebreak.core.assess.Action.Install;
import dev.firebreak.core.assess.Assessment;
import dev.firebreak.core.assess.Finding;
import dev.firebreak.core.assess.Identity;
import dev.firebreak.core.assess.Reason;
import dev.firebreak.core.assess.Verdict;
import dev.firebreak.core.guidance.Step;
import dev.firebreak.core.guidance.Visible;
import dev.firebreak.core.inventory.Snapshot;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One machine and advisory as cells of a spreadsheet. Columns may be added at the end; their order never changes. */
final class Cells {

    private static final Wording NOTHING = Wording.same("");

    static final List<Wording> HEADINGS = List.of(
            Words.MACHINE,
            Words.VERDICT,
            Words.ADVISORY,
            Wording.same("CVE"),
            Words.PRODUCT,
            Words.BUILD,
            Words.ARCHITECTURE,
            Words.LANGUAGE,
            Words.SUPPORT,
            new Wording("support ends", "サポート終了日"),
            Words.WHY,
            new Wording("to collect", "要収集"),
            Words.WHAT_TO_DO,
            Wording.same("KB"),
            new Wording("channel", "入手経路"),
            Words.FILE,
            Wording.same("SHA-1"),
            Step.FROM,
            Step.FIRST,
            Words.SITE,
            Words.SEGMENT,
            Words.ADDRESSES,
            Words.ROLES,
            Words.COLLECTED,
            Words.SOURCE);

    private Cells() {}

    static List<Wording> of(Assessment assessment, Finding finding) {
        Snapshot snapshot = assessment.snapshot();
        Identity identity = assessment.identity();
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
                snapshot.collectedAt() == null ? NOTHING : Words.moment(snapshot.collectedAt()),
                same(String.join(" ", snapshot.sources())));
    }

    /** The update that closes the hole; service packs only lead to it. */
    static Optional<Install> install(Finding finding) {
        return finding.actions().stream()
                .filter(Install.class::isInstance)
                .map(Install.class::cast)
                .reduce((first, last) -> last);
    }

    private static Wording why(Finding finding) {
        return joined(finding.verdict().because(), "; ", "。", Reason::detail);
    }

    private static Wording missing(Finding finding) {
        return finding.verdict() instanceof Verdict.Unknown unknown ? Step.missing(unknown.missing()) : NOTHING;
    }

    private static Wording todo(Finding finding) {
        List<Action> actions = finding.actions();
        boolean patched = actions.stream().anyMatch(Install.class::isInstance);
        return joined(actions, "; ", "。", a -> Step.of(a, patched).what());
    }

    private static <T> Wording joined(List<T> parts, String en, String ja, Function<T, Wording> wording) {
        return Told.visible(new Wording(
                parts.stream().map(p -> wording.apply(p).en()).collect(Collectors.joining(en)),
                parts.stream().map(p -> wording.apply(p).ja()).collect(Collectors.joining(ja))));
    }

    private static Wording date(@Nullable LocalDate day) {
        return day == null ? NOTHING : Words.date(day);
    }

    private static Wording same(@Nullable String text) {
        return text == null ? NOTHING : Wording.same(Visible.text(text));
    }
}

package dev.firebreak.app.collect.merge;

import dev.firebreak.app.collect.evidence.EvidencePart;
import dev.firebreak.core.inventory.Evidence;
import dev.firebreak.core.inventory.Evidence.ComponentObserved;
import dev.firebreak.core.inventory.Evidence.FileObserved;
import dev.firebreak.core.inventory.Evidence.HotfixesListed;
import dev.firebreak.core.inventory.Evidence.IndicatorObserved;
import dev.firebreak.core.inventory.Evidence.LanguageObserved;
import dev.firebreak.core.inventory.Evidence.LookupFailed;
import dev.firebreak.core.inventory.Evidence.OsObserved;
import dev.firebreak.core.inventory.Evidence.ProbeAnswered;
import dev.firebreak.core.inventory.Evidence.SettingObserved;
import dev.firebreak.core.inventory.Source;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whether two pieces say the same, or at least nothing that the other denies. */
final class EvidenceAgreement {

    private static final Source NOWHERE = Source.of("");

    private EvidenceAgreement() {}

    /** What a piece says, without where it was read: equal for copies of one file. */
    static List<@Nullable Object> said(EvidencePart piece) {
        return java.util.Arrays.asList(
                piece.identity(),
                piece.collectedAt(),
                piece.bootedAt(),
                piece.site(),
                piece.segment(),
                piece.addresses(),
                piece.evidence().stream().map(EvidenceAgreement::bare).toList());
    }

    private static Evidence bare(Evidence evidence) {
        return switch (evidence) {
            case OsObserved os ->
                new OsObserved(os.caption(), os.build(), os.servicePack(), os.architecture(), os.platform(), NOWHERE);
            case LanguageObserved language -> new LanguageObserved(language.locale(), language.display(), NOWHERE);
            case HotfixesListed list -> new HotfixesListed(list.ids(), list.complete(), list.whyIncomplete(), NOWHERE);
            case FileObserved file -> new FileObserved(file.path(), file.version(), NOWHERE);
            case ComponentObserved part ->
                new ComponentObserved(part.component(), part.version(), part.installed(), NOWHERE);
            case SettingObserved seen -> new SettingObserved(seen.setting(), seen.value(), NOWHERE);
            case IndicatorObserved seen -> new IndicatorObserved(seen.trace(), seen.place(), seen.count(), NOWHERE);
            case ProbeAnswered probe -> new ProbeAnswered(probe.advisories(), probe.vulnerable(), NOWHERE);
            case Evidence.Contested contest -> new Evidence.Contested(contest.alternative(), contest.why(), NOWHERE);
            case LookupFailed look -> new LookupFailed(look.look(), look.reason(), NOWHERE);
        };
    }

    /**
     * Whether both can be of one machine in one state: the same place and system, no file in two versions, no update that
     * a whole list of the other lacks. Joined, such two prove no more than the fuller of them does alone.
     */
    static boolean between(EvidencePart one, EvidencePart other) {
        return compatible(one.site(), other.site())
                && compatible(one.segment(), other.segment())
                && one.evidence().stream()
                        .allMatch(a -> other.evidence().stream().allMatch(b -> agree(a, b)));
    }

    /** Whether both name one system: lists of updates of different ones say nothing about each other. */
    static boolean sameSystem(List<EvidencePart> one, List<EvidencePart> other) {
        return systems(one).allMatch(a -> systems(other).allMatch(b -> agree(a, b)));
    }

    private static Stream<OsObserved> systems(List<EvidencePart> pieces) {
        return pieces.stream()
                .flatMap(piece -> piece.evidence().stream())
                .filter(OsObserved.class::isInstance)
                .map(OsObserved.class::cast);
    }

    private static boolean agree(Evidence a, Evidence b) {
        return switch (a) {
            case OsObserved one -> !(b instanceof OsObserved other) || agree(one, other);
            case HotfixesListed one ->
                !(b instanceof HotfixesListed other) || (covers(one, other) && covers(other, one));
            case FileObserved one ->
                !(b instanceof FileObserved other)
                        || !path(one).equals(path(other))
                        || one.version().equals(other.version());
            case SettingObserved one ->
                !(b instanceof SettingObserved other)
                        || one.setting() != other.setting()
                        || one.value().equals(other.value())
                        || one.isUnknown()
                        || other.isUnknown();
            case IndicatorObserved one -> true;
            case ComponentObserved one ->
                !(b instanceof ComponentObserved other)
                        || !one.component().equals(other.component())
                        || (one.installed() == other.installed() && Objects.equals(one.version(), other.version()));
            case LanguageObserved one -> true;
            case ProbeAnswered one -> true;
            case LookupFailed one -> true;
            case Evidence.Contested one -> true;
        };
    }

    private static boolean agree(OsObserved one, OsObserved other) {
        return one.build().sameBranch(other.build())
                && (!one.build().hasRevision()
                        || !other.build().hasRevision()
                        || one.build().equals(other.build()))
                && compatible(one.servicePack(), other.servicePack())
                && compatible(one.architecture(), other.architecture());
    }

    private static boolean covers(HotfixesListed whole, HotfixesListed other) {
        return !whole.complete() || other.ids().without(whole.ids()).isEmpty();
    }

    private static String path(FileObserved file) {
        return file.path().replace('/', '\\').toLowerCase(Locale.ROOT);
    }

    private static boolean compatible(@Nullable Object one, @Nullable Object other) {
        return one == null || other == null || Objects.equals(one, other);
    }
}

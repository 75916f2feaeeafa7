package dev.firebreak.app.collect;

import dev.firebreak.core.inventory.Evidence;
import dev.firebreak.core.inventory.Evidence.ComponentObserved;
import dev.firebreak.core.inventory.Evidence.FileSeen;
import dev.firebreak.core.inventory.Evidence.HotfixesListed;
import dev.firebreak.core.inventory.Evidence.LanguageSeen;
import dev.firebreak.core.inventory.Evidence.LookFailed;
import dev.firebreak.core.inventory.Evidence.OsSeen;
import dev.firebreak.core.inventory.Evidence.ProbeAnswered;
import dev.firebreak.core.inventory.Evidence.Smb1Seen;
import dev.firebreak.core.inventory.Smb1;
import dev.firebreak.core.inventory.Source;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Whether two pieces say the same, or at least nothing that the other denies. */
final class Agreement {

    private static final Source NOWHERE = Source.of("");

    private Agreement() {}

    /** What a piece says, without where it was read: equal for copies of one file. */
    static List<@Nullable Object> said(Piece piece) {
        return java.util.Arrays.asList(
                piece.identity(),
                piece.collectedAt(),
                piece.bootedAt(),
                piece.site(),
                piece.segment(),
                piece.addresses(),
                piece.evidence().stream().map(Agreement::bare).toList());
    }

    private static Evidence bare(Evidence evidence) {
        return switch (evidence) {
            case OsSeen os ->
                new OsSeen(os.caption(), os.build(), os.servicePack(), os.architecture(), os.platform(), NOWHERE);
            case LanguageSeen language -> new LanguageSeen(language.locale(), language.display(), NOWHERE);
            case HotfixesListed list -> new HotfixesListed(list.ids(), list.complete(), list.whyIncomplete(), NOWHERE);
            case FileSeen file -> new FileSeen(file.path(), file.version(), NOWHERE);
            case ComponentObserved part ->
                new ComponentObserved(part.component(), part.version(), part.installed(), NOWHERE);
            case Smb1Seen smb1 -> new Smb1Seen(smb1.state(), NOWHERE);
            case ProbeAnswered probe -> new ProbeAnswered(probe.advisories(), probe.vulnerable(), NOWHERE);
            case LookFailed look -> new LookFailed(look.look(), look.reason(), NOWHERE);
        };
    }

    /**
     * Whether both can be of one machine in one state: the same place and system, no file in two versions, no update that
     * a whole list of the other lacks. Joined, such two prove no more than the fuller of them does alone.
     */
    static boolean between(Piece one, Piece other) {
        return compatible(one.site(), other.site())
                && compatible(one.segment(), other.segment())
                && one.evidence().stream()
                        .allMatch(a -> other.evidence().stream().allMatch(b -> agree(a, b)));
    }

    private static boolean agree(Evidence a, Evidence b) {
        return switch (a) {
            case OsSeen one -> !(b instanceof OsSeen other) || agree(one, other);
            case HotfixesListed one ->
                !(b instanceof HotfixesListed other) || (covers(one, other) && covers(other, one));
            case FileSeen one ->
                !(b instanceof FileSeen other)
                        || !path(one).equals(path(other))
                        || one.version().equals(other.version());
            case Smb1Seen one ->
                !(b instanceof Smb1Seen other)
                        || one.state() == other.state()
                        || one.state() == Smb1.UNKNOWN
                        || other.state() == Smb1.UNKNOWN;
            case ComponentObserved one ->
                !(b instanceof ComponentObserved other)
                        || !one.component().equals(other.component())
                        || one.installed() == other.installed() && Objects.equals(one.version(), other.version());
            case LanguageSeen one -> true;
            case ProbeAnswered one -> true;
            case LookFailed one -> true;
        };
    }

    private static boolean agree(OsSeen one, OsSeen other) {
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

    private static String path(FileSeen file) {
        return file.path().replace('/', '\\').toLowerCase(Locale.ROOT);
    }

    private static boolean compatible(@Nullable Object one, @Nullable Object other) {
        return one == null || other == null || Objects.equals(one, other);
    }
}

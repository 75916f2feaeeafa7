package dev.firebreak.core.catalogue;

import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.text.Text;
import java.util.List;

/** Something the feeds said of supersedence that we did not take as it was, or that we added, and why. */
public record SupersedenceRepair(Kind kind, List<Kb> kbs, Text why) {

    public SupersedenceRepair {
        kbs = List.copyOf(kbs);
    }

    /** What was done. */
    public enum Kind {
        LINE_CONTINUES("lineContinues"),
        ROLLUP_HAS_SECURITY_ONLY("rollupHasSecurityOnly"),
        SECURITY_ONLY_APART("securityOnlyApart"),
        OLDER_OVER_NEWER("olderOverNewer"),
        DATED_BY_SUCCESSOR("datedBySuccessor"),
        CUMULATIVE_BY_TITLE("cumulativeByTitle"),
        WHOLE_PROGRAM("wholeProgram"),
        BESIDE_ROLLUP("besideRollup"),
        CYCLE("cycle"),
        CLAIM_DENIED("claimDenied"),
        IN_CUMULATIVE("inCumulative"),
        OTHER_PRODUCTS_UPDATE("otherProductsUpdate");

        private final String id;

        Kind(String id) {
            this.id = id;
        }

        /** Name in our own formats. */
        public String id() {
            return id;
        }

        /** Whether something that a feed says was not taken, rather than something added. */
        boolean refuses() {
            return switch (this) {
                case SECURITY_ONLY_APART, OLDER_OVER_NEWER, CYCLE, CLAIM_DENIED, OTHER_PRODUCTS_UPDATE -> true;
                case LINE_CONTINUES,
                        ROLLUP_HAS_SECURITY_ONLY,
                        DATED_BY_SUCCESSOR,
                        CUMULATIVE_BY_TITLE,
                        WHOLE_PROGRAM,
                        BESIDE_ROLLUP,
                        IN_CUMULATIVE -> false;
            };
        }
    }

    /** The repair of that kind on these updates, as it was before it was stored. */
    public static SupersedenceRepair again(Kind kind, List<Kb> kbs) {
        Kb first = kbs.getFirst();
        Kb last = kbs.getLast();
        return switch (kind) {
            case LINE_CONTINUES -> lineContinues(first, last);
            case ROLLUP_HAS_SECURITY_ONLY -> rollupHas(first, last);
            case SECURITY_ONLY_APART -> apart(first, last);
            case OLDER_OVER_NEWER -> olderOverNewer(first, last);
            case DATED_BY_SUCCESSOR -> datedBySuccessor(first, last);
            case CUMULATIVE_BY_TITLE -> cumulativeByTitle(first, last);
            case WHOLE_PROGRAM -> wholeProgram(first, last);
            case BESIDE_ROLLUP -> besideRollup(first, last);
            case IN_CUMULATIVE -> inCumulative(first, last);
            case OTHER_PRODUCTS_UPDATE -> otherProductsUpdate(first, last);
            case CYCLE -> cycle(kbs);
            case CLAIM_DENIED -> claimDenied(first);
        };
    }

    static SupersedenceRepair lineContinues(Kb older, Kb newer) {
        return new SupersedenceRepair(
                Kind.LINE_CONTINUES,
                List.of(older, newer),
                Text.format(
                        "no feed says so, but %s follows %s in its series, where each update contains all earlier ones",
                        "フィードに記載はないが、%s は同じ系列で %s に続く更新（系列の更新はそれ以前の内容をすべて含む）", newer, older));
    }

    static SupersedenceRepair wholeProgram(Kb older, Kb newer) {
        return new SupersedenceRepair(
                Kind.WHOLE_PROGRAM,
                List.of(older, newer),
                Text.format(
                        "each update of this program replaces it completely, so %s contains the fixes of %s",
                        "このプログラムの更新は毎回全体を置き換えるため、%s は %s の内容を含む", newer, older));
    }

    static SupersedenceRepair rollupHas(Kb securityOnly, Kb rollup) {
        return new SupersedenceRepair(
                Kind.ROLLUP_HAS_SECURITY_ONLY,
                List.of(securityOnly, rollup),
                Text.format(
                        "the rollup %s has what the security-only update %s of its month brings",
                        "ロールアップ %s は、同月のセキュリティのみの更新 %s の内容を含む", rollup, securityOnly));
    }

    static SupersedenceRepair apart(Kb older, Kb securityOnly) {
        return new SupersedenceRepair(
                Kind.SECURITY_ONLY_APART,
                List.of(older, securityOnly),
                Text.format(
                        "a feed says that %s contains %s, but a security-only update contains the fixes of its own month only",
                        "%s が %s を含むとフィードにありますが、セキュリティのみの更新はその月の分しか含みません", securityOnly, older));
    }

    static SupersedenceRepair olderOverNewer(Kb superseded, Kb by) {
        return new SupersedenceRepair(
                Kind.OLDER_OVER_NEWER,
                List.of(superseded, by),
                Text.format(
                        "a feed says that %s contains %s, but it is not newer",
                        "%1$s が %2$s を含むとフィードにありますが、%1$s の方が新しいわけではありません", by, superseded));
    }

    static SupersedenceRepair datedBySuccessor(Kb kb, Kb successor) {
        return new SupersedenceRepair(
                Kind.DATED_BY_SUCCESSOR,
                List.of(kb, successor),
                Text.format(
                        "the feed's date of %s is that of a later revision: %s, which contains it, came out before",
                        "%s のフィード上の日付は後の改訂日（これを含む %s の方が先に公開されている）", kb, successor));
    }

    static SupersedenceRepair cumulativeByTitle(Kb older, Kb newer) {
        return new SupersedenceRepair(
                Kind.CUMULATIVE_BY_TITLE,
                List.of(older, newer),
                Text.format(
                        "%s is a cumulative update of the browser by its title, so it has what %s brings",
                        "%s は表題からブラウザーの累積的な更新であり、%s の内容を含む", newer, older));
    }

    static SupersedenceRepair besideRollup(Kb kb, Kb rollup) {
        return new SupersedenceRepair(
                Kind.BESIDE_ROLLUP,
                List.of(kb, rollup),
                Text.format(
                        "for every vulnerability that %2$s fixes, a feed lists a rollup as well, %1$s the latest of them",
                        "%2$s が修正する脆弱性すべてに、フィードはロールアップ（最後は %1$s）を併記しています", rollup, kb));
    }

    static SupersedenceRepair inCumulative(Kb kb, Kb cumulative) {
        return new SupersedenceRepair(
                Kind.IN_CUMULATIVE,
                List.of(kb, cumulative),
                Text.format(
                        "%2$s is for the whole system and in no series (a hotpatch is); cumulative, %1$s of that day or the"
                                + " next after it has all that %2$s brings",
                        "%2$s は OS 全体の更新だが系列外（ホットパッチなど）。同日またはその直後の累積更新 %1$s がその内容をすべて含む", cumulative, kb));
    }

    static SupersedenceRepair otherProductsUpdate(Kb foreign, Kb own) {
        return new SupersedenceRepair(
                Kind.OTHER_PRODUCTS_UPDATE,
                List.of(foreign, own),
                foreign.equals(own)
                        ? Text.format(
                                "a feed names %s, which is an update of another Windows; it does not count here",
                                "フィードは %s を挙げていますが、別の Windows 用の更新なので、ここでは数えません", foreign)
                        : Text.format(
                                "a feed names only %s, which is an update of another Windows; cumulative, %s of that day"
                                        + " or the next after it counts instead",
                                "フィードは %s だけを挙げていますが、別の Windows 用の更新なので、同日またはその直後の累積更新 %s で判断します", foreign, own));
    }

    static SupersedenceRepair cycle(List<Kb> kbs) {
        String names = String.join(", ", kbs.stream().map(Kb::toString).toList());
        return new SupersedenceRepair(
                Kind.CYCLE,
                kbs,
                Text.format(
                        "feeds say that each of these contains the next, in a circle; only newer over older counts: %s",
                        "フィード上で置き換えが循環しているため、新しいものが古いものを含む関係だけを採用: %s", names));
    }

    static SupersedenceRepair claimDenied(Kb kb) {
        return new SupersedenceRepair(
                Kind.CLAIM_DENIED,
                List.of(kb),
                Text.format(
                        "a feed says that %1$s fixes vulnerabilities that its vendor says it does not fix; this is ignored",
                        "%1$s では修正されないとベンダーが述べている脆弱性まで修正するとフィードにあるため、その分は数えません", kb));
    }
}

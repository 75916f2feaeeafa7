package dev.firebreak.core.assess;

import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.advisory.UpdateKind;
import dev.firebreak.core.advisory.Wording;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The sentences about a machine's stand against the whole catalogue, in both languages. */
final class CatalogueWords {

    private static final int MOST_NAMED = 6;

    private CatalogueWords() {}

    static Wording update(UpdateKind kind, Optional<LocalDate> published) {
        return published
                .map(day -> Wording.format("%s of %s", "%s（%s 公開）", kind.label(), Wording.date(day)))
                .orElse(kind.label());
    }

    static Wording absent(Kb kb, int cves, long exploited) {
        return Wording.format(
                "%s is not installed, nor is any update that contains it: %d CVEs open%s",
                "%s もそれを含む更新も未適用: 未修正の CVE %d 件%s", kb, cves, exploited(exploited));
    }

    static Wording revisionOld(Kb kb, int cves, long exploited) {
        return Wording.format(
                "the revision of the system is older than %s: %d CVEs open%s",
                "OS のリビジョンが %s より古い: 未修正の CVE %d 件%s", kb, cves, exploited(exploited));
    }

    private static Wording exploited(long count) {
        return count == 0
                ? new Wording("", "")
                : Wording.format(", %d known to be exploited", "（うち悪用確認済み %d 件）", count);
    }

    static Wording unknownTitle() {
        return new Wording("CVEs of which nobody can tell", "判定できない CVE");
    }

    static Wording partsTitle() {
        return new Wording("Parts of Windows that may be installed", "導入されている可能性がある Windows の構成要素");
    }

    static Wording partsUnknown(List<String> parts, int cves) {
        String named = parts.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
        String all = parts.size() > MOST_NAMED ? named + " … (" + parts.size() + ")" : named;
        return Wording.format(
                "not known whether these are installed: %s (%d CVEs). scripts/collect tells",
                "導入の有無が不明です: %s（CVE %d 件）。scripts/collect で確認できます", all, cves);
    }

    static Wording unconfirmedTitle() {
        return new Wording("Old updates that no feed links to a rollup", "ロールアップへの包含が確認できない古い更新");
    }

    static Wording unconfirmed(List<Kb> updates, @Nullable Kb newest, int cves) {
        String named = updates.stream().limit(MOST_NAMED).map(Kb::toString).collect(Collectors.joining(", "));
        String all = updates.size() > MOST_NAMED ? named + " … (" + updates.size() + ")" : named;
        if (newest == null) {
            return Wording.format(
                    "newer updates of the same programs are installed or needed, but no feed says whether they contain"
                            + " these: %s (%d CVEs). Windows Update offers those that are still needed",
                    "同じプログラムの新しい更新があるが、これらを含むという記載がどのフィードにもない: %s（CVE %d 件）。" + "必要なものは Windows Update が提示する",
                    all,
                    cves);
        }
        return Wording.format(
                "%s is installed and later than these, but no feed says whether it contains them: %s (%d CVEs)."
                        + " Windows Update offers those that are still needed",
                "これらより新しい %s が適用済みだが、包含の記載がどのフィードにもない: %s（CVE %d 件）。" + "必要なものは Windows Update が提示する",
                newest,
                all,
                cves);
    }

    static Wording withoutUpdateTitle() {
        return new Wording("CVEs without an update to be had", "更新プログラムが入手できない CVE");
    }

    static Wording withoutUpdate(int cves) {
        return Wording.format(
                "%d CVEs are open, and no update against them was to be had on that day",
                "未修正の CVE %d 件に対し、その日に入手できる更新プログラムがない", cves);
    }

    static Wording isolate() {
        return new Wording(
                "no update closes them: keep the machine away from networks it does not need",
                "修正する更新プログラムがないため、不要なネットワークから切り離す");
    }

    static Wording doubtTitle(Reason.Kind kind) {
        return switch (kind) {
            case SUPPORT_ENDED -> new Wording("Security updates for the product", "製品の更新プログラムの提供状況");
            case KNOWLEDGE_OUTDATED -> new Wording("How far knowledge reaches", "脆弱性情報の対象期間");
            default -> new Wording("Updates without a known date", "公開日が不明な更新プログラム");
        };
    }

    static Wording supportEnded(@Nullable LocalDate ended) {
        return ended == null
                ? new Wording(
                        "support has ended: vulnerabilities found since then get no updates, so the machine is not called fixed",
                        "サポートが終了しています。その後に見つかった脆弱性には更新プログラムがないため、適用済みとは判定しません")
                : Wording.format(
                        "support ended on %s: vulnerabilities found since then get no updates, so the machine is not called fixed",
                        "サポートは %s に終了しています。その後に見つかった脆弱性には更新プログラムがないため、適用済みとは判定しません", Wording.date(ended));
    }

    static Wording paidSupport(@Nullable LocalDate ended) {
        return ended == null
                ? new Wording(
                        "only extended security updates (ESU) are published for it, and none of them is installed",
                        "有償の拡張セキュリティ更新（ESU）だけが提供されていますが、適用を確認できません")
                : Wording.format(
                        "free support ended on %s, and no installed update shows that the machine gets extended security updates (ESU)",
                        "無償サポートは %s に終了しています。拡張セキュリティ更新（ESU）の対象であることを示す更新プログラムが適用されていません", Wording.date(ended));
    }

    static Wording supportUnknown() {
        return new Wording(
                "whether it still gets security updates is not known: it depends on the edition, or its dates are not known",
                "更新プログラムの提供が続いているかどうかを確認できません（エディションによって異なるか、期限が不明です）");
    }

    static Wording outdated(@Nullable LocalDate until, LocalDate missing) {
        return until == null
                ? Wording.format(
                        "what was imported names no update of the Patch Tuesday of %s: import newer knowledge",
                        "取り込んだ脆弱性情報に %s の月例更新が含まれていません。新しい情報を取り込んでください", Wording.date(missing))
                : Wording.format(
                        "knowledge until %s lacks the Patch Tuesday of %s: import newer knowledge",
                        "脆弱性情報（%s まで）に %s の月例更新が含まれていません。新しい情報を取り込んでください", Wording.date(until), Wording.date(missing));
    }

    static Wording outdatedFor(String product, LocalDate missing) {
        return Wording.format(
                "what was imported names no update of %2$s or later for %1$s",
                "取り込んだ脆弱性情報に、%s の %s 以降の更新プログラムが含まれていません", product, Wording.date(missing));
    }

    static Wording undated(String updates, LocalDate asOf) {
        return Wording.format(
                "not installed, and whether it was out on %2$s is not known: %1$s (out of band, without a date)",
                "定例外の更新プログラム %s は未適用です。公開日の記録がなく、%s に公開済みだったかどうかを確認できません", updates, Wording.date(asOf));
    }

    static Wording closedTitle() {
        return new Wording("All CVEs of Windows in the catalogue", "カタログにある Windows の全 CVE");
    }

    static Wording closed(int cves, @Nullable Kb newest) {
        Wording closed = newest == null
                ? Wording.format("%d CVEs are closed by installed updates", "CVE %d 件は適用済みの更新プログラムで修正済み", cves)
                : Wording.format(
                        "%d CVEs are closed by installed updates, the newest of them %s",
                        "CVE %d 件は適用済みの更新プログラムで修正済み（最新は %s）", cves, newest);
        return Wording.format("%s. %s", "%s。%s", closed, Coverage.sentence());
    }

    static Wording nothingSaid() {
        return new Wording("no feed named a hole in it by that day", "その日までに該当する脆弱性の記載がどのフィードにもない");
    }

    static Wording noShelf(@Nullable String product) {
        return Wording.format(
                "no imported feed speaks of %s on its architecture",
                "取り込んだフィードに、%s（当該アーキテクチャ）の記載がない", product == null ? "?" : product);
    }

    static Wording ambiguous(@Nullable String products) {
        return Wording.format("it could be any of these: %s", "該当しうる製品が複数: %s", products == null ? "?" : products);
    }
}

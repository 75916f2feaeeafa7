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

package dev.firebreak.core.guidance;

import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.assess.CatalogueDetail;
import dev.firebreak.core.assess.CatalogueDetail.*;
import dev.firebreak.core.text.Text;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The sentences about a machine's state against the whole catalogue, in both languages. */
final class CatalogueReasonText {

    private static final int MAX_NAMED = 6;

    private CatalogueReasonText() {}

    static Text of(CatalogueDetail detail) {
        return switch (detail) {
            case UpdateAbsent(var kb, var cves, var exploited) -> absent(kb, cves, exploited);
            case RevisionBefore(var kb, var cves, var exploited) -> revisionOld(kb, cves, exploited);
            case PartsUnknown(var parts, var cves) -> partsUnknown(parts, cves);
            case Unconfirmed(var updates, var newest, var cves) -> unconfirmed(updates, newest, cves);
            case WithoutUpdate(var cves) -> withoutUpdate(cves);
            case NoUpdateForCves() -> isolate();
            case SupportEnded(var ended) -> supportEnded(ended);
            case PaidSupportUnproven(var ended) -> paidSupport(ended);
            case SupportUnknown() -> supportUnknown();
            case KnowledgeOutdated(var until, var missing) -> outdated(until, missing);
            case KnowledgeOutdatedFor(var product, var missing) -> outdatedFor(product, missing);
            case UpdateUndated(var updates, var asOf) ->
                undated(updates.stream().map(Kb::toString).collect(Collectors.joining(", ")), asOf);
            case AllFixed(var cves, var newest) -> allFixed(cves, newest);
            case NothingListed() -> nothingSaid();
            case ProductNotListed(var product) -> notListed(product);
            case ProductAmbiguous(var products) -> ambiguous(products);
        };
    }

    private static Text absent(Kb kb, int cves, long exploited) {
        return Text.format(
                "%s is not installed, nor is any update that contains it: %d CVEs open%s",
                "%s もそれを含む更新も未適用: 未修正の CVE %d 件%s", kb, cves, exploited(exploited));
    }

    private static Text revisionOld(Kb kb, int cves, long exploited) {
        return Text.format(
                "the revision of the system is older than %s: %d CVEs open%s",
                "OS のリビジョンが %s より古い: 未修正の CVE %d 件%s", kb, cves, exploited(exploited));
    }

    private static Text exploited(long count) {
        return count == 0 ? new Text("", "") : Text.format(", %d known to be exploited", "（うち悪用確認済み %d 件）", count);
    }

    private static Text partsUnknown(List<String> parts, int cves) {
        String named = parts.stream().limit(MAX_NAMED).collect(Collectors.joining(", "));
        String all = parts.size() > MAX_NAMED ? named + " … (" + parts.size() + ")" : named;
        return Text.format(
                "not known whether these are installed: %s (%d CVEs). scripts/collect finds out",
                "導入の有無が不明です: %s（CVE %d 件）。scripts/collect で確認できます", all, cves);
    }

    private static Text unconfirmed(List<Kb> updates, @Nullable Kb newest, int cves) {
        String named = updates.stream().limit(MAX_NAMED).map(Kb::toString).collect(Collectors.joining(", "));
        String all = updates.size() > MAX_NAMED ? named + " … (" + updates.size() + ")" : named;
        if (newest == null) {
            return Text.format(
                    "newer updates of the same programs are installed or needed, but no feed states whether they contain these: %s (%d CVEs). Windows Update offers those that are still needed",
                    "同じプログラムの新しい更新がありますが、これらを含むという記載がどのフィードにもありません: %s（CVE %d 件）。" + "必要なものは Windows Update が提示します",
                    all,
                    cves);
        }
        return Text.format(
                "%s is installed and later than these, but no feed states whether it contains them: %s (%d CVEs)."
                        + " Windows Update offers those that are still needed",
                "これらより新しい %s が適用済みですが、包含の記載がどのフィードにもありません: %s（CVE %d 件）。" + "必要なものは Windows Update が提示します",
                newest,
                all,
                cves);
    }

    private static Text withoutUpdate(int cves) {
        return Text.format(
                "%d CVEs are not fixed, and no update for them was available on that day",
                "未修正の CVE %d 件に対し、その日に入手できる更新プログラムがありません", cves);
    }

    private static Text isolate() {
        return new Text(
                "no update fixes them: disconnect the machine from networks it does not need",
                "修正する更新プログラムがないため、不要なネットワークから切り離す");
    }

    private static Text supportEnded(@Nullable LocalDate ended) {
        return ended == null
                ? new Text(
                        "support has ended: vulnerabilities found since then get no updates, so the machine is not called fixed",
                        "サポートが終了しています。その後に見つかった脆弱性には更新プログラムがないため、適用済みとは判定しません")
                : Text.format(
                        "support ended on %s: vulnerabilities found since then get no updates, so the machine is not called fixed",
                        "サポートは %s に終了しています。その後に見つかった脆弱性には更新プログラムがないため、適用済みとは判定しません", Text.date(ended));
    }

    private static Text paidSupport(@Nullable LocalDate ended) {
        return ended == null
                ? new Text(
                        "only extended security updates (ESU) are published for it, and none of them is installed",
                        "有償の拡張セキュリティ更新（ESU）だけが提供されていますが、適用を確認できません")
                : Text.format(
                        "free support ended on %s, and no installed update shows that the machine gets extended security updates (ESU)",
                        "無償サポートは %s に終了しています。拡張セキュリティ更新（ESU）の対象であることを示す更新プログラムが適用されていません", Text.date(ended));
    }

    private static Text supportUnknown() {
        return new Text(
                "whether it still gets security updates is not known: it depends on the edition, or its dates are not known",
                "更新プログラムの提供が続いているかどうかを確認できません（エディションによって異なるか、期限が不明です）");
    }

    private static Text outdated(@Nullable LocalDate until, LocalDate missing) {
        return until == null
                ? Text.format(
                        "the imported feeds have no update of the Patch Tuesday of %s: import newer ones",
                        "取り込んだ脆弱性情報に %s の月例更新が含まれていません。新しい情報を取り込んでください", Text.date(missing))
                : Text.format(
                        "knowledge until %s lacks the Patch Tuesday of %s: import newer knowledge",
                        "脆弱性情報（%s まで）に %s の月例更新が含まれていません。新しい情報を取り込んでください", Text.date(until), Text.date(missing));
    }

    private static Text outdatedFor(String product, LocalDate missing) {
        return Text.format(
                "the imported feeds have no update of %2$s or later for %1$s",
                "取り込んだ脆弱性情報に、%s の %s 以降の更新プログラムが含まれていません", product, Text.date(missing));
    }

    private static Text undated(String updates, LocalDate asOf) {
        return Text.format(
                "not installed, and whether it was out on %2$s is not known: %1$s (out of band, without a date)",
                "定例外の更新プログラム %s は未適用です。公開日の記録がなく、%s に公開済みだったかどうかを確認できません", updates, Text.date(asOf));
    }

    private static Text allFixed(int cves, @Nullable Kb newest) {
        Text allFixed = newest == null
                ? Text.format("%d CVEs are fixed by installed updates", "CVE %d 件は適用済みの更新プログラムで修正済み", cves)
                : Text.format(
                        "%d CVEs are fixed by installed updates, the newest of them %s",
                        "CVE %d 件は適用済みの更新プログラムで修正済み（最新は %s）", cves, newest);
        return Text.format("%s. %s", "%s。%s", allFixed, CoverageText.sentence());
    }

    private static Text nothingSaid() {
        return new Text("no feed listed a vulnerability in it by that day", "その日までに該当する脆弱性の記載がどのフィードにもありません");
    }

    private static Text notListed(@Nullable String product) {
        return Text.format(
                "no imported feed lists %s on its architecture",
                "取り込んだフィードに、%s（当該アーキテクチャ）の記載がありません", product == null ? "?" : product);
    }

    private static Text ambiguous(@Nullable String products) {
        return Text.format("it could be any of these: %s", "該当しうる製品が複数: %s", products == null ? "?" : products);
    }
}

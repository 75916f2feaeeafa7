package dev.firebreak.core.guidance;

import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.advisory.KbSet;
import dev.firebreak.core.assess.CatalogueDetail;
import dev.firebreak.core.assess.Reason;
import dev.firebreak.core.assess.ReasonDetail;
import dev.firebreak.core.assess.ReasonDetail.*;
import dev.firebreak.core.text.Text;
import java.util.List;
import java.util.stream.Collectors;

/** The sentences behind a verdict, in both languages. */
public final class ReasonText {

    /** How many updates a sentence names before it only counts them. */
    private static final int MAX_NAMED = 4;

    private ReasonText() {}

    /** A reason as a sentence. */
    public static Text of(Reason reason) {
        return of(reason.detail());
    }

    /** The sentence for these arguments. */
    public static Text of(ReasonDetail detail) {
        return switch (detail) {
            case Quoted(var words) -> words;
            case CatalogueDetail ofCatalogue -> CatalogueReasonText.of(ofCatalogue);
            case OfAdvisory ofAdvisory -> of(ofAdvisory);
        };
    }

    private static Text of(OfAdvisory detail) {
        return switch (detail) {
            case FileFixed(var file, var seen, var least) ->
                Text.format("%s is %s; the fix is in %s and later", "%s のバージョンは %s（%s 以降は修正済み）", file, seen, least);
            case FileOld(var file, var seen, var least) ->
                Text.format("%s is %s, older than the fix (%s)", "%s のバージョンは %s で、修正版（%s）より古い", file, seen, least);
            case FileOfOtherBranch(var file, var seen, var least) ->
                Text.format(
                        "%s is %s, which cannot be compared with %s", "%s のバージョン %s は、%s と比較できない系列", file, seen, least);
            case RevisionFixed(var seen, var least) ->
                Text.format("the system is at %s; the fix is in %s and later", "OS ビルドは %s（%s 以降は修正済み）", seen, least);
            case RevisionOld(var seen, var least) ->
                Text.format("the system is at %s, older than the fix (%s)", "OS ビルドは %s で、修正版（%s）より古い", seen, least);
            case RevisionOfHotpatch(var seen, var least) ->
                Text.format(
                        "the system is at %s, which no cumulative update before the fix (%s) has: a hotpatch runs, and only the list of updates shows which",
                        "OS ビルド %s は、修正版（%s）より前のどの累積更新とも一致しません。ホットパッチが適用されているため、更新プログラムの一覧で確認が必要です", seen, least);
            case KnownSince(var since) ->
                Text.format(
                        "that it concerns this product became known on %s", "この製品への影響が公表されたのは %s です", Text.date(since));
            case NotPublished(var advisory, var published) ->
                Text.format(
                        "%s was published on %s, after the day asked for",
                        "%s の公開日は %s で、指定日より後", advisory, Text.date(published));
            case HotfixPresent(var kb, var isRemedy) ->
                isRemedy
                        ? Text.format("%s is installed: it is the fix", "修正プログラム %s が適用済み", kb)
                        : Text.format("%s is installed: it contains the fix", "修正を含む %s が適用済み", kb);
            case HotfixAbsent(var listed, var remedies) ->
                Text.format(
                        "none of the %d updates installed is %s or contains it",
                        "適用済みの更新プログラム %d 件の中に %s も、それらを含む更新もありません",
                        listed,
                        new Text(
                                remedies.stream().map(Kb::toString).collect(Collectors.joining(", ")),
                                remedies.stream().map(Kb::toString).collect(Collectors.joining("・"))));
            case HotfixUnproven(var installed, var why) ->
                Text.format("%s is installed: %s", "%s が適用済み: %s", names(installed), why);
            case HotfixNeverFixes(var installed, var why) ->
                Text.format("%s does not fix it: %s", "%s では修正されません: %s", names(installed), why);
            case ListIncomplete(var why) ->
                Text.format("the list of updates is incomplete: %s", "更新プログラムの一覧が不完全: %s", why);
            case NoList() -> new Text("no list of updates was collected", "更新プログラムの一覧が収集されていません");
            case ServicePackTooOld(var product, var needed) ->
                Text.format(
                        "%s is affected, and the fix needs %s first",
                        "%s は影響を受け、修正の適用には先に %s が必要", product.shortName(), needed);
            case WithoutServicePack(var listed) ->
                Text.format(
                        "%s is listed, but cannot work on this service pack",
                        "%s が一覧にありますが、このサービス パックでは有効になりません", names(listed));
            case RestartPending() ->
                new Text(
                        "the update is listed but not in effect: a restart is probably pending",
                        "更新は一覧にあるが有効になっていません: 再起動待ちの可能性が高い");
            case ProbeVulnerable(var advisory) ->
                Text.format("a network scan found it vulnerable to %s", "ネットワークスキャンで %s の脆弱性が検出されました", advisory);
            case ProbeAgainstProof() ->
                new Text(
                        "it answers as vulnerable although it should not be: restart it and look again",
                        "修正済みのはずですが、脆弱な応答を返しています: 再起動して再確認が必要");
            case ProbeFoundNothing() ->
                new Text("a network scan found nothing, which proves nothing", "ネットワークスキャンでは検出されませんでした（安全の根拠にはなりません）");
            case SettingContradicted(var setting) ->
                Text.format("%s: the evidence names different values", "%s: 異なる値の情報が混在しています", setting.label());
            case ProductUnknown() -> new Text("which Windows it runs is not known", "Windows の製品とバージョンが不明");
            case PossibleProducts(var candidates) -> possible(candidates);
            case TwoSystems() -> new Text("the evidence describes two different systems", "異なる OS の情報が混在しています");
            case NoUpdateFits(var advisory, var ports) -> noUpdate(advisory, ports);
        };
    }

    private static Text possible(List<PossibleProducts.Candidate> candidates) {
        List<Text> answers = candidates.stream()
                .map(c -> Text.format(
                        "%s (%s)",
                        "%s（%s）", c.product().shortName(), c.verdict().label()))
                .toList();
        String en = answers.stream().map(Text::en).distinct().collect(Collectors.joining("; "));
        String ja = answers.stream().map(Text::ja).distinct().collect(Collectors.joining("、"));
        return Text.format("it could be any of these: %s", "該当しうる製品が複数: %s", new Text(en, ja));
    }

    private static Text noUpdate(String advisory, List<Integer> ports) {
        if (ports.isEmpty()) {
            return Text.format(
                    "no update for %s is available for it: disconnect it from networks it does not need",
                    "%s を修正する更新プログラムが入手できないため、不要なネットワークから切り離す", advisory);
        }
        return Text.format(
                "no update for %s is available for it: disconnect it from the network, or block TCP %s to it",
                "%s を修正する更新プログラムが入手できないため、ネットワークから切り離すか TCP %s を遮断します",
                advisory,
                new Text(joined(ports, " and "), joined(ports, "/")));
    }

    private static String joined(List<Integer> ports, String between) {
        return ports.stream().map(String::valueOf).collect(Collectors.joining(between));
    }

    private static String names(KbSet kbs) {
        String named = kbs.toList().stream().limit(MAX_NAMED).map(Kb::toString).collect(Collectors.joining(", "));
        return kbs.size() <= MAX_NAMED ? named : named + " … (" + kbs.size() + ")";
    }
}

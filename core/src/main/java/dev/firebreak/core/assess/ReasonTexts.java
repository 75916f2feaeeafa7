package dev.firebreak.core.assess;

import dev.firebreak.core.advisory.Advisory;
import dev.firebreak.core.advisory.Build;
import dev.firebreak.core.advisory.FileRule;
import dev.firebreak.core.advisory.Fix;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.advisory.KbSet;
import dev.firebreak.core.advisory.Product;
import dev.firebreak.core.advisory.ServicePack;
import dev.firebreak.core.advisory.Setting;
import dev.firebreak.core.inventory.Evidence.FileObserved;
import dev.firebreak.core.inventory.Evidence.HotfixesListed;
import dev.firebreak.core.text.Text;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** The sentences behind a verdict, in both languages. */
final class ReasonTexts {

    /** How many updates a sentence names before it only counts them. */
    private static final int MOST_NAMED = 4;

    private ReasonTexts() {}

    static Text fileFixed(FileRule rule, FileObserved seen) {
        return Text.format(
                "%s is %s; the fix is in %s and later",
                "%s のバージョンは %s（%s 以降は修正済み）", rule.name(), seen.version(), rule.least());
    }

    static Text fileOld(FileRule rule, FileObserved seen) {
        return Text.format(
                "%s is %s, older than the fix (%s)",
                "%s のバージョンは %s で、修正版（%s）より古い", rule.name(), seen.version(), rule.least());
    }

    static Text fileOtherBranch(FileRule rule, FileObserved seen) {
        return Text.format(
                "%s is %s, which cannot be compared with %s",
                "%s のバージョン %s は、%s と比較できない系列", rule.name(), seen.version(), rule.least());
    }

    static Text revisionFixed(Build seen, Build least) {
        return Text.format("the system is at %s; the fix is in %s and later", "OS ビルドは %s（%s 以降は修正済み）", seen, least);
    }

    static Text revisionOld(Build seen, Build least) {
        return Text.format("the system is at %s, older than the fix (%s)", "OS ビルドは %s で、修正版（%s）より古い", seen, least);
    }

    static Text notKnownYet(LocalDate since) {
        return Text.format(
                "that it concerns this product became known on %s", "この製品への影響が公表されたのは %s です", Text.date(since));
    }

    static Text revisionBetween(Build seen, Build least) {
        return Text.format(
                "the system is at %s, which no cumulative update before the fix (%s) has: a hotpatch runs, and only the list of updates shows which",
                "OS ビルド %s は、修正版（%s）より前のどの累積更新とも一致しません。ホットパッチが適用されているため、更新プログラムの一覧で確認が必要です", seen, least);
    }

    static Text hotfixPresent(Kb kb, Fix fix) {
        boolean named = fix.remedies().stream().anyMatch(r -> r.kb().equals(kb));
        return named
                ? Text.format("%s is installed: it is the fix", "修正プログラム %s が適用済み", kb)
                : Text.format("%s is installed: it contains the fix", "修正を含む %s が適用済み", kb);
    }

    static Text hotfixAbsent(int size, Fix fix) {
        String names = fix.remedies().stream().map(r -> r.kb().toString()).collect(Collectors.joining(", "));
        return Text.format(
                "none of the %d updates installed is %s or contains it",
                "適用済みの更新プログラム %d 件の中に %s も、それらを含む更新もありません", size, names);
    }

    static Text unproven(KbSet seen, Text why) {
        return Text.format("%s is installed: %s", "%s が適用済み: %s", names(seen), why);
    }

    static Text neverFixes(KbSet seen, Text why) {
        return Text.format("%s does not fix it: %s", "%s では修正されません: %s", names(seen), why);
    }

    static Text listIncomplete(HotfixesListed list) {
        return Text.format(
                "the list of updates is incomplete: %s",
                "更新プログラムの一覧が不完全: %s", Objects.requireNonNull(list.whyIncomplete()));
    }

    static Text noList() {
        return new Text("no list of updates was collected", "更新プログラムの一覧が収集されていません");
    }

    static Text servicePackTooOld(Product product, List<ServicePack> path) {
        return Text.format(
                "%s is affected, and the fix needs %s first",
                "%s は影響を受け、修正の適用には先に %s が必要",
                product.shortName(),
                path.getLast().name());
    }

    static Text kbOnOldServicePack(KbSet seen) {
        return Text.format(
                "%s is listed, but cannot work on this service pack", "%s が一覧にありますが、このサービス パックでは有効になりません", names(seen));
    }

    static Text pendingRestart() {
        return new Text(
                "the update is listed but not in effect: a restart is probably pending",
                "更新は一覧にあるが有効になっていません: 再起動待ちの可能性が高い");
    }

    static Text probeVulnerable(Advisory advisory) {
        return Text.format("a network scan found it vulnerable to %s", "ネットワークスキャンで %s の脆弱性が検出されました", advisory.id());
    }

    static Text probeAgainstProof() {
        return new Text(
                "it answers as vulnerable although it should not be: restart it and look again",
                "修正済みのはずですが、脆弱な応答を返しています: 再起動して再確認が必要");
    }

    static Text probeNotVulnerable() {
        return new Text("a network scan found nothing, which proves nothing", "ネットワークスキャンでは検出されませんでした（安全の根拠にはなりません）");
    }

    static Text settingContradicts(Setting setting) {
        return Text.format("%s: the evidence names different values", "%s: 異なる値の情報が混在しています", setting.label());
    }

    static Text productUnknown() {
        return new Text("which Windows it runs is not known", "Windows の製品とバージョンが不明");
    }

    static Text ambiguous(List<Text> answers) {
        String en = answers.stream().map(Text::en).distinct().collect(Collectors.joining("; "));
        String ja = answers.stream().map(Text::ja).distinct().collect(Collectors.joining("、"));
        return Text.format("it could be any of these: %s", "該当しうる製品が複数: %s", new Text(en, ja));
    }

    static Text candidate(Product product, Verdict verdict) {
        return Text.format(
                "%s (%s)", "%s（%s）", product.shortName(), verdict.kind().label());
    }

    static Text contradictoryProduct() {
        return new Text("the evidence describes two different systems", "異なる OS の情報が混在しています");
    }

    static Text notPublished(Advisory advisory) {
        return Text.format(
                "%s was published on %s, after the day asked for",
                "%s の公開日は %s で、指定日より後", advisory.id(), Text.date(advisory.published()));
    }

    private static String names(KbSet kbs) {
        String named = kbs.toList().stream().limit(MOST_NAMED).map(Kb::toString).collect(Collectors.joining(", "));
        return kbs.size() <= MOST_NAMED ? named : named + " … (" + kbs.size() + ")";
    }
}

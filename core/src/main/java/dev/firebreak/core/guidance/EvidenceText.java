package dev.firebreak.core.guidance;

import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.advisory.Setting;
import dev.firebreak.core.inventory.Evidence;
import dev.firebreak.core.text.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Evidence in words. */
public final class EvidenceText {

    private EvidenceText() {}

    /** A piece of evidence, for people. */
    public static Text of(Evidence evidence) {
        return switch (evidence) {
            case Evidence.OsObserved os -> Text.format("Windows: %s", "Windows: %s", windows(os));
            case Evidence.LanguageObserved seen -> {
                String locale = seen.locale() == null ? "?" : seen.locale();
                String display = seen.display() == null ? "?" : seen.display();
                yield Text.format("languages: system %s, display %s", "言語: システム %s、表示 %s", locale, display);
            }
            case Evidence.HotfixesListed list -> hotfixes(list);
            case Evidence.FileObserved file -> Text.format("%s: %s", "%s: %s", file.path(), file.version());
            case Evidence.ComponentObserved part ->
                part.installed()
                        ? Text.format(
                                "%s: %s",
                                "%s: %s",
                                part.component(),
                                part.version() == null ? new Text("installed", "あり") : Text.same(part.version()))
                        : Text.format("%s: not installed", "%s: なし", part.component());
            case Evidence.SettingObserved seen ->
                Text.format("%s: %s", "%s: %s", seen.setting().label(), Setting.words(seen.value()));
            case Evidence.IndicatorObserved seen ->
                Text.format(
                        "trace of WannaCry, suspected: %s%s%s",
                        "WannaCry の痕跡（感染の疑い）: %s%s%s",
                        seen.trace().label(),
                        Text.same(seen.count() > 1 ? " × " + seen.count() : ""),
                        Text.same(seen.place() == null ? "" : " (" + seen.place() + ")"));
            case Evidence.ProbeAnswered probe -> {
                String ids = probe.advisories().stream().sorted().collect(Collectors.joining(", "));
                yield probe.vulnerable()
                        ? Text.format("network scan: vulnerable to %s", "ネットワークスキャン: %s の脆弱性あり", ids)
                        : Text.format("network scan: nothing found for %s", "ネットワークスキャン: %s は検出されず", ids);
            }
            case Evidence.Contested contest -> Text.format("contradicted: %s", "矛盾する情報: %s", contest.why());
            case Evidence.LookupFailed failed -> Text.format("could not be read: %s", "読み取り失敗: %s", failed.reason());
        };
    }

    private static String windows(Evidence.OsObserved os) {
        List<String> parts = new ArrayList<>();
        if (os.caption() != null && !os.caption().isBlank()) {
            parts.add(os.caption().strip());
        }
        parts.add(os.build().toString());
        if (os.servicePack() != null) {
            parts.add("SP" + os.servicePack());
        }
        if (os.architecture() != null) {
            parts.add(os.architecture().id());
        }
        return String.join(", ", parts);
    }

    private static Text hotfixes(Evidence.HotfixesListed list) {
        String named = list.ids().toList().stream().map(Kb::toString).collect(Collectors.joining(", "));
        Text why = list.whyIncomplete();
        Text count = why == null
                ? Text.format(
                        "updates: %d, complete list",
                        "更新プログラム %d 件（完全な一覧）", list.ids().size())
                : Text.format(
                        "updates: %d, incomplete list (%s)",
                        "更新プログラム %d 件（不完全な一覧: %s）", list.ids().size(), why);
        return named.isEmpty() ? count : Text.format("%s: %s", "%s: %s", count, named);
    }
}

package dev.firebreak.core.guidance;

import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.advisory.Wording;
import dev.firebreak.core.inventory.Evidence;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Evidence in words. */
public final class Seen {

    private Seen() {}

    /** A piece of evidence, for people. */
    public static Wording of(Evidence evidence) {
        return switch (evidence) {
            case Evidence.OsSeen os -> Wording.format("Windows: %s", "Windows: %s", windows(os));
            case Evidence.LanguageSeen seen -> {
                String locale = seen.locale() == null ? "?" : seen.locale();
                String display = seen.display() == null ? "?" : seen.display();
                yield Wording.format("languages: system %s, display %s", "言語: システム %s、表示 %s", locale, display);
            }
            case Evidence.HotfixesListed list -> hotfixes(list);
            case Evidence.FileSeen file -> Wording.format("%s: %s", "%s: %s", file.path(), file.version());
            case Evidence.ComponentObserved part ->
                part.installed()
                        ? Wording.format(
                                "%s: %s",
                                "%s: %s",
                                part.component(),
                                part.version() == null ? new Wording("installed", "あり") : Wording.same(part.version()))
                        : Wording.format("%s: not installed", "%s: なし", part.component());
            case Evidence.Smb1Seen smb1 ->
                switch (smb1.state()) {
                    case ENABLED -> new Wording("SMBv1 server: on", "SMBv1 サーバー: 有効");
                    case DISABLED -> new Wording("SMBv1 server: off", "SMBv1 サーバー: 無効");
                    case UNKNOWN -> new Wording("SMBv1 server: not known", "SMBv1 サーバー: 不明");
                };
            case Evidence.ProbeAnswered probe -> {
                String ids = probe.advisories().stream().sorted().collect(Collectors.joining(", "));
                yield probe.vulnerable()
                        ? Wording.format("look from the network: open to %s", "ネットワークからの確認: %s の脆弱性あり", ids)
                        : Wording.format("look from the network: nothing found for %s", "ネットワークからの確認: %s は検出されず", ids);
            }
            case Evidence.LookFailed failed -> Wording.format("could not be read: %s", "読み取り失敗: %s", failed.reason());
        };
    }

    private static String windows(Evidence.OsSeen os) {
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

    private static Wording hotfixes(Evidence.HotfixesListed list) {
        String named = list.ids().toList().stream().map(Kb::toString).collect(Collectors.joining(", "));
        Wording why = list.whyIncomplete();
        Wording count = why == null
                ? Wording.format(
                        "updates: %d, the whole list",
                        "更新プログラム %d 件（完全な一覧）", list.ids().size())
                : Wording.format(
                        "updates: %d, not the whole list (%s)",
                        "更新プログラム %d 件（不完全な一覧: %s）", list.ids().size(), why);
        return named.isEmpty() ? count : Wording.format("%s: %s", "%s: %s", count, named);
    }
}

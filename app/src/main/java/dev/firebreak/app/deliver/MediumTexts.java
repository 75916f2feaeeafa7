package dev.firebreak.app.deliver;

import dev.firebreak.core.rollout.DistributionList;
import dev.firebreak.core.rollout.MachineNeed;
import dev.firebreak.core.rollout.NeededPackage;
import dev.firebreak.core.rollout.PackageChoice;
import dev.firebreak.core.rollout.PackageFile;
import dev.firebreak.core.text.Language;
import dev.firebreak.core.text.SafeText;
import dev.firebreak.core.text.Text;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What people read on a medium. */
final class MediumTexts {

    private static final int MAX_NAMES = 50;

    private MediumTexts() {}

    /** What START.cmd says in Japanese on a Japanese Windows, by the name of its message. */
    static Map<String, String> start() {
        return Map.of(
                "nothing", "このメディアには、この Windows 用のパッケージがありません。",
                "collect", "根拠情報を収集しています...",
                "restart", "この端末を再起動してから、もう一度 START.cmd を実行してください。再起動するまで更新は有効になりません。",
                "bring", "結果を持ち帰り、firebreak deliver collect フォルダー を実行してください。",
                "failed", "適用は成功していません。終了コードの意味は firebreak deliver collect で確認できます。",
                "unavailable", "何も適用していません。パッケージを入手するまで、mitigate.cmd で緩和策を適用するか、ネットワークから切り離してください。",
                "damaged", "このメディアは作成が完了していないか、破損しています。使用しないでください。");
    }

    /** What to do with the medium. */
    static String readme(String medium, Language language) {
        return new Text("""
                        Firebreak medium %s

                        1. On each machine, run START.cmd as administrator. It installs what this Windows needs, without questions and without
                           restarting, and collects evidence into the folder results. On a read-only medium (DVD): START.cmd C:\\results
                        2. Where it says so, restart the machine and run START.cmd once more.
                        3. Take the results back and run: firebreak deliver collect FOLDER
                           What the installer says is a claim. Only the collected evidence shows whether a machine is fixed.

                        missing.txt   packages that this estate needs and that are not on this medium, with the addresses to look for them
                        machines.csv  which machine needs which package
                        mitigate.cmd  workarounds until the update is installed: mitigate.cmd apply smb1-server-off
                        metadata      signed list of all files (TUF); firebreak deliver check FOLDER verifies it

                        START.cmd compares each package's SHA-256 with what certutil prints. Windows XP and Server 2003 have no certutil that can:
                        there it compares the size, and the package itself checks Microsoft's signature before it installs.
                        """, """
                        Firebreak メディア %s

                        1. 各端末で START.cmd を管理者として実行します。その Windows に必要なパッケージを、確認画面も再起動もなしで適用し、
                           根拠情報を results フォルダーに収集します。書き込みできないメディア（DVD）の場合: START.cmd C:\\results
                        2. 表示に従って端末を再起動し、もう一度 START.cmd を実行します。
                        3. 結果を持ち帰り、次を実行します: firebreak deliver collect フォルダー
                           インストーラーの成功報告だけでは適用済みと判断しません。収集した根拠情報で判定します。

                        missing.txt   必要なのにこのメディアに入っていないパッケージと、その入手先
                        machines.csv  端末ごとに必要なパッケージ
                        mitigate.cmd  更新プログラムを適用するまでの緩和策: mitigate.cmd apply smb1-server-off
                        metadata      全ファイルの署名付き一覧（TUF）。firebreak deliver check フォルダー で検証できます

                        START.cmd は、各パッケージの SHA-256 を certutil の出力と照合します。Windows XP と Server 2003 の certutil では
                        計算できないため、サイズを照合し、パッケージ自身が適用前に Microsoft の署名を検証します。
                        """).in(language).replace("%s", medium);
    }

    /** What is not on the medium, in both languages: it must not be mistaken for what nobody needs. */
    static String missing(DistributionList list, List<PackageFile> files) {
        var text = new StringBuilder();
        for (DistributionList.Item item : list.items()) {
            Optional<PackageFile> file = PackageChoice.choose(item.needed(), files);
            if (file.isEmpty()) {
                missing(item, text);
            }
        }
        for (MachineNeed need : list.without()) {
            Text why = need.none();
            text.append(SafeText.name(need.machine()))
                    .append(why == null ? "" : ": " + why.en() + " / " + why.ja())
                    .append("\n\n");
        }
        return text.isEmpty()
                ? "Nothing is missing.\n不足しているパッケージはありません。\n"
                : "Not on this medium / このメディアに入っていないもの\n\n" + text;
    }

    private static void missing(DistributionList.Item item, StringBuilder text) {
        NeededPackage needed = item.needed();
        text.append(needed.kb())
                .append("  ")
                .append(needed.target().product())
                .append("  ")
                .append(
                        needed.target().architecture() == null
                                ? "?"
                                : needed.target().architecture().id())
                .append(
                        needed.target().language() == null
                                ? ""
                                : "  " + needed.target().language())
                .append('\n');
        if (needed.file() != null) {
            text.append("  file / ファイル: ").append(needed.file()).append('\n');
        }
        if (needed.sha1() != null) {
            text.append("  SHA-1: ").append(needed.sha1()).append('\n');
        }
        if (needed.note() != null) {
            text.append("  ").append(needed.note().en()).append('\n');
            text.append("  ").append(needed.note().ja()).append('\n');
        }
        if (needed.url() != null) {
            text.append("  ").append(needed.url()).append('\n');
        }
        text.append("  ").append(needed.search()).append('\n');
        String names = item.machines().stream()
                .limit(MAX_NAMES)
                .map(m -> SafeText.name(m.name()))
                .collect(Collectors.joining(", "));
        text.append("  ")
                .append(item.machines().size())
                .append(": ")
                .append(names)
                .append(item.machines().size() > MAX_NAMES ? ", ..." : "")
                .append("\n\n");
    }
}

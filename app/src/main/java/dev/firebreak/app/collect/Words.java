package dev.firebreak.app.collect;

import dev.firebreak.core.advisory.Wording;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;

/** What is said of files that cannot be used, with what to do about it. */
final class Words {

    static final Wording MISSING = new Wording("there is no such file or folder", "そのファイルまたはフォルダーはありません");
    static final Wording NO_PERMISSION = new Wording(
            "cannot be opened: check its permissions; what is in it was not assessed",
            "開けません。アクセス権を確認してください。中の端末は判定していません");
    static final Wording DANGLING_LINK =
            new Wording("a link that leads nowhere or in a circle", "リンク先がないか、循環しているリンクです");
    static final Wording NOT_A_FILE =
            new Wording("neither a file nor a folder, so it was not opened", "ファイルでもフォルダーでもないため、開いていません");
    static final Wording TOO_DEEP = new Wording("nested too deeply; not entered", "フォルダーの階層が深すぎるため、中を読んでいません");
    static final Wording EMPTY = new Wording("empty: collect from this machine again", "空のファイルです。この端末から採取し直してください");
    static final Wording CANNOT_READ =
            new Wording("stopped in the middle of reading: try again", "読み込みの途中で失敗しました。もう一度実行してください");
    static final Wording WORKBOOK = new Wording(
            "an Office document (Excel, Word): save the list as CSV or text and name that",
            "Office の文書（Excel、Word など）です。一覧を CSV またはテキストで保存し、そのファイルを指定してください");
    static final Wording CANNOT_SPOOL = new Wording(
            "standard input could not be kept for reading: is the temporary folder full or closed to you?",
            "標準入力を一時フォルダーに保存できません。空き容量とアクセス権を確認してください");
    static final Wording TOO_LARGE = new Wording(
            "larger than 32 MiB, so not read: one machine's answer is far smaller (many machines go into *.ndjson)",
            "32 MiB を超えるため読んでいません。1 台分の出力はずっと小さいはずです（多数の端末は *.ndjson にします）");
    static final Wording BINARY =
            new Wording("binary data, not text of a kind that Firebreak knows", "バイナリーデータです。Firebreak が扱うテキストではありません");
    static final Wording UNRECOGNISED = new Wording(
            "not recognised: neither systeminfo, a list of hotfixes, osquery, nmap, Get-ComputerInfo nor our NDJSON; "
                    + "collect again with scripts/collect.cmd",
            "判別できません（systeminfo、更新プログラムの一覧、osquery、nmap、Get-ComputerInfo、NDJSON のいずれでもありません）。"
                    + "scripts/collect.cmd で採取し直してください");
    static final Wording NOT_UTF8 = new Wording("not UTF-8; this line was not assessed", "UTF-8 ではありません。この行は判定していません");
    static final Wording LINE_TOO_LONG = new Wording("a line longer than 1 MiB was skipped", "1 MiB を超える行を読み飛ばしました");
    static final Wording NO_MACHINE = new Wording("no machine is named in this line", "この行には端末名がありません");

    private Words() {}

    /** The library's own message speaks of its insides, and English only. */
    static Wording notJson(JacksonException wrong) {
        long column = wrong.getLocation() == null ? 0 : wrong.getLocation().getColumnNr();
        if (wrong instanceof StreamConstraintsException) {
            return new Wording("JSON beyond all measure; not assessed", "JSON の長さまたは入れ子が上限を超えるため、判定していません");
        }
        if (wrong instanceof UnexpectedEndOfInputException) {
            return new Wording("JSON that ends in the middle; not assessed", "JSON が途中で終わっているため、判定していません");
        }
        return column < 1
                ? new Wording("not JSON; not assessed", "JSON として読めないため、判定していません")
                : Wording.format(
                        "not JSON from character %1$d on; not assessed", "JSON として読めないため、判定していません（%1$d 文字目）", column);
    }

    static Wording archive(String kind) {
        return Wording.format("%s: unpack it and name the folder", "%s です。展開して、そのフォルダーを指定してください", kind);
    }

    static Wording notText(String kind) {
        return Wording.format("%s, not a text that a machine told", "%s です。端末の情報を書いたテキストではありません", kind);
    }

    static Wording furtherLines(long count) {
        return Wording.format(
                "%d further complaints about this file are not listed; the lines concerned were not assessed, or not in full",
                "このファイルにはほかに %d 件の問題があります（個別の表示は省略）。該当行は判定していないか、一部しか読めていません", count);
    }

    static Wording sameNameTwoMachines(String machine, String one, String other) {
        return Wording.format(
                "two machines call themselves %s (%s, %s): told apart by what they say of themselves",
                "%s という名前の端末が 2 台あります（%s、%s）。内容から別の端末として判定しました", machine, one, other);
    }

    static Wording whichIsNewer(String machine, String one, String other) {
        return Wording.format(
                "two snapshots of %s (%s, %s), and nothing tells which is newer: both were assessed",
                "%s の情報が 2 つあり（%s、%s）、どちらが新しいか分からないため、両方を判定しました", machine, one, other);
    }
}

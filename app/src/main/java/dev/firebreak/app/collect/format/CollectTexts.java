package dev.firebreak.app.collect.format;

import dev.firebreak.core.text.Text;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;

/** What is said of files that cannot be used, with what to do about it. */
public final class CollectTexts {

    public static final Text MISSING = new Text("there is no such file or folder", "そのファイルまたはフォルダーはありません");
    public static final Text NO_PERMISSION = new Text(
            "cannot be opened: check its permissions; what is in it was not assessed",
            "開けません。アクセス権を確認してください。中の端末は判定していません");
    public static final Text DANGLING_LINK =
            new Text("a link that leads nowhere or in a circle", "リンク先がないか、循環しているリンクです");
    public static final Text NOT_A_FILE =
            new Text("neither a file nor a folder, so it was not opened", "ファイルでもフォルダーでもないため、開いていません");
    public static final Text TOO_DEEP = new Text("nested too deeply; not entered", "フォルダーの階層が深すぎるため、中を読んでいません");
    public static final Text EMPTY = new Text("empty: collect from this machine again", "空のファイルです。この端末から収集し直してください");
    public static final Text CANNOT_READ =
            new Text("stopped in the middle of reading: try again", "読み込みの途中で失敗しました。もう一度実行してください");
    public static final Text WORKBOOK = new Text(
            "an Office document (Excel, Word): save the list as CSV or text and name that",
            "Office の文書（Excel、Word など）です。一覧を CSV またはテキストで保存し、そのファイルを指定してください");
    public static final Text CANNOT_SPOOL = new Text(
            "standard input could not be kept for reading: is the temporary folder full or not writable?",
            "標準入力を一時フォルダーに保存できません。空き容量とアクセス権を確認してください");
    public static final Text TOO_LARGE = new Text(
            "larger than 32 MiB, so not read: one machine's answer is far smaller (many machines go into *.ndjson)",
            "32 MiB を超えるため読んでいません。1 台分の出力はずっと小さいはずです（多数の端末は *.ndjson にします）");
    public static final Text BINARY =
            new Text("binary data, not text of a kind that Firebreak knows", "バイナリーデータです。Firebreak が扱うテキストではありません");
    public static final Text NOT_UTF8 = new Text("not UTF-8; this line was not assessed", "UTF-8 ではありません。この行は判定していません");
    public static final Text LINE_TOO_LONG = new Text("a line longer than 1 MiB was skipped", "1 MiB を超える行を読み飛ばしました");
    public static final Text NO_MACHINE = new Text("no machine is named in this line", "この行には端末名がありません");

    private CollectTexts() {}

    /** The library's own message speaks of its insides, and English only. */
    public static Text notJson(JacksonException wrong) {
        long column = wrong.getLocation() == null ? 0 : wrong.getLocation().getColumnNr();
        if (wrong instanceof StreamConstraintsException) {
            return new Text("JSON exceeds the size or nesting limit; not assessed", "JSON の長さまたは入れ子が上限を超えるため、判定していません");
        }
        if (wrong instanceof UnexpectedEndOfInputException) {
            return new Text("incomplete JSON; not assessed", "JSON が途中で終わっているため、判定していません");
        }
        return column < 1
                ? new Text("not JSON; not assessed", "JSON として読めないため、判定していません")
                : Text.format(
                        "not JSON from character %1$d on; not assessed", "JSON として読めないため、判定していません（%1$d 文字目）", column);
    }

    public static Text archive(String kind) {
        return Text.format("%s: unpack it and name the folder", "%s です。展開して、そのフォルダーを指定してください", kind);
    }

    public static Text notText(String kind) {
        return Text.format("%s, not text output of a machine", "%s です。端末の情報を書いたテキストではありません", kind);
    }

    static Text furtherLines(long count) {
        return Text.format(
                "%d further problems in this file are not listed; the lines concerned were not assessed, or not in full",
                "このファイルにはほかに %d 件の問題があります（個別の表示は省略）。該当行は判定していないか、一部しか読めていません", count);
    }

    public static Text sameNameTwoMachines(String machine, String one, String other) {
        return Text.format(
                "two machines report the name %s (%s, %s): kept apart by their other details",
                "%s という名前の端末が 2 台あります（%s、%s）。内容から別の端末として判定しました", machine, one, other);
    }

    public static Text whichIsNewer(String machine, String one, String other) {
        return Text.format(
                "two snapshots of %s (%s, %s), and it is not known which is newer: both were assessed",
                "%s の情報が 2 つあり（%s、%s）、どちらが新しいか分からないため、両方を判定しました", machine, one, other);
    }
}

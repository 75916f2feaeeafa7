package dev.firebreak.core.notice;

import dev.firebreak.core.text.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Sentences about what gathered. */
final class NewsText {

    /** What the help desk tells callers. */
    static final Text CALLERS = new Text("""
            Please tell callers:
            - Leave the machine switched on and joined to the network so that the update arrives; restart when asked.
            - If a demand for money appears or files do not open: pull the network cable, switch Wi-Fi off, leave the power on, \
            and pass it on to the administrators at once.""", """
            お問い合わせへのご案内:
            ・更新プログラムを配信しますので、電源を入れたままネットワークに接続しておき、再起動を求められたら再起動してください。
            ・金銭を要求する画面が表示される、ファイルが開けないといった症状がある場合は、LAN ケーブルを抜き（Wi-Fi は切り）、\
            電源は切らずに、すぐシステム管理者へ連絡してください。""");

    /** What all users are asked to do when an outbreak can begin. */
    static final Text STAFF_ACT = new Text("""
            Some of our computers lack an important Windows update. Please save your work, install the updates that Windows \
            offers, and restart when asked. Do not open attachments you did not expect.
            If a demand for money appears or files do not open: pull the network cable, leave the power on, and call the help desk.""", """
            一部のパソコンに重要な Windows の更新プログラムが適用されていないことが確認されました。
            作業中のデータを保存のうえ、表示される更新プログラムを適用し、再起動を求められたら再起動をお願いいたします。\
            心当たりのない添付ファイルは開かないでください。
            金銭を要求する画面が表示される、ファイルが開けないといった症状がある場合は、LAN ケーブルを抜き、電源は切らずに、\
            ヘルプデスクまでご連絡ください。""");

    /** What all users are told when it is over. */
    static final Text STAFF_CLEAR = new Text(
            "The update has now been confirmed on all computers. Nothing more is to be done. Thank you for your help.",
            "すべてのパソコンで対応の完了を確認しました。追加のご対応は不要です。ご協力ありがとうございました。");

    private NewsText() {}

    static Text subject(Audience audience, PendingNews digest) {
        if (audience == Audience.ALL_STAFF) {
            return digest.topics().contains(NoticeTopic.OUTBREAK)
                    ? new Text("Please install the Windows update", "【要対応】Windows 更新プログラム適用のお願い")
                    : new Text("The update is complete", "Windows 更新プログラムの対応完了について");
        }
        List<Text> parts = new ArrayList<>();
        for (NoticeTopic topic : digest.topics()) {
            parts.add(brief(topic, digest));
        }
        Text about = new Text(
                parts.stream().map(Text::en).collect(Collectors.joining(", ")),
                parts.stream().map(Text::ja).collect(Collectors.joining("、")));
        return digest.parts.size() == 1
                ? Text.format(
                        "%s: %s", "%s: %s", digest.parts.keySet().iterator().next(), about)
                : about;
    }

    private static Text brief(NoticeTopic topic, PendingNews digest) {
        String count = MailText.count(digest.count(topic));
        return switch (topic) {
            case OUTBREAK -> topic.label();
            case FIRST_AT_SITE -> Text.format("first vulnerable machine at %s site(s)", "%s 拠点で初の未適用端末", count);
            case VULNERABLE_AGAIN -> Text.format("%s vulnerable again", "再び未適用 %s 台", count);
            case VULNERABLE -> Text.format("%s newly vulnerable", "新たに未適用 %s 台", count);
            case FELL_SILENT -> Text.format("%s stopped reporting", "応答なし %s 台", count);
            case KNOWLEDGE ->
                Text.format(
                        "%s advisories imported, %s newly vulnerable",
                        "脆弱性情報 %s 件の取り込み（新たに未適用 %s 台）", MailText.count(digest.learned), count);
            case NEW_MACHINES -> topic.label();
            case ALL_CLEAR -> new Text("no machine is vulnerable any more", "全台対応完了");
            case DAILY -> topic.label();
        };
    }

    /** A list for those who act on it. */
    static List<Text> detail(String advisory, PendingNews.Part part, boolean names) {
        var en = new StringBuilder(advisory);
        var ja = new StringBuilder(advisory);
        part.counts.forEach((topic, count) -> {
            Text line = line(topic, MailText.count(count));
            Text who = names || topic == NoticeTopic.FIRST_AT_SITE ? who(part, topic, count) : new Text("", "");
            en.append("\n- ").append(line.en()).append(who.en());
            ja.append("\n・").append(line.ja()).append(who.ja());
        });
        return part.counts.isEmpty() ? List.of() : List.of(new Text(en.toString(), ja.toString()));
    }

    private static Text line(NoticeTopic topic, String count) {
        return switch (topic) {
            case OUTBREAK -> new Text("The first vulnerable machine was found", "組織内で最初の未適用端末が見つかりました");
            case FIRST_AT_SITE ->
                Text.format("Sites with their first vulnerable machine: %s", "初めて未適用端末が見つかった拠点: %s 拠点", count);
            case VULNERABLE_AGAIN -> Text.format("Vulnerable again: %s machines", "対応済みから再び未適用になった端末: %s 台", count);
            case VULNERABLE -> Text.format("Newly vulnerable: %s machines", "新たに未適用と判定された端末: %s 台", count);
            case FELL_SILENT ->
                Text.format("Stopped reporting and now unknown: %s machines", "報告が途絶え、未確認に戻した端末: %s 台", count);
            case KNOWLEDGE ->
                Text.format("Vulnerable by the imported advisories: %s machines", "取り込んだ情報により未適用と判定された端末: %s 台", count);
            case ALL_CLEAR ->
                new Text(
                        "No machine is vulnerable any more: every machine is proven safe or mitigated",
                        "未適用・未確認の端末はなくなりました（全台が適用済み、緩和済み、または影響なし）");
            case NEW_MACHINES, DAILY -> topic.label();
        };
    }

    private static Text who(PendingNews.Part part, NoticeTopic topic, int count) {
        List<PendingNews.NamedMachine> some = part.names.getOrDefault(topic, List.of()).stream()
                .filter(n -> !(n.machine().isEmpty() && n.site().isEmpty()))
                .toList();
        if (some.isEmpty()) {
            return new Text("", "");
        }
        String en = some.stream().map(n -> name(n, " (", ")")).collect(Collectors.joining(", "));
        String ja = some.stream().map(n -> name(n, "（", "）")).collect(Collectors.joining("、"));
        int more = count - some.size();
        return more > 0
                ? Text.format("%s and %s more", "%s ほか %s 件", new Text("\n  " + en, "\n　" + ja), MailText.count(more))
                : new Text("\n  " + en, "\n　" + ja);
    }

    private static String name(PendingNews.NamedMachine named, String open, String close) {
        if (named.machine().isEmpty()) {
            return MailText.name(named.site());
        }
        String machine = MailText.name(named.machine());
        return named.site().isEmpty() ? machine : machine + open + MailText.name(named.site()) + close;
    }

    /** Whose token brings too many new machines, and what to do. */
    static List<Text> limited(PendingNews digest) {
        List<Text> lines = new ArrayList<>();
        digest.limited.forEach((site, most) -> lines.add(Text.format(
                "%s: the site's token brought %s new machines within an hour, and further new ones are refused. If machines are being "
                        + "rolled out, raise firebreak.limit.newMachinesPerToken. If not, somebody may invent machines: revoke the token.",
                "%s: 拠点のトークンで 1 時間に %s 台の新しい端末が報告されたため、以降の新しい端末の受付を制限しています。展開作業中であれば "
                        + "firebreak.limit.newMachinesPerToken を引き上げてください。心当たりがなければ、架空の端末を登録されている"
                        + "おそれがあります。トークンを失効させてください。",
                MailText.name(site),
                MailText.count(most))));
        return lines;
    }

    /** For those who read one paragraph. */
    static Text paragraph(PendingNews digest) {
        List<Text> parts = new ArrayList<>();
        digest.parts.forEach((advisory, part) -> {
            for (NoticeTopic topic : part.counts.keySet()) {
                parts.add(Text.format("%s: %s.", "%s: %s。", advisory, line(topic, MailText.count(part.count(topic)))));
            }
        });
        return new Text(
                parts.stream().map(Text::en).collect(Collectors.joining(" ")),
                parts.stream().map(Text::ja).collect(Collectors.joining()));
    }
}

package dev.firebreak.core.notice;

import dev.firebreak.core.fleet.MachineStatus;
import dev.firebreak.core.fleet.StatusTally;
import dev.firebreak.core.text.Text;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Writes notices to one audience as people write business mail in each language. */
final class NoticeWriter {

    private static final int MAX_SITES = 10;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

    private final Audience audience;
    private final NoticeScheduler.Rules rules;
    private final List<FleetObservation.AdvisoryTally> tallies;

    NoticeWriter(Audience audience, NoticeScheduler.Rules rules, List<FleetObservation.AdvisoryTally> tallies) {
        this.audience = audience;
        this.rules = rules;
        this.tallies = tallies;
    }

    /** What gathered. */
    Notice news(PendingNews digest, Instant now) {
        List<Text> body = new ArrayList<>();
        switch (audience) {
            case ADMINISTRATORS -> {
                body.add(new Text("Firebreak has news of the fleet.", "端末の対応状況に変化がありましたのでお知らせします。"));
                digest.parts.forEach((advisory, part) -> body.addAll(NewsText.detail(advisory, part, true)));
                knowledge(digest, body);
                body.addAll(NewsText.limited(digest));
                body.addAll(standing(true));
            }
            case HELP_DESK -> {
                body.add(new Text("Calls about this are to be expected.", "下記の件でお問い合わせが増える可能性があります。"));
                digest.parts.forEach((advisory, part) -> body.addAll(NewsText.detail(advisory, part, false)));
                knowledge(digest, body);
                body.addAll(standing(true));
                if (isBad(digest)) {
                    body.add(NewsText.CALLERS);
                }
            }
            case MANAGEMENT -> body.add(joined(NewsText.paragraph(digest), oneLineStanding()));
            case ALL_STAFF ->
                body.add(digest.topics().contains(NoticeTopic.OUTBREAK) ? NewsText.STAFF_ACT : NewsText.STAFF_CLEAR);
        }
        Map<String, Integer> figures = new HashMap<>();
        digest.parts.values().forEach(p -> p.counts.forEach((topic, n) -> figures.merge(topic.id(), n, Integer::sum)));
        if (digest.learned > 0) {
            figures.put("advisories_learned", digest.learned);
        }
        return notice(digest.topics(), NewsText.subject(audience, digest), body, figures, now);
    }

    /** How everything stands, once a day. */
    Notice daily(Instant now) {
        Text day = Text.date(now.atZone(rules.zone()).toLocalDate());
        Text subject = Text.format("Daily report, %s", "対応状況の日次報告（%s）", day);
        List<Text> body = new ArrayList<>();
        switch (audience) {
            case ADMINISTRATORS, HELP_DESK -> {
                body.add(Text.format("Status of all machines on %s:", "%s 時点の対応状況を報告いたします。", day));
                body.addAll(standing(true));
            }
            case MANAGEMENT, ALL_STAFF -> body.add(oneLineStanding());
        }
        Map<String, Integer> figures = new HashMap<>();
        for (FleetObservation.AdvisoryTally s : tallies) {
            for (MachineStatus status : MachineStatus.values()) {
                figures.merge(status.id(), s.all().of(status), Integer::sum);
            }
        }
        return notice(Set.of(NoticeTopic.DAILY), subject, body, figures, now);
    }

    Notice test(Instant now) {
        return notice(
                Set.of(),
                new Text("Trial notice", "送信テスト"),
                List.of(new Text(
                        "This is a trial: notices of Firebreak reach you. Nothing is to be done.",
                        "これは送信テストです。Firebreak からのお知らせはこの宛先に届きます。ご対応は不要です。")),
                Map.of(),
                now);
    }

    private Notice notice(
            Set<NoticeTopic> topics, Text subject, List<Text> body, Map<String, Integer> figures, Instant now) {
        var en = new StringBuilder(audience.label().en()).append(",\n");
        var ja = new StringBuilder(audience.label().ja()).append(" 各位\n\nお疲れさまです。Firebreak（自動通知）です。\n");
        for (Text part : body) {
            en.append('\n').append(part.en()).append('\n');
            ja.append('\n').append(part.ja()).append('\n');
        }
        if (rules.board() != null && audience != Audience.ALL_STAFF) {
            en.append("\nBoard: ").append(rules.board()).append('\n');
            ja.append("\n最新の状況: ").append(rules.board()).append('\n');
        }
        ZonedDateTime here = now.atZone(rules.zone());
        Text moment = Text.format(
                "%s %s", "%s %s", Text.date(here.toLocalDate()), TIME.format(here) + " (" + rules.zone() + ")");
        en.append("\n-- \nSent by Firebreak at ").append(moment.en()).append(".\n");
        ja.append("\n-- \n本メールは Firebreak が ").append(moment.ja()).append(" に自動送信しました。\n");
        return new Notice(
                audience,
                topics,
                now,
                Text.format("[Firebreak] %s", "【Firebreak】%s", subject),
                new Text(en.toString(), ja.toString()),
                figures);
    }

    private void knowledge(PendingNews digest, List<Text> body) {
        if (digest.learned > 0) {
            body.add(Text.format(
                    "Knowledge was imported: %s advisories; %s machines are newly vulnerable.",
                    "脆弱性情報を取り込みました。アドバイザリ %s 件、これにより新たに未適用と判定された端末 %s 台。",
                    MailText.count(digest.learned),
                    MailText.count(digest.count(NoticeTopic.KNOWLEDGE))));
        }
    }

    private static boolean isBad(PendingNews digest) {
        return digest.topics().stream()
                .anyMatch(t -> t == NoticeTopic.VULNERABLE
                        || t == NoticeTopic.VULNERABLE_AGAIN
                        || t == NoticeTopic.FIRST_AT_SITE);
    }

    private List<Text> standing(boolean sites) {
        List<Text> lines = new ArrayList<>();
        for (FleetObservation.AdvisoryTally s : tallies) {
            var en = new StringBuilder();
            var ja = new StringBuilder();
            Text all = tally(s.all());
            en.append(s.advisory()).append(" now: ").append(all.en());
            ja.append(s.advisory()).append(" の現況: ").append(all.ja());
            if (sites && s.sites().size() > 1) {
                s.sites().entrySet().stream()
                        .filter(e -> e.getValue().open() > 0)
                        .sorted(Comparator.comparingInt(e -> -e.getValue().open()))
                        .limit(MAX_SITES)
                        .forEach(e -> {
                            Text line = tally(e.getValue());
                            en.append("\n  ")
                                    .append(MailText.name(e.getKey()))
                                    .append(": ")
                                    .append(line.en());
                            ja.append("\n  ")
                                    .append(MailText.name(e.getKey()))
                                    .append(": ")
                                    .append(line.ja());
                        });
            }
            lines.add(new Text(en.toString(), ja.toString()));
        }
        return lines;
    }

    private static Text tally(StatusTally tally) {
        return Text.format(
                "%s machines: %s vulnerable, %s unknown, %s silent, %s mitigated, %s fixed, %s not affected.",
                "全 %s 台（未適用 %s 台、未確認 %s 台、応答なし %s 台、緩和済み %s 台、適用済み %s 台、影響なし %s 台）",
                MailText.count(tally.total()),
                MailText.count(tally.of(MachineStatus.VULNERABLE)),
                MailText.count(tally.of(MachineStatus.UNKNOWN)),
                MailText.count(tally.of(MachineStatus.SILENT)),
                MailText.count(tally.of(MachineStatus.MITIGATED)),
                MailText.count(tally.of(MachineStatus.FIXED)),
                MailText.count(tally.of(MachineStatus.NOT_AFFECTED)));
    }

    private Text oneLineStanding() {
        Text line = null;
        for (FleetObservation.AdvisoryTally s : tallies) {
            StatusTally t = s.all();
            int unproven = t.of(MachineStatus.UNKNOWN) + t.of(MachineStatus.SILENT);
            Text one = Text.format(
                    "%s: of %s machines, %s are vulnerable, %s cannot be confirmed, and %s are proven safe or mitigated.",
                    "%s については、全 %s 台のうち、未適用が %s 台、確認できていない端末が %s 台、対応済みまたは影響なしが %s 台です。",
                    s.advisory(),
                    MailText.count(t.total()),
                    MailText.count(t.of(MachineStatus.VULNERABLE)),
                    MailText.count(unproven),
                    MailText.count(t.total() - t.open()));
            line = line == null ? one : joined(line, one);
        }
        return line == null ? new Text("No machine has reported yet.", "報告のあった端末はまだありません。") : line;
    }

    private static Text joined(Text first, Text then) {
        return new Text(first.en() + " " + then.en(), first.ja() + then.ja());
    }
}

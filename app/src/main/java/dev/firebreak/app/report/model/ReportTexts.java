package dev.firebreak.app.report.model;

import dev.firebreak.core.advisory.Lifecycle.Support;
import dev.firebreak.core.exposure.ExposureCounts;
import dev.firebreak.core.text.Text;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Words that several reports share. */
public final class ReportTexts {

    public static final Text MACHINE = new Text("machine", "端末");
    public static final Text MACHINES = new Text("machines", "端末");
    public static final Text PRODUCT = new Text("product", "製品");
    public static final Text VERDICT = new Text("verdict", "判定");
    public static final Text WHY = new Text("why", "判定の根拠");
    public static final Text WHAT_TO_DO = new Text("what to do", "対処");
    public static final Text ADVISORY = new Text("advisory", "アドバイザリ");
    public static final Text BUILD = new Text("build", "ビルド");
    public static final Text ARCHITECTURE = new Text("architecture", "アーキテクチャ");
    public static final Text LANGUAGE = new Text("language", "言語");
    public static final Text SITE = new Text("site", "拠点");
    public static final Text SEGMENT = new Text("segment", "セグメント");
    public static final Text ADDRESSES = new Text("addresses", "アドレス");
    public static final Text ROLES = new Text("roles", "役割");
    public static final Text COLLECTED = new Text("collected at", "収集日時");
    public static final Text AS_OF = new Text("as of", "判定日");
    public static final Text SUPERSEDED = new Text("older, not used", "不使用（古い収集）");
    public static final Text COUNT = new Text("number", "台数");
    public static final Text WHY_NOT = new Text("what is wrong", "内容");
    public static final Text SOURCE = new Text("source", "読み取り元");
    public static final Text SUPPORT = new Text("support", "サポート");
    public static final Text CATALOGUE = new Text("all CVEs", "全 CVE");
    public static final Text COMPLAINTS = new Text("Input that could not be used", "読み取れなかった入力");
    public static final Text FILE = new Text("file", "ファイル");
    public static final Text KNOWLEDGE = new Text("knowledge", "脆弱性情報");
    public static final Text NOT_KNOWN = new Text("not known", "不明");

    private static final DateTimeFormatter JAPANESE_DATE = DateTimeFormatter.ofPattern("uuuu/MM/dd", Locale.ROOT);

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

    private ReportTexts() {}

    public static Text date(LocalDate day) {
        return new Text(day.toString(), JAPANESE_DATE.format(day));
    }

    /** A moment, to the minute: what was collected when does not need more. */
    public static Text moment(Instant moment) {
        OffsetDateTime utc = moment.atOffset(ZoneOffset.UTC);
        String time = TIME.format(utc);
        return Text.format("%s %s UTC", "%s %s UTC", date(utc.toLocalDate()), time);
    }

    /** "2 updates, 431 CVEs vulnerable, 3 known to be exploited": how a machine stands against the whole catalogue. */
    public static Text exposure(ExposureCounts exposure) {
        return Text.format(
                "%d updates needed; CVEs: %d vulnerable, %d of them known to be exploited, %d fixed, %d unknown, %d unconfirmed",
                "必要な更新 %d 件。CVE: 未修正 %d 件（うち悪用確認済み %d 件）、修正済み %d 件、判断できない CVE %d 件、未確認 %d 件",
                exposure.needed().size(),
                exposure.open(),
                exposure.exploited(),
                exposure.closed(),
                exposure.unknown() + exposure.partUnknown(),
                exposure.unconfirmed());
    }

    /** How many machines: "1 machine", "1 台". */
    public static Text machines(int count) {
        return new Text(count == 1 ? "1 machine" : count + " machines", count + " 台");
    }

    /** The state of support, with the day on which it ends or ended. */
    public static Text support(Support support) {
        LocalDate ends = support.ends();
        Text state = support.state().label();
        if (ends == null) {
            return state;
        }
        return switch (support.state()) {
            case MAINSTREAM, EXTENDED, ESU -> Text.format("%s until %s", "%s（%s まで）", state, date(ends));
            case UNSUPPORTED -> Text.format("%s since %s", "%s（%s）", state, date(ends));
            case UNKNOWN -> state;
        };
    }
}

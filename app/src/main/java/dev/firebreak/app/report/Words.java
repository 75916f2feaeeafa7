package dev.firebreak.app.report;

import dev.firebreak.core.advisory.Lifecycle.Support;
import dev.firebreak.core.advisory.Wording;
import dev.firebreak.core.assess.Exposure;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Words that several reports share. */
final class Words {

    static final Wording MACHINE = new Wording("machine", "端末");
    static final Wording MACHINES = new Wording("machines", "端末");
    static final Wording PRODUCT = new Wording("product", "製品");
    static final Wording VERDICT = new Wording("verdict", "判定");
    static final Wording WHY = new Wording("why", "判定の根拠");
    static final Wording WHAT_TO_DO = new Wording("what to do", "対処");
    static final Wording ADVISORY = new Wording("advisory", "アドバイザリ");
    static final Wording BUILD = new Wording("build", "ビルド");
    static final Wording ARCHITECTURE = new Wording("architecture", "アーキテクチャ");
    static final Wording LANGUAGE = new Wording("language", "言語");
    static final Wording SITE = new Wording("site", "拠点");
    static final Wording SEGMENT = new Wording("segment", "セグメント");
    static final Wording ADDRESSES = new Wording("addresses", "アドレス");
    static final Wording ROLES = new Wording("roles", "役割");
    static final Wording COLLECTED = new Wording("collected at", "収集日時");
    static final Wording AS_OF = new Wording("as of", "判定日");
    static final Wording SUPERSEDED = new Wording("older, not used", "不使用（古い収集）");
    static final Wording COUNT = new Wording("number", "台数");
    static final Wording WHY_NOT = new Wording("what is wrong", "内容");
    static final Wording SOURCE = new Wording("source", "読み取り元");
    static final Wording SUPPORT = new Wording("support", "サポート");
    static final Wording CATALOGUE = new Wording("all CVEs", "全 CVE");
    static final Wording COMPLAINTS = new Wording("Input that could not be used", "読み取れなかった入力");
    static final Wording FILE = new Wording("file", "ファイル");
    static final Wording KNOWLEDGE = new Wording("knowledge", "脆弱性情報");
    static final Wording NOT_KNOWN = new Wording("not known", "不明");

    private static final DateTimeFormatter JAPANESE_DATE = DateTimeFormatter.ofPattern("uuuu/MM/dd", Locale.ROOT);

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

    private Words() {}

    static Wording date(LocalDate day) {
        return new Wording(day.toString(), JAPANESE_DATE.format(day));
    }

    /** A moment, to the minute: what was collected when does not need more. */
    static Wording moment(Instant moment) {
        OffsetDateTime utc = moment.atOffset(ZoneOffset.UTC);
        String time = TIME.format(utc);
        return Wording.format("%s %s UTC", "%s %s UTC", date(utc.toLocalDate()), time);
    }

    /** "2 updates, 431 CVEs open, 3 known to be exploited": how a machine stands against the whole catalogue. */
    static Wording exposure(Exposure exposure) {
        return Wording.format(
                "%d updates needed; CVEs: %d open, %d of them known to be exploited, %d closed, %d unknown, %d unconfirmed",
                "必要な更新 %d 件。CVE: 未修正 %d 件（うち悪用確認済み %d 件）、修正済み %d 件、判定不能 %d 件、未確認 %d 件",
                exposure.needed().size(),
                exposure.open(),
                exposure.exploited(),
                exposure.closed(),
                exposure.unknown() + exposure.partUnknown(),
                exposure.unconfirmed());
    }

    /** How many machines: "1 machine", "1 台". */
    static Wording machines(int count) {
        return new Wording(count == 1 ? "1 machine" : count + " machines", count + " 台");
    }

    /** The state of support, with the day on which it ends or ended. */
    static Wording support(Support support) {
        LocalDate ends = support.ends();
        Wording state = support.state().label();
        if (ends == null) {
            return state;
        }
        return switch (support.state()) {
            case MAINSTREAM, EXTENDED, ESU -> Wording.format("%s until %s", "%s（%s まで）", state, date(ends));
            case UNSUPPORTED -> Wording.format("%s since %s", "%s（%s）", state, date(ends));
            case UNKNOWN -> state;
        };
    }
}

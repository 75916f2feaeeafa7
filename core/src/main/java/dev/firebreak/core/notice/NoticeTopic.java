package dev.firebreak.core.notice;

import dev.firebreak.core.text.Text;
import java.util.Optional;
import java.util.stream.Stream;

/** What a notice can be about. */
public enum NoticeTopic {
    /** The first vulnerable machine of all: an outbreak can begin. */
    OUTBREAK("outbreak", new Text("first vulnerable machine of all", "組織で最初の未適用端末")),
    /** A site without vulnerable machines has one. */
    FIRST_AT_SITE("first_at_site", new Text("first vulnerable machine of a site", "拠点で最初の未適用端末")),
    /** A machine that was proven safe is vulnerable. */
    VULNERABLE_AGAIN("vulnerable_again", new Text("vulnerable again", "再び未適用")),
    /** A machine is vulnerable that was not known to be safe before. */
    VULNERABLE("vulnerable", new Text("newly vulnerable", "新たに未適用")),
    /** Machines stopped reporting. */
    FELL_SILENT("fell_silent", new Text("stopped reporting", "応答なし")),
    /** Knowledge was imported, and machines are judged by it. */
    KNOWLEDGE("knowledge", new Text("knowledge imported", "脆弱性情報の取り込み")),
    /** A site's token brings more new machines than it may: somebody may invent them. */
    NEW_MACHINES("new_machines", new Text("too many new machines", "新しい端末の受付を制限")),
    /** Every machine is proven safe. */
    ALL_CLEAR("all_clear", new Text("no machine is vulnerable any more", "全台対応完了")),
    /** How the fleet stands, once a day. */
    DAILY("daily", new Text("daily report", "日次報告"));

    private final String id;
    private final Text label;

    NoticeTopic(String id, Text label) {
        this.id = id;
        this.label = label;
    }

    /** The topic of a name in our own formats; settings written before say exposed and exposed_again. */
    public static Optional<NoticeTopic> named(String id) {
        return Stream.of(values())
                .filter(topic -> topic.id.equals(id)
                        || (topic == VULNERABLE && id.equals("exposed"))
                        || (topic == VULNERABLE_AGAIN && id.equals("exposed_again")))
                .findFirst();
    }

    /** Name in our own formats. */
    public String id() {
        return id;
    }

    /** Name for people. */
    public Text label() {
        return label;
    }
}

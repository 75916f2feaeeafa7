package dev.firebreak.core.notice;

import dev.firebreak.core.text.Text;

/** What a notice can be about. */
public enum NoticeTopic {
    /** The first exposed machine of the whole estate: an outbreak can begin. */
    OUTBREAK("outbreak", new Text("first exposed machine of all", "組織で最初の未適用端末")),
    /** A site without exposed machines has one. */
    FIRST_AT_SITE("first_at_site", new Text("first exposed machine of a site", "拠点で最初の未適用端末")),
    /** A machine that was safe is exposed. */
    EXPOSED_AGAIN("exposed_again", new Text("exposed again", "再び未適用")),
    /** A machine is exposed that was not known to be safe before. */
    EXPOSED("exposed", new Text("newly exposed", "新たに未適用")),
    /** Machines stopped reporting. */
    FELL_SILENT("fell_silent", new Text("fell silent", "応答なし")),
    /** Knowledge was imported, and machines are judged by it. */
    KNOWLEDGE("knowledge", new Text("knowledge imported", "脆弱性情報の取り込み")),
    /** A site's token brings more new machines than it may: somebody may invent them. */
    NEW_MACHINES("new_machines", new Text("too many new machines", "新しい端末の受付を制限")),
    /** Every machine is proven safe. */
    ALL_CLEAR("all_clear", new Text("nobody open any more", "全台対応完了")),
    /** How the estate stands, once a day. */
    DAILY("daily", new Text("daily report", "日次報告"));

    private final String id;
    private final Text label;

    NoticeTopic(String id, Text label) {
        this.id = id;
        this.label = label;
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

package dev.firebreak.core.guidance;

import dev.firebreak.core.advisory.Wording;

/** What a notice can be about. */
public enum Topic {
    /** The first exposed machine of the whole estate: an outbreak can begin. */
    OUTBREAK("outbreak", new Wording("first exposed machine of all", "組織で最初の未適用端末")),
    /** A site without exposed machines has one. */
    FIRST_AT_SITE("first_at_site", new Wording("first exposed machine of a site", "拠点で最初の未適用端末")),
    /** A machine that was safe is exposed. */
    EXPOSED_AGAIN("exposed_again", new Wording("exposed again", "再び未適用")),
    /** A machine is exposed that was not known to be safe before. */
    EXPOSED("exposed", new Wording("newly exposed", "新たに未適用")),
    /** Machines stopped reporting. */
    FELL_SILENT("fell_silent", new Wording("fell silent", "応答なし")),
    /** Knowledge was imported, and machines are judged by it. */
    KNOWLEDGE("knowledge", new Wording("knowledge imported", "脆弱性情報の取り込み")),
    /** Every machine is proven safe. */
    ALL_CLEAR("all_clear", new Wording("nobody open any more", "全台対応完了")),
    /** How the estate stands, once a day. */
    DAILY("daily", new Wording("daily report", "日次報告"));

    private final String id;
    private final Wording label;

    Topic(String id, Wording label) {
        this.id = id;
        this.label = label;
    }

    /** Name in our own formats. */
    public String id() {
        return id;
    }

    /** Name for people. */
    public Wording label() {
        return label;
    }
}

package dev.firebreak.core.notice;

import dev.firebreak.core.text.Text;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The recipients of notices; each gets what it can act on and nothing else. */
public enum Audience {
    /** Those who patch machines: everything, with names. */
    ADMINISTRATORS(
            "administrators",
            new Text("Administrators", "システム管理者"),
            EnumSet.complementOf(EnumSet.of(NoticeTopic.OUTBREAK))),
    /** The help desk: which sites are affected and what to tell callers. */
    HELP_DESK(
            "help_desk",
            new Text("Help desk", "ヘルプデスク"),
            EnumSet.of(
                    NoticeTopic.FIRST_AT_SITE,
                    NoticeTopic.VULNERABLE_AGAIN,
                    NoticeTopic.VULNERABLE,
                    NoticeTopic.KNOWLEDGE,
                    NoticeTopic.ALL_CLEAR,
                    NoticeTopic.DAILY)),
    /** Who answers for it: one paragraph. */
    MANAGEMENT(
            "management",
            new Text("Management", "経営層・部門責任者"),
            EnumSet.of(NoticeTopic.FIRST_AT_SITE, NoticeTopic.KNOWLEDGE, NoticeTopic.ALL_CLEAR, NoticeTopic.DAILY)),
    /** All users: what to do, and when it is over. */
    ALL_STAFF("all_staff", new Text("All staff", "全社員"), EnumSet.of(NoticeTopic.OUTBREAK, NoticeTopic.ALL_CLEAR));

    private final String id;
    private final Text label;
    private final Set<NoticeTopic> topics;

    Audience(String id, Text label, Set<NoticeTopic> topics) {
        this.id = id;
        this.label = label;
        this.topics = topics;
    }

    /** The audience of this name; empty where there is none. */
    public static Optional<Audience> of(String id) {
        return Stream.of(values()).filter(a -> a.id.equals(id)).findFirst();
    }

    /** Whether it wants to know. */
    public boolean hears(NoticeTopic topic) {
        return topics.contains(topic);
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

package dev.firebreak.core.guidance;

import dev.firebreak.core.advisory.Wording;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** To whom something is said; each hears of what it can act on and of nothing else. */
public enum Audience {
    /** Who mends machines: everything, with names. */
    ADMINISTRATORS(
            "administrators",
            new Wording("Administrators", "システム管理者"),
            EnumSet.complementOf(EnumSet.of(Topic.OUTBREAK))),
    /** Who answers the telephone: where it burns and what to tell callers. */
    HELP_DESK(
            "help_desk",
            new Wording("Help desk", "ヘルプデスク"),
            EnumSet.of(
                    Topic.FIRST_AT_SITE,
                    Topic.EXPOSED_AGAIN,
                    Topic.EXPOSED,
                    Topic.KNOWLEDGE,
                    Topic.ALL_CLEAR,
                    Topic.DAILY)),
    /** Who answers for it: one paragraph. */
    MANAGEMENT(
            "management",
            new Wording("Management", "経営層・部門責任者"),
            EnumSet.of(Topic.FIRST_AT_SITE, Topic.KNOWLEDGE, Topic.ALL_CLEAR, Topic.DAILY)),
    /** Everybody with a machine: what to do, and when it is over. */
    ALL_STAFF("all_staff", new Wording("All staff", "全社員"), EnumSet.of(Topic.OUTBREAK, Topic.ALL_CLEAR));

    private final String id;
    private final Wording label;
    private final Set<Topic> topics;

    Audience(String id, Wording label, Set<Topic> topics) {
        this.id = id;
        this.label = label;
        this.topics = topics;
    }

    /** The audience of this name; empty where there is none. */
    public static Optional<Audience> of(String id) {
        return Stream.of(values()).filter(a -> a.id.equals(id)).findFirst();
    }

    /** Whether it wants to know. */
    public boolean hears(Topic topic) {
        return topics.contains(topic);
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

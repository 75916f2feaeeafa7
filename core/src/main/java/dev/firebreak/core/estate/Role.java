package dev.firebreak.core.estate;

import dev.firebreak.core.advisory.Wording;

/** What a person or a key may do; each includes those before it. */
public enum Role {
    /** Anybody, signed in or not. */
    ANYONE("anyone", new Wording("anyone", "全員")),
    /** Sees. */
    VIEWER("viewer", new Wording("viewer", "閲覧者")),
    /** Imports, checks in, retires machines. */
    OPERATOR("operator", new Wording("operator", "運用担当")),
    /** Approves rollouts and exceptions. */
    APPROVER("approver", new Wording("approver", "承認者")),
    /** Accounts, tokens, settings. */
    ADMIN("admin", new Wording("administrator", "管理者"));

    private final String id;
    private final Wording label;

    Role(String id, Wording label) {
        this.id = id;
        this.label = label;
    }

    /** Whether it may do what needs the other. */
    public boolean covers(Role needed) {
        return compareTo(needed) >= 0;
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

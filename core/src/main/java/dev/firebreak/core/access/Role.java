package dev.firebreak.core.access;

import dev.firebreak.core.text.Text;

/** What a person or a key may do; each includes those before it. */
public enum Role {
    /** Anybody, signed in or not. */
    ANYONE("anyone", new Text("anyone", "全員")),
    /** Sees. */
    VIEWER("viewer", new Text("viewer", "閲覧者")),
    /** Imports, checks in, retires machines. */
    OPERATOR("operator", new Text("operator", "運用担当")),
    /** Approves rollouts and exceptions. */
    APPROVER("approver", new Text("approver", "承認者")),
    /** Accounts, tokens, settings. */
    ADMIN("admin", new Text("administrator", "管理者"));

    private final String id;
    private final Text label;

    Role(String id, Text label) {
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
    public Text label() {
        return label;
    }
}

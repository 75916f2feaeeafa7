package dev.firebreak.app.web.http;

import dev.firebreak.core.access.Role;

/** Who may call a route; the router refuses everybody else before the handler is asked. */
public enum Access {
    /** Anybody. */
    ANYONE,
    /** A machine by its own token or by its site's. */
    MACHINE,
    /** A site's token, which enrols machines. */
    SITE,
    /** A person, or a key with the scope {@code read}. */
    VIEWER,
    /** A person, or a key with the scope {@code import}. */
    OPERATOR,
    /** A person. */
    APPROVER,
    /** A person, or a key with the scope {@code admin}. */
    ADMIN;

    /** What a person needs at least; tokens of machines are no persons. */
    public Role role() {
        return switch (this) {
            case ANYONE, MACHINE, SITE -> Role.ANYONE;
            case VIEWER -> Role.VIEWER;
            case OPERATOR -> Role.OPERATOR;
            case APPROVER -> Role.APPROVER;
            case ADMIN -> Role.ADMIN;
        };
    }
}

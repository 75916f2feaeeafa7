package dev.firebreak.core.dashboard;

/** Whether a sender may bring evidence of a machine. */
public enum Claim {
    /** It may. */
    GRANTED,
    /** The machine belongs to another site. */
    OTHER_SITE,
    /** The machine has a token of its own, and this is not it. */
    ENROLLED
}

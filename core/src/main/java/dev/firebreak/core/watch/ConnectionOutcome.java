package dev.firebreak.core.watch;

/** How an attempt to open a TCP connection ended. */
public enum ConnectionOutcome {
    /** The target accepted. */
    ACCEPTED,
    /** The target or a device before it answered with a reset or an ICMP error. */
    REFUSED,
    /** Nobody answered within the time that the reader waits, or before the input ended. */
    UNANSWERED
}

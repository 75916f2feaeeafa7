package dev.firebreak.core.watch;

/** How urgent a detection is; the first is the most urgent. */
public enum Severity {
    /** A machine is being attacked, has been taken over or is destroying data: isolate now. */
    CRITICAL,
    /** Probably part of an attack: look today. */
    HIGH,
    MEDIUM,
    LOW,
    /** Worth knowing, no sign of an attack by itself. */
    INFO
}

package dev.firebreak.core.inventory;

/** State of the SMBv1 server of a machine. */
public enum Smb1 {
    ENABLED,
    DISABLED,
    UNKNOWN
}

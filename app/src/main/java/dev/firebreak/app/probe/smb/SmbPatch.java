package dev.firebreak.app.probe.smb;

/** What the answer to the MS17-010 question says. */
public enum SmbPatch {
    /** STATUS_INSUFF_SERVER_RESOURCES: the unpatched server takes up the transaction before it looks at the handle. */
    VULNERABLE,
    /** STATUS_ACCESS_DENIED or STATUS_INVALID_HANDLE: the handle is looked at first, as the patched server does. */
    NOT_VULNERABLE,
    /** Any other answer, or none. */
    UNKNOWN
}

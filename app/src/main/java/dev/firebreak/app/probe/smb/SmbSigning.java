package dev.firebreak.app.probe.smb;

/** Whether a server signs messages. */
public enum SmbSigning {
    REQUIRED,
    ENABLED,
    DISABLED
}

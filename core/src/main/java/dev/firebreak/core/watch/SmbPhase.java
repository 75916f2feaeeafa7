package dev.firebreak.core.watch;

/** Which part of an SMB1 exchange a message is (MS-CIFS 3.2.4.1.5: a transaction may be sent in several messages). */
public enum SmbPhase {
    /** A whole request, or a secondary request. */
    REQUEST,
    /** A transaction request that announces more parameters or data than it holds: secondary requests are to follow. */
    FIRST_PART,
    /** The server asks for the secondary requests. */
    INTERIM_RESPONSE,
    RESPONSE
}

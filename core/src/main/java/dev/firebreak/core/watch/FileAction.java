package dev.firebreak.core.watch;

/** What was done with a file on a file server. */
public enum FileAction {
    /** A file that did not exist. */
    CREATE,
    /** An existing file was emptied or replaced while it was opened. */
    OVERWRITE,
    READ,
    WRITE,
    RENAME,
    DELETE
}

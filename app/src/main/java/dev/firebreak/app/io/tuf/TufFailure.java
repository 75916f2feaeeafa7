package dev.firebreak.app.io.tuf;

import dev.firebreak.core.text.Text;

/** Signed metadata or a file that it names is not to be trusted: the kind of fault, and a sentence for people. */
public final class TufFailure extends Exception {

    private static final long serialVersionUID = 1;

    /** What is wrong. */
    public enum Kind {
        /** It is not there. */
        MISSING,
        /** It is no TUF 1.0 metadata, or not of the role that is asked for. */
        FORMAT,
        /** Fewer valid signatures than the root demands. */
        SIGNATURE,
        /** Its time has passed. */
        EXPIRED,
        /** The timestamp's time has passed: somebody shows an old state as the newest (freeze). */
        FROZEN,
        /** Older than what was seen before (rollback). */
        OLDER,
        /** Parts of different states, or of another repository (mix and match). */
        MIXED,
        /** Larger than told. */
        TOO_LARGE,
        /** Length or hash is another than told. */
        DIFFERENT,
        /** A name that would leave the folder, or that Windows cannot have. */
        PATH,
        /** A key that cannot be used. */
        KEY
    }

    private final Kind kind;
    private final transient Text text;

    public TufFailure(Kind kind, Text text) {
        super(text.en());
        this.kind = kind;
        this.text = text;
    }

    public Kind kind() {
        return kind;
    }

    /** For people. */
    public Text text() {
        return text;
    }
}

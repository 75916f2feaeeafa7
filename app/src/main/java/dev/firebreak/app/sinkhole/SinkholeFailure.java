package dev.firebreak.app.sinkhole;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The sinkhole cannot start, and the administrator can do something about it. */
public final class SinkholeFailure extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final Kind kind;
    private final transient List<Object> values;

    /** What is wrong. */
    public enum Kind {
        /** An address cannot be listened on: its text, and why. */
        ADDRESS,
        /** The log cannot be written: its folder, and why. */
        LOG,
        /** Another process writes the log: its folder. */
        LOG_IN_USE,
        /** Nothing tells which address the names shall have. */
        NO_ANSWER,
        /** The rights could not be given up: the user, and why. */
        USER
    }

    SinkholeFailure(Kind kind, @Nullable Throwable cause, Object... values) {
        super(kind.name(), cause);
        this.kind = kind;
        this.values = List.of(values);
    }

    public Kind kind() {
        return kind;
    }

    /** What the words about it are filled with. */
    public List<Object> values() {
        return values;
    }
}

package dev.firebreak.app.cli;

import java.util.List;

/** A command cannot go on and the administrator can act on why: a sentence and an exit code, no stack trace. */
public final class CommandFailure extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int exit;
    private final transient List<Object> values;

    /** The key names a sentence in the messages; {0}, {1} .. in it become the values. */
    public CommandFailure(int exit, String key, Object... values) {
        super(key, null, false, false);
        this.exit = exit;
        this.values = List.of(values);
    }

    int exit() {
        return exit;
    }

    String sentence(CommandMessages messages) {
        return messages.text(String.valueOf(getMessage()), values.toArray());
    }
}

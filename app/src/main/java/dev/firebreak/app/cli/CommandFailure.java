package dev.firebreak.app.cli;

import dev.firebreak.app.server.ServerFailure;
import dev.firebreak.app.store.FleetDatabase;
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

    static CommandFailure of(ServerFailure failure) {
        Object[] values = failure.values().toArray();
        return switch (failure.kind()) {
            case NO_DATA -> new CommandFailure(ExitCode.NOTHING_READ, "kept.none", values);
            case DATA_FOLDER -> new CommandFailure(ExitCode.OUR_FAULT, "knowledge.folder", values);
            case DATA_TAKEN -> new CommandFailure(ExitCode.OUR_FAULT, "kept.locked", values);
            case DROP_FOLDER -> new CommandFailure(ExitCode.OUR_FAULT, "serve.drop.folder", values);
            case ADDRESS -> new CommandFailure(ExitCode.OUR_FAULT, "serve.port", values);
            case KEY -> new CommandFailure(ExitCode.OUR_FAULT, "serve.key", values);
            case SINKHOLE -> new CommandFailure(ExitCode.OUR_FAULT, "serve.sinkhole.failed", values);
            case LIMIT -> new CommandFailure(ExitCode.WRONG_USAGE, "serve.limit", values);
            case OIDC -> new CommandFailure(ExitCode.WRONG_USAGE, "serve.oidc", values);
            case BACKUP_EXISTS -> new CommandFailure(ExitCode.WRONG_USAGE, "backup.exists", values);
            case NOT_A_BACKUP -> new CommandFailure(ExitCode.NOTHING_READ, "restore.notOurs", values);
            case NOT_EMPTY -> new CommandFailure(ExitCode.WRONG_USAGE, "restore.notEmpty", values);
        };
    }

    static CommandFailure of(FleetDatabase.CannotOpen failure) {
        String key = switch (failure.why()) {
            case IN_USE -> "kept.locked";
            case NEWER -> "kept.newer";
            case DAMAGED -> "kept.damaged";
            case EMPTY -> "kept.empty";
            case OTHER -> "kept.failed";
        };
        return new CommandFailure(ExitCode.OUR_FAULT, key, String.valueOf(failure.getMessage()));
    }

    int exit() {
        return exit;
    }

    String sentence(CommandMessages messages) {
        return messages.text(String.valueOf(getMessage()), values.toArray());
    }
}

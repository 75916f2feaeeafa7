package dev.firebreak.app.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code restore}: an empty data folder becomes what a copy was taken of. */
@Command(name = "restore")
public final class RestoreCommand implements Callable<Integer> {

    private final StorePort keeper;

    @ParentCommand
    @Nullable
    FirebreakCommand parent;

    @Option(names = "--data", paramLabel = "DIR")
    @Nullable
    Path data;

    @Option(names = "--database", paramLabel = "URL")
    @Nullable
    String database;

    @Parameters(paramLabel = "COPY")
    Path from = Path.of("");

    public RestoreCommand(StorePort keeper) {
        this.keeper = keeper;
    }

    @Override
    public Integer call() {
        StoreTerminal desk = StoreTerminal.of(parent, keeper);
        try {
            keeper.restore(new StorePort.Place(data, database), from);
            desk.say("restore.done", from);
            return ExitCode.DONE;
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.OUR_FAULT, "restore.failed", from, desk.why(e));
        }
    }
}

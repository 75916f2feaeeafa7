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

    private final Keeper keeper;

    @ParentCommand
    @Nullable
    Firebreak parent;

    @Option(names = "--data", paramLabel = "DIR")
    @Nullable
    Path data;

    @Option(names = "--database", paramLabel = "URL")
    @Nullable
    String database;

    @Parameters(paramLabel = "COPY")
    Path from = Path.of("");

    public RestoreCommand(Keeper keeper) {
        this.keeper = keeper;
    }

    @Override
    public Integer call() {
        Desk desk = Desk.of(parent, keeper);
        try {
            keeper.restore(new Keeper.Place(data, database), from);
            desk.say("restore.done", from);
            return Exit.DONE;
        } catch (IOException e) {
            throw new Stop(Exit.OUR_FAULT, "restore.failed", from, desk.why(e));
        }
    }
}

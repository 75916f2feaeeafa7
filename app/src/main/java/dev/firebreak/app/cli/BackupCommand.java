package dev.firebreak.app.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code backup}: everything the server keeps, in one file, while it runs. */
@Command(name = "backup")
public final class BackupCommand implements Callable<Integer> {

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
    Path to = Path.of("");

    public BackupCommand(Keeper keeper) {
        this.keeper = keeper;
    }

    @Override
    public Integer call() {
        Desk desk = Desk.of(parent, keeper);
        try {
            long bytes = keeper.backup(new Keeper.Place(data, database), to);
            desk.say("backup.done", to, String.format(Locale.ROOT, "%,d", (bytes + 1023) / 1024));
            return Exit.DONE;
        } catch (IOException e) {
            throw new Stop(Exit.OUR_FAULT, "backup.failed", to, desk.why(e));
        }
    }
}

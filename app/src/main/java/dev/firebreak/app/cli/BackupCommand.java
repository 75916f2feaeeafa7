package dev.firebreak.app.cli;

import dev.firebreak.core.dashboard.DamagedStorage;
import dev.firebreak.core.fleet.StorageFull;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code backup}: everything the server keeps, in one file, while it runs. */
@Command(name = "backup")
public final class BackupCommand implements Callable<Integer> {

    private final CommandServices services;

    @ParentCommand
    @Nullable
    FirebreakCommand parent;

    @Mixin
    StoreOptions store = new StoreOptions();

    @Parameters(paramLabel = "COPY")
    Path to = Path.of("");

    public BackupCommand(CommandServices services) {
        this.services = services;
    }

    @Override
    public Integer call() {
        StoreTerminal terminal = StoreTerminal.of(parent, services.clock());
        try {
            long bytes = store.place(services).backup(to);
            terminal.print("backup.done", to, String.format(Locale.ROOT, "%,d", (bytes + 1023) / 1024));
            return ExitCode.DONE;
        } catch (IOException | StorageFull | DamagedStorage e) {
            throw new CommandFailure(ExitCode.OUR_FAULT, "backup.failed", to, terminal.why(e));
        }
    }
}

package dev.firebreak.app.cli;

import dev.firebreak.app.server.ServerData;
import dev.firebreak.core.dashboard.DamagedStorage;
import dev.firebreak.core.fleet.StorageFull;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code restore}: an empty data folder becomes what a copy was taken of. */
@Command(name = "restore")
public final class RestoreCommand implements Callable<Integer> {

    private final CommandServices services;

    @ParentCommand
    @Nullable
    FirebreakCommand parent;

    @Mixin
    StoreOptions store = new StoreOptions();

    @Option(names = "--keep-tokens")
    boolean keepTokens;

    @Option(names = "--previous", paramLabel = "OLD")
    @Nullable
    Path previous;

    @Parameters(paramLabel = "COPY")
    Path from = Path.of("");

    public RestoreCommand(CommandServices services) {
        this.services = services;
    }

    private ServerData.Access access() {
        Path old = previous;
        if (old != null) {
            if (keepTokens) {
                throw new CommandFailure(ExitCode.WRONG_USAGE, "usage.value", "--keep-tokens", "--previous");
            }
            return new ServerData.Access.KeepAccounts(old);
        }
        return keepTokens ? new ServerData.Access.KeepTokens() : new ServerData.Access.RevokeTokens();
    }

    @Override
    public Integer call() {
        StoreTerminal terminal = StoreTerminal.of(parent, services.clock());
        try {
            ServerData.Restored restored = store.place(services).restore(from, access());
            terminal.print("restore.done", from);
            terminal.print("restore.sessions", restored.sessions());
            if (restored.revoked() > 0) {
                terminal.print(previous == null ? "restore.revoked" : "restore.revoked.previous", restored.revoked());
            }
            if (restored.good() > 0 && previous == null) {
                terminal.print("restore.kept", restored.good());
            }
            return ExitCode.DONE;
        } catch (IOException | StorageFull | DamagedStorage e) {
            throw new CommandFailure(ExitCode.OUR_FAULT, "restore.failed", from, terminal.why(e));
        }
    }
}

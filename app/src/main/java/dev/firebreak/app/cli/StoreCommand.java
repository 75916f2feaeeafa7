package dev.firebreak.app.cli;

import dev.firebreak.app.server.ServerData;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** A command on what the server keeps, with commands below it. */
public abstract class StoreCommand implements Callable<Integer> {

    private final CommandServices services;

    @ParentCommand
    @Nullable
    FirebreakCommand parent;

    @Spec
    @Nullable
    CommandSpec spec;

    @Mixin
    StoreOptions store = new StoreOptions();

    protected StoreCommand(CommandServices services) {
        this.services = services;
    }

    /** No subcommand was given. */
    @Override
    public Integer call() {
        if (spec != null) {
            spec.commandLine().usage(firebreak().err());
        }
        return ExitCode.WRONG_USAGE;
    }

    protected final CommandServices services() {
        return services;
    }

    protected final FirebreakCommand firebreak() {
        return Objects.requireNonNull(parent);
    }

    /** What was named of {@code --data} and {@code --database}. */
    protected final StoreOptions store() {
        return store;
    }

    final ServerData place() {
        return store.place(services);
    }

    final StoreTerminal terminal() {
        return StoreTerminal.of(parent, services.clock());
    }
}

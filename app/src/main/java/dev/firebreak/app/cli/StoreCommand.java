package dev.firebreak.app.cli;

import dev.firebreak.app.server.ServerData;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** A command on what the server keeps, with commands below it. */
abstract class StoreCommand implements Callable<Integer> {

    private final CommandServices services;

    @ParentCommand
    @Nullable
    FirebreakCommand parent;

    @Spec
    @Nullable
    CommandSpec spec;

    @Option(names = "--data", paramLabel = "DIR", scope = ScopeType.INHERIT)
    @Nullable
    Path data;

    @Option(names = "--database", paramLabel = "URL", scope = ScopeType.INHERIT)
    @Nullable
    String database;

    StoreCommand(CommandServices services) {
        this.services = services;
    }

    /** No subcommand was given. */
    @Override
    public Integer call() {
        if (spec != null) {
            spec.commandLine().usage(Objects.requireNonNull(parent).err());
        }
        return ExitCode.WRONG_USAGE;
    }

    final ServerData place() {
        return new ServerData(services.folder(data), database, services.clock());
    }

    final StoreTerminal terminal() {
        return StoreTerminal.of(parent, services.clock());
    }
}

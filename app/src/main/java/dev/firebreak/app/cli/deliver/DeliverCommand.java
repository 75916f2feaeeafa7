package dev.firebreak.app.cli.deliver;

import dev.firebreak.app.cli.CommandServices;
import dev.firebreak.app.cli.ExitCode;
import dev.firebreak.app.cli.FirebreakCommand;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code deliver}: what machines need, and the ways it reaches them. */
@Command(
        name = "deliver",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DeliverListsCommand.class,
            DeliverMediaCommand.class,
            DeliverCollectCommand.class,
            DeliverCheckCommand.class,
            DeliverAnsibleCommand.class,
            DeliverWsusCommand.class
        })
public final class DeliverCommand implements Callable<Integer> {

    private final CommandServices services;

    @ParentCommand
    @Nullable
    FirebreakCommand parent;

    @Spec
    @Nullable
    CommandSpec spec;

    public DeliverCommand(CommandServices services) {
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

    CommandServices services() {
        return services;
    }

    FirebreakCommand firebreak() {
        return Objects.requireNonNull(parent);
    }
}

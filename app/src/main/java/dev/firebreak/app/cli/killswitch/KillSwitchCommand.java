package dev.firebreak.app.cli.killswitch;

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

/** {@code killswitch}: whether the worm stops in this segment. */
@Command(name = "killswitch", synopsisSubcommandLabel = "COMMAND")
public final class KillSwitchCommand implements Callable<Integer> {

    @ParentCommand
    @Nullable
    FirebreakCommand parent;

    @Spec
    @Nullable
    CommandSpec spec;

    /** The command with those below it, ready for picocli. */
    public static Object of(CommandServices services) {
        var line = new picocli.CommandLine(new KillSwitchCommand());
        line.addSubcommand(new KillSwitchCheck(services));
        return line;
    }

    /** No subcommand was given. */
    @Override
    public Integer call() {
        if (spec != null) {
            spec.commandLine().usage(firebreak().err());
        }
        return ExitCode.WRONG_USAGE;
    }

    FirebreakCommand firebreak() {
        return Objects.requireNonNull(parent);
    }
}

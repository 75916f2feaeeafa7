package dev.firebreak.app.cli;

import dev.firebreak.core.text.Language;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command above all commands: what each of them inherits, and where each of them writes. */
@Command(name = "firebreak", versionProvider = FirebreakCommand.Version.class, synopsisSubcommandLabel = "COMMAND")
public final class FirebreakCommand implements Callable<Integer> {

    private final CommandMessages messages;
    private final PrintStream out;
    private final PrintStream err;

    @Spec
    @Nullable
    CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT)
    boolean helpWanted;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true)
    boolean versionWanted;

    // Read before anything is parsed, so that even a parser's complaint comes in the right language; here for its
    // check.
    @Option(names = "--lang", paramLabel = "ja|en", scope = ScopeType.INHERIT)
    @Nullable
    Language language;

    @Option(
            names = {"-q", "--quiet"},
            scope = ScopeType.INHERIT)
    boolean quiet;

    FirebreakCommand(CommandMessages messages, PrintStream out, PrintStream err) {
        this.messages = messages;
        this.out = out;
        this.err = err;
    }

    /** No command was given. */
    @Override
    public Integer call() {
        if (spec != null) {
            spec.commandLine().usage(err);
        }
        return ExitCode.WRONG_USAGE;
    }

    public CommandMessages messages() {
        return messages;
    }

    /** Results. */
    public PrintStream out() {
        return out;
    }

    /** Everything else. */
    public PrintStream err() {
        return err;
    }

    public boolean quiet() {
        return quiet;
    }

    static final class Version implements IVersionProvider {

        /** The jar's manifest knows; classes run from a folder have none. */
        static String own() {
            String version = FirebreakCommand.class.getPackage().getImplementationVersion();
            return version == null ? "(development)" : version;
        }

        @Override
        public String[] getVersion() {
            return new String[] {"firebreak " + own()};
        }
    }
}

package dev.firebreak.app.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.firebreak.app.feed.store.DamagedKnowledge;
import dev.firebreak.app.server.ServerFailure;
import dev.firebreak.app.store.FleetDatabase;
import dev.firebreak.core.dashboard.DamagedStorage;
import dev.firebreak.core.fleet.StorageFull;
import dev.firebreak.core.fleet.StorageUnavailable;
import dev.firebreak.core.text.Language;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.UnmatchedArgumentException;

/** Runs one command line: every way it can end becomes an exit code and, where people need it, a sentence. */
public final class Cli {

    private final Map<String, String> environment;
    private final PrintStream out;
    private final PrintStream err;
    private final Path temp;

    /** @param temp where the report of a bug of ours is left */
    public Cli(Map<String, String> environment, PrintStream out, PrintStream err, Path temp) {
        this.environment = environment;
        this.out = out;
        this.err = err;
        this.temp = temp;
    }

    /** @param commands picocli commands; each finds language, streams and --quiet in its parent, {@link FirebreakCommand} */
    public int run(List<Object> commands, String... args) {
        CommandMessages messages = CommandMessages.language(environment, args);
        // CommandLine.execute would show a stack trace of whatever it did not expect; so its steps are ours.
        try {
            int exit = new RunLast().execute(commandLine(commands, messages).parseArgs(args));
            out.flush();
            return exit;
        } catch (ParameterException wrong) {
            return refuse(wrong, messages);
        } catch (ExecutionException e) {
            return end(e.getCause() == null ? e : e.getCause(), messages);
        } catch (Throwable thrown) {
            return end(thrown, messages);
        }
    }

    private int end(Throwable thrown, CommandMessages messages) {
        if (!(thrown instanceof StandardOutput.ReaderClosed || thrown instanceof StandardOutput.CannotWrite)) {
            // A document that is whole stays so, whatever ends the command after it: nothing could be read, a bug.
            try {
                out.flush();
            } catch (StandardOutput.ReaderClosed _) {
                // nobody misses the rest
            } catch (StandardOutput.CannotWrite unwritten) {
                return end(unwritten, messages);
            }
        }
        return switch (thrown) {
            case StandardOutput.ReaderClosed _ -> ExitCode.DONE;
            case StandardOutput.CannotWrite e ->
                print(messages.text("failed.output", e.getMessage()), ExitCode.OUR_FAULT);
            case CommandFailure failure -> print(failure.sentence(messages), failure.exit());
            case ServerFailure e -> end(CommandFailure.of(e), messages);
            case FleetDatabase.CannotOpen e -> end(CommandFailure.of(e), messages);
            case StorageFull _ -> print(messages.text("kept.full"), ExitCode.OUR_FAULT);
            case StorageUnavailable _ -> print(messages.text("kept.away"), ExitCode.OUR_FAULT);
            case DamagedStorage e ->
                print(messages.text("kept.damaged", String.valueOf(e.getMessage())), ExitCode.OUR_FAULT);
            case DamagedKnowledge e -> print(messages.text("knowledge.damaged", e.folder()), ExitCode.OUR_FAULT);
            case OutOfMemoryError _ -> print(messages.text("failed.memory"), ExitCode.OUR_FAULT);
            default -> reportBug(thrown);
        };
    }

    private int print(String sentence, int exit) {
        err.println(visible(sentence));
        return exit;
    }

    private CommandLine commandLine(List<Object> commands, CommandMessages messages) {
        var line = new CommandLine(new FirebreakCommand(messages, out, err));
        commands.forEach(line::addSubcommand);
        language(line, messages);
        return line.setCaseInsensitiveEnumValuesAllowed(true)
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
                .setUsageHelpWidth(100)
                .setOut(new PrintWriter(out, true, UTF_8))
                .setErr(new PrintWriter(err, true, UTF_8));
    }

    private static void language(CommandLine line, CommandMessages messages) {
        line.setResourceBundle(messages.bundle());
        line.getSubcommands().values().forEach(command -> language(command, messages));
    }

    /** picocli complains in English only, so its kinds of complaint are told in our words. */
    private int refuse(ParameterException wrong, CommandMessages messages) {
        err.println(visible(
                switch (wrong) {
                    case MissingParameterException missing
                    when !missing.getMissing().isEmpty() ->
                        messages.text(
                                "usage.missing",
                                missing.getMissing().stream().map(Cli::name).collect(Collectors.joining(", ")));
                    case UnmatchedArgumentException unmatched -> unknown(unmatched, messages);
                    case OverwrittenOptionException twice -> messages.text("usage.twice", name(twice.getOverwritten()));
                    case ParameterException other
                    when other.getArgSpec() != null && other.getValue() != null ->
                        messages.text("usage.value", name(other.getArgSpec()), other.getValue());
                    case ParameterException other
                    when other.getArgSpec() != null -> messages.text("usage.argument", name(other.getArgSpec()));
                    default -> messages.text("usage.wrong", wrong.getMessage());
                }));
        err.println(messages.text(
                "usage.help", wrong.getCommandLine().getCommandSpec().qualifiedName()));
        return ExitCode.WRONG_USAGE;
    }

    private static String unknown(UnmatchedArgumentException unmatched, CommandMessages messages) {
        List<String> arguments = unmatched.getUnmatched();
        if (arguments.isEmpty()) {
            return messages.text("usage.wrong", unmatched.getMessage());
        }
        String first = arguments.getFirst();
        List<String> near = unmatched.getSuggestions();
        return near.isEmpty()
                ? messages.text("usage.unknown", first)
                : messages.text("usage.unknown.near", first, String.join(", ", near));
    }

    private static String name(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    }

    /** Our bug: both languages, since whoever reads the screen may not be the one who passes the report on. */
    private int reportBug(Throwable bug) {
        String report = BugReport.leave(bug, temp);
        err.println(CommandMessages.in(Language.EN).text("failed.bug", report));
        err.println(CommandMessages.in(Language.JA).text("failed.bug", report));
        return ExitCode.OUR_FAULT;
    }

    /** Arguments come from anywhere: no control character of theirs reaches the terminal. */
    public static String visible(String text) {
        return text.replaceAll("[\\p{Cc}\\p{Cf}&&[^\\n]]", "?");
    }
}

package dev.firebreak.app.cli;

import dev.firebreak.core.access.AuditLog;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code audit}: whether the log of changes is what was written. */
@Command(name = "audit", synopsisSubcommandLabel = "COMMAND")
public final class AuditCommand extends StoreCommand {

    private static final Pattern HEAD = Pattern.compile("(?:([1-9][0-9]{0,17}):)?([0-9A-Fa-f]{64})");

    public AuditCommand(CommandServices services) {
        super(services);
    }

    /** The number and hash of the last entry, to be kept elsewhere. */
    @Command(name = "head")
    int head() {
        StoreTerminal terminal = terminal();
        return terminal.open(place(), database -> {
            List<AuditLog.Entry> last = database.auditLog().entries(Long.MAX_VALUE, 1);
            if (last.isEmpty()) {
                terminal.print("audit.empty");
            } else {
                terminal.out()
                        .println(
                                last.getFirst().number() + ":" + last.getFirst().hash());
            }
            return ExitCode.DONE;
        });
    }

    /** Walks the whole chain. A break ends with 1, as what {@code --fail-on} finds does. */
    @Command(name = "verify")
    int verify(@Nullable @Option(names = "--against", paramLabel = "HEAD") String against) {
        StoreTerminal terminal = terminal();
        Matcher head = HEAD.matcher(against == null ? "" : against.strip());
        if (against != null && !head.matches()) {
            throw new CommandFailure(ExitCode.WRONG_USAGE, "usage.value", "--against", against);
        }
        return terminal.open(place(), database -> {
            Optional<AuditLog.Break> broken = database.auditLog().verify();
            if (broken.isPresent()) {
                terminal.print(
                        "audit.broken", broken.get().number(), broken.get().why());
                return ExitCode.MATCHED;
            }
            if (against != null) {
                // Who can write the file can write a whole other chain; it does not contain what was noted elsewhere.
                Optional<AuditLog.Entry> noted =
                        database.auditLog().entry(head.group(2).toLowerCase(Locale.ROOT));
                if (noted.isEmpty()
                        || (head.group(1) != null
                                && !head.group(1)
                                        .equals(Long.toString(noted.get().number())))) {
                    terminal.print("audit.against.not", against);
                    return ExitCode.MATCHED;
                }
                terminal.print("audit.against", noted.get().number());
            }
            List<AuditLog.Entry> last = database.auditLog().entries(Long.MAX_VALUE, 1);
            terminal.out()
                    .println(
                            last.isEmpty()
                                    ? terminal.text("audit.empty")
                                    : terminal.text(
                                            "audit.whole",
                                            last.getFirst().number(),
                                            last.getFirst().hash()));
            return ExitCode.DONE;
        });
    }
}

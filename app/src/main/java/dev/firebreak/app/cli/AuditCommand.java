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

    public AuditCommand(CommandServices rooms) {
        super(rooms);
    }

    /** The number and hash of the last entry, to be kept elsewhere. */
    @Command(name = "head")
    int head() {
        StoreTerminal desk = desk();
        return desk.open(place(), kept -> {
            List<AuditLog.Entry> last = kept.audit().entries(Long.MAX_VALUE, 1);
            if (last.isEmpty()) {
                desk.say("audit.empty");
            } else {
                desk.out()
                        .println(
                                last.getFirst().number() + ":" + last.getFirst().hash());
            }
            return ExitCode.DONE;
        });
    }

    /** Walks the whole chain. A break ends with 1, as what {@code --fail-on} finds does. */
    @Command(name = "verify")
    int verify(@Nullable @Option(names = "--against", paramLabel = "HEAD") String against) {
        StoreTerminal desk = desk();
        Matcher head = HEAD.matcher(against == null ? "" : against.strip());
        if (against != null && !head.matches()) {
            throw new CommandFailure(ExitCode.WRONG_USAGE, "usage.value", "--against", against);
        }
        return desk.open(place(), kept -> {
            Optional<AuditLog.Break> broken = kept.audit().verify();
            if (broken.isPresent()) {
                desk.say("audit.broken", broken.get().number(), broken.get().why());
                return ExitCode.MATCHED;
            }
            if (against != null) {
                // Who can write the file can write a whole other chain; it does not contain what was noted elsewhere.
                Optional<AuditLog.Entry> noted =
                        kept.audit().entry(head.group(2).toLowerCase(Locale.ROOT));
                if (noted.isEmpty()
                        || head.group(1) != null
                                && !head.group(1)
                                        .equals(Long.toString(noted.get().number()))) {
                    desk.say("audit.against.not", against);
                    return ExitCode.MATCHED;
                }
                desk.say("audit.against", noted.get().number());
            }
            List<AuditLog.Entry> last = kept.audit().entries(Long.MAX_VALUE, 1);
            desk.out()
                    .println(
                            last.isEmpty()
                                    ? desk.text("audit.empty")
                                    : desk.text(
                                            "audit.whole",
                                            last.getFirst().number(),
                                            last.getFirst().hash()));
            return ExitCode.DONE;
        });
    }
}

package dev.firebreak.app.cli;

import dev.firebreak.core.access.AuditLog;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;

/** {@code audit}: whether the log of changes is what was written. */
@Command(name = "audit", synopsisSubcommandLabel = "COMMAND")
public final class AuditCommand extends StoreCommand {

    public AuditCommand(StorePort keeper) {
        super(keeper);
    }

    /** Walks the whole chain. A break ends with 1, as what {@code --fail-on} finds does. */
    @Command(name = "verify")
    int verify() {
        StoreTerminal desk = desk();
        return desk.open(place(), kept -> {
            Optional<AuditLog.Break> broken = kept.audit().verify();
            if (broken.isPresent()) {
                desk.say("audit.broken", broken.get().number(), broken.get().why());
                return ExitCode.MATCHED;
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

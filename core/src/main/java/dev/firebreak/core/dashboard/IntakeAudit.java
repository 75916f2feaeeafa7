package dev.firebreak.core.dashboard;

import dev.firebreak.core.access.AuditLog;
import dev.firebreak.core.inventory.Problem;
import java.time.Instant;
import java.util.List;

/** What the audit log says of evidence that was brought: one wording for pages, programs and the drop folder. */
public final class IntakeAudit {

    private IntakeAudit() {}

    /** A file of any machines, and each machine of which it could not be read. */
    public static void imported(
            AuditLog audit, Instant at, String by, String site, String file, ImportedEvidence imported) {
        String older = imported.older() == 0 ? "" : imported.older() + " older, ";
        audit.add(
                at,
                by,
                "evidence.import",
                file,
                "site " + site + ": " + imported.kept() + " kept, " + imported.known() + " known, " + older
                        + imported.problems().size() + " problems");
        imported.unreadable().forEach(machine -> unreadable(audit, at, by, site, file, machine, imported.problems()));
    }

    /** A machine's evidence could not be read. */
    public static void unreadable(
            AuditLog audit, Instant at, String by, String site, String file, String machine, List<Problem> problems) {
        String why = problems.isEmpty() ? "" : problems.getFirst().what().en();
        audit.add(at, by, "evidence.unreadable", machine, "site " + site + ", file " + file + ": " + why);
    }

    /** A person dismissed that. */
    public static void dismissed(AuditLog audit, Instant at, String by, String machine) {
        audit.add(at, by, "evidence.dismiss", machine, "");
    }
}

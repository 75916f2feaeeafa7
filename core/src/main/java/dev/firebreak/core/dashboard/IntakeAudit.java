package dev.firebreak.core.dashboard;

import dev.firebreak.core.access.AuditLog;
import dev.firebreak.core.inventory.Problem;
import java.time.Instant;
import java.util.List;

/** What the audit log says of evidence that was brought: one wording for pages, programs and the drop folder. */
public final class IntakeAudit {

    private IntakeAudit() {}

    /** A file of any machines, and each machine of which it could not be read. */
    public static void taken(AuditLog audit, Instant at, String by, String site, String file, ImportedEvidence taken) {
        String older = taken.older() == 0 ? "" : taken.older() + " older, ";
        audit.add(
                at,
                by,
                "evidence.import",
                file,
                "site " + site + ": " + taken.kept() + " kept, " + taken.known() + " known, " + older
                        + taken.complaints().size() + " complaints");
        taken.unread().forEach(machine -> unreadable(audit, at, by, site, file, machine, taken.complaints()));
    }

    /** A machine's evidence could not be read. */
    public static void unreadable(
            AuditLog audit, Instant at, String by, String site, String file, String machine, List<Problem> complaints) {
        String why = complaints.isEmpty() ? "" : complaints.getFirst().what().en();
        audit.add(at, by, "evidence.unreadable", machine, "site " + site + ", file " + file + ": " + why);
    }

    /** A person dismissed that. */
    public static void dismissed(AuditLog audit, Instant at, String by, String machine) {
        audit.add(at, by, "evidence.dismiss", machine, "");
    }
}

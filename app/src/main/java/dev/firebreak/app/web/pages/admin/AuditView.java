package dev.firebreak.app.web.pages.admin;

import dev.firebreak.app.web.pages.frame.PageFrame;
import dev.firebreak.core.access.AuditLog;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A page of the audit log.
 *
 * @param broken the first entry that is not what was written
 * @param verified when the chain was last walked
 * @param newest null on the first page
 * @param older number before which the next page starts; null on the last one
 */
public record AuditView(
        PageFrame frame,
        List<AuditLog.Entry> entries,
        Optional<AuditLog.Break> broken,
        Instant verified,
        @Nullable String newest,
        @Nullable String older) {

    public AuditView {
        entries = List.copyOf(entries);
    }

    /** What was done, in words; as the log has it where there are none. */
    String did(AuditLog.Entry entry) {
        return frame.texts()
                .find("audit.did." + entry.what())
                .orElseGet(() -> frame.texts().name(entry.what()));
    }

    /** What else the log says of it, in the reader's language. */
    String detail(AuditLog.Entry entry) {
        return AuditDetails.text(entry.detail(), frame.texts());
    }

    /** Enough to compare by eye; the whole one is its title. */
    String shortHash(AuditLog.Entry entry) {
        return entry.hash().length() <= 12 ? entry.hash() : entry.hash().substring(0, 12) + "…";
    }
}

package dev.firebreak.app.store;

import dev.firebreak.core.access.ApprovedException;
import dev.firebreak.core.access.ExceptionStore;
import dev.firebreak.core.inventory.MachineName;
import java.time.LocalDate;
import java.util.List;

/** Approved exceptions in a table. */
final class SqlExceptionStore implements ExceptionStore {

    private final SqlReader reader;
    private final GroupCommitWriter writer;

    SqlExceptionStore(SqlReader reader, GroupCommitWriter writer) {
        this.reader = reader;
        this.writer = writer;
    }

    @Override
    public void grant(ApprovedException exception) {
        writer.write(handle -> handle.execute(
                "INSERT INTO waiver (machine_key, advisory, machine, reason, until, granted_by, since) VALUES (?, ?, ?, ?, ?, ?, ?) "
                        + "ON CONFLICT (machine_key, advisory) DO UPDATE SET machine = excluded.machine, "
                        + "reason = excluded.reason, until = excluded.until, granted_by = excluded.granted_by, "
                        + "since = excluded.since",
                StorableText.kept(MachineName.key(exception.machine())),
                StorableText.kept(exception.advisory()),
                StorableText.kept(exception.machine()),
                StorableText.kept(exception.reason()),
                exception.until().toString(),
                StorableText.kept(exception.by()),
                Timestamps.of(exception.since())));
    }

    @Override
    public boolean end(String machine, String advisory) {
        return writer.write(handle -> handle.execute(
                        "DELETE FROM waiver WHERE machine_key = ? AND advisory = ?",
                        StorableText.kept(MachineName.key(machine)),
                        StorableText.kept(advisory))
                == 1);
    }

    @Override
    public List<ApprovedException> of(String advisory) {
        return reader.withHandle(handle -> handle.select(
                        "SELECT machine, advisory, reason, until, granted_by, since FROM waiver WHERE advisory = ? "
                                + "ORDER BY machine_key",
                        StorableText.kept(advisory))
                .map((row, context) -> new ApprovedException(
                        row.getString("machine"),
                        row.getString("advisory"),
                        row.getString("reason"),
                        LocalDate.parse(row.getString("until")),
                        row.getString("granted_by"),
                        Timestamps.at(row.getLong("since"))))
                .list());
    }
}

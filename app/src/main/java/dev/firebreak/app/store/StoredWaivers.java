package dev.firebreak.app.store;

import dev.firebreak.core.estate.Waiver;
import dev.firebreak.core.estate.Waivers;
import dev.firebreak.core.inventory.MachineName;
import java.time.LocalDate;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/** Approved exceptions in a table. */
final class StoredWaivers implements Waivers {

    private final Jdbi reader;
    private final Writer writer;

    StoredWaivers(Jdbi reader, Writer writer) {
        this.reader = reader;
        this.writer = writer;
    }

    @Override
    public void grant(Waiver waiver) {
        writer.write(handle -> handle.execute(
                "INSERT INTO waiver (machine_key, advisory, machine, reason, until, granted_by, since) VALUES (?, ?, ?, ?, ?, ?, ?) "
                        + "ON CONFLICT (machine_key, advisory) DO UPDATE SET machine = excluded.machine, "
                        + "reason = excluded.reason, until = excluded.until, granted_by = excluded.granted_by, "
                        + "since = excluded.since",
                Texts.kept(MachineName.key(waiver.machine())),
                Texts.kept(waiver.advisory()),
                Texts.kept(waiver.machine()),
                Texts.kept(waiver.reason()),
                waiver.until().toString(),
                Texts.kept(waiver.by()),
                Moments.of(waiver.since())));
    }

    @Override
    public boolean end(String machine, String advisory) {
        return writer.write(handle -> handle.execute(
                        "DELETE FROM waiver WHERE machine_key = ? AND advisory = ?",
                        Texts.kept(MachineName.key(machine)),
                        Texts.kept(advisory))
                == 1);
    }

    @Override
    public List<Waiver> of(String advisory) {
        return reader.withHandle(handle -> handle.select(
                        "SELECT machine, advisory, reason, until, granted_by, since FROM waiver WHERE advisory = ? "
                                + "ORDER BY machine_key",
                        Texts.kept(advisory))
                .map((row, context) -> new Waiver(
                        row.getString("machine"),
                        row.getString("advisory"),
                        row.getString("reason"),
                        LocalDate.parse(row.getString("until")),
                        row.getString("granted_by"),
                        Moments.at(row.getLong("since"))))
                .list());
    }
}

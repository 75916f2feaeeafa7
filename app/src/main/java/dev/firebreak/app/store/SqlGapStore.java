package dev.firebreak.app.store;

import dev.firebreak.core.fleet.GapDecision;
import dev.firebreak.core.fleet.GapStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lists of machines and addresses, and decisions about them, in tables. */
final class SqlGapStore implements GapStore {

    private final SqlReader reader;
    private final GroupCommitWriter writer;

    SqlGapStore(SqlReader reader, GroupCommitWriter writer) {
        this.reader = reader;
        this.writer = writer;
    }

    @Override
    public void keep(ImportedList list, String text) {
        writer.write(handle -> handle.execute(
                "INSERT INTO gap_list (name, is_expected, content, modified, imported_at, imported_by) VALUES (?, ?, ?, ?, ?, ?) "
                        + "ON CONFLICT (name) DO UPDATE SET is_expected = excluded.is_expected, content = excluded.content, "
                        + "modified = excluded.modified, imported_at = excluded.imported_at, imported_by = excluded.imported_by",
                StorableText.kept(list.name()),
                list.expected() ? 1 : 0,
                StorableText.kept(text),
                list.modified() == null ? null : Timestamps.of(list.modified()),
                Timestamps.of(list.importedAt()),
                StorableText.kept(list.by())));
    }

    @Override
    public boolean drop(String name) {
        return writer.write(
                handle -> handle.execute("DELETE FROM gap_list WHERE name = ?", StorableText.kept(name)) == 1);
    }

    @Override
    public List<ImportedList> lists() {
        return reader.withHandle(handle -> handle.select(
                        "SELECT name, is_expected, modified, imported_at, imported_by FROM gap_list ORDER BY name")
                .map((row, context) -> new ImportedList(
                        row.getString("name"),
                        row.getInt("is_expected") != 0,
                        moment(row, "modified"),
                        Timestamps.at(row.getLong("imported_at")),
                        row.getString("imported_by")))
                .list());
    }

    private static @Nullable Instant moment(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : Timestamps.at(value);
    }

    @Override
    public Optional<String> text(String name) {
        return reader.withHandle(
                handle -> handle.select("SELECT content FROM gap_list WHERE name = ?", StorableText.kept(name))
                        .mapTo(String.class)
                        .findOne());
    }

    @Override
    public void decide(GapDecision decision) {
        writer.write(handle -> handle.execute(
                "INSERT INTO gap_decision (kind, gap_key, machine, reason, decided_by, decided_at) VALUES (?, ?, ?, ?, ?, ?) "
                        + "ON CONFLICT (kind, gap_key) DO UPDATE SET machine = excluded.machine, reason = excluded.reason, "
                        + "decided_by = excluded.decided_by, decided_at = excluded.decided_at",
                decision.kind().name(),
                StorableText.kept(decision.key()),
                decision.machine() == null ? null : StorableText.kept(decision.machine()),
                StorableText.kept(decision.reason()),
                StorableText.kept(decision.by()),
                Timestamps.of(decision.at())));
    }

    @Override
    public boolean withdraw(GapDecision.Kind kind, String key) {
        return writer.write(handle -> handle.execute(
                        "DELETE FROM gap_decision WHERE kind = ? AND gap_key = ?", kind.name(), StorableText.kept(key))
                == 1);
    }

    @Override
    public List<GapDecision> decisions() {
        return reader.withHandle(handle -> handle.select(
                        "SELECT kind, gap_key, machine, reason, decided_by, decided_at FROM gap_decision "
                                + "ORDER BY decided_at DESC, gap_key")
                .map((row, context) -> new GapDecision(
                        GapDecision.Kind.valueOf(row.getString("kind")),
                        row.getString("gap_key"),
                        row.getString("machine"),
                        row.getString("reason"),
                        row.getString("decided_by"),
                        Timestamps.at(row.getLong("decided_at"))))
                .list());
    }
}

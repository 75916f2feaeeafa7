package dev.firebreak.app.store;

import dev.firebreak.core.access.AuditLog;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The audit log in a table that refuses changes. Each entry's hash is SHA-256 over the hash before it and the entry's fields, each
 * with its length before it; the number and hash of the last one are kept beside the table, so that a tail that was cut off is
 * noticed. Who can write the file with other programs can write all of it anew: keep copies of the last hash elsewhere.
 */
final class SqlAuditLog implements AuditLog {

    private static final String START = "0".repeat(64);
    private static final String LAST = "audit.last";
    private static final String COLUMNS = "number, at, who, what, about, detail, hash";
    private static final int AT_ONCE = 1000;

    private final SqlDialect dialect;
    private final SqlReader reader;
    private final GroupCommitWriter writer;

    SqlAuditLog(SqlDialect dialect, SqlReader reader, GroupCommitWriter writer) {
        this.dialect = dialect;
        this.reader = reader;
        this.writer = writer;
    }

    @Override
    public Entry add(Instant at, String who, String what, String about, String detail) {
        return writer.write(handle -> add(handle, dialect, at, who, what, about, detail));
    }

    /** Adds an entry within a transaction. */
    static Entry add(
            Handle handle, SqlDialect dialect, Instant at, String who, String what, String about, String detail) {
        if (!dialect.alone().isEmpty()) {
            handle.execute(dialect.alone());
        }
        Optional<Entry> last = handle.select("SELECT " + COLUMNS + " FROM audit ORDER BY number DESC LIMIT 1")
                .map((row, context) -> entry(row))
                .findFirst();
        var open = new Entry(
                last.map(Entry::number).orElse(0L) + 1,
                Timestamps.rounded(at),
                StorableText.kept(who),
                StorableText.kept(what),
                StorableText.kept(about),
                StorableText.kept(detail),
                "");
        Entry entry = sealed(open, last.map(Entry::hash).orElse(START));
        handle.execute(
                "INSERT INTO audit (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?)",
                entry.number(),
                Timestamps.of(entry.at()),
                entry.who(),
                entry.what(),
                entry.about(),
                entry.detail(),
                entry.hash());
        StoredSettings.set(handle, LAST, last(entry));
        return entry;
    }

    private static String last(Entry entry) {
        return entry.number() + " " + entry.hash();
    }

    private static Entry sealed(Entry entry, String before) {
        return new Entry(
                entry.number(),
                entry.at(),
                entry.who(),
                entry.what(),
                entry.about(),
                entry.detail(),
                hash(entry, before));
    }

    private static String hash(Entry entry, String before) {
        MessageDigest digest = CompressedEvidence.digest();
        add(digest, before);
        digest.update(ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(entry.number())
                .putLong(Timestamps.of(entry.at()))
                .array());
        add(digest, entry.who());
        add(digest, entry.what());
        add(digest, entry.about());
        add(digest, entry.detail());
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void add(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        digest.update(bytes);
    }

    private static Entry entry(ResultSet row) throws SQLException {
        return new Entry(
                row.getLong("number"),
                Timestamps.at(row.getLong("at")),
                row.getString("who"),
                row.getString("what"),
                row.getString("about"),
                row.getString("detail"),
                row.getString("hash"));
    }

    @Override
    public List<Entry> entries(long before, int limit) {
        return reader.withHandle(handle -> handle.select(
                        "SELECT " + COLUMNS + " FROM audit WHERE number < ? ORDER BY number DESC LIMIT ?",
                        before,
                        limit)
                .map((row, context) -> entry(row))
                .list());
    }

    @Override
    public Optional<Entry> entry(String hash) {
        return reader.withHandle(handle -> handle.select("SELECT " + COLUMNS + " FROM audit WHERE hash = ?", hash)
                .map((row, context) -> entry(row))
                .findFirst());
    }

    @Override
    public Optional<Break> verify() {
        return reader.inTransaction(SqlAuditLog::verify);
    }

    private static Optional<Break> verify(Handle handle) {
        String noted = StoredSettings.get(handle, LAST).orElse("0 " + START);
        String hash = START;
        long number = 0;
        while (true) {
            List<Entry> some = handle.select(
                            "SELECT " + COLUMNS + " FROM audit WHERE number > ? ORDER BY number LIMIT ?",
                            number,
                            AT_ONCE)
                    .map((row, context) -> entry(row))
                    .list();
            for (Entry entry : some) {
                if (entry.number() != number + 1) {
                    return Optional.of(new Break(number + 1, "missing"));
                }
                if (!entry.hash().equals(hash(entry, hash))) {
                    return Optional.of(new Break(entry.number(), "changed"));
                }
                number = entry.number();
                hash = entry.hash();
            }
            if (some.isEmpty()) {
                return noted.equals(number + " " + hash)
                        ? Optional.empty()
                        : Optional.of(new Break(number + 1, "cut off"));
            }
        }
    }
}

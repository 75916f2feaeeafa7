package dev.firebreak.app.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Every row of one database into the empty tables of another, as they stood at one moment: how PostgreSQL is copied into the one file that
 * every backup is, and back. The tables are the same on both, and so are the kinds of what is in them.
 */
final class DatabaseCopy {

    /** All tables but Flyway's own; who is referred to comes first. */
    static final List<String> TABLES = List.of(
            "machine",
            "stay",
            "sighting",
            "receipt",
            "evidence",
            "turn",
            "tally",
            "waiver",
            "setting",
            "audit",
            "account",
            "session",
            "token",
            "rollout_order",
            "infection",
            "own_probe",
            "killswitch_probe",
            "gap_list",
            "gap_decision",
            "detection",
            "watched_file",
            "watch_state");

    /** Of these the database makes the ids, and must go on after those that were brought. */
    private static final List<String> NUMBERED = List.of("machine", "receipt", "turn");

    private static final int AT_ONCE = 500;

    private final SqlDialect source;
    private final SqlDialect target;

    DatabaseCopy(SqlDialect source, SqlDialect target) {
        this.source = source;
        this.target = target;
    }

    /** The target holds something already; nothing was changed. */
    static final class NotEmpty extends SQLException {
        private static final long serialVersionUID = 1;
    }

    /** Copies; all of it or nothing. */
    void copy(Connection from, Connection to) throws SQLException {
        from.setAutoCommit(false);
        if (source == SqlDialect.POSTGRESQL) {
            // One moment for all tables, whatever is written meanwhile.
            execute(from, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
        }
        to.setAutoCommit(false);
        try {
            for (String table : TABLES) {
                // What a server that is asked for its health writes is nobody's.
                if (!table.equals("setting") && holds(to, "SELECT 1 FROM " + table + " LIMIT 1")) {
                    throw new NotEmpty();
                }
            }
            execute(to, "DELETE FROM setting");
            for (String table : TABLES) {
                copy(from, to, table);
            }
            if (target == SqlDialect.POSTGRESQL) {
                for (String table : NUMBERED) {
                    execute(
                            to,
                            "SELECT setval(pg_get_serial_sequence('" + table
                                    + "', 'id'), COALESCE(MAX(id), 1), MAX(id) IS NOT NULL) FROM " + table);
                }
            }
            to.commit();
        } catch (SQLException e) {
            to.rollback();
            throw e;
        } finally {
            from.rollback();
        }
    }

    private void copy(Connection from, Connection to, String table) throws SQLException {
        try (Statement asked = from.createStatement()) {
            asked.setFetchSize(AT_ONCE);
            try (ResultSet rows = asked.executeQuery("SELECT * FROM " + table)) {
                List<String> columns = columns(rows.getMetaData());
                String insert = "INSERT INTO " + table + " (" + String.join(", ", columns) + ") "
                        + (target == SqlDialect.POSTGRESQL && NUMBERED.contains(table)
                                ? "OVERRIDING SYSTEM VALUE "
                                : "")
                        + "VALUES (" + String.join(", ", Collections.nCopies(columns.size(), "?")) + ")";
                try (PreparedStatement into = to.prepareStatement(insert)) {
                    int waiting = 0;
                    while (rows.next()) {
                        for (int i = 1; i <= columns.size(); i++) {
                            into.setObject(i, rows.getObject(i));
                        }
                        into.addBatch();
                        waiting++;
                        if (waiting == AT_ONCE) {
                            into.executeBatch();
                            waiting = 0;
                        }
                    }
                    into.executeBatch();
                }
            }
        }
    }

    private static List<String> columns(ResultSetMetaData described) throws SQLException {
        List<String> columns = new ArrayList<>();
        for (int i = 1; i <= described.getColumnCount(); i++) {
            columns.add(described.getColumnName(i));
        }
        return columns;
    }

    private static boolean holds(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next();
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}

package dev.firebreak.app.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/**
 * Plain statements for what every check-in does. The library finds out anew each time how to bind and to map, and that took three times
 * as long as SQLite takes (bench/race-checkin). Same connection, same transaction, same kept statements, same exceptions.
 */
final class PlainStatements {

    private PlainStatements() {}

    /** Makes a value of the row that a result stands at. */
    interface Row<T> {
        T of(ResultSet row) throws SQLException;
    }

    /** As the library's own exceptions: what went wrong, and with which statement. */
    private static final class StatementFailure extends JdbiException {
        private static final long serialVersionUID = 1;

        StatementFailure(String sql, SQLException why) {
            super(why.getMessage() + " in: " + sql, why);
        }
    }

    private interface Use<T> {
        T of(PreparedStatement statement) throws SQLException;
    }

    /** How many rows it changed. */
    static int run(Handle handle, String sql, @Nullable Object... values) {
        return with(handle, sql, values, PreparedStatement::executeUpdate);
    }

    /** The first row. */
    static <T> Optional<T> first(Handle handle, String sql, Row<T> row, @Nullable Object... values) {
        return with(handle, sql, values, statement -> firstOf(statement, row));
    }

    /** The first row, over a connection of those that read. */
    static <T> Optional<T> first(ReadConnections connections, String sql, Row<T> row, @Nullable Object... values) {
        try {
            Connection connection = connections.openConnection();
            try {
                return with(
                        connections.statements(connection),
                        connection,
                        sql,
                        values,
                        statement -> firstOf(statement, row));
            } finally {
                connections.closeConnection(connection);
            }
        } catch (SQLException e) {
            throw new StatementFailure(sql, e);
        }
    }

    private static <T> Optional<T> firstOf(PreparedStatement statement, Row<T> row) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            return rows.next() ? Optional.of(row.of(rows)) : Optional.empty();
        }
    }

    /** The number that an insertion returns. */
    static long made(Handle handle, String sql, @Nullable Object... values) {
        return first(handle, sql, row -> row.getLong(1), values).orElseThrow();
    }

    private static <T> T with(Handle handle, String sql, @Nullable Object[] values, Use<T> use) {
        try {
            return with((StatementCache) handle.getStatementBuilder(), handle.getConnection(), sql, values, use);
        } catch (SQLException e) {
            throw new StatementFailure(sql, e);
        }
    }

    private static <T> T with(
            StatementCache kept, Connection connection, String sql, @Nullable Object[] values, Use<T> use)
            throws SQLException {
        PreparedStatement statement = kept.take(connection, sql);
        try {
            for (int i = 0; i < values.length; i++) {
                bind(statement, i + 1, values[i]);
            }
            return use.of(statement);
        } finally {
            kept.give(sql, statement);
        }
    }

    // A switch over types is slow before the optimising compiler has seen it.
    @SuppressWarnings("IfChainToSwitch")
    private static void bind(PreparedStatement statement, int index, @Nullable Object value) throws SQLException {
        if (value == null) {
            statement.setNull(index, Types.NULL);
        } else if (value instanceof String text) {
            statement.setString(index, text);
        } else if (value instanceof Long number) {
            statement.setLong(index, number);
        } else if (value instanceof Integer number) {
            statement.setInt(index, number);
        } else if (value instanceof byte[] bytes) {
            statement.setBytes(index, bytes);
        } else {
            throw new IllegalArgumentException("not bound plainly: " + value.getClass());
        }
    }
}

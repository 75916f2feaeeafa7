package dev.firebreak.app.store;

import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jdbi.v3.core.statement.DefaultStatementBuilder;
import org.jdbi.v3.core.statement.StatementBuilder;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/**
 * Prepared statements of one connection, kept for the next time: SQLite takes longer to prepare most of ours than to run them. For one
 * thread.
 */
final class StatementCache implements StatementBuilder {

    /** Those of a check-in are a dozen. */
    private static final int MAX = 64;

    private final StatementBuilder making = new DefaultStatementBuilder();
    private final Map<String, PreparedStatement> idle = new LinkedHashMap<>();

    /** One that is kept, or a new one. */
    PreparedStatement take(Connection connection, String sql) throws SQLException {
        @Nullable PreparedStatement kept = idle.remove(sql);
        return kept == null ? connection.prepareStatement(sql) : kept;
    }

    @Override
    public PreparedStatement create(Connection connection, String sql, StatementContext context) throws SQLException {
        @Nullable PreparedStatement kept = idle.remove(sql);
        return kept == null ? making.create(connection, sql, context) : kept;
    }

    @Override
    public void close(Connection connection, String sql, Statement statement) throws SQLException {
        if (statement instanceof PreparedStatement prepared) {
            give(sql, prepared);
        } else {
            statement.close();
        }
    }

    /** Keeps one for the next time, or closes it. */
    void give(String sql, PreparedStatement statement) throws SQLException {
        if (idle.size() < MAX) {
            statement.clearParameters();
            if (idle.putIfAbsent(sql, statement) == null) {
                return;
            }
        }
        statement.close();
    }

    @Override
    public Statement create(Connection connection, StatementContext context) throws SQLException {
        return making.create(connection, context);
    }

    @Override
    public CallableStatement createCall(Connection connection, String sql, StatementContext context)
            throws SQLException {
        return making.createCall(connection, sql, context);
    }
}

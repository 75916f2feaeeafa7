package dev.firebreak.app.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import org.jspecify.annotations.Nullable;

/**
 * Holds a PostgreSQL database by an advisory lock, which is a connection's own (PostgreSQL 13.3.5): it goes with the connection, and so
 * with a restart of the database.
 */
final class DatabaseLock implements ExclusiveLock {

    /** Any number that nobody else uses for a lock in the same database. */
    private static final long KEY = 0x46697265627265L;

    private static final int ALIVE_SECONDS = 1;
    private static final int TRIES = 30;
    private static final int BETWEEN_MILLIS = 100;

    private final ReadConnections connections;
    private Session session;

    /** A connection that holds, as the database knows it. */
    private record Session(Connection connection, int pid, Timestamp began) {}

    private DatabaseLock(ReadConnections connections, Session session) {
        this.connections = connections;
        this.session = session;
    }

    /** Null where another holds it. */
    static @Nullable DatabaseLock of(ReadConnections connections) throws SQLException {
        Session session = taken(connections);
        return session == null ? null : new DatabaseLock(connections, session);
    }

    @Override
    public synchronized boolean lasts() throws SQLException {
        if (session.connection().isValid(ALIVE_SECONDS)) {
            return true;
        }
        quietly(session.connection());
        endOurs();
        // What was ended just now may hold it for another moment.
        for (int i = 0; i < TRIES; i++) {
            Session again = taken(connections);
            if (again != null) {
                session = again;
                return true;
            }
            try {
                Thread.sleep(BETWEEN_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return true;
            }
        }
        return false;
    }

    /** Where only the line broke, our connection may live on at the other end and hold on to the lock: against ourselves. */
    private void endOurs() throws SQLException {
        try (Connection connection = connections.fresh();
                PreparedStatement statement = connection.prepareStatement("SELECT pg_terminate_backend(a.pid) "
                        + "FROM pg_stat_activity a JOIN pg_locks l ON l.pid = a.pid "
                        + "WHERE a.pid = ? AND a.backend_start = ? AND l.locktype = 'advisory' "
                        + "AND (l.classid::bigint << 32 | l.objid::bigint) = ?")) {
            statement.setInt(1, session.pid());
            statement.setTimestamp(2, session.began());
            statement.setLong(3, KEY);
            statement.execute();
        }
    }

    private static @Nullable Session taken(ReadConnections connections) throws SQLException {
        Connection connection = connections.fresh();
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT pg_try_advisory_lock(?), pid, backend_start "
                        + "FROM pg_stat_activity WHERE pid = pg_backend_pid()")) {
            statement.setLong(1, KEY);
            try (ResultSet row = statement.executeQuery()) {
                if (row.next() && row.getBoolean(1)) {
                    return new Session(connection, row.getInt(2), row.getTimestamp(3));
                }
            }
        } catch (SQLException e) {
            quietly(connection);
            throw e;
        }
        connection.close();
        return null;
    }

    private static void quietly(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            // It is gone already.
        }
    }

    @Override
    public synchronized void close() throws SQLException {
        session.connection().close();
    }
}

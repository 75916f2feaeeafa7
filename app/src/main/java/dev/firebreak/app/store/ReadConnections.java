package dev.firebreak.app.store;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import javax.sql.DataSource;
import org.jdbi.v3.core.ConnectionFactory;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** Connections to read with, a few that are used again and again. */
final class ReadConnections implements ConnectionFactory, AutoCloseable {

    /** More readers at once would only wait for the disk and the processors. */
    private static final int MAX = 8;

    private static final int TIMEOUT_MILLIS = 20_000;
    private static final int PAGES_IN_KIB = 16 << 10;
    private static final int POSTGRES_PORT = 5432;

    private final SqlDialect dialect;
    private final DataSource source;
    private final Semaphore free = new Semaphore(MAX, true);
    private final Deque<Connection> idle = new ConcurrentLinkedDeque<>();
    private final Map<Connection, StatementCache> statements = new ConcurrentHashMap<>();

    ReadConnections(SqlDialect dialect, DataSource source) {
        this.dialect = dialect;
        this.source = source;
    }

    /**
     * SQLite in a file: nothing that was committed is lost with the power (WAL, synchronous=FULL).
     *
     * @param transactions immediate for who writes: who reads first and writes then may find that another wrote between
     */
    static DataSource sqlite(Path file, SQLiteConfig.TransactionMode transactions) {
        var config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setTransactionMode(transactions);
        config.setBusyTimeout(TIMEOUT_MILLIS);
        config.setTempStore(SQLiteConfig.TempStore.MEMORY);
        config.setCacheSize(-PAGES_IN_KIB);
        config.enforceForeignKeys(true);
        // Insertions tell their numbers by RETURNING; the driver would ask for them after each.
        config.setGetGeneratedKeys(false);
        var source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        return source;
    }

    /**
     * PostgreSQL by {@code postgresql://[user[:password]@]host[:port]/database}; a password that is not in it comes from
     * {@code PGPASSFILE} or {@code ~/.pgpass}.
     *
     * @throws IllegalArgumentException where it is no such address; the message does not repeat it, for it may hold a password
     */
    static DataSource postgresql(String url) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("not an address like postgresql://host:5432/database");
        }
        String host = uri.getHost();
        String path = uri.getPath();
        if (host == null || path == null || path.length() < 2) {
            throw new IllegalArgumentException("not an address like postgresql://host:5432/database");
        }
        var source = new PGSimpleDataSource();
        source.setServerNames(new String[] {host});
        source.setPortNumbers(new int[] {uri.getPort() < 0 ? POSTGRES_PORT : uri.getPort()});
        source.setDatabaseName(path.substring(1));
        String user = uri.getUserInfo();
        if (user != null) {
            int colon = user.indexOf(':');
            source.setUser(colon < 0 ? user : user.substring(0, colon));
            if (colon >= 0) {
                source.setPassword(user.substring(colon + 1));
            }
        }
        source.setApplicationName("Firebreak");
        source.setTcpKeepAlive(true);
        source.setConnectTimeout(TIMEOUT_MILLIS / 1000);
        String query = uri.getQuery();
        if (query != null && query.startsWith("sslmode=")) {
            source.setSslMode(query.substring("sslmode=".length()));
        }
        return source;
    }

    SqlDialect dialect() {
        return dialect;
    }

    DataSource source() {
        return source;
    }

    /** A connection of one's own. */
    Connection fresh() throws SQLException {
        Connection connection = source.getConnection();
        String greeting = dialect.greeting();
        if (!greeting.isEmpty()) {
            try (var statement = connection.createStatement()) {
                statement.execute(greeting);
            }
        }
        return connection;
    }

    @Override
    public Connection openConnection() throws SQLException {
        free.acquireUninterruptibly();
        try {
            @Nullable Connection again = idle.poll();
            while (again != null) {
                if (dialect.isAlive(again)) {
                    return again;
                }
                statements.remove(again);
                again.close();
                again = idle.poll();
            }
            return fresh();
        } catch (SQLException e) {
            free.release();
            if (dialect.isAway(e)) {
                throw dialect.meaning(e);
            }
            throw e;
        } catch (RuntimeException e) {
            free.release();
            throw e;
        }
    }

    /** Statements that were prepared on a connection before. */
    StatementCache statements(Connection connection) {
        return statements.computeIfAbsent(connection, c -> new StatementCache());
    }

    @Override
    public void closeConnection(Connection connection) throws SQLException {
        try {
            if (connection.isClosed()) {
                statements.remove(connection);
            } else {
                idle.push(connection);
            }
        } finally {
            free.release();
        }
    }

    @Override
    public void close() {
        for (Connection one = idle.poll(); one != null; one = idle.poll()) {
            try {
                one.close();
            } catch (SQLException e) {
                // It only read.

            }
        }
    }
}

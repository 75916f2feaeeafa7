package dev.firebreak.app.store;

import dev.firebreak.core.access.AccountStore;
import dev.firebreak.core.access.AuditLog;
import dev.firebreak.core.access.ExceptionStore;
import dev.firebreak.core.dashboard.DamagedStorage;
import dev.firebreak.core.fleet.FleetStore;
import dev.firebreak.core.fleet.GapStore;
import dev.firebreak.core.rollout.OrderStore;
import dev.firebreak.core.watch.incident.DetectionStore;
import dev.firebreak.core.watch.incident.WatchedFileStore;
import dev.firebreak.core.watch.infection.InfectionStore;
import dev.firebreak.core.watch.killswitch.KillSwitchProbeStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/**
 * Everything the server must not forget, in one database: SQLite in the data folder, or PostgreSQL. Other processes may
 * open the same one at the same time. Any number of threads may call.
 */
public final class FleetDatabase implements AutoCloseable {

    /** The SQLite database in the data folder. */
    public static final String FILE = "estate.db";

    private static final Logger LOG = Logger.getLogger("firebreak.store");

    private final SqlDialect dialect;
    private final Path folder;
    private final ReadConnections connections;
    private final SqlReader reader;
    private final GroupCommitWriter writer;
    private volatile @Nullable ExclusiveLock held;

    /** Why a database cannot be opened. */
    public enum Why {
        /** Another process holds it. */
        IN_USE,
        /** A newer version of Firebreak wrote it. */
        NEWER,
        /** It is not what was written. */
        DAMAGED,
        /** Its file is empty, or its journal is there without it: a database was there once. */
        EMPTY,
        OTHER
    }

    /** The database cannot be opened. The message says why, and never where: an address may hold a password. */
    public static final class CannotOpen extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final Why why;

        CannotOpen(Why why, String message, @Nullable Throwable cause) {
            super(message, cause);
            this.why = why;
        }

        /** Of what kind. */
        public Why why() {
            return why;
        }
    }

    private FleetDatabase(SqlDialect dialect, Path folder, ReadConnections reading, ReadConnections writing) {
        this.dialect = dialect;
        this.folder = folder;
        this.connections = reading;
        this.reader = new SqlReader(dialect, Jdbi.create(reading).setStatementBuilderFactory(reading::statements));
        this.writer = new GroupCommitWriter(dialect, writing);
    }

    /**
     * Opens the database, makes it where there is none, and brings its tables up to date.
     *
     * @param folder exists
     * @param url {@code postgresql://[user[:password]@]host[:port]/database}; null for SQLite in the folder
     * @throws CannotOpen where that fails
     */
    public static FleetDatabase open(Path folder, @Nullable String url) {
        return open(folder, url, InstantSource.system());
    }

    /** The same with a clock of one's own. */
    public static FleetDatabase open(Path folder, @Nullable String url, InstantSource clock) {
        SqlDialect dialect = url == null ? SqlDialect.SQLITE : SqlDialect.POSTGRESQL;
        try {
            Path file = folder.resolve(FILE);
            boolean there = url == null && DatabaseFile.file(file);
            var reading = new ReadConnections(
                    dialect,
                    url == null
                            ? ReadConnections.sqlite(file, SQLiteConfig.TransactionMode.DEFERRED)
                            : ReadConnections.postgresql(url));
            var writing = new ReadConnections(
                    dialect,
                    url == null
                            ? ReadConnections.sqlite(file, SQLiteConfig.TransactionMode.IMMEDIATE)
                            : ReadConnections.postgresql(url));
            DatabaseFile.migrate(dialect, writing, there ? file : null, clock.instant());
            return new FleetDatabase(dialect, folder, reading, writing);
        } catch (FlywayException | JdbiException | SQLException | IllegalArgumentException e) {
            throw new CannotOpen(dialect.meaning(e) instanceof DamagedStorage ? Why.DAMAGED : Why.OTHER, why(e), e);
        }
    }

    /** The deepest cause in its first line: a driver's words, without the statement and the address around them. */
    private static String why(Throwable failure) {
        Throwable deepest = failure;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        String message = String.valueOf(deepest.getMessage());
        return message.lines().findFirst().orElse("").strip();
    }

    public FleetStore fleetStore() {
        return new SqlFleetStore(reader, writer);
    }

    public AccountStore accountStore() {
        return new SqlAccountStore(connections, reader, writer);
    }

    public AuditLog auditLog() {
        return new SqlAuditLog(dialect, reader, writer);
    }

    public ExceptionStore exceptionStore() {
        return new SqlExceptionStore(reader, writer);
    }

    public GapStore gapStore() {
        return new SqlGapStore(reader, writer);
    }

    public OrderStore orderStore() {
        return new SqlOrderStore(dialect, reader, writer);
    }

    public InfectionStore infectionStore() {
        return new SqlInfectionStore(reader, writer);
    }

    public KillSwitchProbeStore killSwitchProbeStore() {
        return new SqlKillSwitchProbeStore(reader, writer);
    }

    /** The folder of data, where the sinkhole's log is too. */
    public Path folder() {
        return folder;
    }

    public DetectionStore detectionStore() {
        return new SqlDetectionStore(reader, writer);
    }

    public WatchedFileStore watchedFileStore() {
        return new SqlWatchedFileStore(reader, writer);
    }

    /** A value that was kept under a name. */
    public Optional<String> setting(String name) {
        return reader.withHandle(handle -> StoredSettings.get(handle, name));
    }

    /** Keeps a value under a name. */
    public void setting(String name, String value) {
        writer.write(handle -> StoredSettings.set(handle, name, value));
    }

    /**
     * Keeps other servers away until it is closed.
     *
     * @throws CannotOpen where another is there
     */
    public void hold() {
        try {
            held = dialect == SqlDialect.SQLITE ? ExclusiveLock.folder(folder) : DatabaseLock.of(connections);
        } catch (IOException | SQLException e) {
            throw new CannotOpen(Why.OTHER, why(e), e);
        }
        if (held == null) {
            throw new CannotOpen(Why.IN_USE, folder.toString(), null);
        }
    }

    /** Whether no other server has taken the data since {@link #hold}; true as long as nobody can tell, for the database does not answer. */
    public boolean isHeld() {
        ExclusiveLock last = held;
        try {
            return last != null && last.lasts();
        } catch (SQLException e) {
            LOG.log(Level.FINE, "nobody can tell now who holds the data", e);
            return true;
        }
    }

    /**
     * Walks the whole database once.
     *
     * @throws CannotOpen where it is not what was written
     */
    public void check() {
        DatabaseFile.check(dialect, connections);
    }

    /** Tries whether it takes writes right now. Throws what a write would throw. */
    public void probe() {
        writer.write(handle -> StoredSettings.set(handle, "health", "asked"));
    }

    /** Copies the database as it stands at one moment into a new file of SQLite, also while others write. */
    public void backup(Path to) throws IOException {
        if (dialect == SqlDialect.SQLITE) {
            vacuum(to);
            return;
        }
        Path work = Files.createTempDirectory(to.toAbsolutePath().getParent(), ".firebreak-copy-");
        try (FleetDatabase copy = open(work, null)) {
            transfer(connections, copy.connections);
            copy.vacuum(to);
        } catch (SQLException | CannotOpen e) {
            throw new IOException("the database could not be copied", SqlDialect.SQLITE.meaning(e));
        } finally {
            delete(work);
        }
    }

    private void vacuum(Path to) throws IOException {
        try {
            reader.useHandle(handle -> handle.execute("VACUUM INTO ?", to.toString()));
        } catch (JdbiException e) {
            throw new IOException("the database could not be copied", dialect.meaning(e));
        }
    }

    /**
     * Brings everything from a folder with a database in it.
     *
     * @return false where this one holds something already; nothing was changed then
     */
    public boolean restore(Path folder) throws IOException {
        try (FleetDatabase copy = open(folder, null)) {
            transfer(copy.connections, connections);
            return true;
        } catch (DatabaseCopy.NotEmpty e) {
            return false;
        } catch (SQLException | CannotOpen e) {
            throw new IOException("the database could not be brought back", dialect.meaning(e));
        }
    }

    private static void transfer(ReadConnections from, ReadConnections to) throws SQLException {
        try (Connection source = from.fresh();
                Connection target = to.fresh()) {
            new DatabaseCopy(from.dialect(), to.dialect()).copy(source, target);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** Writes what waits and closes. */
    @Override
    public void close() {
        writer.close();
        connections.close();
        ExclusiveLock last = held;
        if (last != null) {
            try {
                last.close();
            } catch (Exception e) {
                // It ends with the process at the latest.
                LOG.log(Level.WARNING, "the hold on the data was not let go", e);
            }
        }
    }
}

package dev.firebreak.app.store;

import dev.firebreak.core.dashboard.DamagedStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.jspecify.annotations.Nullable;

/** What is looked at before a database is used: whether it is one of ours, whole, and not of a newer version. Then its tables are brought up to date. */
final class DatabaseFile {

    /** Held, for a level that was set is forgotten with its logger. Every command that opens the store would tell of its tables. */
    private static final Logger FLYWAY = Logger.getLogger("org.flywaydb");

    private static final Logger LOG = Logger.getLogger("firebreak.store");
    private static final String MIGRATIONS = "classpath:dev/firebreak/app/store/";
    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rw-------");

    private static final int MAX_LOOKS = 20;
    private static final int BETWEEN_MILLIS = 50;

    private DatabaseFile() {}

    /**
     * Refuses a file that was a database once: SQLite takes an empty one for a new one, and deletes a journal that has lost its database.
     * Makes the file where there is none, for its owner only; what SQLite puts beside it has the same permissions.
     *
     * @return whether it was there
     */
    static boolean file(Path file) {
        try {
            Path journal = file.resolveSibling(file.getFileName() + "-wal");
            boolean there = Files.exists(file);
            for (int i = 0; there && Files.size(file) == 0 && i < MAX_LOOKS; i++) {
                // Another process may be making it just now.
                pause();
            }
            if (there && Files.size(file) == 0) {
                throw new FleetDatabase.CannotOpen(FleetDatabase.Why.EMPTY, file.toString(), null);
            }
            if (!there && Files.exists(journal) && Files.size(journal) > 0) {
                throw new FleetDatabase.CannotOpen(FleetDatabase.Why.EMPTY, file.toString(), null);
            }
            if (!Files.getFileStore(file.toAbsolutePath().getParent()).supportsFileAttributeView("posix")) {
                return there;
            }
            if (!there) {
                Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER));
            }
            for (String end : List.of("", "-wal", "-shm")) {
                keepFromOthers(file.resolveSibling(file.getFileName() + end));
            }
            return there;
        } catch (IOException e) {
            throw new FleetDatabase.CannotOpen(
                    FleetDatabase.Why.OTHER, file + ": " + e.getClass().getSimpleName(), e);
        }
    }

    /** Versions before this one made the files as the umask had it. */
    private static void keepFromOthers(Path file) {
        try {
            if (Files.exists(file) && !Files.getPosixFilePermissions(file).equals(OWNER)) {
                Files.setPosixFilePermissions(file, OWNER);
            }
        } catch (IOException e) {
            LOG.log(Level.FINE, "the permissions of a file are not ours to change", e);
        }
    }

    /**
     * Brings tables and keys up to date.
     *
     * @param there the file where one was there before: without tables of ours in it, it is no new server's either
     */
    static void migrate(SqlDialect dialect, ReadConnections connections, @Nullable Path there, Instant now)
            throws SQLException {
        FLYWAY.setLevel(Level.SEVERE);
        Flyway flyway = Flyway.configure(DatabaseFile.class.getClassLoader())
                .dataSource(connections.source())
                .locations(MIGRATIONS + "common", MIGRATIONS + dialect.folder())
                .placeholders(new HashMap<>(dialect.words()))
                .failOnMissingLocations(true)
                .load();
        for (int i = 0; there != null && flyway.info().applied().length == 0; i++) {
            if (i == MAX_LOOKS) {
                throw new FleetDatabase.CannotOpen(FleetDatabase.Why.EMPTY, there.toString(), null);
            }
            pause();
        }
        Optional<MigrationInfo> newer = Arrays.stream(flyway.info().applied())
                .filter(migration -> migration.getState().isApplied()
                        && !migration.getState().isResolved())
                .findAny();
        if (newer.isPresent()) {
            throw new FleetDatabase.CannotOpen(
                    FleetDatabase.Why.NEWER, "schema " + newer.get().getVersion(), null);
        }
        flyway.migrate();
        try (Connection connection = connections.fresh()) {
            NameKeys.update(dialect, connection, now);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(BETWEEN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Walks the whole of a SQLite database; some seconds for each GB. PostgreSQL has checksums and tools of its own. */
    static void check(SqlDialect dialect, ReadConnections connections) {
        if (dialect != SqlDialect.SQLITE) {
            return;
        }
        try (Connection connection = connections.fresh();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("PRAGMA quick_check(1)")) {
            String said = rows.next() ? rows.getString(1) : "nothing";
            if (!said.equals("ok")) {
                throw new FleetDatabase.CannotOpen(
                        FleetDatabase.Why.DAMAGED,
                        said.lines().findFirst().orElse("").strip(),
                        null);
            }
        } catch (SQLException e) {
            if (dialect.meaning(e) instanceof DamagedStorage) {
                throw new FleetDatabase.CannotOpen(FleetDatabase.Why.DAMAGED, String.valueOf(e.getMessage()), e);
            }
            throw new FleetDatabase.CannotOpen(FleetDatabase.Why.OTHER, String.valueOf(e.getMessage()), e);
        }
    }
}

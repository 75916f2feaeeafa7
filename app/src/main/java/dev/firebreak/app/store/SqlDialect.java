package dev.firebreak.app.store;

import dev.firebreak.core.dashboard.DamagedStorage;
import dev.firebreak.core.fleet.StorageFull;
import dev.firebreak.core.fleet.StorageUnavailable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Where the two databases differ. */
enum SqlDialect {
    SQLITE("sqlite", Map.of("id", "INTEGER PRIMARY KEY", "bytes", "BLOB", "keyed", "WITHOUT ROWID")) {
        @Override
        boolean isFull(SQLException e) {
            return e instanceof SQLiteException own && FULL.contains(own.getResultCode());
        }

        @Override
        boolean isAway(SQLException e) {
            // A file is there, or it is a fault.
            return false;
        }

        @Override
        boolean isDamaged(SQLException e) {
            // The lower byte is the kind; the rest says where (SQLITE_CORRUPT_INDEX, SQLITE_CORRUPT_VTAB).
            return e instanceof SQLiteException own
                    && (own.getResultCode() == SQLiteErrorCode.SQLITE_NOTADB
                            || (own.getResultCode().code & 0xFF) == SQLiteErrorCode.SQLITE_CORRUPT.code);
        }

        @Override
        String alone() {
            // Every transaction of the writer is immediate, so it is alone already.
            return "";
        }

        @Override
        boolean isAlive(Connection connection) throws SQLException {
            return !connection.isClosed();
        }

        @Override
        String greeting() {
            // What a database that somebody else wrote says in its schema must not run functions.
            return "PRAGMA trusted_schema=OFF";
        }
    },
    POSTGRESQL(
            "postgresql",
            Map.of("id", "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY", "bytes", "BYTEA", "keyed", "")) {
        @Override
        boolean isFull(SQLException e) {
            return "53100".equals(e.getSQLState());
        }

        @Override
        boolean isAway(SQLException e) {
            // Class 08: connection exceptions; 57P: it is going down or coming up; 53300: it takes no more connections.
            String state = String.valueOf(e.getSQLState());
            return state.startsWith("08") || state.startsWith("57P") || state.equals("53300");
        }

        @Override
        boolean isDamaged(SQLException e) {
            // Class XX: internal errors; of these, data or an index corrupted.
            return "XX001".equals(e.getSQLState()) || "XX002".equals(e.getSQLState());
        }

        @Override
        String alone() {
            return "LOCK TABLE audit IN EXCLUSIVE MODE";
        }

        @Override
        boolean isAlive(Connection connection) throws SQLException {
            return connection.isValid(1);
        }

        @Override
        String greeting() {
            return "SET synchronous_commit = on";
        }
    };

    /** What a full disk looks like, depending on which file could not grow. */
    private static final Set<SQLiteErrorCode> FULL = Set.of(
            SQLiteErrorCode.SQLITE_FULL,
            SQLiteErrorCode.SQLITE_IOERR_WRITE,
            SQLiteErrorCode.SQLITE_IOERR_FSYNC,
            SQLiteErrorCode.SQLITE_IOERR_TRUNCATE,
            SQLiteErrorCode.SQLITE_IOERR_SHMSIZE,
            SQLiteErrorCode.SQLITE_IOERR_SHMMAP,
            SQLiteErrorCode.SQLITE_CANTOPEN);

    private final String folder;
    private final Map<String, String> words;

    SqlDialect(String folder, Map<String, String> words) {
        this.folder = folder;
        this.words = words;
    }

    /** Folder of the migrations that are its own. */
    String folder() {
        return folder;
    }

    /** What stands in migrations for what it says otherwise. */
    Map<String, String> words() {
        return words;
    }

    /** Whether there was no space left. */
    abstract boolean isFull(SQLException e);

    /** Whether there was no answer. */
    abstract boolean isAway(SQLException e);

    /** Whether what was read is not what was written. */
    abstract boolean isDamaged(SQLException e);

    /** What an accident means to who asked: full, away, damaged, or the accident itself. */
    RuntimeException meaning(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                if (isFull(sql)) {
                    return new StorageFull(failure);
                }
                if (isAway(sql)) {
                    return new StorageUnavailable(failure);
                }
                if (isDamaged(sql)) {
                    return new DamagedStorage(failure);
                }
            }
        }
        return failure instanceof RuntimeException own ? own : new IllegalStateException(failure);
    }

    /** Whether a connection that was used before still is one: a file does not go away, a server does. */
    abstract boolean isAlive(Connection connection) throws SQLException;

    /** First statement of every connection. */
    abstract String greeting();

    /** Statement after which nobody else adds to the audit log until the transaction ends; empty for none needed. */
    abstract String alone();
}

package dev.firebreak.app.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a second server away from the same data: each would show boards that know nothing of what the other took in. It ends with the
 * process, however that ends. Commands at the terminal need it not.
 */
final class Hold {

    private static final String FILE = "server.lock";

    /** Any number that nobody else uses for a lock in the same database. */
    private static final long KEY = 0x46697265627265L;

    private Hold() {}

    /** Holds a folder; null where another holds it. */
    static @Nullable AutoCloseable folder(Path folder) throws IOException {
        FileChannel file = FileChannel.open(folder.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = file.tryLock();
            if (lock != null) {
                return file;
            }
        } catch (OverlappingFileLockException e) {
            // This process holds it itself.
            file.close();
            return null;
        }
        file.close();
        return null;
    }

    /** Holds a PostgreSQL database by a connection of its own; null where another holds it. */
    static @Nullable AutoCloseable database(Connection connection) throws SQLException {
        try (var statement = connection.prepareStatement("SELECT pg_try_advisory_lock(?)")) {
            statement.setLong(1, KEY);
            try (var rows = statement.executeQuery()) {
                if (rows.next() && rows.getBoolean(1)) {
                    return connection;
                }
            }
        }
        connection.close();
        return null;
    }
}

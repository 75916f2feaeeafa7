package dev.firebreak.app.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a second server away from the same data: each would show boards that know nothing of what the other took in. It ends with the
 * process, however that ends. Commands at the terminal need it not.
 */
interface ExclusiveLock extends AutoCloseable {

    /** Name of the file that is locked in a folder. */
    String FILE = "server.lock";

    /**
     * Whether nobody else has taken it meanwhile. What only was away, as a database that was restarted, is taken again.
     *
     * @throws SQLException where nobody can tell now, for the database does not answer
     */
    boolean lasts() throws SQLException;

    /** Lets go. */
    @Override
    void close() throws IOException, SQLException;

    /** Holds a folder; null where another holds it. */
    static @Nullable ExclusiveLock folder(Path folder) throws IOException {
        FileChannel file = FileChannel.open(folder.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = file.tryLock();
            if (lock != null) {
                return new OfFolder(file);
            }
        } catch (OverlappingFileLockException e) {
            // This process holds it itself.
            file.close();
            return null;
        }
        file.close();
        return null;
    }

    /** The lock of a file lasts as long as the process. */
    record OfFolder(FileChannel file) implements ExclusiveLock {
        @Override
        public boolean lasts() {
            return true;
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}

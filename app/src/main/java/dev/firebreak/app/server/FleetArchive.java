package dev.firebreak.app.server;

import dev.firebreak.core.access.AccountStore;
import dev.firebreak.core.access.AuditLog;
import dev.firebreak.core.access.ExceptionStore;
import dev.firebreak.core.fleet.FleetStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Everything that is kept, open: what hosting asks of the room that keeps. */
public interface FleetArchive extends AutoCloseable {

    FleetStore ledger();

    AccountStore people();

    AuditLog audit();

    ExceptionStore waivers();

    /** Keeps other servers away until it is closed. Throws {@link Closed} where another is there. */
    void hold();

    /** Whether no other server has taken it since. */
    boolean isHeld();

    /** Walks everything that is kept once; some seconds for each GB. Throws {@link Closed} where it is damaged. */
    void check();

    /** Why it cannot be written to now; empty where it can. */
    Optional<Trouble> trouble();

    /** What keeps it from being written to. */
    enum Trouble {
        FULL,
        AWAY,
        DAMAGED,
        OTHER
    }

    /** Copies the database as it stands at one moment into a file, also while others write. */
    void backup(Path to) throws IOException;

    /**
     * Brings everything from a folder with a copied database in it.
     *
     * @return false where this one holds something already; nothing was changed then
     */
    boolean restore(Path folder) throws IOException;

    @Override
    void close();

    /** Opens it, and makes it where there is none. */
    @FunctionalInterface
    interface Opener {
        /**
         * @param database {@code postgresql://..}; null for SQLite in the folder
         * @throws Closed where it cannot be opened
         */
        FleetArchive open(Path folder, @Nullable String database, InstantSource clock);
    }

    /** It cannot be opened. */
    final class Closed extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final String key;

        /**
         * @param why for people, without secrets: an address may hold a password
         * @param key of the sentence that it goes into
         */
        Closed(String why, String key, @Nullable Throwable cause) {
            super(why, cause);
            this.key = key;
        }

        /** The key of the sentence for people. */
        String key() {
            return key;
        }
    }
}

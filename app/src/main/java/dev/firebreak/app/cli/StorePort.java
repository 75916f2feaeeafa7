package dev.firebreak.app.cli;

import dev.firebreak.core.access.AccountStore;
import dev.firebreak.core.access.AuditLog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Opens what a server keeps, whether the server runs or not: what the commands need of the room that keeps. */
public interface StorePort {

    /**
     * Where it is.
     *
     * @param data null for the usual folder
     * @param database {@code postgresql://..}; null for SQLite in the data folder
     */
    record Place(@Nullable Path data, @Nullable String database) {}

    /** Opens what is kept. Throws {@link CommandFailure} where there is nothing or it cannot be opened. */
    Kept open(Place place);

    /**
     * Copies everything into one file, also while the server runs.
     *
     * @return bytes of the copy
     */
    long backup(Place place, Path to) throws IOException;

    /** Makes a data folder that is empty or missing what a copy was taken of; where that fails, nothing is left in it. */
    Restored restore(Place place, Path from, Access access) throws IOException;

    /** Which tokens of a copy are good once it is restored: what was revoked later the copy does not know. */
    sealed interface Access {
        /** None of them: nobody can tell which were revoked. */
        record RevokeTokens() implements Access {}

        /** All of them. */
        record KeepTokens() implements Access {}

        /** Those that are good in an older data folder, whose accounts count too. */
        record AsIn(Path previous) implements Access {}
    }

    /** What was ended by a restore, and how many tokens are good. */
    record Restored(int sessions, int revoked, int good) {}

    /** Whether a password is too short or too well known. */
    boolean isWeak(String password);

    /** A password's Argon2id hash. */
    String hashed(String password);

    /** A new token of a site's machines with its secret, which is kept nowhere. */
    Made token(String site, String label);

    /** Moments for what is written. */
    InstantSource clock();

    /** A token that was made, not kept yet. */
    record Made(AccountStore.Token token, String secret, String hash) {}

    /** Accounts, tokens and the audit log, open. */
    interface Kept extends AutoCloseable {
        AccountStore people();

        AuditLog audit();

        @Override
        void close();
    }
}

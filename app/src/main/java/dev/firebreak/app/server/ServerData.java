package dev.firebreak.app.server;

import dev.firebreak.app.store.FleetDatabase;
import dev.firebreak.core.access.AccountStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The data of a server, whether it runs or not.
 *
 * @param folder the data folder
 * @param database {@code postgresql://..}; null for SQLite in the data folder
 */
public record ServerData(Path folder, @Nullable String database, InstantSource clock) {

    /** Which tokens of a backup are valid once it is restored: the backup does not know which were revoked later. */
    public sealed interface Access {
        /** None of them. */
        record RevokeTokens() implements Access {}

        /** All of them. */
        record KeepTokens() implements Access {}

        /** Those that are valid in an older data folder, whose accounts count too. */
        record KeepAccounts(Path previous) implements Access {}
    }

    /** How many sessions and tokens a restore ended, and how many tokens are valid. */
    public record Restored(int sessions, int revoked, int good) {}

    /**
     * Opens the database. One that does not exist is not made: the folder may be mistyped.
     *
     * @throws ServerFailure where there is none
     * @throws FleetDatabase.CannotOpen where it cannot be opened
     */
    public FleetDatabase open() {
        if (database == null) {
            exists(folder);
        }
        return FleetDatabase.open(folder, database, clock);
    }

    private static void exists(Path folder) {
        if (!Files.isRegularFile(folder.resolve(BackupArchive.DATABASE))) {
            throw new ServerFailure(ServerFailure.Kind.NO_DATA, folder);
        }
    }

    /**
     * Copies everything into one file, also while the server runs.
     *
     * @return bytes of the copy
     */
    public long backup(Path to) throws IOException {
        try (FleetDatabase database = open()) {
            return BackupArchive.pack(folder, database::backup, to);
        } catch (BackupArchive.AlreadyExists e) {
            throw new ServerFailure(ServerFailure.Kind.BACKUP_EXISTS, to);
        }
    }

    /** Restores a backup into a data folder that is empty or missing; where that fails, nothing is left in it. */
    public Restored restore(Path from, Access access) throws IOException {
        if (!Files.isRegularFile(from)) {
            throw new ServerFailure(ServerFailure.Kind.NOT_A_BACKUP, from);
        }
        Path previous = access instanceof Access.KeepAccounts(var folder) ? folder : null;
        if (previous != null) {
            exists(previous);
        }
        boolean made = DataFolderAccess.make(folder);
        boolean done = false;
        try {
            BackupArchive.unpack(from, folder);
            // A copy that does not open, or not to its end, is none: better said now than on the day it is needed.
            Restored restored;
            try (FleetDatabase copy = FleetDatabase.open(folder, null, clock)) {
                copy.check();
                restored = settled(copy, access);
            }
            if (database != null) {
                hand(database);
                BackupArchive.deleteDatabase(folder);
            }
            done = true;
            return restored;
        } catch (BackupArchive.AlreadyExists e) {
            // What is there is somebody's, and stays.
            done = true;
            throw new ServerFailure(ServerFailure.Kind.NOT_EMPTY, folder);
        } catch (BackupArchive.NotABackup e) {
            throw new ServerFailure(ServerFailure.Kind.NOT_A_BACKUP, from);
        } finally {
            if (!done) {
                BackupArchive.empty(folder);
                if (made) {
                    Files.deleteIfExists(folder);
                }
            }
        }
    }

    /** What was ended after the copy was taken does not come back with it: nobody is signed in, and no token is good that may have been revoked. */
    private Restored settled(FleetDatabase copy, Access access) {
        AccountStore accounts = copy.accountStore();
        int closed = accounts.closeAll();
        int before = live(accounts);
        switch (access) {
            case Access.RevokeTokens() ->
                accounts.tokens().stream()
                        .filter(token -> token.revokedAt() == null)
                        .forEach(token -> accounts.revoke(token.id(), clock.instant()));
            case Access.KeepTokens() -> {}
            case Access.KeepAccounts(var previous) -> {
                try (FleetDatabase old = FleetDatabase.open(previous, null, clock)) {
                    asIn(old.accountStore(), accounts);
                }
            }
        }
        int revoked = before - live(accounts);
        copy.auditLog()
                .add(
                        clock.instant(),
                        "system",
                        "data.restore",
                        "",
                        closed + " sessions closed, " + revoked + " tokens revoked");
        return new Restored(closed, revoked, before - revoked);
    }

    private static int live(AccountStore accounts) {
        return (int) accounts.tokens().stream()
                .filter(token -> token.revokedAt() == null)
                .count();
    }

    /** Tokens, roles, locks and passwords as they were last. A token that the older data do not know cannot be one of the copy's. */
    private void asIn(AccountStore old, AccountStore accounts) {
        Set<String> good = old.tokens().stream()
                .filter(token -> token.revokedAt() == null)
                .map(AccountStore.Token::id)
                .collect(Collectors.toSet());
        for (AccountStore.Token token : accounts.tokens()) {
            if (token.revokedAt() == null && !good.contains(token.id())) {
                accounts.revoke(token.id(), clock.instant());
            }
        }
        for (AccountStore.Account account : old.accounts()) {
            if (accounts.account(account.name()).isPresent()) {
                accounts.change(account);
                old.passwordHash(account.name()).ifPresent(hash -> accounts.password(account.name(), hash));
            }
        }
    }

    /** From the copy's file into PostgreSQL. */
    private void hand(String url) throws IOException {
        try (FleetDatabase database = FleetDatabase.open(folder, url, clock)) {
            if (!database.restore(folder)) {
                throw new ServerFailure(ServerFailure.Kind.NOT_EMPTY, "PostgreSQL");
            }
        }
    }
}

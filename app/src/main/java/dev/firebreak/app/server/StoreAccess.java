package dev.firebreak.app.server;

import dev.firebreak.app.cli.CommandFailure;
import dev.firebreak.app.cli.ExitCode;
import dev.firebreak.app.cli.StorePort;
import dev.firebreak.app.feed.store.KnowledgeFolder;
import dev.firebreak.core.access.AccountStore;
import dev.firebreak.core.access.AuditLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Opens what the server keeps for the commands at the terminal. */
public record StoreAccess(
        FleetArchive.Opener archives,
        Supplier<SecretPort> secrets,
        Map<String, String> environment,
        InstantSource clock)
        implements StorePort {

    @Override
    public Kept open(Place place) {
        FleetArchive archive = archive(place);
        return new Kept() {
            @Override
            public AccountStore people() {
                return archive.people();
            }

            @Override
            public AuditLog audit() {
                return archive.audit();
            }

            @Override
            public void close() {
                archive.close();
            }
        };
    }

    /** A command must not make a database where somebody mistyped the folder. */
    private FleetArchive archive(Place place) {
        Path data = KnowledgeFolder.of(place.data(), environment);
        if (place.database() == null && !Files.isRegularFile(data.resolve(BackupArchive.DATABASE))) {
            throw new CommandFailure(ExitCode.NOTHING_READ, "kept.none", data);
        }
        return opened(archives, data, place.database(), clock);
    }

    static FleetArchive opened(
            FleetArchive.Opener archives, Path data, @Nullable String database, InstantSource clock) {
        try {
            return archives.open(data, database, clock);
        } catch (FleetArchive.Closed e) {
            throw stop(e);
        }
    }

    static CommandFailure stop(FleetArchive.Closed e) {
        return new CommandFailure(ExitCode.OUR_FAULT, e.key(), String.valueOf(e.getMessage()));
    }

    @Override
    public long backup(Place place, Path to) throws IOException {
        try (FleetArchive archive = archive(place)) {
            return BackupArchive.pack(KnowledgeFolder.of(place.data(), environment), archive::backup, to);
        } catch (BackupArchive.Taken e) {
            throw new CommandFailure(ExitCode.WRONG_USAGE, "backup.exists", to);
        }
    }

    @Override
    public Restored restore(Place place, Path from, Access access) throws IOException {
        Path data = KnowledgeFolder.of(place.data(), environment);
        if (!Files.isRegularFile(from)) {
            throw new CommandFailure(ExitCode.NOTHING_READ, "restore.notOurs", from);
        }
        Path previous = access instanceof Access.AsIn(var folder) ? folder : null;
        if (previous != null && !Files.isRegularFile(previous.resolve(BackupArchive.DATABASE))) {
            throw new CommandFailure(ExitCode.NOTHING_READ, "kept.none", previous);
        }
        boolean made = DataFolderAccess.make(data);
        boolean done = false;
        try {
            BackupArchive.unpack(from, data);
            // A copy that does not open, or not to its end, is none: better said now than on the day it is needed.
            Restored restored;
            try (FleetArchive copy = opened(archives, data, null, clock)) {
                check(copy);
                restored = settled(copy, access);
            }
            if (place.database() != null) {
                hand(data, place.database());
                BackupArchive.deleteDatabase(data);
            }
            done = true;
            return restored;
        } catch (BackupArchive.Taken e) {
            // What is there is somebody's, and stays.
            done = true;
            throw new CommandFailure(ExitCode.WRONG_USAGE, "restore.notEmpty", data);
        } catch (BackupArchive.NotOurs e) {
            throw new CommandFailure(ExitCode.NOTHING_READ, "restore.notOurs", from);
        } finally {
            if (!done) {
                BackupArchive.empty(data);
                if (made) {
                    Files.deleteIfExists(data);
                }
            }
        }
    }

    private static void check(FleetArchive archive) {
        try {
            archive.check();
        } catch (FleetArchive.Closed e) {
            throw stop(e);
        }
    }

    /** What was ended after the copy was taken does not come back with it: nobody is signed in, and no token is good that may have been revoked. */
    private Restored settled(FleetArchive copy, Access access) {
        AccountStore people = copy.people();
        int closed = people.closeAll();
        int before = live(people);
        switch (access) {
            case Access.RevokeTokens() ->
                people.tokens().stream()
                        .filter(token -> token.revokedAt() == null)
                        .forEach(token -> people.revoke(token.id(), clock.instant()));
            case Access.KeepTokens() -> {}
            case Access.AsIn(var previous) -> {
                try (FleetArchive old = opened(archives, previous, null, clock)) {
                    asIn(old.people(), people);
                }
            }
        }
        int revoked = before - live(people);
        copy.audit()
                .add(
                        clock.instant(),
                        "system",
                        "data.restore",
                        "",
                        closed + " sessions closed, " + revoked + " tokens revoked");
        return new Restored(closed, revoked, before - revoked);
    }

    private static int live(AccountStore people) {
        return (int) people.tokens().stream()
                .filter(token -> token.revokedAt() == null)
                .count();
    }

    /** Tokens, roles, locks and passwords as they were last. A token that the older data do not know cannot be one of the copy's. */
    private void asIn(AccountStore old, AccountStore people) {
        Set<String> good = old.tokens().stream()
                .filter(token -> token.revokedAt() == null)
                .map(AccountStore.Token::id)
                .collect(Collectors.toSet());
        for (AccountStore.Token token : people.tokens()) {
            if (token.revokedAt() == null && !good.contains(token.id())) {
                people.revoke(token.id(), clock.instant());
            }
        }
        for (AccountStore.Account account : old.accounts()) {
            if (people.account(account.name()).isPresent()) {
                people.change(account);
                old.passwordHash(account.name()).ifPresent(hash -> people.password(account.name(), hash));
            }
        }
    }

    /** From the copy's file into PostgreSQL. */
    private void hand(Path data, String database) throws IOException {
        try (FleetArchive archive = opened(archives, data, database, clock)) {
            if (!archive.restore(data)) {
                throw new CommandFailure(ExitCode.WRONG_USAGE, "restore.notEmpty", "PostgreSQL");
            }
        }
    }

    @Override
    public boolean isWeak(String password) {
        return secrets.get().isWeak(password);
    }

    @Override
    public String hashed(String password) {
        return secrets.get().hashed(password);
    }

    @Override
    public Made token(String site, String label) {
        return secrets.get().token(site, label, clock.instant());
    }
}

package dev.firebreak.app.server;

import dev.firebreak.app.cli.CommandFailure;
import dev.firebreak.app.cli.ExitCode;
import dev.firebreak.app.cli.StorePort;
import dev.firebreak.core.access.AccountStore;
import dev.firebreak.core.access.AuditLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Opens what the server keeps for the commands at the terminal. */
public record StoreAccess(
        FleetArchive.Opener archives, Supplier<SecretPort> secrets, FeedAccess learning, InstantSource clock)
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
        Path data = learning.folder(place.data());
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
        return new CommandFailure(
                ExitCode.OUR_FAULT, e.inUse() ? "kept.locked" : "kept.failed", String.valueOf(e.getMessage()));
    }

    @Override
    public long backup(Place place, Path to) throws IOException {
        try (FleetArchive archive = archive(place)) {
            return BackupArchive.pack(learning.folder(place.data()), archive::backup, to);
        } catch (BackupArchive.Taken e) {
            throw new CommandFailure(ExitCode.WRONG_USAGE, "backup.exists", to);
        }
    }

    @Override
    public void restore(Place place, Path from) throws IOException {
        Path data = learning.folder(place.data());
        if (!Files.isRegularFile(from)) {
            throw new CommandFailure(ExitCode.NOTHING_READ, "restore.notOurs", from);
        }
        DataFolderAccess.make(data);
        try {
            BackupArchive.unpack(from, data);
            // A copy that does not open is none: better said now than on the day it is needed.
            opened(archives, data, null, clock).close();
            if (place.database() != null) {
                hand(data, place.database());
            }
        } catch (BackupArchive.Taken e) {
            throw new CommandFailure(ExitCode.WRONG_USAGE, "restore.notEmpty", data);
        } catch (BackupArchive.NotOurs e) {
            throw new CommandFailure(ExitCode.NOTHING_READ, "restore.notOurs", from);
        }
    }

    /** From the copy's file into PostgreSQL; the file is not left beside it, and what could not be handed over leaves nothing. */
    private void hand(Path data, String database) throws IOException {
        boolean done = false;
        try (FleetArchive archive = opened(archives, data, database, clock)) {
            done = archive.restore(data);
            if (!done) {
                throw new CommandFailure(ExitCode.WRONG_USAGE, "restore.notEmpty", "PostgreSQL");
            }
        } finally {
            if (done) {
                BackupArchive.deleteDatabase(data);
            } else {
                BackupArchive.empty(data);
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

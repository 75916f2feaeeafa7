package dev.firebreak.app;

import dev.firebreak.app.cli.Exit;
import dev.firebreak.app.cli.Keeper;
import dev.firebreak.app.cli.Stop;
import dev.firebreak.core.estate.AuditLog;
import dev.firebreak.core.estate.People;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Opens what the server keeps for the commands at the terminal. */
record Keeping(Archive.Opener archives, Supplier<Secrets> secrets, Learning learning, InstantSource clock)
        implements Keeper {

    @Override
    public Kept open(Place place) {
        Archive archive = archive(place);
        return new Kept() {
            @Override
            public People people() {
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
    private Archive archive(Place place) {
        Path data = learning.folder(place.data());
        if (place.database() == null && !Files.isRegularFile(data.resolve(Copies.DATABASE))) {
            throw new Stop(Exit.NOTHING_READ, "kept.none", data);
        }
        return opened(archives, data, place.database(), clock);
    }

    static Archive opened(Archive.Opener archives, Path data, @Nullable String database, InstantSource clock) {
        try {
            return archives.open(data, database, clock);
        } catch (Archive.Closed e) {
            throw stop(e);
        }
    }

    static Stop stop(Archive.Closed e) {
        return new Stop(Exit.OUR_FAULT, e.inUse() ? "kept.locked" : "kept.failed", String.valueOf(e.getMessage()));
    }

    @Override
    public long backup(Place place, Path to) throws IOException {
        try (Archive archive = archive(place)) {
            return Copies.pack(learning.folder(place.data()), archive::backup, to);
        } catch (Copies.Taken e) {
            throw new Stop(Exit.WRONG_USAGE, "backup.exists", to);
        }
    }

    @Override
    public void restore(Place place, Path from) throws IOException {
        Path data = learning.folder(place.data());
        if (!Files.isRegularFile(from)) {
            throw new Stop(Exit.NOTHING_READ, "restore.notOurs", from);
        }
        Folders.make(data);
        try {
            Copies.unpack(from, data);
            // A copy that does not open is none: better said now than on the day it is needed.
            opened(archives, data, null, clock).close();
            if (place.database() != null) {
                hand(data, place.database());
            }
        } catch (Copies.Taken e) {
            throw new Stop(Exit.WRONG_USAGE, "restore.notEmpty", data);
        } catch (Copies.NotOurs e) {
            throw new Stop(Exit.NOTHING_READ, "restore.notOurs", from);
        }
    }

    /** From the copy's file into PostgreSQL; the file is not left beside it, and what could not be handed over leaves nothing. */
    private void hand(Path data, String database) throws IOException {
        boolean done = false;
        try (Archive archive = opened(archives, data, database, clock)) {
            done = archive.restore(data);
            if (!done) {
                throw new Stop(Exit.WRONG_USAGE, "restore.notEmpty", "PostgreSQL");
            }
        } finally {
            if (done) {
                Copies.deleteDatabase(data);
            } else {
                Copies.empty(data);
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

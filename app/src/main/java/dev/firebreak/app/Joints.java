package dev.firebreak.app;

import dev.firebreak.app.cli.Exit;
import dev.firebreak.app.cli.Host;
import dev.firebreak.app.cli.Keeper;
import dev.firebreak.app.cli.Stop;
import dev.firebreak.app.store.Store;
import dev.firebreak.core.advisory.Knowledge;
import dev.firebreak.core.estate.AuditLog;
import dev.firebreak.core.estate.ControlRoom;
import dev.firebreak.core.estate.Ledger;
import dev.firebreak.core.estate.People;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Where the rooms that keep (store) and listen (web) join the others. They are built on branches of their own; until these are merged
 * every joint says so, and what needs it ends with a sentence.
 */
final class Joints {

    private Joints() {}

    static Archive archive(Path folder, @Nullable String database, InstantSource clock) {
        Store store;
        try {
            store = Store.open(folder, database);
        } catch (Store.CannotOpen e) {
            throw new Archive.Closed(String.valueOf(e.getMessage()), false, e);
        }
        return new Archive() {
            @Override
            public Ledger ledger() {
                return store.ledger();
            }

            @Override
            public People people() {
                return store.people();
            }

            @Override
            public AuditLog audit() {
                return store.audit();
            }

            @Override
            public void backup(Path to) throws IOException {
                store.backup(to);
            }

            @Override
            public void close() {
                store.close();
            }
        };
    }

    /** To become {@code new Web(..)}. */
    static Listener listener(
            ControlRoom room, Archive archive, Knowledge knowledge, Host.Wish wish, InstantSource clock) {
        throw new Stop(Exit.OUR_FAULT, "serve.failed", "no web in this build");
    }

    /** To become what the web room checks passwords and tokens with. */
    static Secrets secrets() {
        return new Secrets() {
            @Override
            public boolean isWeak(String password) {
                throw new Stop(Exit.OUR_FAULT, "serve.failed", "no web in this build");
            }

            @Override
            public String hashed(String password) {
                throw new Stop(Exit.OUR_FAULT, "serve.failed", "no web in this build");
            }

            @Override
            public Keeper.Made token(String site, String label, Instant since) {
                throw new Stop(Exit.OUR_FAULT, "serve.failed", "no web in this build");
            }
        };
    }
}

package dev.firebreak.app;

import dev.firebreak.app.cli.Host;
import dev.firebreak.core.estate.ControlRoom;
import java.time.InstantSource;
import java.util.Optional;

/** Who listens to people and machines: what hosting asks of the room that does. */
interface Listener extends AutoCloseable {

    /** How it is reached. */
    String url();

    /** One-time link that makes the first account; empty where there is one. */
    Optional<String> firstAccount();

    /** Takes nothing new, ends what it was doing, and closes. */
    @Override
    void close();

    /** Begins to listen. */
    @FunctionalInterface
    interface Opener {
        /** @throws dev.firebreak.app.cli.Stop where it cannot listen */
        Listener open(ControlRoom room, Archive archive, Judges judges, Host.Wish wish, InstantSource clock);
    }
}

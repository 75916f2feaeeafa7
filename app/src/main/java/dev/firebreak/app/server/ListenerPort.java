package dev.firebreak.app.server;

import dev.firebreak.app.cli.ServerPort;
import dev.firebreak.core.dashboard.FleetService;
import java.time.InstantSource;
import java.util.Optional;

/** Who listens to people and machines: what hosting asks of the room that does. */
public interface ListenerPort extends AutoCloseable {

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
        /** @throws dev.firebreak.app.cli.CommandFailure where it cannot listen */
        ListenerPort open(
                FleetService room,
                FleetArchive archive,
                AssessorCache judges,
                ServerPort.Wish wish,
                InstantSource clock);
    }
}

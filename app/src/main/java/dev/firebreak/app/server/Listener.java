package dev.firebreak.app.server;

import dev.firebreak.app.store.FleetDatabase;
import dev.firebreak.app.web.service.SightingService;
import dev.firebreak.core.dashboard.FleetService;
import java.nio.file.Path;
import java.util.Optional;

/** The network side of a server. An interface because tests run the server without a network and watch the order of closing. */
interface Listener extends AutoCloseable {

    /** How it is reached. */
    String url();

    /** One-time link that makes the first account; empty where there is one. */
    Optional<String> firstAccount();

    /** Takes nothing new, finishes open requests, and closes. */
    @Override
    void close();

    /** Begins to listen. */
    @FunctionalInterface
    interface Opener {
        /**
         * @param data folder, with the packages and the keys
         * @throws ServerFailure where it cannot listen
         */
        Listener open(
                FleetService fleet,
                FleetDatabase database,
                AssessorCache assessors,
                SightingService sightings,
                ServerSettings settings,
                Path data);
    }
}

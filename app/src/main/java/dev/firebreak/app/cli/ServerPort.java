package dev.firebreak.app.cli;

import dev.firebreak.core.text.Text;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs the control room: what {@code serve} needs of the rooms that keep, judge and listen. */
public interface ServerPort {

    /**
     * What the administrator wants.
     *
     * @param address to listen on; a name or an address
     * @param port 0 for any that is free
     * @param data null for the usual folder
     * @param database {@code postgresql://..}; null for SQLite in the data folder
     * @param key PEM file of the private key; null for plain HTTP
     * @param certificate PEM file of the certificate and those between it and the root
     * @param publicUrl how people and machines reach the server; null for the address it listens on
     * @param behindProxy whether a reverse proxy of ours stands in front and tells who asks
     * @param silentAfter after which a machine is not believed any more
     * @param staleAfter after which evidence is too old to be believed, by the day on which it was collected
     * @param keep for how long evidence is kept that counts no more
     * @param drop folder whose files are taken in; null for none
     * @param oidc file that describes the organisation's server for signing in; null for none
     */
    record Wish(
            String address,
            int port,
            @Nullable Path data,
            @Nullable String database,
            @Nullable Path key,
            @Nullable Path certificate,
            @Nullable String publicUrl,
            boolean behindProxy,
            Duration silentAfter,
            Duration staleAfter,
            Duration keep,
            @Nullable Path drop,
            @Nullable Path oidc) {}

    /**
     * A server that listens.
     *
     * @param url how it is reached
     * @param firstAccount one-time link that makes the first account; null where there is one already
     * @param data its folder
     * @param machines how many it knows
     */
    record Running(String url, @Nullable String firstAccount, Path data, int machines) {}

    /**
     * Starts, tells, and comes back when the server has been asked to stop and did.
     *
     * @param say takes what the administrator should know at the start
     * @param running told once it listens
     */
    void serve(Wish wish, Consumer<Text> say, Consumer<Running> running);
}

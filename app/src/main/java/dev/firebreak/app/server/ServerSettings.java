package dev.firebreak.app.server;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a server runs.
 *
 * @param data null for the usual folder
 * @param database {@code postgresql://..}; null for SQLite in the data folder
 * @param drop folder whose files are taken in; null for none
 */
public record ServerSettings(
        @Nullable Path data,
        @Nullable String database,
        Listening listening,
        Ages ages,
        @Nullable Path drop) {

    /**
     * How it is reached.
     *
     * @param address to listen on; a name or an address
     * @param port 0 for any that is free
     * @param key PEM file of the private key; null for plain HTTP
     * @param certificate PEM file of the certificate and those between it and the root
     * @param publicUrl how people and machines reach the server; null for the address it listens on
     * @param behindProxy whether a trusted reverse proxy sends the caller's address
     * @param oidc file that describes the organisation's server for signing in; null for none
     */
    public record Listening(
            String address,
            int port,
            @Nullable Path key,
            @Nullable Path certificate,
            @Nullable String publicUrl,
            boolean behindProxy,
            @Nullable Path oidc) {}

    /**
     * How long evidence counts.
     *
     * @param silentAfter without a check-in, after which a machine's last status no longer counts
     * @param staleAfter since collection, after which evidence no longer counts
     * @param keep for how long evidence is kept that counts no more
     */
    public record Ages(Duration silentAfter, Duration staleAfter, Duration keep) {}
}

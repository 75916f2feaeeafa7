package dev.firebreak.app.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a server runs.
 *
 * @param data null for the usual folder
 * @param database {@code postgresql://..}; null for SQLite in the data folder
 * @param drop folder whose files are taken in; null for none
 * @param sinkhole where the kill switch is answered in this process
 * @param signing what opens the keys that sign packages and orders
 */
public record ServerSettings(
        @Nullable Path data,
        @Nullable String database,
        Listening listening,
        Ages ages,
        @Nullable Path drop,
        KillSwitch sinkhole,
        Signing signing) {

    /** Of a server that does not answer the kill switch itself. */
    public ServerSettings(
            @Nullable Path data, @Nullable String database, Listening listening, Ages ages, @Nullable Path drop) {
        this(data, database, listening, ages, drop, KillSwitch.NONE, Signing.USUAL);
    }

    /**
     * Where the secrets are that open keys; else the environment has them, or the trust folder.
     *
     * @param passphrase file with the passphrase of key files; null for none
     * @param pin file with the PIN of a PKCS#11 token; null for none
     */
    public record Signing(
            @Nullable Path passphrase, @Nullable Path pin) {
        public static final Signing USUAL = new Signing(null, null);
    }

    /**
     * Where the names of the kill switch are answered.
     *
     * @param dns none for no DNS
     * @param http none for no HTTP
     * @param answers addresses that the names have; none for that of the listener
     */
    public record KillSwitch(List<InetSocketAddress> dns, List<InetSocketAddress> http, List<InetAddress> answers) {
        public static final KillSwitch NONE = new KillSwitch(List.of(), List.of(), List.of());

        public KillSwitch {
            dns = List.copyOf(dns);
            http = List.copyOf(http);
            answers = List.copyOf(answers);
        }

        boolean isWanted() {
            return !dns.isEmpty() || !http.isEmpty();
        }
    }

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

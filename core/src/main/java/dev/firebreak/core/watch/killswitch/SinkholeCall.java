package dev.firebreak.core.watch.killswitch;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A request that reached the sinkhole. Everything but the time, the source and the indicator was written by whoever sent it.
 *
 * @param source address that the request came from: the caller, or a resolver, proxy or router before it
 * @param segment network of the source, {@code 10.1.2.0/24}
 * @param name as it was sent: the question's name without the final dot, or the host of an HTTP request; empty where none was sent
 * @param indicator id of the indicator that the name is; null where it is none
 * @param nonce of a probe of ours; null where it carries none
 */
public record SinkholeCall(
        Instant time,
        String source,
        String segment,
        String name,
        @Nullable String indicator,
        @Nullable String nonce,
        Request request) {

    /** How it was asked. */
    public sealed interface Request {}

    /**
     * By DNS.
     *
     * @param type {@code A}, {@code AAAA}
     * @param transport {@code udp} or {@code tcp}
     * @param resolver whether the query has the form in which resolvers ask for others, not that of a machine's own
     */
    public record Dns(String type, String transport, boolean resolver) implements Request {}

    /**
     * By HTTP.
     *
     * @param method {@code -} for a request that is malformed
     * @param path the request's target; of a malformed request, its beginning
     * @param agent {@code User-Agent}; null where none was sent, as the worm sends none
     * @param via {@code Via} or {@code X-Forwarded-For}: a proxy stands before the caller; null where none was sent
     */
    public record Http(
            String method,
            String path,
            @Nullable String agent,
            @Nullable String via) implements Request {}

    /** Whether it was a question to DNS; else it was an HTTP request. */
    public boolean isDns() {
        return request instanceof Dns;
    }
}

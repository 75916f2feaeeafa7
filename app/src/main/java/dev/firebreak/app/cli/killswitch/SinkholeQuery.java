package dev.firebreak.app.cli.killswitch;

import dev.firebreak.core.watch.killswitch.SeenProbe;
import dev.firebreak.core.watch.killswitch.SinkholeSight;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** Asks a running sinkhole for probes by their nonces, straight and by no proxy. */
final class SinkholeQuery {

    private final URI sinkhole;
    private final Duration patience;
    private final HttpClient client;

    /** @param sinkhole {@code http://10.1.2.3} or {@code http://10.1.2.3:8080} */
    SinkholeQuery(URI sinkhole, Duration patience) {
        this.sinkhole = sinkhole;
        this.patience = patience;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(HttpClient.Builder.NO_PROXY)
                .connectTimeout(patience)
                .build();
    }

    /** Whether a text is the address of a sinkhole. */
    static Optional<URI> address(String text) {
        try {
            URI uri = URI.create(text);
            boolean whole = "http".equals(uri.getScheme())
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null
                    && (uri.getRawPath().isEmpty() || uri.getRawPath().equals("/"));
            return whole ? Optional.of(uri) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Waits a moment where the probe is not there yet. Only the sinkhole's own answer to this question counts. */
    SinkholeSight find(String nonce) {
        return SinkholeRetry.find(() -> {
            HttpResponse<Void> answer = client.send(
                    HttpRequest.newBuilder(sinkhole.resolve(SeenProbe.path(nonce)))
                            .timeout(patience)
                            .header("Cache-Control", "no-cache")
                            .build(),
                    HttpResponse.BodyHandlers.discarding());
            Optional<SeenProbe> seen = answer.headers()
                    .firstValue(SeenProbe.HEADER)
                    .flatMap(SeenProbe::parse)
                    .filter(probe -> probe.nonce().equals(nonce));
            if (seen.isEmpty()) {
                return Optional.of(SinkholeSight.UNREADABLE);
            }
            return seen.map(SeenProbe::sources)
                    .filter(sources -> !sources.isEmpty())
                    .map(SinkholeSight::seen);
        });
    }
}

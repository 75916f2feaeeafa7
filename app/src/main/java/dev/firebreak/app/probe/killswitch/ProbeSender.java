package dev.firebreak.app.probe.killswitch;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;

/** Sends probes to the management server. */
public final class ProbeSender {

    /** Where the server takes them. */
    public static final String PATH = "/api/v1/killswitch/probes";

    private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Duration WAIT = Duration.ofSeconds(30);
    private static final int MAX_ANSWER = 4_096;

    private ProbeSender() {}

    /** The server did not take the probes; the message says why. */
    public static final class NotTaken extends Exception {
        private static final long serialVersionUID = 1;

        NotTaken(String why) {
            super(why);
        }
    }

    /**
     * Whether a text is the address of a server: https, a host, no user. Over http the token would cross the network in clear text, so that is
     * for this machine itself only.
     */
    public static boolean isServer(String url) {
        try {
            URI uri = URI.create(url);
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            String host = uri.getHost();
            return host != null
                    && uri.getUserInfo() == null
                    && (scheme.equals("https") || (scheme.equals("http") && LOCAL.contains(host)));
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    /**
     * Sends lines of probes.
     *
     * @param server its address; {@link #isServer} holds
     * @param token of a site or of a machine
     */
    public static void send(String server, String token, String lines) throws NotTaken, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.replaceAll("/+$", "") + PATH))
                .timeout(WAIT)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/x-ndjson")
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(lines))
                .build();
        // Redirects are not followed: the token belongs to the server that was named.
        try (HttpClient client = HttpClient.newBuilder()
                .connectTimeout(WAIT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build()) {
            HttpResponse<InputStream> answer = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                if (answer.statusCode() / 100 != 2) {
                    String text = new String(body.readNBytes(MAX_ANSWER), StandardCharsets.UTF_8);
                    throw new NotTaken("HTTP " + answer.statusCode() + " " + text.strip());
                }
            }
        } catch (IOException e) {
            throw new NotTaken(e.getClass().getSimpleName() + (e.getMessage() == null ? "" : ": " + e.getMessage()));
        }
    }
}

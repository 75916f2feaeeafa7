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

/** Sends probes to the management server. */
public final class ProbeSender {

    /** Where the server takes them. */
    public static final String PATH = "/api/v1/killswitch/probes";

    private static final Duration WAIT = Duration.ofSeconds(30);
    private static final int MOST_ANSWER = 4_096;

    private ProbeSender() {}

    /** The server did not take the probes; the message says why. */
    public static final class NotTaken extends Exception {
        private static final long serialVersionUID = 1;

        NotTaken(String why) {
            super(why);
        }
    }

    /** Whether a text is the address of a server: http or https, a host, no user. */
    public static boolean isServer(String url) {
        try {
            URI uri = URI.create(url);
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            return (scheme.equals("http") || scheme.equals("https"))
                    && uri.getHost() != null
                    && uri.getUserInfo() == null;
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
                    String text = new String(body.readNBytes(MOST_ANSWER), StandardCharsets.UTF_8);
                    throw new NotTaken("HTTP " + answer.statusCode() + " " + text.strip());
                }
            }
        } catch (IOException e) {
            throw new NotTaken(e.getClass().getSimpleName() + (e.getMessage() == null ? "" : ": " + e.getMessage()));
        }
    }
}

package dev.firebreak.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long people wait: {@code PageRace URL ACCOUNT REQUESTS PATH..} signs in by the password in {@code FIREBREAK_PASSWORD}, asks each
 * path one request after the other, a third of them first to warm up, and prints percentiles.
 */
public final class PageRace {

    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    private final String url;
    private final HttpClient client;

    private PageRace(String url, HttpClient client) {
        this.url = url;
        this.client = client;
    }

    public static void main(String... args) throws IOException, InterruptedException {
        String password = Objects.requireNonNull(System.getenv("FIREBREAK_PASSWORD"), "FIREBREAK_PASSWORD");
        int requests = Integer.parseInt(args[2]);
        try (HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .cookieHandler(new CookieManager())
                .build()) {
            var race = new PageRace(args[0], client);
            race.signIn(args[1], password);
            for (String path : Arrays.copyOfRange(args, 3, args.length)) {
                race.ask(path, requests);
            }
        }
    }

    private void signIn(String account, String password) throws IOException, InterruptedException {
        URI page = URI.create(url + "/sign-in");
        Matcher csrf =
                CSRF.matcher(client.send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString())
                        .body());
        if (!csrf.find()) {
            throw new IOException("no form to sign in with");
        }
        String form = "_csrf=" + URLEncoder.encode(csrf.group(1), UTF_8) + "&name=" + account + "&password="
                + URLEncoder.encode(password, UTF_8);
        HttpRequest request = HttpRequest.newBuilder(page)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Origin", url)
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        int status =
                client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        if (status != 303) {
            throw new IOException("sign in: " + status);
        }
    }

    private void ask(String path, int requests) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path)).build();
        var nanos = new long[requests];
        long bytes = 0;
        for (int i = -requests / 3; i < requests; i++) {
            long from = System.nanoTime();
            HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() != 200) {
                throw new IOException(path + ": " + answer.statusCode());
            }
            bytes = answer.body().length;
            nanos[Math.max(0, i)] = System.nanoTime() - from;
        }
        Arrays.sort(nanos);
        System.out.printf(
                "%-60s p50 %6.1f ms  p99 %6.1f ms  %7d bytes%n",
                path, nanos[requests / 2] / 1e6, nanos[(int) (requests * 0.99)] / 1e6, bytes);
    }
}

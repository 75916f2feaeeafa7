package dev.firebreak.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;

/**
 * How long people wait: {@code PageRace URL HEADER REQUESTS PATH..} asks each path one request after the other, a third of them first to
 * warm up, and prints percentiles. The header is {@code Name: value} with what signs the reader in.
 */
public final class PageRace {

    private PageRace() {}

    public static void main(String... args) throws IOException, InterruptedException {
        String[] header = args[1].split(": ", 2);
        int requests = Integer.parseInt(args[2]);
        try (HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .build()) {
            for (String path : Arrays.copyOfRange(args, 3, args.length)) {
                HttpRequest request = HttpRequest.newBuilder(URI.create(args[0] + path))
                        .header(header[0], header[1])
                        .build();
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
    }
}

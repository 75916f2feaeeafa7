package dev.firebreak.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.firebreak.app.collect.CheckInReader;
import dev.firebreak.core.fleet.EvidenceReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Machines that check in: {@code CheckinRace URL TOKEN MACHINES CONNECTIONS FOLDER}. Each sends one of the systeminfo texts of a folder
 * with its own name in the place of the text's, over connections that stay open. Machines are elsewhere, the sender shares the processors
 * with the server: it is written on bare sockets, and what is sent is made before the clock starts. Prints how many were acknowledged, in which time.
 */
public final class CheckinRace {

    private final URI url;
    private final String token;
    private final List<Text> texts;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger kept = new AtomicInteger();
    private final ConcurrentLinkedQueue<String> refused = new ConcurrentLinkedQueue<>();
    private final long[] nanos;

    /** A text, cut where the machine's name stands. */
    private record Text(List<byte[]> pieces) {
        byte[] of(String machine) {
            var out = new ByteArrayOutputStream();
            for (int i = 0; i < pieces.size(); i++) {
                if (i > 0) {
                    out.writeBytes(machine.getBytes(ISO_8859_1));
                }
                out.writeBytes(pieces.get(i));
            }
            return out.toByteArray();
        }
    }

    private CheckinRace(URI url, String token, int machines, List<Text> texts) {
        this.url = url;
        this.token = token;
        this.texts = texts;
        this.nanos = new long[machines];
    }

    public static void main(String... args) throws Exception {
        List<Text> texts = texts(Path.of(args[4]));
        var race = new CheckinRace(URI.create(args[0]), args[1], Integer.parseInt(args[2]), texts);
        race.run(Integer.parseInt(args[3]));
    }

    private static List<Text> texts(Path folder) throws IOException {
        List<Text> texts = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith("_systeminfo.txt"))
                    .sorted()
                    .toList()) {
                byte[] content = Files.readAllBytes(file);
                List<EvidenceReader.Part> parts = new CheckInReader()
                        .parts(null, file.getFileName().toString(), content)
                        .parts();
                if (parts.size() == 1 && parts.getFirst().named()) {
                    String[] pieces = new String(content, ISO_8859_1)
                            .split(
                                    java.util.regex.Pattern.quote(
                                            parts.getFirst().machine()),
                                    -1);
                    if (pieces.length > 1) {
                        texts.add(new Text(Arrays.stream(pieces)
                                .map(p -> p.getBytes(ISO_8859_1))
                                .toList()));
                    }
                }
            }
        }
        if (texts.isEmpty()) {
            throw new IOException("no systeminfo texts in " + folder);
        }
        return texts;
    }

    private void run(int connections) throws InterruptedException {
        List<byte[]> requests =
                IntStream.range(0, nanos.length).mapToObj(this::request).toList();
        List<Thread> threads = new ArrayList<>();
        long from = System.nanoTime();
        for (int i = 0; i < connections; i++) {
            threads.add(Thread.ofPlatform().start(() -> connection(requests)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        double seconds = (System.nanoTime() - from) / 1e9;
        Arrays.sort(nanos);
        System.out.printf(
                "texts %d; acknowledged %d of %d in %.2f s: %.0f a second; p50 %.1f ms, p99 %.1f ms%n",
                texts.size(),
                kept.get(),
                nanos.length,
                seconds,
                kept.get() / seconds,
                nanos[nanos.length / 2] / 1e6,
                nanos[(int) (nanos.length * 0.99)] / 1e6);
        refused.stream().distinct().limit(5).forEach(System.out::println);
        if (kept.get() != nanos.length) {
            System.exit(1);
        }
    }

    private byte[] request(int number) {
        String machine = "RACE-%06d".formatted(number);
        byte[] body = texts.get(number % texts.size()).of(machine);
        var request = new ByteArrayOutputStream();
        request.writeBytes(("POST /api/v1/machines/" + machine + "/evidence HTTP/1.1\r\nHost: " + url.getAuthority()
                        + "\r\nAuthorization: Bearer " + token + "\r\nContent-Type: text/plain\r\nContent-Length: "
                        + body.length + "\r\n\r\n")
                .getBytes(ISO_8859_1));
        request.writeBytes(body);
        return request.toByteArray();
    }

    private void connection(List<byte[]> requests) {
        try (var line = new HttpLine(url)) {
            for (int i = next.getAndIncrement(); i < nanos.length; i = next.getAndIncrement()) {
                long sent = System.nanoTime();
                int status = line.send(requests.get(i));
                nanos[i] = System.nanoTime() - sent;
                if (status / 100 == 2) {
                    kept.incrementAndGet();
                } else {
                    refused.add(status + " " + line.body());
                }
            }
        } catch (IOException e) {
            refused.add(String.valueOf(e));
        }
    }
}

package dev.firebreak.app.feed.fetch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.feed.Documents;
import dev.firebreak.app.feed.Fed;
import dev.firebreak.app.feed.store.ImportIntake;
import dev.firebreak.app.feed.store.ImportResult;
import dev.firebreak.app.io.HttpDownload;
import dev.firebreak.app.io.ProxySettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Fetching from a server on this machine that misbehaves in every way it knows. */
class FetcherTest {

    private static final HttpDownload.Limits LIMITS = new HttpDownload.Limits(
            100_000, 4, Duration.ofSeconds(5), Duration.ofMillis(300), Duration.ofSeconds(5), Duration.ofSeconds(1));

    @TempDir
    Path temp;

    private ServerSocket server;
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final List<Duration> pauses = new ArrayList<>();
    private final List<String> script = new ArrayList<>();
    private Function<String, String> byPath = _ -> "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    /** One answer for each connection: the next of the script, else what the path gives. */
    private void serve() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> answer(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void answer(Socket socket) {
        try (socket) {
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
            var request = new StringBuilder();
            for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                request.append(line).append('\n');
            }
            String answer;
            synchronized (script) {
                asked.add(request.toString());
                answer = script.isEmpty() ? byPath.apply(request.toString().split(" ")[1]) : script.removeFirst();
            }
            OutputStream out = socket.getOutputStream();
            for (String part : answer.split("(?<=~)|(?=~)")) {
                if (part.equals("~")) {
                    out.flush();
                    Thread.sleep(1500);
                } else {
                    out.write(part.getBytes(ISO_8859_1));
                }
            }
            out.flush();
        } catch (IOException | InterruptedException e) {
            // The client has gone.
        }
    }

    private static String ok(String body, String... headers) {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\nConnection: close\r\n" + lines(headers)
                + "\r\n" + body;
    }

    private static String status(int status, String... headers) {
        return "HTTP/1.1 " + status + " x\r\nContent-Length: 0\r\nConnection: close\r\n" + lines(headers) + "\r\n";
    }

    private static String lines(String... headers) {
        var lines = new StringBuilder();
        for (String header : headers) {
            lines.append(header).append("\r\n");
        }
        return lines.toString();
    }

    private Fetcher fetcher() {
        return new Fetcher(
                new HttpDownload(
                        HttpDownload.client(Map.of(), LIMITS.connect()),
                        LIMITS,
                        address -> true,
                        new HttpDownload.Waiting(pauses::add, () -> 0.5, System::nanoTime)),
                temp.resolve("fetched"));
    }

    private URI address(String path) {
        return URI.create("http://127.0.0.1:" + server.getLocalPort() + path);
    }

    private String fetch() throws IOException {
        return switch (fetcher().fetch(address("/doc"), "*/*", (_, _) -> {})) {
            case FetchResult.Fetched(var file) -> Files.readString(file);
            case FetchResult.Failed(var why) -> "failed: " + why.en();
        };
    }

    @Test
    void what_has_not_changed_is_not_sent_again() throws IOException {
        script.add(ok("first", "ETag: \"1\"", "Last-Modified: Sun, 14 May 2017 09:00:00 GMT"));
        script.add(status(304));
        script.add(ok("second", "ETag: \"2\""));
        assertThat(List.of(fetch(), fetch(), fetch())).containsExactly("first", "first", "second");
        assertThat(asked.get(0)).doesNotContain("If-None-Match");
        assertThat(asked.get(1)).contains("If-None-Match: \"1\"").contains("If-Modified-Since: Sun, 14 May 2017");
        assertThat(asked.get(2)).contains("If-None-Match: \"1\"");
    }

    @Test
    void what_was_kept_and_is_damaged_is_asked_for_anew() throws IOException {
        script.add(ok("first", "ETag: \"1\""));
        fetch();
        try (var files = Files.walk(temp)) {
            for (Path file : files.filter(f -> f.endsWith("whole")).toList()) {
                Files.writeString(file, "fi");
            }
        }
        script.add(ok("first", "ETag: \"1\""));
        assertThat(fetch()).isEqualTo("first");
        assertThat(asked.get(1)).doesNotContain("If-None-Match");
    }

    @Test
    void a_server_in_trouble_is_asked_again_after_longer_and_longer() throws IOException {
        script.addAll(List.of(status(500), status(503, "Retry-After: 30"), status(429), ok("at last")));
        assertThat(fetch()).isEqualTo("at last");
        assertThat(pauses).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofSeconds(4));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        strong tag: goes on    | ETag: "1"                                   | bytes=4- | "1"
        a day will do          | Last-Modified: Sun, 14 May 2017 09:00:00 GMT | bytes=4- | Sun, 14 May 2017 09:00:00 GMT
        a weak tag will not    | ETag: W/"1"                                 |          |
        """)
    void a_transfer_that_broke_off_goes_on(String what, String header, String range, String validator)
            throws IOException {
        script.add("HTTP/1.1 200 OK\r\nContent-Length: 8\r\n" + header + "\r\n\r\nabcd");
        script.add(
                range == null
                        ? ok("abcdefgh", header)
                        : "HTTP/1.1 206 Partial\r\nContent-Length: 4\r\nContent-Range: bytes 4-7/8\r\n" + header
                                + "\r\nConnection: close\r\n\r\nefgh");
        assertThat(fetch()).as(what).isEqualTo("abcdefgh");
        if (range == null) {
            assertThat(asked.get(1)).doesNotContain("Range");
        } else {
            assertThat(asked.get(1)).contains("Range: " + range).contains("If-Range: " + validator);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        changed meanwhile: all of it     | HTTP/1.1 200 OK;Content-Length: 3;;new                                      | new
        another range than asked for     | HTTP/1.1 206 P;Content-Length: 2;Content-Range: bytes 6-7/8;;gh             | whole
        cannot go on                     | HTTP/1.1 416 X;Content-Length: 0;;                                          | whole
        """)
    void a_part_is_never_joined_to_another_document(String what, String answer, String result) throws IOException {
        script.add("HTTP/1.1 200 OK\r\nContent-Length: 8\r\nETag: \"1\"\r\n\r\nabcd");
        script.add(answer.replace(";", "\r\n"));
        script.add(ok("whole"));
        assertThat(fetch()).as(what).isEqualTo(result);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        always broken off       | HTTP/1.1 200 OK;Content-Length: 9;;abc                     | failed
        chunks that stop        | HTTP/1.1 200 OK;Transfer-Encoding: chunked;;5;abc          | failed
        silence in the middle   | HTTP/1.1 200 OK;Content-Length: 9;;abc~defghi              | failed
        claims to be gigantic   | HTTP/1.1 200 OK;Content-Length: 99999999999;;abc           | failed: larger than 0 MiB
        not there               | HTTP/1.1 404 X;Content-Length: 0;;                         | failed: the server answers 404
        not changed since never | HTTP/1.1 304 X;;                                           | failed: the server answers 304
        to a file               | HTTP/1.1 302 X;Location: file:///etc/passwd;Content-Length: 0;; | failed: sent on to an address
        to another protocol     | HTTP/1.1 302 X;Location: ftp://127.0.0.1/x;Content-Length: 0;;  | failed: sent on to an address
        to nowhere              | HTTP/1.1 302 X;Content-Length: 0;;                         | failed: sent on to an address
        in a circle             | HTTP/1.1 302 X;Location: /doc;Content-Length: 0;;          | failed: sent on to an address
        no answer at all        | garbage                                                    | failed: the connection failed
        """)
    void what_cannot_be_had_is_told(String what, String answer, String result) throws IOException {
        byPath = _ -> answer.replace(";", "\r\n");
        assertThat(fetch()).as(what).startsWith(result);
    }

    @Test
    void gigantic_without_saying_so() throws IOException {
        byPath = _ -> "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + "x".repeat(200_000);
        assertThat(fetch()).startsWith("failed: larger than 0 MiB");
        assertThat(asked).hasSize(1);
    }

    @Test
    void all_is_fetched_taken_in_and_bundled() throws IOException {
        Map<String, String> site = new HashMap<>();
        site.put(
                "/updates",
                ok("{\"value\": [{\"ID\": \"2026-Jan\", \"CvrfUrl\": \"http://evil.example/\"}, {\"ID\": \"../x\"}]}"));
        site.put("/cvrf/2026-Jan", ok(Documents.CVRF));
        site.put("/kev.json", ok(Documents.KEV));
        site.put("/old", status(302, "Location: " + address("/epss.csv.gz")));
        site.put("/epss.csv.gz", ok(new String(Fed.gzip(Documents.EPSS), ISO_8859_1)));
        byPath = path -> site.getOrDefault(path, status(404));
        var publishers = new PublisherAddresses(
                address("/updates"),
                address("/cvrf/").toString(),
                List.of(address("/kev.json"), address("/old"), address("/gone")));
        Fed fed = Fed.in(temp);
        List<String> told = new ArrayList<>();
        var publications = new KnowledgeUpdater(temp.resolve("data"), fed.store(), publishers, fetcher());
        Path bundle = temp.resolve("bundle.zip");

        publications.update(
                bundle,
                (_, _) -> {},
                (source, result) -> told.add(source.replaceFirst("^.*:\\d+", "") + " "
                        + result.getClass().getSimpleName()));

        assertThat(told)
                .containsExactly("/cvrf/2026-Jan Imported", "/kev.json Imported", "/old Imported", "/gone Refused");
        assertThat(fed.statements()).hasSize(2);
        assertThat(fed.facts()).hasSize(5);

        Path elsewhere = Files.createDirectory(temp.resolve("elsewhere"));
        Fed offline = Fed.in(elsewhere);
        List<String> again = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            new ImportIntake(offline.store())
                    .take(
                            List.of(bundle),
                            (_, _) -> {},
                            (source, result) -> again.add(source.replaceFirst("^.*:\\d+", "") + " "
                                    + result.getClass().getSimpleName()));
        }
        assertThat(again)
                .containsExactly(
                        "/cvrf/2026-Jan Imported",
                        "/kev.json Imported",
                        "/old Imported",
                        "/cvrf/2026-Jan Known",
                        "/kev.json Known",
                        "/old Known");
        assertThat(offline.store().knowledge().fingerprint())
                .isEqualTo(fed.store().knowledge().fingerprint());
    }

    @Test
    void a_bundle_that_is_not_right_is_told() throws IOException {
        Path bundle = temp.resolve("bundle.zip");
        Files.write(
                bundle,
                Fed.zip(
                        "firebreak-bundle.json",
                        "{\"parts\": [{\"name\": \"../../x\", \"source\": \"a\"}, {\"name\": \"p\", \"source\": \"b\"}]}",
                        "p",
                        Documents.KEV));
        Fed fed = Fed.in(temp);
        List<String> told = new ArrayList<>();
        new ImportIntake(fed.store())
                .take(
                        List.of(bundle),
                        (_, _) -> {},
                        (source, result) ->
                                told.add(source + " " + result.getClass().getSimpleName()));
        assertThat(told).containsExactly("a Refused", "b Imported");
        Files.write(bundle, Fed.zip("firebreak-bundle.json", "{\"parts\": [5]}"));
        new ImportIntake(fed.store())
                .take(
                        List.of(bundle),
                        (_, _) -> {},
                        (source, result) -> assertThat(result).isInstanceOf(ImportResult.Refused.class));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        # variables                                                   | address                  | proxy
        HTTPS_PROXY=http://proxy.example:8080                         | https://api.example/     | proxy.example:8080
        https_proxy=proxy.example:3128                                | https://api.example/     | proxy.example:3128
        HTTPS_PROXY=http://u:p@proxy.example:8080                     | https://api.example/     | proxy.example:8080
        HTTPS_PROXY=http://proxy.example:8080;NO_PROXY=.example       | https://api.example/     | direct
        HTTPS_PROXY=http://proxy.example:8080;no_proxy=api.example    | https://api.example/     | direct
        HTTPS_PROXY=http://proxy.example:8080;NO_PROXY=*              | https://api.example/     | direct
        HTTPS_PROXY=http://proxy.example:8080;NO_PROXY=other,pi.example | https://api.example/   | proxy.example:8080
        HTTP_PROXY=http://proxy.example:8080                          | http://api.example/      | direct
        http_proxy=http://proxy.example:8080                          | http://api.example/      | proxy.example:8080
        HTTPS_PROXY=:::                                               | https://api.example/     | direct
        X=                                                            | https://api.example/     | direct
        """)
    void the_environments_proxy_is_used(String variables, String address, String proxy) {
        Map<String, String> environment = new HashMap<>();
        for (String variable : variables.split(";")) {
            environment.put(
                    variable.substring(0, variable.indexOf('=')), variable.substring(variable.indexOf('=') + 1));
        }
        var chosen = new ProxySettings(environment)
                .select(URI.create(address))
                .getFirst()
                .address();
        assertThat(chosen == null ? "direct" : chosen.toString()).startsWith(proxy.split(":")[0]);
    }
}

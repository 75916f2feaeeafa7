package dev.firebreak.app.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.firebreak.app.io.HttpDownload;
import dev.firebreak.app.mirror.IntakeResult.Outcome;
import dev.firebreak.app.mirror.authenticode.TestAuthority;
import dev.firebreak.app.mirror.authenticode.UnsignedFiles;
import dev.firebreak.core.advisory.Architecture;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.advisory.UpdatePackage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fetching from a server on loopback that breaks off, lies, stalls and sends elsewhere. */
class PackageFetcherTest {

    private static final HttpDownload.Limits QUICK = limits(10 << 20, 4, Duration.ofMillis(400));

    private static HttpDownload.Limits limits(long bytes, int tries, Duration idle) {
        return new HttpDownload.Limits(
                bytes, tries, Duration.ofSeconds(10), idle, Duration.ofMinutes(1), Duration.ofMillis(1));
    }

    @TempDir
    static Path shared;

    private static TestAuthority authority;
    private static byte[] signed;

    @TempDir
    Path folder;

    private PackageStore store;
    private HttpServer server;
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private Reply reply = (exchange, from) -> whole(exchange, from, signed);

    /** Answers one request; {@code from} is where its range begins, or 0. */
    interface Reply {
        void to(HttpExchange exchange, int from) throws IOException;
    }

    @BeforeAll
    static void sign() throws Exception {
        Assumptions.assumeTrue(TestAuthority.has("osslsigncode"), "osslsigncode is not installed");
        authority = new TestAuthority(shared);
        Path plain = shared.resolve("package.exe");
        byte[] large = java.util.Arrays.copyOf(UnsignedFiles.pe("an update"), 300_000);
        Files.write(plain, large);
        signed = Files.readAllBytes(authority.sign(plain, authority.microsoft(), "-h", "sha256"));
    }

    @AfterAll
    static void end() {
        if (authority != null) {
            authority.close();
        }
    }

    @BeforeEach
    void open() throws IOException {
        store = new PackageStore(folder.resolve("packages"));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            String range = exchange.getRequestHeaders().getFirst("Range");
            asked.add(exchange.getRequestURI() + (range == null ? "" : " " + range));
            try (exchange) {
                reply.to(exchange, range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", "")));
            }
        });
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    private static void whole(HttpExchange exchange, int from, byte[] bytes) throws IOException {
        if (from > 0) {
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes " + from + "-" + (bytes.length - 1) + "/" + bytes.length);
        }
        exchange.sendResponseHeaders(from > 0 ? 206 : 200, bytes.length - from);
        exchange.getResponseBody().write(bytes, from, bytes.length - from);
    }

    /** Tells the whole length and ends after a part. */
    private static void broken(HttpExchange exchange, int from, int until) throws IOException {
        if (from > 0) {
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes " + from + "-" + (signed.length - 1) + "/" + signed.length);
        }
        exchange.sendResponseHeaders(from > 0 ? 206 : 200, signed.length - from);
        exchange.getResponseBody().write(signed, from, until - from);
        exchange.getResponseBody().flush();
        throw new IOException("breaks off");
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + PackageIntakeTest.NAME;
    }

    private IntakeResult fetch(@Nullable String sha1) throws IOException {
        return fetch(sha1, url(), QUICK, address -> address.startsWith("http://127.0.0.1:"), Map.of());
    }

    private IntakeResult fetch(
            @Nullable String sha1,
            String url,
            HttpDownload.Limits limits,
            Predicate<String> allowed,
            Map<String, String> environment)
            throws IOException {
        var known = new KnownPackages();
        var wanted = new UpdatePackage(Architecture.X86, "ENU", PackageIntakeTest.NAME, sha1, url);
        known.add(new Kb(4012598), wanted);
        var intake = new PackageIntake(store, known, authority.policy(), PackageIntakeTest.CLOCK);
        var download = new HttpDownload(
                HttpDownload.client(environment, limits.connect()),
                limits,
                address -> allowed.test(address.toString()),
                HttpDownload.Waiting.REAL);
        return new PackageFetcher(download, store, intake, step -> {})
                .fetch(new KnownPackages.Known(new Kb(4012598), wanted), (bytes, all) -> {});
    }

    private static String sha1() {
        return PackageFixtures.hash("SHA-1", signed);
    }

    private long parts() throws IOException {
        try (Stream<Path> files = Files.list(store.incoming())) {
            return files.filter(f -> f.toString().endsWith(".part")).count();
        }
    }

    @Test
    void a_package_is_fetched_once_and_judged() throws IOException {
        assertThat(fetch(sha1()).outcome()).isEqualTo(Outcome.ACCEPTED);
        assertThat(fetch(sha1()).outcome()).isEqualTo(Outcome.ACCEPTED);
        assertThat(asked).hasSize(1);
        assertThat(parts()).isZero();
    }

    @Test
    void without_a_known_hash_it_waits() throws IOException {
        assertThat(fetch(null).outcome()).isEqualTo(Outcome.QUARANTINED);
    }

    @Test
    void a_transfer_that_breaks_off_goes_on_where_it_stopped() throws IOException {
        reply = (exchange, from) -> {
            if (asked.size() < 3) {
                broken(exchange, from, from + 100_000);
            } else {
                whole(exchange, from, signed);
            }
        };
        assertThat(fetch(sha1()).outcome()).isEqualTo(Outcome.ACCEPTED);
        assertThat(asked).hasSize(3);
        assertThat(asked.get(1)).contains("bytes=").doesNotContain("bytes=0-");
        assertThat(Integer.parseInt(asked.get(2).replaceAll(".*bytes=(\\d+)-", "$1")))
                .isGreaterThan(100_000);
    }

    @Test
    void what_an_ended_process_left_is_gone_on_with_and_a_server_without_ranges_starts_anew() throws IOException {
        reply = (exchange, from) -> broken(exchange, from, Math.min(signed.length, from + 50_000));
        assertThat(fetch(sha1()).reason().en()).contains("broke off");
        assertThat(parts()).isOne();
        reply = (exchange, from) -> whole(exchange, 0, signed);
        assertThat(fetch(sha1()).outcome()).isEqualTo(Outcome.ACCEPTED);
    }

    @Test
    void a_part_of_another_file_is_found_by_its_hash_and_not_gone_on_with() throws IOException {
        reply = (exchange, from) -> {
            if (from == 0) {
                byte[] other = new byte[1000];
                exchange.sendResponseHeaders(200, signed.length);
                exchange.getResponseBody().write(other);
                exchange.getResponseBody().flush();
                throw new IOException("breaks off");
            }
            whole(exchange, from, signed);
        };
        assertThat(fetch(sha1()).outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(parts()).isZero();
        reply = (exchange, from) -> whole(exchange, from, signed);
        assertThat(fetch(sha1()).outcome()).isEqualTo(Outcome.ACCEPTED);
    }

    @Test
    void another_content_under_the_address_is_refused() throws IOException {
        reply = (exchange, from) -> whole(exchange, from, UnsignedFiles.pe("something else"));
        IntakeResult result = fetch(sha1());
        assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(result.reason().en()).contains("has the SHA-1");
        assertThat(parts()).isZero();
        reply = (exchange, from) -> whole(exchange, from, "<html>not here</html>".getBytes());
        assertThat(fetch(sha1()).outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(store.packages()).isEmpty();
    }

    @Test
    void more_than_the_limit_is_not_read() throws IOException {
        var small = limits(100_000, 2, Duration.ofSeconds(2));
        for (boolean told : new boolean[] {true, false}) {
            reply = (exchange, from) -> {
                exchange.sendResponseHeaders(200, told ? signed.length : 0);
                exchange.getResponseBody().write(signed);
            };
            IntakeResult result = fetch(sha1(), url(), small, address -> true, Map.of());
            assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
            assertThat(result.reason().en()).contains("larger than");
            assertThat(parts()).isZero();
        }
    }

    @Test
    void only_allowed_addresses_are_asked_redirections_too() throws IOException {
        assertThat(fetch(sha1(), url(), QUICK, address -> false, Map.of())
                        .reason()
                        .en())
                .contains("not an address of the vendor");
        assertThat(asked).isEmpty();
        for (String to : List.of(
                "http://127.0.0.2:1/x.exe",
                "file:///etc/passwd",
                "http://user@127.0.0.1:1/x",
                "",
                "ftp://127.0.0.1/x")) {
            reply = (exchange, from) -> {
                exchange.getResponseHeaders().set("Location", to);
                exchange.sendResponseHeaders(302, -1);
            };
            assertThat(fetch(sha1()).outcome()).as(to).isEqualTo(Outcome.REFUSED);
        }
        reply = (exchange, from) -> {
            if (exchange.getRequestURI().getPath().endsWith("/moved")) {
                whole(exchange, from, signed);
            } else {
                exchange.getResponseHeaders().set("Location", "/moved");
                exchange.sendResponseHeaders(302, -1);
            }
        };
        assertThat(fetch(sha1()).outcome()).isEqualTo(Outcome.ACCEPTED);
    }

    @Test
    void circles_missing_files_and_a_server_that_stalls_end() throws IOException {
        reply = (exchange, from) -> {
            exchange.getResponseHeaders()
                    .set("Location", exchange.getRequestURI().toString());
            exchange.sendResponseHeaders(302, -1);
        };
        assertThat(fetch(sha1()).reason().en()).contains("too often");
        reply = (exchange, from) -> exchange.sendResponseHeaders(404, -1);
        assertThat(fetch(sha1()).reason().en()).contains("404");
        reply = (exchange, from) -> {
            exchange.sendResponseHeaders(200, signed.length);
            exchange.getResponseBody().write(signed, 0, 10);
            exchange.getResponseBody().flush();
            try {
                Thread.sleep(5_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
        var once = limits(10 << 20, 1, Duration.ofMillis(300));
        assertThat(fetch(sha1(), url(), once, address -> true, Map.of()).outcome())
                .isEqualTo(Outcome.REFUSED);
    }

    @Test
    void the_proxy_of_the_environment_is_asked() throws IOException {
        Map<String, String> environment =
                Map.of("http_proxy", "http://127.0.0.1:" + server.getAddress().getPort());
        String url = "http://download.example.microsoft.com/" + PackageIntakeTest.NAME;
        assertThat(fetch(sha1(), url, QUICK, address -> true, environment).outcome())
                .isEqualTo(Outcome.ACCEPTED);
        assertThat(asked).containsExactly(url);
    }

    @Test
    void a_416_for_a_file_that_was_whole_already_counts_as_fetched() throws IOException {
        Files.createDirectories(store.incoming());
        reply = (exchange, from) -> {
            if (from == 0) {
                broken(exchange, 0, signed.length);
            } else if (from == signed.length) {
                exchange.getResponseHeaders().set("Content-Range", "bytes */" + signed.length);
                exchange.sendResponseHeaders(416, -1);
            } else {
                whole(exchange, from, signed);
            }
        };
        assertThat(fetch(sha1()).outcome()).isEqualTo(Outcome.ACCEPTED);
    }

    /** Ends the process after some blocks, when all is fetched, and while the store takes it in; then goes on. */
    @Tag("long")
    @ParameterizedTest
    @ValueSource(strings = {"block", "fetched", "judge", "move", "record"})
    void kill_9_while_fetching_hands_out_nothing_half_and_the_next_try_goes_on(String step) throws Exception {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        InterruptedIntake.class.getName(),
                        store.folder().toString(),
                        shared.resolve("root.pem").toString(),
                        sha1(),
                        step,
                        "fetch",
                        url())
                .redirectErrorStream(true)
                .start();
        try (var out = process.inputReader()) {
            String line = out.readLine();
            while (line != null && !line.equals("at " + step)) {
                line = out.readLine();
            }
            assertThat(line).as("the process ended before it was at " + step).isNotNull();
        } finally {
            process.destroyForcibly();
            assertThat(process.waitFor(30, java.util.concurrent.TimeUnit.SECONDS))
                    .isTrue();
        }
        for (StoredPackage stored : store.packages()) {
            assertThat(PackageFixtures.hash("SHA-256", Files.readAllBytes(store.object(stored.sha256()))))
                    .isEqualTo(stored.sha256());
        }
        assertThat(fetch(sha1()).outcome()).isEqualTo(Outcome.ACCEPTED);
        assertThat(parts()).isZero();
        assertThat(store.packages())
                .singleElement()
                .satisfies(stored -> store.open(stored.sha256()).close());
    }
}

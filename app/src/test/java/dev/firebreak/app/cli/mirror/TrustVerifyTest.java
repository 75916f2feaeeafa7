package dev.firebreak.app.cli.mirror;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.firebreak.app.cli.Cli;
import dev.firebreak.app.cli.CommandServices;
import dev.firebreak.app.collect.Collector;
import dev.firebreak.app.feed.shipped.ShippedKnowledge;
import dev.firebreak.app.io.tuf.TestTrust;
import dev.firebreak.app.io.tuf.TrustFolder;
import dev.firebreak.app.io.tuf.TufFailure;
import dev.firebreak.app.io.tuf.TufPublisher;
import dev.firebreak.app.io.tuf.TufRepository.Lifetimes;
import dev.firebreak.app.io.tuf.TufRole;
import dev.firebreak.app.mirror.MirrorExport;
import dev.firebreak.app.mirror.MirrorIndex;
import dev.firebreak.app.mirror.PackageFixtures;
import dev.firebreak.app.mirror.PackageStore;
import dev.firebreak.app.mirror.StoredPackage;
import dev.firebreak.app.mirror.StoredPackage.Standing;
import dev.firebreak.app.report.Reports;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code trust verify} against a server that lies, a folder, and places where nothing vouches. */
class TrustVerifyTest {

    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");
    private static final List<TufRole> SIGNING = List.of(TufRole.TARGETS, TufRole.SNAPSHOT, TufRole.TIMESTAMP);

    @TempDir
    Path temp;

    private final Map<String, String> environment = new HashMap<>(Map.of("LANG", "C"));
    private Instant now = NOW;
    private Path data;
    private Path tree;
    private PackageStore store;
    private HttpServer server;
    private String url;
    private String out = "";
    private String err = "";

    @BeforeEach
    void publish() throws IOException, TufFailure {
        data = temp.resolve("data");
        tree = temp.resolve("tree");
        environment.put("FIREBREAK_DATA", data.toString());
        TestTrust.init(data, NOW);
        store = PackageStore.of(data);
        PackageFixtures.put(store, "windows6.1-kb4012215-x64.msu", new byte[] {1, 2, 3}, Standing.ACCEPTED);
        export(NOW);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/mirror/", exchange -> {
            Path file = tree.resolve(
                    URI.create(exchange.getRequestURI().getRawPath().substring("/mirror/".length()))
                            .getPath());
            boolean isThere = Files.isRegularFile(file);
            byte[] body = isThere ? Files.readAllBytes(file) : new byte[0];
            exchange.sendResponseHeaders(isThere ? 200 : 404, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.createContext("/locked/", exchange -> {
            boolean isKnown =
                    "Bearer secret".equals(exchange.getRequestHeaders().getFirst("Authorization"));
            exchange.sendResponseHeaders(isKnown ? 404 : 401, -1);
            exchange.close();
        });
        server.createContext("/elsewhere/", exchange -> {
            exchange.getResponseHeaders().add("Location", "/mirror/metadata/timestamp.json");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        server.start();
        url = "http://127.0.0.1:" + server.getAddress().getPort() + "/mirror";
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void export(Instant at) throws IOException, TufFailure {
        TrustFolder trust = TrustFolder.of(data);
        new MirrorExport(store)
                .write(tree, trust.folder(), trust.signers(SIGNING, TestTrust.SECRETS), Lifetimes.ONLINE, at);
    }

    private int run(String... args) {
        var outBytes = new ByteArrayOutputStream();
        var errBytes = new ByteArrayOutputStream();
        var services = new CommandServices(
                new ShippedKnowledge(),
                () -> new Collector(temp),
                new Reports("test", temp),
                new ByteArrayInputStream(new byte[0]),
                environment,
                Clock.fixed(now, ZoneOffset.UTC),
                System::nanoTime);
        int exit = new Cli(
                        environment,
                        new PrintStream(outBytes, true, UTF_8),
                        new PrintStream(errBytes, true, UTF_8),
                        temp)
                .run(List.of(new MirrorCommand(services), new TrustCommand(services)), args);
        out = outBytes.toString(UTF_8);
        err = errBytes.toString(UTF_8);
        return exit;
    }

    @Test
    void a_server_and_a_folder_are_verified_with_length_and_hash_of_every_file() throws IOException {
        assertThat(run("trust", "verify", "--format", "ndjson", url)).isZero();
        JsonNode row = JsonMapper.shared().readTree(out);
        StoredPackage stored = store.packages().getFirst();
        assertThat(row.get("path").stringValue()).isEqualTo(stored.file());
        assertThat(row.get("length").longValue()).isEqualTo(3);
        assertThat(row.get("sha256").stringValue()).isEqualTo(stored.sha256());
        assertThat(row.get("state").stringValue()).isEqualTo("listed");
        assertThat(row.get("kb").stringValue()).isEqualTo("KB4012215");
        assertThat(err).contains("The files were not read");
        assertThat(run("trust", "verify", "--content", url + "/")).isZero();
        assertThat(out).startsWith("good\t");
        assertThat(run("trust", "verify", "--lang", "ja", tree.toString())).isZero();
        assertThat(out).startsWith("正常\t");
        assertThat(err).contains("検証しました");
        assertThat(run("trust", "verify", "--repository", "orders", url)).isEqualTo(1);
        assertThat(err).contains("another repository");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        frozen     | 1 | an old state may be shown as the newest
        rollback   | 1 | older than what was seen before
        mixed      | 1 | belongs to another state
        larger     | 1 | larger than told
        expired    | 1 | root: expired
        other key  | 1 | 0 of 1 necessary signatures are valid
        unsigned   | 1 | no signed metadata here
        garbage    | 1 | no metadata of TUF 1.0
        """)
    void lies_of_a_server_are_refused_with_their_reason(String lie, int exit, String reason)
            throws IOException, TufFailure {
        Path older = copy();
        PackageFixtures.put(store, "b.exe", new byte[] {4}, Standing.ACCEPTED);
        export(NOW);
        assertThat(run("trust", "verify", url)).isZero();
        Path metadata = tree.resolve("metadata");
        switch (lie) {
            case "frozen" -> now = NOW.plusSeconds(4 * 86_400);
            case "rollback" -> replace(older);
            case "mixed" ->
                Files.copy(newest(older, "targets"), newest(metadata, "targets"), StandardCopyOption.REPLACE_EXISTING);
            case "larger" -> Files.writeString(metadata.resolve("timestamp.json"), " ".repeat(20_000));
            case "expired" -> {
                now = NOW.plus(TrustFolder.ROOT_LIFETIME).plusSeconds(1);
                export(now);
            }
            case "other key" -> {
                Path stranger = temp.resolve("stranger");
                TestTrust.init(stranger, NOW);
                TrustFolder trust = TrustFolder.of(stranger);
                new MirrorExport(store)
                        .write(
                                temp.resolve("forged"),
                                trust.folder(),
                                trust.signers(SIGNING, TestTrust.SECRETS),
                                Lifetimes.ONLINE,
                                NOW);
                replace(temp.resolve("forged/metadata"));
            }
            case "unsigned" -> Files.delete(metadata.resolve("timestamp.json"));
            case "garbage" -> Files.writeString(metadata.resolve("timestamp.json"), "{\"signed\":[]}");
            default -> throw new IllegalArgumentException(lie);
        }
        assertThat(run("trust", "verify", url)).as(err).isEqualTo(exit);
        assertThat(err).contains("is not to be trusted", reason);
        assertThat(out).isEmpty();
        assertThat(run("--lang", "ja", "trust", "verify", url)).isEqualTo(exit);
        assertThat(err).contains("信頼できません");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        changed   | is not the file that was signed for
        longer    | is larger than told
        truncated | is not the file that was signed for
        missing   | is signed for, but not there
        """)
    void a_file_that_is_not_what_was_signed_is_named(String lie, String reason) throws IOException {
        Path file;
        try (Stream<Path> files = Files.list(tree.resolve("targets"))) {
            file = files.findFirst().orElseThrow();
        }
        switch (lie) {
            case "changed" -> Files.write(file, new byte[] {1, 2, 9});
            case "longer" -> Files.write(file, new byte[] {1, 2, 3, 4});
            case "truncated" -> Files.write(file, new byte[] {1, 2});
            default -> Files.delete(file);
        }
        assertThat(run("trust", "verify", url)).as("the list alone is good").isZero();
        assertThat(run("trust", "verify", "--content", url)).isEqualTo(1);
        assertThat(out).startsWith("FAULTY\twindows6.1-kb4012215-x64.msu\t").contains(reason);
        assertThat(run("trust", "verify", tree.toString())).isEqualTo(1);
        assertThat(err).contains("files that are not what was signed: 1");
    }

    @Test
    void what_cannot_be_asked_is_no_verdict_and_a_token_never_crosses_the_network_in_clear_text() throws IOException {
        String base = url.substring(0, url.lastIndexOf('/'));
        assertThat(run("trust", "verify", base + "/locked")).isEqualTo(3);
        assertThat(err).contains("401", "--token-file");
        environment.put("FIREBREAK_TOKEN", "secret");
        assertThat(run("trust", "verify", base + "/locked")).isEqualTo(1);
        assertThat(err).contains("no signed metadata here");
        assertThat(run("trust", "verify", base + "/elsewhere"))
                .as("redirections are not followed")
                .isEqualTo(3);
        assertThat(run("trust", "verify", "http://mirror.example/packages")).isEqualTo(2);
        assertThat(err).contains("clear text");
        assertThat(run("trust", "verify", "https://user@mirror.example/packages"))
                .isEqualTo(2);
        assertThat(run("trust", "verify", "http://127.0.0.1:1/x")).isEqualTo(3);
        assertThat(run("trust", "verify", temp.resolve("nowhere").toString())).isEqualTo(3);
        assertThat(run("trust", "verify", "--repository", "things", url)).isEqualTo(2);
        assertThat(run("trust", "verify", "--token-file", temp.resolve("none").toString(), url))
                .isEqualTo(2);
        Path empty = Files.createDirectory(temp.resolve("empty"));
        assertThat(run("trust", "verify", "--data", empty.toString(), url))
                .as("no root to trust")
                .isEqualTo(2);
        assertThat(err).contains("--root", "trust anchor");
        Path anchor = temp.resolve("anchor.json");
        Files.write(anchor, Files.readAllBytes(data.resolve("trust/root.json")));
        assertThat(run("trust", "verify", "--data", empty.toString(), "--root", anchor.toString(), url))
                .isZero();
    }

    @Test
    void show_tells_what_was_signed_by_whom_and_which_keys_cannot_be_opened() throws Exception {
        environment.put("FIREBREAK_PASSPHRASE", TestTrust.PASSPHRASE);
        new MirrorIndex(store, new TufPublisher(data, "mirror", TestTrust.keys(data), Lifetimes.ONLINE)).refresh(NOW);
        assertThat(run("trust", "show", "--format", "ndjson")).isZero();
        List<JsonNode> rows =
                out.lines().map(line -> JsonMapper.shared().readTree(line)).toList();
        assertThat(rows).hasSize(7);
        JsonNode mirror = rows.get(4);
        assertThat(mirror.get("repository").stringValue()).isEqualTo("mirror");
        assertThat(mirror.get("state").stringValue()).isEqualTo("signed");
        assertThat(mirror.get("files").intValue()).isEqualTo(1);
        assertThat(mirror.get("root").intValue()).isEqualTo(1);
        assertThat(mirror.get("expires").stringValue()).isEqualTo("2026-11-30T12:00:00Z");
        assertThat(mirror.get("keys").get(0).stringValue())
                .isEqualTo(rows.get(1).get("key").stringValue());
        assertThat(rows.get(5).get("state").stringValue()).isEqualTo("none");
        assertThat(rows.get(6).get("repository").stringValue()).isEqualTo("media");
        assertThat(err).doesNotContain("cannot be opened");
        environment.put("FIREBREAK_PASSPHRASE", "another battery horse");
        now = NOW.plusSeconds(4 * 86_400);
        assertThat(run("--lang", "ja", "trust", "show")).isZero();
        assertThat(out).contains("サーバーのパッケージ\t拒否\t", "有効期限（2026-11-30T12:00:00Z）が過ぎています");
        assertThat(err).contains("対象一覧 の鍵を開けない", "スナップショット の鍵を開けない");
    }

    private Path copy() throws IOException {
        Path to = Files.createDirectories(temp.resolve("older"));
        try (Stream<Path> files = Files.list(tree.resolve("metadata"))) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
        return to;
    }

    private void replace(Path by) throws IOException {
        try (Stream<Path> files = Files.list(by)) {
            for (Path file : files.toList()) {
                Files.copy(
                        file,
                        tree.resolve("metadata").resolve(file.getFileName()),
                        StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static Path newest(Path folder, String role) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.getFileName().toString().endsWith("." + role + ".json"))
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
        }
    }
}

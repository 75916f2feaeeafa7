package dev.firebreak.app.cli.mirror;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.cli.Cli;
import dev.firebreak.app.cli.CommandServices;
import dev.firebreak.app.collect.Collector;
import dev.firebreak.app.feed.shipped.ShippedKnowledge;
import dev.firebreak.app.mirror.PackageFixtures;
import dev.firebreak.app.mirror.PackageStore;
import dev.firebreak.app.mirror.StoredPackage;
import dev.firebreak.app.mirror.StoredPackage.Standing;
import dev.firebreak.app.mirror.authenticode.UnsignedFiles;
import dev.firebreak.app.report.Reports;
import dev.firebreak.app.store.FleetDatabase;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** mirror and trust on the command line: what CONTRACT promises, both languages, exit codes. */
class MirrorCommandTest {

    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");

    @TempDir
    Path temp;

    private String out = "";
    private String err = "";

    private int run(String... args) {
        var outBytes = new ByteArrayOutputStream();
        var errBytes = new ByteArrayOutputStream();
        Map<String, String> environment = Map.of(
                "LANG",
                "C",
                "FIREBREAK_DATA",
                temp.resolve("data").toString(),
                "FIREBREAK_PASSPHRASE",
                "correct horse battery");
        var services = new CommandServices(
                new ShippedKnowledge(),
                () -> new Collector(temp),
                new Reports("test", temp),
                new ByteArrayInputStream(new byte[0]),
                environment,
                Clock.fixed(NOW, ZoneOffset.UTC),
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

    private JsonNode line() {
        return JsonMapper.shared().readTree(out.lines().findFirst().orElseThrow());
    }

    @Test
    void add_tells_one_object_a_file_with_the_promised_fields_in_the_language_asked_for() throws IOException {
        Path file = Files.write(temp.resolve("update.exe"), UnsignedFiles.pe("x"));
        assertThat(run("mirror", "add", "--format", "ndjson", file.toString())).isEqualTo(3);
        assertThat(line().propertyNames()).contains("file", "outcome", "reason", "signer", "sha256");
        assertThat(line().get("file").stringValue()).isEqualTo(file.toString());
        assertThat(line().get("outcome").stringValue()).isEqualTo("refused");
        assertThat(line().get("reason").stringValue()).contains("no signature");
        assertThat(line().get("signer").isNull()).isTrue();
        assertThat(line().get("sha256").stringValue()).hasSize(64);
        run("--lang", "ja", "mirror", "add", "--format", "ndjson", file.toString());
        assertThat(line().get("reason").stringValue()).contains("署名がありません");
        assertThat(run("mirror", "add", "--fail-on", "refused", file.toString()))
                .isEqualTo(1);
        assertThat(out).startsWith("refused\t");
        assertThat(run("mirror", "add")).isEqualTo(2);
        assertThat(run("mirror", "add", "--crl", file.toString(), file.toString()))
                .isEqualTo(2);
        assertThat(err).contains("revocation list");
    }

    @Test
    void a_folder_is_looked_through_for_packages_and_links_in_it_are_not_followed() throws IOException {
        Path folder = Files.createDirectories(temp.resolve("given/deep"));
        Files.write(folder.resolve("a.msu"), new byte[10]);
        Files.write(folder.resolve("notes.txt"), new byte[10]);
        Files.createSymbolicLink(folder.resolve("link.exe"), Files.write(temp.resolve("outside.exe"), new byte[10]));
        run("mirror", "add", "--format", "ndjson", temp.resolve("given").toString());
        assertThat(out.lines()).hasSize(1);
        assertThat(line().get("file").stringValue()).endsWith("a.msu");
    }

    @Test
    void a_name_that_steers_terminals_is_shown_harmless() throws IOException {
        Path file = Files.write(temp.resolve("a\u001B[31m\nb.exe"), new byte[10]);
        run("mirror", "add", file.toString());
        assertThat(out).doesNotContain("\u001B");
        assertThat(out.lines()).hasSize(1);
    }

    @Test
    void a_decision_needs_a_reason_and_is_written_into_the_audit_log() throws IOException {
        Path data = Files.createDirectory(temp.resolve("data"));
        FleetDatabase.open(data, null).close();
        StoredPackage stored = PackageFixtures.put(
                PackageStore.of(data), "windows6.1-kb4012215-x64.msu", new byte[] {1}, Standing.QUARANTINED);
        String hash = stored.sha256().substring(0, 12);
        assertThat(run("mirror", "reject", hash)).isEqualTo(2);
        assertThat(run("mirror", "approve", "--reason", "x", "ffffffff")).isEqualTo(2);
        assertThat(run("mirror", "approve", "--reason", "x", hash)).isEqualTo(2);
        assertThat(err).contains("not valid any more");
        assertThat(run("mirror", "reject", "--reason", "not ours", hash)).isZero();
        try (FleetDatabase database = FleetDatabase.open(data, null)) {
            assertThat(database.auditLog().entries(Long.MAX_VALUE, 1))
                    .singleElement()
                    .satisfies(entry -> {
                        assertThat(entry.what()).isEqualTo("package.reject");
                        assertThat(entry.who()).startsWith("terminal:");
                        assertThat(entry.detail()).contains("not ours", stored.sha256());
                    });
        }
        assertThat(run("mirror", "list", "--format", "ndjson")).isZero();
        assertThat(line().get("outcome").stringValue()).isEqualTo("rejected");
    }

    @Test
    void verify_ends_with_1_where_a_package_is_faulty() throws IOException {
        assertThat(run("mirror", "verify")).isZero();
        PackageFixtures.put(PackageStore.of(temp.resolve("data")), "a.exe", new byte[] {1}, Standing.ACCEPTED);
        assertThat(run("mirror", "verify", "--format", "ndjson")).isEqualTo(1);
        assertThat(line().get("good").booleanValue()).isFalse();
        run("mirror", "list", "--format", "ndjson");
        assertThat(line().get("outcome").stringValue()).isEqualTo("quarantined");
    }

    @Test
    void trust_makes_keys_shows_who_vouches_and_rotates() throws IOException {
        assertThat(run("trust", "list")).isEqualTo(3);
        assertThat(run("mirror", "export", temp.resolve("tree").toString())).isEqualTo(2);
        assertThat(err).contains("trust init");
        assertThat(run("trust", "init")).isZero();
        assertThat(run("trust", "init")).isEqualTo(2);
        assertThat(run("trust", "show")).isZero();
        assertThat(out.lines().limit(4))
                .hasSize(4)
                .allSatisfy(row -> assertThat(row).contains("1/1", "ed25519", "file:"));
        assertThat(out.lines().skip(4))
                .hasSize(3)
                .allSatisfy(row -> assertThat(row).contains("\tnot signed\t"));
        assertThat(run("mirror", "export", temp.resolve("tree").toString())).isZero();
        assertThat(temp.resolve("tree/metadata/timestamp.json")).exists();
        assertThat(run("trust", "rotate", "nobody")).isEqualTo(2);
        assertThat(run("trust", "rotate", "targets")).isZero();
        assertThat(run("trust", "list", "--format", "ndjson")).isZero();
        assertThat(line().get("root").intValue()).isEqualTo(2);
        assertThat(run("trust", "anchor", temp.resolve("root.json").toString())).isZero();
        assertThat(temp.resolve("root.json")).exists();
        assertThat(Set.of(out)).doesNotContain("battery");
    }

    @Test
    void fetch_lists_what_it_would_ask_for() {
        assertThat(run("mirror", "fetch", "--dry-run", "--architecture", "x86", "--language", "ENU", "KB4012598"))
                .isZero();
        assertThat(out).contains("windowsxp-kb4012598-x86-custom-enu_").doesNotContain("x64");
        assertThat(run("mirror", "fetch", "KB1234567")).isEqualTo(3);
        assertThat(run("mirror", "fetch", "nonsense")).isEqualTo(2);
        assertThat(run("mirror", "fetch", "--architecture", "vax", "KB4012598")).isEqualTo(2);
    }
}

package dev.firebreak.app.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.firebreak.app.mirror.IntakeResult;
import dev.firebreak.app.mirror.KnownPackages;
import dev.firebreak.app.mirror.PackageIntake;
import dev.firebreak.app.mirror.PackageStore;
import dev.firebreak.app.mirror.authenticode.TestAuthority;
import dev.firebreak.app.web.Premises;
import dev.firebreak.app.web.service.OrderService;
import dev.firebreak.core.advisory.Architecture;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.advisory.UpdatePackage;
import dev.firebreak.core.assess.Verdict;
import dev.firebreak.core.rollout.OrderState;
import dev.firebreak.core.rollout.PackageFile;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * client.cmd under Wine from an order to the evidence that closes it: the package comes from the server, over the address that machines use.
 * Programs of Windows that Wine lacks (curl.exe, a wmic.exe that prints lists, a hotfix package) are small ones in C, compiled here.
 */
@Tag("long")
class WineClientTest {

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final String NAME = "WindowsServer2003-KB4012598-x64-Custom-ENU.exe";
    private static final Map<String, String> PROGRAMS =
            Map.of("WINEDLLOVERRIDES", "mscoree,mshtml=;certutil.exe,wusa.exe,wmic.exe=n");

    @TempDir
    static Path temp;

    private static Wine wine;

    @BeforeAll
    static void begin() throws Exception {
        for (String needed : List.of("x86_64-w64-mingw32-gcc", "osslsigncode")) {
            Assumptions.assumeTrue(TestAuthority.has(needed), needed + " is missing");
        }
        wine = Wine.begin(temp.resolve("wine"));
        wine.be("win2003", "AMD64", "0409", 2, "ServerNT");
    }

    @AfterAll
    static void end() {
        if (wine != null) {
            wine.close();
        }
    }

    private static Path compiled(String name, String... options) throws Exception {
        Path source = temp.resolve(name + ".c");
        try (InputStream in = Objects.requireNonNull(WineClientTest.class.getResourceAsStream("wine/" + name + ".c"))) {
            Files.copy(in, source, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
        Path program = temp.resolve(name + ".exe");
        var command = new java.util.ArrayList<>(
                List.of("x86_64-w64-mingw32-gcc", "-Os", "-s", "-o", program.toString(), source.toString()));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        return program;
    }

    private static Path scripts(String name) throws Exception {
        Path folder = Files.createDirectories(temp.resolve(name));
        try (Stream<Path> all = Files.list(ROOT.resolve("scripts"))) {
            for (Path script : all.toList()) {
                Files.writeString(
                        folder.resolve(script.getFileName().toString()),
                        Files.readString(script).replace("\r\n", "\n").replace("\n", "\r\n"));
            }
        }
        return folder;
    }

    private static String hash(String algorithm, byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
    }

    private static Wine.Ended client(Path scripts, Premises premises) throws Exception {
        // cmd /c itself could not be given such a folder: a script starts it.
        Path starter = temp.resolve("start.cmd");
        Files.writeString(
                starter, "@\"" + Wine.path(scripts.resolve("client.cmd")).replace("%", "%%") + "\" %*\r\n");
        return wine.cmd("C", PROGRAMS, starter, premises.web.url(), "/plain");
    }

    private static void certutil(String sha256) throws Exception {
        wine.replace(
                "certutil.exe", StandIn.printing("SHA256 hash of file:\r\n" + sha256 + "\r\nCertUtil: done.\r\n", 0));
    }

    @Test
    void a_package_comes_from_the_server_and_only_evidence_after_the_restart_closes_the_order() throws Exception {
        Path scripts = scripts("R&D ^ (1)");
        Files.copy(compiled("curl", "-municode", "-lwinhttp"), scripts.resolve("curl.exe"));
        wine.replace("wmic.exe", Files.readAllBytes(compiled("wmic", "-municode")));
        Path plain = compiled("update");
        String machine = wine.run("C", Map.of(), "cmd", "/c", "echo", "%COMPUTERNAME%")
                .output()
                .strip();
        try (Premises premises = Premises.withApi(Files.createDirectories(temp.resolve("data")), Instant.now());
                var authority = new TestAuthority(Files.createDirectories(temp.resolve("authority")));
                var ticking = new Ticking(premises)) {
            byte[] signed = Files.readAllBytes(authority.sign(plain, authority.microsoft(), "-h", "sha256"));
            Path package_ = temp.resolve(NAME);
            Files.write(package_, signed);
            var known = new KnownPackages();
            known.add(new Kb(4012598), new UpdatePackage(Architecture.X64, "ENU", NAME, hash("SHA-1", signed), null));
            var intake = new PackageIntake(
                    PackageStore.of(premises.packageFolder), known, authority.policy(), InstantSource.system());
            assertThat(intake.add(package_, bytes -> {}).outcome()).isEqualTo(IntakeResult.Outcome.ACCEPTED);
            String sha256 = hash("SHA-256", signed);
            premises.packages.set(List.of(new PackageFile(new Kb(4012598), NAME, signed.length, sha256)));
            String token = premises.site("Osaka");
            Files.writeString(scripts.resolve("firebreak.token"), token);
            checkIn(premises, token, machine);

            OrderService orders = premises.orders();
            OrderService.Proposal proposal =
                    orders.install("MS17-010", "KB4012598-5.2.3790-server-x64-ENU", null, "account:aya");
            assertThat(proposal.kept()).isEqualTo(1);
            assertThat(client(scripts, premises).output()).contains("nothing to do");
            assertThat(orders.approve(String.valueOf(proposal.batch()), "account:ken"))
                    .isEqualTo(OrderService.Approval.DONE);

            // Half of it is there from a run that was interrupted: the rest is asked for as a range.
            Path partial = wine.driveC().resolve("windows/Firebreak/partial").resolve(sha256);
            Files.write(partial, Arrays.copyOf(signed, signed.length / 2));
            certutil(sha256);
            Wine.Ended ended = client(scripts, premises);
            assertThat(ended.output()).contains("KB4012598: exit 3010");
            assertThat(ended.code()).as(ended.output()).isEqualTo(10);
            assertThat(partial).doesNotExist();
            assertThat(premises.newest().getFirst().state().kind())
                    .as("the files are there, the restart is not")
                    .isEqualTo(OrderState.Kind.CLAIMED);
            assertThat(premises.fleet.line(machine).orElseThrow().verdict("MS17-010"))
                    .isEqualTo(Verdict.Kind.FIXED);

            Wine.Ended again = client(scripts, premises);
            assertThat(again.output()).contains("collecting evidence").doesNotContain("KB4012598");
            assertThat(premises.newest().getFirst().state().kind()).isEqualTo(OrderState.Kind.CLAIMED);

            Files.writeString(wine.driveC().resolve("boot.txt"), "1");
            Wine.Ended restarted = client(scripts, premises);
            assertThat(restarted.code()).as(restarted.output()).isZero();
            assertThat(premises.newest().getFirst().state().kind()).isEqualTo(OrderState.Kind.CLOSED);
            assertThat(client(scripts, premises).output()).contains("nothing to do");
            try (Stream<Path> left = Files.list(wine.driveC().resolve("windows/Firebreak"))) {
                assertThat(left.map(p -> p.getFileName().toString())).containsExactlyInAnyOrder("partial", "steps");
            }
        }
    }

    @Test
    void orders_with_other_characters_than_ours_are_not_done() throws Exception {
        Path scripts = scripts("hostile");
        Files.writeString(scripts.resolve("firebreak.token"), "fb_0123456789");
        var text = new java.util.concurrent.atomic.AtomicReference<String>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = text.get().getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            String order = "0".repeat(32);
            for (String line : List.of(
                    "apply=" + order + " spooler-off & echo owned> c:\\owned.txt",
                    "apply=" + order + " %COMSPEC%",
                    "package=" + order + " 1 exe 10 " + order + order + " a.exe\" & echo owned> c:\\owned.txt & rem \"",
                    "package=" + order + " 1 exe 10 " + order + order + " ..\\a.exe",
                    ";apply=" + order + "^>c:\\owned.txt",
                    "apply=" + order + " \u00e9")) {
                text.set("firebreak-orders 1\r\n" + line + "\r\nend\r\n");
                Wine.Ended ended = wine.cmd(
                        "C",
                        PROGRAMS,
                        scripts.resolve("client.cmd"),
                        "http://127.0.0.1:" + server.getAddress().getPort(),
                        "/plain");
                assertThat(ended.output()).as(line).contains("nothing was done");
                assertThat(ended.code()).isEqualTo(1);
                assertThat(wine.driveC().resolve("owned.txt")).doesNotExist();
            }
        } finally {
            server.stop(0);
        }
    }

    @Test
    void one_copy_runs_at_a_time_and_an_ended_one_hinders_none() throws Exception {
        Path scripts = scripts("two");
        Files.writeString(scripts.resolve("firebreak.token"), "fb_0123456789");
        Path lock = Files.createDirectories(wine.driveC().resolve("windows/Firebreak/running"));
        Path stop = wine.driveC().resolve("stop.txt");
        Path holder = temp.resolve("hold.cmd");
        Files.writeString(
                holder,
                "@cd /d C:\\windows\\Firebreak\\running\r\n@echo 1> c:\\there.txt\r\n:wait\r\n"
                        + "@if exist c:\\stop.txt exit /b 0\r\n@ping -n 2 127.0.0.1 >nul\r\n@goto :wait\r\n");
        var ended = new java.util.concurrent.CompletableFuture<Wine.Ended>();
        Thread.ofVirtual().start(() -> {
            try {
                ended.complete(wine.cmd("C", holder));
            } catch (Exception e) {
                ended.completeExceptionally(e);
            }
        });
        for (int i = 0; i < 300 && !Files.exists(wine.driveC().resolve("there.txt")); i++) {
            Thread.sleep(100);
        }
        Wine.Ended second = wine.cmd("C", PROGRAMS, scripts.resolve("client.cmd"), "http://127.0.0.1:1", "/plain");
        assertThat(second.output()).contains("another copy is running");
        assertThat(second.code()).isEqualTo(1);
        Files.writeString(stop, "");
        ended.get(60, TimeUnit.SECONDS);
        assertThat(lock).as("left by who ended").exists();
        assertThat(wine.cmd("C", PROGRAMS, scripts.resolve("client.cmd"), "http://127.0.0.1:1", "/plain")
                        .output())
                .contains("did not answer");
        assertThat(lock).doesNotExist();
    }

    private static void checkIn(Premises premises, String token, String machine) throws Exception {
        String text =
                ("{\"machine\":\"%s\",\"collectedAt\":\"%s\",\"os\":{\"caption\":\"Microsoft(R) Windows(R) Server 2003 Standard "
                                + "x64 Edition\",\"version\":\"5.2.3790\",\"servicePack\":2,\"architecture\":\"x64\",\"language\":\"en-US\"},"
                                + "\"hotfixes\":{\"complete\":true,\"ids\":[\"KB976002\"]}}\n")
                        .formatted(machine, Instant.now().minusSeconds(3600));
        var request = HttpRequest.newBuilder(
                        URI.create(premises.web.url() + "/api/v1/machines/" + machine + "/evidence"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/x-ndjson")
                .POST(HttpRequest.BodyPublishers.ofString(text))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            assertThat(client.send(request, HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(201);
        }
    }

    /** Lets the server's clock go as that of Wine does. */
    private static final class Ticking implements AutoCloseable {
        private final Thread thread;

        Ticking(Premises premises) {
            premises.now.set(Instant.now());
            thread = Thread.ofVirtual().start(() -> {
                while (!Thread.currentThread().isInterrupted()) {
                    premises.now.set(Instant.now());
                    try {
                        Thread.sleep(20);
                    } catch (InterruptedException e) {
                        return;
                    }
                }
            });
        }

        @Override
        public void close() {
            thread.interrupt();
        }
    }
}

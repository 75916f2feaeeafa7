package dev.firebreak.app.probe.killswitch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.cli.Cli;
import dev.firebreak.app.cli.CommandServices;
import dev.firebreak.app.cli.killswitch.KillSwitchCommand;
import dev.firebreak.app.feed.shipped.ShippedKnowledge;
import dev.firebreak.app.io.BoundedJson;
import dev.firebreak.app.report.Reports;
import dev.firebreak.app.sinkhole.CallLog;
import dev.firebreak.app.sinkhole.NetworkSegments;
import dev.firebreak.app.sinkhole.Sinkhole;
import dev.firebreak.app.sinkhole.SinkholeSettings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The command as people and scripts use it: options, exit codes, output in both languages, reading and sending. */
class KillSwitchCheckTest {

    private static final String NAME = SegmentLab.NAME;

    @TempDir
    Path temp;

    private final ScriptedNetwork network = new ScriptedNetwork();
    private final Map<String, String> environment = new HashMap<>(Map.of("COMPUTERNAME", "PC-7"));
    private Clock clock = Clock.systemUTC();
    private String stdin = "";
    private String out = "";
    private String err = "";

    @AfterEach
    void close() {
        network.close();
    }

    private int run(String... arguments) {
        var written = new ByteArrayOutputStream();
        var said = new ByteArrayOutputStream();
        var services = new CommandServices(
                new ShippedKnowledge(),
                () -> {
                    throw new AssertionError("no machines are read");
                },
                new Reports("test", temp),
                new ByteArrayInputStream(stdin.getBytes(UTF_8)),
                environment,
                clock,
                System::nanoTime);
        List<String> all = new ArrayList<>(List.of("killswitch", "check"));
        all.addAll(List.of(arguments));
        int exit = new Cli(environment, new PrintStream(written, true, UTF_8), new PrintStream(said, true, UTF_8), temp)
                .run(List.of(KillSwitchCommand.of(services)), all.toArray(String[]::new));
        out = written.toString(UTF_8);
        err = said.toString(UTF_8);
        return exit;
    }

    private JsonNode only() {
        assertThat(out.lines()).as(err).hasSize(1);
        return BoundedJson.tree(out);
    }

    /** The product's own sinkhole and the product's own check understand each other. */
    @Test
    void the_sinkhole_protects() throws Exception {
        InetAddress local = InetAddress.getByName("127.0.0.1");
        var settings = new SinkholeSettings(
                List.of(new InetSocketAddress(local, 0)),
                List.of(new InetSocketAddress(local, 0)),
                List.of(local),
                temp,
                NetworkSegments.of(List.of()).orElseThrow(),
                CallLog.Limits.USUAL);
        try (Sinkhole sinkhole =
                Sinkhole.open(settings, new ShippedKnowledge().indicators(), Clock.systemUTC(), null, words -> {})) {
            String dns = "127.0.0.1:" + sinkhole.dns().getFirst().getPort();
            String http = String.valueOf(sinkhole.http().getFirst().getPort());
            assertThat(run("--resolver", dns, "--http-port", http, "--format", "ndjson", "--fail-on", "unknown", NAME))
                    .as(out)
                    .isZero();
            JsonNode result = only();
            assertThat(result.path("name").stringValue()).isEqualTo(NAME);
            assertThat(result.path("verdict").stringValue()).isEqualTo("protected");
            assertThat(result.path("machine").stringValue()).isEqualTo("PC-7");
            assertThat(run("--resolver", dns, "--http-port", http, "--sinkhole", temp.toString(), NAME))
                    .isZero();
            assertThat(out).contains(NAME + "  Protected", "Protected: 1 of 1", "install the update");
            assertThat(run(
                            "--resolver",
                            dns,
                            "--http-port",
                            http,
                            "--sinkhole",
                            "http://127.0.0.1:" + http,
                            "--format",
                            "ndjson",
                            NAME))
                    .isZero();
            assertThat(only().path("verdict").stringValue()).isEqualTo("protected");
            assertThat(only().path("sinkhole").path("state").stringValue()).isEqualTo("seen");
            assertThat(only().path("sinkhole").path("sources").path(0).stringValue())
                    .isEqualTo("127.0.0.1");
            assertThat(run("--resolver", dns, "--http-port", http, "--format", "ndjson"))
                    .isZero();
            assertThat(out.lines()).hasSize(8).allMatch(line -> line.contains("\"verdict\":\"protected\""));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        --http-port 0                       | 2 | --http-port
        --http-port x                       | 2 | --http-port
        --timeout 0                         | 2 | --timeout
        --timeout NaN                       | 2 | --timeout
        --resolver dns.example              | 2 | --resolver
        --resolver 10.0.0.1:99999           | 2 | --resolver
        --proxy proxy.example               | 2 | --proxy
        --format xml                        | 2 | --format
        --fail-on protected                 | 2 | --fail-on
        --send ftp://x --token a            | 2 | --send
        --send http://firebreak.example --token a | 2 | --send
        --send https://u:p@x --token a      | 2 | --send
        --send https://x                    | 2 | FIREBREAK_TOKEN
        --sinkhole /nonexistent             | 2 | --sinkhole
        --sinkhole https://10.1.2.3         | 2 | --sinkhole
        --sinkhole http://10.1.2.3/log      | 2 | --sinkhole
        --sinkhole http://u@10.1.2.3        | 2 | --sinkhole
        --read /nonexistent                 | 3 | /nonexistent
        --read - a.test                     | 2 | --read
        --read -                            | 3 | no probe
        --hosts /                           | 3 | hosts
        a..test                             | 2 | a..test
        --bogus                             | 2 | --bogus
        """)
    void what_is_wrong_is_said(String arguments, int exit, String said) {
        assertThat(run(arguments.split(" "))).as(err).isEqualTo(exit);
        assertThat(err).contains(said);
        assertThat(out).isEmpty();
    }

    @Test
    void a_missing_name_fails_where_asked_and_is_said_in_japanese() {
        String resolver = "127.0.0.1:" + closedPort();
        assertThat(run("--resolver", resolver, "--timeout", "1", NAME)).isZero();
        assertThat(run("--resolver", resolver, "--timeout", "1", "--fail-on", "not_protected", "--lang", "ja", NAME))
                .isEqualTo(1);
        assertThat(out).contains("停止しない", "ワームはアドレスを得られず停止しません", "更新プログラムを適用してください");
        environment.put("FIREBREAK_TERMINAL", "80:out:err");
        run("--resolver", resolver, "--timeout", "1", NAME);
        assertThat(out).as("in red").contains("  ! \u001B[31;1mDNS server");
    }

    private int closedPort() {
        try (var socket = new java.net.ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void what_was_written_is_read_again_and_grows_old() throws IOException {
        clock = Clock.fixed(Instant.parse("2017-05-15T12:00:00Z"), ZoneId.of("Asia/Tokyo"));
        run("--resolver", "127.0.0.1:" + closedPort(), "--timeout", "1", "--format", "ndjson", "--segment", "大阪", NAME);
        Path file = Files.writeString(temp.resolve("pc7.ndjson"), out + "not a probe\n");
        assertThat(run("--read", file.toString(), "--format", "ndjson", "--fail-on", "not_protected"))
                .isEqualTo(1);
        assertThat(only().path("segment").stringValue()).isEqualTo("大阪");
        assertThat(err).contains("pc7.ndjson:2");
        clock = Clock.fixed(Instant.parse("2017-05-16T12:00:01Z"), ZoneId.of("Asia/Tokyo"));
        stdin = Files.readString(file);
        assertThat(run("--read", "-", "--format", "ndjson", "--fail-on", "not_protected"))
                .isZero();
        assertThat(only().path("verdict").stringValue()).isEqualTo("unknown");
        assertThat(run("--read", file.toString(), "--fail-on", "unknown")).isEqualTo(1);
    }

    @Test
    void probes_are_sent_with_the_token_and_what_the_server_refuses_is_said() throws Exception {
        var seen = new CompletableFuture<String>();
        int good = network.listen(0, (in, out, socket) -> {
            seen.complete(ScriptedNetwork.head(in));
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}".getBytes(UTF_8));
        });
        int refusing =
                network.http("HTTP/1.1 403 Forbidden\r\nContent-Length: 6\r\nConnection: close\r\n\r\nno\u001B[2J!");
        int redirecting = network.http("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:" + good
                + "/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        String[] base = {"--resolver", "127.0.0.1:" + closedPort(), "--timeout", "1", NAME, "--send"};
        environment.put("FIREBREAK_TOKEN", "fb_secret");
        assertThat(run(with(base, "http://127.0.0.1:" + redirecting)))
                .as("no redirect takes the token")
                .isEqualTo(4);
        assertThat(seen).isNotDone();
        assertThat(run(with(base, "http://127.0.0.1:" + good + "/"))).as(err).isZero();
        assertThat(seen.get(5, TimeUnit.SECONDS))
                .startsWith("POST /api/v1/killswitch/probes HTTP/1.1\r\n")
                .contains("Authorization: Bearer fb_secret\r\n", "Content-Type: application/x-ndjson\r\n");
        assertThat(run(with(base, "http://127.0.0.1:" + refusing))).isEqualTo(4);
        assertThat(err).contains("HTTP 403").doesNotContain("\u001B", "fb_secret");
        assertThat(run(with(base, "http://127.0.0.1:" + closedPort()))).isEqualTo(4);
    }

    private static String[] with(String[] base, String last) {
        List<String> all = new ArrayList<>(List.of(base));
        all.add(last);
        return all.toArray(String[]::new);
    }
}

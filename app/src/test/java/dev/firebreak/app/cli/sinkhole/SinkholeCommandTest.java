package dev.firebreak.app.cli.sinkhole;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.cli.Cli;
import dev.firebreak.app.cli.CommandServices;
import dev.firebreak.app.collect.Collector;
import dev.firebreak.app.feed.shipped.ShippedKnowledge;
import dev.firebreak.app.report.Reports;
import dev.firebreak.app.server.ShutdownSignal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SinkholeCommandTest {

    private static final String KILL = "www.iuqerfsodp9ifjaposdfjhgosurijfaewrwergwea.com";

    @TempDir
    Path temp;

    private String out = "";
    private String err = "";

    @BeforeEach
    void log() throws IOException {
        Path folder = Files.createDirectories(temp.resolve("data/sinkhole"));
        Files.writeString(
                folder.resolve("calls-000001.ndjson"),
                call("dns", "10.1.2.3", "\"type\":\"A\",\"transport\":\"udp\",\"resolver\":false")
                        + call("dns", "10.1.2.4", "\"type\":\"A\",\"transport\":\"udp\",\"resolver\":false")
                        + call(
                                "http",
                                "10.1.2.4",
                                "\"method\":\"GET\",\"path\":\"/\\u001b[2J\",\"agent\":null,\"via\":null")
                        + "{\"time\":\"2017");
    }

    private static String call(String kind, String source, String more) {
        return "{\"time\":\"2017-05-14T09:00:00Z\",\"kind\":\"%s\",\"source\":\"%s\",\"segment\":\"10.1.2.0/24\",\"name\":\"%s\",\"indicator\":\"wannacry-killswitch\",%s,\"nonce\":null}%n"
                .formatted(kind, source, KILL, more);
    }

    private int run(String... args) {
        var toOut = new ByteArrayOutputStream();
        var toErr = new ByteArrayOutputStream();
        var services = new CommandServices(
                new ShippedKnowledge(),
                () -> new Collector(temp),
                new Reports("test", temp),
                InputStream.nullInputStream(),
                Map.of("FIREBREAK_DATA", temp.resolve("data").toString()),
                Clock.fixed(Instant.parse("2017-05-14T12:00:00Z"), ZoneOffset.UTC),
                System::nanoTime);
        int exit = new Cli(Map.of(), new PrintStream(toOut, true, UTF_8), new PrintStream(toErr, true, UTF_8), temp)
                .run(List.of(new SinkholeCommand(services, new ShutdownSignal(code -> {}))), args);
        out = toOut.toString(UTF_8);
        err = toErr.toString(UTF_8);
        return exit;
    }

    @Test
    void the_log_is_told_line_by_line_and_commands_nothing() {
        assertThat(run("sinkhole", "log", "--format", "ndjson")).isZero();
        assertThat(out.lines())
                .hasSize(3)
                .first()
                .asString()
                .contains("\"kind\":\"dns\"", "\"source\":\"10.1.2.3\"", KILL);
        assertThat(run("sinkhole", "log")).isZero();
        assertThat(out).doesNotContain("\u001b").contains("GET /");
        assertThat(run("sinkhole", "log", "--data", temp.resolve("other").toString()))
                .isEqualTo(3);
        assertThat(err).contains("no log of calls");
    }

    @Test
    void callers_are_machines_as_of_the_time() throws IOException {
        Path files = Files.createDirectory(temp.resolve("files"));
        Files.writeString(files.resolve("pc.ndjson"), """
                {"machine":"PC-0003","collectedAt":"2017-05-14T08:00:00Z","os":{"version":"6.1.7601"},"addresses":["10.1.2.3"]}
                {"machine":"PC-0004","collectedAt":"2017-05-14T08:00:00Z","os":{"version":"6.1.7601"},"addresses":["10.1.2.4"]}
                """);
        Files.writeString(files.resolve("dhcpd.leases"), """
                lease 10.1.2.4 {
                  starts 0 2017/05/14 08:30:00;
                  ends 0 2017/05/14 20:30:00;
                  hardware ethernet 00:0c:29:aa:bb:cc;
                  client-hostname "KANGO-06";
                }
                """);
        assertThat(run("sinkhole", "infected", "--format", "ndjson", files.toString()))
                .isZero();
        assertThat(out.lines().toList()).hasSize(2);
        assertThat(out.lines().toList().get(0))
                .contains("\"machine\":\"PC-0003\"", "\"urgency\":\"running\"", "\"by\":\"inventory\"");
        assertThat(out.lines().toList().get(1))
                .contains("\"machine\":\"KANGO-06\"", "\"urgency\":\"stopped\"", "\"by\":\"lease\"");
        assertThat(err).contains("evidence, not proof");
        assertThat(run("sinkhole", "infected", "--lang", "ja", "--shared", "10.1.2.3", files.toString()))
                .isZero();
        assertThat(out).contains("10.1.2.3 の背後に不明な端末が 1 台以上");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        bind        | *.iuqerfsodp9ifjaposdfjhgosurijfaewrwergwea.com
        unbound     | local-zone: "iuqerfsodp9ifjaposdfjhgosurijfaewrwergwea.com." redirect
        dnsmasq     | address=/iuqerfsodp9ifjaposdfjhgosurijfaewrwergwea.com/192.0.2.7
        pihole      | address=/iuqerfsodp9ifjaposdfjhgosurijfaewrwergwea.com/192.0.2.7
        windows-dns | Add-DnsServerResourceRecordA -ZoneName 'iuqerfsodp9ifjaposdfjhgosurijfaewrwergwea.com' -Name '*'
        """)
    void records_are_written_for_a_server(String server, String line) {
        assertThat(run("sinkhole", "zone", "--for", server, "--answer", "192.0.2.7"))
                .isZero();
        assertThat(out).contains(line);
        assertThat(err).contains("does not replace the update");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sinkhole --dns nonsense",
                "sinkhole --dns 127.0.0.1:99999",
                "sinkhole --http host.example:80",
                "sinkhole --answer 1.2.3",
                "sinkhole --segment 10.1.2.0/99 --http 127.0.0.1:0",
                "sinkhole zone",
                "sinkhole zone --for bogus"
            })
    void what_is_wrong_is_said_and_nothing_starts(String command) {
        assertThat(run(command.split(" "))).isEqualTo(2);
        assertThat(err).isNotBlank();
    }
}

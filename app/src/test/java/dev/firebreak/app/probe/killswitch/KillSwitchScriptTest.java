package dev.firebreak.app.probe.killswitch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.feed.shipped.ShippedKnowledge;
import dev.firebreak.app.io.killswitch.ProbeLines;
import dev.firebreak.core.inventory.Read;
import dev.firebreak.core.watch.Indicator;
import dev.firebreak.core.watch.Indicators;
import dev.firebreak.core.watch.killswitch.DnsObservation;
import dev.firebreak.core.watch.killswitch.KillSwitchProbe;
import dev.firebreak.core.watch.killswitch.KillSwitchResult;
import dev.firebreak.core.watch.killswitch.KillSwitchRule;
import dev.firebreak.core.watch.killswitch.ProbeNonce;
import dev.firebreak.core.watch.killswitch.SinkholeReceipt;
import dev.firebreak.core.watch.killswitch.WebObservation;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The script for machines without Java. Under Wine it runs whole but for two things that Wine cannot do and that are therefore not tested here:
 * its list of DNS servers and own addresses by WMI (Wine's VBScript cannot read arrays of WMI), and Windows' own nslookup (Wine has none; what
 * Windows prints is played back, in the words of several versions).
 */
class KillSwitchScriptTest {

    private static final Path SCRIPTS = Path.of("../scripts").toAbsolutePath().normalize();

    @Test
    void the_script_asks_for_the_names_that_ship() throws IOException {
        List<String> names = new ShippedKnowledge()
                .indicators().of(Indicators.WANNACRY_KILL_SWITCH).stream()
                        .filter(i -> i.kind() == Indicator.Kind.DOMAIN)
                        .map(Indicator::value)
                        .toList();
        String script = Files.readString(SCRIPTS.resolve("killswitch.vbs"), StandardCharsets.US_ASCII);
        String list = script.substring(script.indexOf("names = Array(\""), script.indexOf("End If\r\n\r\nDim own"));
        assertThat(Pattern.compile("\"([^\"]+)\"").matcher(list).results().map(m -> m.group(1)))
                .containsExactlyElementsOf(names);
    }

    @Test
    void scripts_are_ascii_with_the_line_ends_of_windows() throws IOException {
        for (String name : List.of("killswitch.cmd", "killswitch.vbs")) {
            String script = Files.readString(SCRIPTS.resolve(name), StandardCharsets.ISO_8859_1);
            assertThat(script.chars()).as(name).allMatch(c -> c == '\r' || c == '\n' || c >= ' ' && c < 0x7F);
            assertThat(script.replace("\r\n", "")).as(name).doesNotContain("\n", "\r");
        }
    }

    @Nested
    @Tag("long")
    class UnderWine {

        @TempDir
        static Path folder;

        private static final Path WINE = Path.of("/usr/lib/wine/wine64");
        private static ScriptedNetwork network;
        private static int port;

        private record Ended(int code, String output) {}

        @BeforeAll
        static void begin() throws Exception {
            Assumptions.assumeTrue(
                    Files.isExecutable(WINE),
                    "LEFT OUT, nothing was tested: wine64 is missing (Debian package wine64)");
            // It stays until the end: each start of Windows takes ten seconds without a screen.
            server("-p");
            run("wineboot", "-i");
            Files.writeString(
                    Files.createDirectories(folder.resolve("prefix/drive_c/windows/system32/drivers/etc"))
                            .resolve("hosts"),
                    "# comment\r\n127.0.0.1\tlocalhost\r\n127.0.0.1  other www.hosted.test # x\r\n");
            Files.writeString(
                    folder.resolve("nslookup.cmd"), "@for %%a in (%*) do @set LAST=%%a\r\n@type answer-%LAST%.txt\r\n");
            network = new ScriptedNetwork();
            port = network.listen(0, (in, out, socket) -> {
                String head = ScriptedNetwork.head(in);
                Optional<String> nonce = head.lines()
                        .filter(line -> line.startsWith("User-Agent: "))
                        .findFirst()
                        .flatMap(line -> ProbeNonce.ofAgent(line.substring("User-Agent: ".length())));
                out.write(("HTTP/1.1 200 OK\r\nVia: 1.1 gate\r\nContent-Length: 0\r\n"
                                + nonce.map(n -> SinkholeReceipt.HEADER + ": "
                                                + new SinkholeReceipt(n, "127.0.0.1").header() + "\r\n")
                                        .orElse("")
                                + "\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
            });
        }

        @AfterAll
        static void end() throws Exception {
            if (network != null) {
                network.close();
                server("-k");
            }
        }

        private static void server(String option) throws Exception {
            var builder = new ProcessBuilder("/usr/lib/wine/wineserver64", option);
            builder.environment().put("WINEPREFIX", prefix().toString());
            builder.start().waitFor(20, TimeUnit.SECONDS);
        }

        private static Path prefix() throws IOException {
            return Files.createDirectories(folder.resolve("prefix"));
        }

        private static Ended run(String... command) throws Exception {
            List<String> line = new ArrayList<>(List.of(WINE.toString()));
            line.addAll(List.of(command));
            Path output = Files.createTempFile(folder, "output", ".txt");
            var builder = new ProcessBuilder(line)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .redirectInput(Path.of("/dev/null").toFile());
            builder.environment().put("LC_ALL", "C");
            builder.environment().put("WINEPREFIX", folder.resolve("prefix").toString());
            builder.environment().put("WINEDEBUG", "-all");
            builder.environment().put("WINEDLLOVERRIDES", "mscoree,mshtml=");
            Process process = builder.start();
            if (!process.waitFor(120, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(Files.readString(output, StandardCharsets.ISO_8859_1));
            }
            return new Ended(process.exitValue(), Files.readString(output, StandardCharsets.ISO_8859_1));
        }

        private static KillSwitchResult observed(String... arguments) throws Exception {
            List<String> line = new ArrayList<>(List.of(
                    "cmd",
                    "/c",
                    "Z:" + SCRIPTS.resolve("killswitch.cmd").toString().replace('/', '\\')));
            line.addAll(List.of(arguments));
            Ended ended = run(line.toArray(String[]::new));
            assertThat(ended.code()).as(ended.output()).isZero();
            Read<KillSwitchProbe> read = ProbeLines.read(ended.output(), "script");
            assertThat(read.problems()).as(ended.output()).isEmpty();
            assertThat(read.items()).hasSize(1);
            return new KillSwitchRule(Instant.now(), Duration.ofHours(1), port)
                    .judge(read.items().getFirst());
        }

        /** nslookup of which Windows, what it prints (/ is a line end), the outcome, and the verdict if this were the only DNS server. */
        private static final String ANSWERS = """
            # nslookup of              | prints                                                                                              | outcome  | verdict
            Windows 7                  | Server:  dns.corp/Address:  10.0.0.1//Name:    www.a.test/Address:  127.0.0.1//                       | ADDRESS  | protected
            XP, server without a name  | *** Can't find server name for address 10.0.0.1: Non-existent domain/Server:  UnKnown/Address:  10.0.0.1//Name:    www.a.test/Address:  127.0.0.1// | ADDRESS | protected
            not authoritative          | Non-authoritative answer:/Server:  dns.corp/Address:  10.0.0.1//Name:    sink.corp/Addresses:  127.0.0.1/Aliases:  www.a.test// | ADDRESS | protected
            Japanese Windows           | サーバー:  dns.corp/Address:  10.0.0.1//名前:    www.a.test/Address:  127.0.0.1//                   | ADDRESS  | protected
            no such name               | *** dns.corp can't find www.a.test.: Non-existent domain/Server:  dns.corp/Address:  10.0.0.1//       | NXDOMAIN | not_protected
            Japanese, no such name     | *** dns.corp が www.a.test. を見つけられません: Non-existent domain/サーバー:  dns.corp/Address:  10.0.0.1// | NXDOMAIN | not_protected
            refused                    | *** dns.corp can't find www.a.test.: Query refused/Server:  dns.corp/Address:  10.0.0.1//             | REFUSED  | not_protected
            failed                     | *** dns.corp can't find www.a.test.: Server failed/Server:  dns.corp/Address:  10.0.0.1//             | SERVFAIL | not_protected
            silent                     | DNS request timed out./    timeout was 2 seconds./Server:  UnKnown/Address:  10.0.0.1//*** Request to UnKnown timed-out/ | TIMEOUT | not_protected
            nobody there               | *** UnKnown can't find www.a.test.: No response from server/Server:  UnKnown/Address:  10.0.0.1//     | TIMEOUT  | not_protected
            no A record                | *** No address (A) records available for www.a.test./Server:  dns.corp/Address:  10.0.0.1//           | NO_DATA  | not_protected
            words that nobody knows    | Something else/                                                                                     | FAILED   | unknown
            the server's address only  | Server:  dns.corp/Address:  10.0.0.1//Name:    www.a.test//                                           | FAILED   | unknown
            """;

        /** One run for all of them, each the answer of a DNS server of its own: a start under Wine takes ten seconds. */
        @Test
        void answers_of_nslookup() throws Exception {
            List<String[]> rows = ANSWERS.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.strip().split(" *\\| *"))
                    .toList();
            List<String> arguments = new ArrayList<>(List.of("/port:" + port, "A.test"));
            for (int i = 0; i < rows.size(); i++) {
                Files.write(
                        folder.resolve("answer-10.0.0." + (i + 1) + ".txt"),
                        rows.get(i)[1].replace("/", "\r\n").getBytes(Charset.forName("windows-31j")));
                arguments.add("/resolver:10.0.0." + (i + 1));
            }
            KillSwitchProbe all = observed(arguments.toArray(String[]::new)).probe();
            assertThat(all.dns()).hasSize(rows.size());
            assertThat(all.origin().machine()).isNotNull();
            assertThat(all.origin().time()).isBetween(Instant.now().minusSeconds(90), Instant.now());
            var rule = new KillSwitchRule(Instant.now(), Duration.ofHours(1), port);
            for (int i = 0; i < rows.size(); i++) {
                DnsObservation answer = all.dns().get(i);
                var alone = new KillSwitchProbe(
                        all.name(), all.origin(), List.of(), List.of(answer), all.web(), List.of(), all.sinkhole());
                assertThat(answer.outcome().name()).as(rows.get(i)[0]).isEqualTo(rows.get(i)[2]);
                assertThat(rule.judge(alone).verdict().id()).as(rows.get(i)[0]).isEqualTo(rows.get(i)[3]);
            }
        }

        @Test
        void a_hosts_file_and_traces_of_a_proxy_are_observed() throws Exception {
            KillSwitchResult result = observed("/segment:Osaka 3F", "/port:" + port, "hosted.test");
            assertThat(result.probe().hosts()).containsExactly("127.0.0.1");
            assertThat(result.probe().origin().segment()).isEqualTo("Osaka 3F");
            assertThat(result.probe().web().getFirst().traces()).containsExactly("via: 1.1 gate");
            assertThat(result.verdict().id()).isEqualTo("protected");
            assertThat(result.segmentVerdict().id()).isEqualTo("unknown");
        }

        @Test
        void a_closed_port_and_a_silent_server_are_told() throws Exception {
            int closing = network.listen(0, (in, out, socket) -> ScriptedNetwork.head(in));
            int silent = network.listen(0, (in, out, socket) -> Thread.sleep(8_000));
            int closed;
            try (var server = new java.net.ServerSocket(0)) {
                closed = server.getLocalPort();
            }
            assertThat(observed("/port:" + closed, "hosted.test")
                            .probe()
                            .web()
                            .getFirst()
                            .connect())
                    .isEqualTo(WebObservation.Connect.REFUSED);
            for (int port : new int[] {closing, silent}) {
                WebObservation web = observed("/port:" + port, "/timeout:2", "hosted.test")
                        .probe()
                        .web()
                        .getFirst();
                assertThat(web.answer()).as("%s", web).isNotEqualTo(WebObservation.Answer.HTTP);
                assertThat(web.connect()).as("%s", web).isNotEqualTo(WebObservation.Connect.FAILED);
            }
        }

        @Test
        void what_is_no_name_is_refused() throws Exception {
            for (String wrong : new String[] {"noname", "/port:0", "/bogus", "a..b&c.test"}) {
                Ended ended = run(
                        "cscript",
                        "//nologo",
                        "Z:" + SCRIPTS.resolve("killswitch.vbs").toString().replace('/', '\\'),
                        wrong);
                assertThat(ended.output()).as(wrong).doesNotContain("firebreak.killswitch");
                assertThat(ended.code()).as(wrong).isEqualTo(2);
            }
        }
    }
}

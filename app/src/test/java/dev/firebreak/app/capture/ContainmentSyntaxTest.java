package dev.firebreak.app.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.firebreak.app.feed.shipped.ShippedKnowledge;
import dev.firebreak.core.watch.Indicator;
import dev.firebreak.core.watch.Indicators;
import dev.firebreak.core.watch.incident.Containment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Containment rules are held against the programs that they are for. Nothing is applied: the programs only check. */
class ContainmentSyntaxTest {

    /** Machines as inputs name them, and texts that try to write rules. */
    private static final List<String> HOSTS = List.of(
            "192.0.2.7",
            "192.0.2.8",
            "2001:db8::7",
            "2001:DB8:0:0::8",
            "1::2::3",
            ":::::",
            "fe80::1%eth0",
            "255.255.255.255",
            "PC1",
            "192.0.2.9 } ; flush ruleset; table inet x {",
            "192.0.2.10\nflush ruleset",
            "$(reboot)",
            "'; Remove-Item C:\\ -Recurse; '");

    @TempDir
    Path temp;

    private record Run(int status, String output) {}

    private static String program(String name) {
        return Stream.of("/usr/sbin/", "/usr/bin/", "/sbin/")
                .map(folder -> folder + name)
                .filter(path -> Files.isExecutable(Path.of(path)))
                .findFirst()
                .orElse("");
    }

    private static Run run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Run(process.exitValue(), output);
    }

    private static Indicator domain(String id, String name) {
        return new Indicator(
                id,
                "a test",
                Indicator.Kind.DOMAIN,
                name,
                null,
                List.of(new Indicator.Reference("a test", null, Indicator.Confidence.LOW)));
    }

    @Test
    void nft_accepts_the_rules_and_accepts_them_twice() throws Exception {
        String nft = program("nft");
        assumeTrue(!nft.isEmpty(), "nft is not installed");
        Path trial = Files.writeString(temp.resolve("trial"), "table inet firebreak_trial { }\n");
        assumeTrue(run(List.of(nft, "-c", "-f", trial.toString())).status() == 0, "nft may not ask the kernel here");
        List<String> many = new ArrayList<>(HOSTS);
        for (int i = 0; i < 2_000; i++) {
            many.add("10.%d.%d.%d".formatted(i / 250, i % 250, 1 + i % 7));
        }
        for (List<String> hosts : List.of(HOSTS, many, List.<String>of(), List.of("2001:db8::1"))) {
            String rules = Containment.rules(
                    Containment.Device.NFTABLES, hosts, List.of("192.0.2.8"), new Indicators(List.of()), "");
            Path file = Files.writeString(temp.resolve("rules.nft"), rules);
            assertThat(run(List.of(nft, "-c", "-f", file.toString())))
                    .as(rules.lines().limit(12).toList().toString())
                    .isEqualTo(new Run(0, ""));
            Files.writeString(file, rules + rules);
            assertThat(run(List.of(nft, "-c", "-f", file.toString()))).isEqualTo(new Run(0, ""));
        }
        // The check sees what it is meant to see.
        Files.writeString(
                temp.resolve("rules.nft"),
                "table inet firebreak { set x { type ipv6_addr; elements = { 1::2::3 } } }\n");
        assertThat(run(List.of(nft, "-c", "-f", temp.resolve("rules.nft").toString()))
                        .status())
                .isNotZero();
    }

    @Test
    void the_name_server_accepts_the_zone() throws Exception {
        String check = program("named-checkzone");
        assumeTrue(!check.isEmpty(), "named-checkzone is not installed");
        String longest =
                "a".repeat(60) + "." + "b".repeat(60) + "." + "c".repeat(60) + "." + "d".repeat(60) + ".example";
        List<Indicator> own =
                new ArrayList<>(new ShippedKnowledge().indicators().all());
        String brake = own.stream()
                .filter(i -> i.id().equals(Indicators.WANNACRY_KILL_SWITCH))
                .findFirst()
                .orElseThrow()
                .value();
        own.add(domain("other", "bad_name.example"));
        own.add(domain("other", "xn--zckzah.example"));
        own.add(domain("other", longest));
        own.add(domain("other", "www." + brake));
        for (String sinkhole : List.of("", "192.0.2.5", "2001:db8::5", "192.0.2.5\n@ NS evil.example.")) {
            String zone = Containment.rules(Containment.Device.RPZ, HOSTS, new Indicators(own), sinkhole);
            Path file = Files.writeString(temp.resolve("firebreak.rpz"), zone);
            Run run = run(List.of(check, "firebreak.rpz", file.toString()));
            assertThat(run.status()).as(run.output() + zone).isZero();
            assertThat(zone)
                    .contains("bad_name.example CNAME .")
                    .doesNotContain("evil", longest)
                    .doesNotContain(brake + " CNAME .\n");
        }
        Path broken = Files.writeString(temp.resolve("broken"), "$TTL 60\n@ NS localhost.\n");
        assertThat(run(List.of(check, "firebreak.rpz", broken.toString())).status())
                .isNotZero();
    }

    /** PowerShell is not here to ask: each line is one of four known forms, with addresses in them and nothing else. */
    @Test
    void lines_for_windows_and_for_cisco_have_known_forms() {
        String address = "[0-9a-f.:]+";
        String windows =
                Containment.rules(Containment.Device.WINDOWS_FIREWALL, HOSTS, List.of(), new Indicators(List.of()), "");
        assertThat(windows.lines().filter(line -> !line.startsWith("#")))
                .allSatisfy(line -> assertThat(line)
                        .matches("\\$machines = '" + address + "'(,'" + address + "')*"
                                + "|New-NetFirewallRule -Group 'Firebreak' -DisplayName 'Firebreak containment \\((in|out)\\)'"
                                + " -Direction (Inbound|Outbound) -RemoteAddress \\$machines -Action Block"));
        assertThat(windows.replace(",'", ",\n'").lines().map(String::length)).allMatch(length -> length < 8_000);
        String cisco = Containment.rules(Containment.Device.CISCO_ACL, HOSTS, List.of(), new Indicators(List.of()), "");
        assertThat(cisco.lines().filter(line -> !line.startsWith("!")))
                .allSatisfy(line -> assertThat(line)
                        .matches("ip(v6)? access-list (extended )?FIREBREAK-CONTAIN6?| permit ip(v6)? any any"
                                + "| deny ip(v6)? (host " + address + " any|any host " + address + ")"));
    }
}

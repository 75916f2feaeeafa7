package dev.firebreak.app.probe.killswitch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.io.BoundedJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * {@code killswitch check} on a machine of a segment, with real resolvers, proxies and firewalls. The expected verdicts are the worm's behaviour,
 * written down before the code: it needs an address from the hosts file or a resolver, and an HTTP answer on port 80 without any proxy. Whatever
 * an explicit proxy or a PAC file can reach is of no use to it; a transparent proxy takes its connection and answers, if only with an error page.
 */
class SegmentsTest {

    /** Letters: P protected, B protected_blind, N not_protected. An exclamation mark: the proxy works, direct access does not. */
    private static final String CELLS = """
        port 80      | open                          | rst                           | drop
        proxy        | none squid transp tiny pac    | none squid transp tiny pac    | none squid transp tiny pac
        none         | N    N!    N      N!   N!     | N    N!    N      N!   N!     | N    N!    N      N!   N!
        bind         | P    P     B      P    P      | N    N!    B      N!   N!     | N    N!    B      N!   N!
        unbound      | P    P     B      P    P      | N    N!    B      N!   N!     | N    N!    B      N!   N!
        dnsmasq      | P    P     B      P    P      | N    N!    B      N!   N!     | N    N!    B      N!   N!
        hosts        | P    P     B      P    P      | N    N!    B      N!   N!     | N    N!    B      N!   N!
        """;

    /** The cells that tell most; the others run with --long. */
    private static final List<String> TELLING = List.of(
            "none open none",
            "none open squid",
            "bind open none",
            "bind open transp",
            "bind rst none",
            "bind rst transp",
            "bind drop squid",
            "bind drop transp",
            "unbound open none",
            "unbound rst tiny",
            "dnsmasq open none",
            "dnsmasq open pac",
            "dnsmasq drop pac",
            "hosts open none",
            "hosts rst none");

    @TempDir
    static Path folder;

    private static SegmentLab lab;

    record Cell(String dns, String reach, String proxy, String expected) {
        String name() {
            return dns + " " + reach + " " + proxy;
        }

        @Override
        public String toString() {
            return name() + ": " + expected;
        }
    }

    @BeforeAll
    static void build() throws IOException, InterruptedException {
        String missing = SegmentLab.missing();
        Assumptions.assumeTrue(missing == null, "LEFT OUT, nothing was tested: " + missing);
        lab = new SegmentLab(folder);
    }

    @AfterAll
    static void takeDown() throws IOException {
        if (lab != null) {
            lab.close();
        }
    }

    static List<Cell> all() {
        List<String> lines = CELLS.lines().toList();
        String[] reaches = lines.getFirst().split("\\|");
        String[] proxies = lines.get(1).split("\\|");
        List<Cell> cells = new ArrayList<>();
        for (String line : lines.subList(2, lines.size())) {
            String[] groups = line.split("\\|");
            for (int i = 1; i < groups.length; i++) {
                String[] expected = groups[i].strip().split(" +");
                String[] names = proxies[i].strip().split(" +");
                for (int j = 0; j < names.length; j++) {
                    cells.add(new Cell(groups[0].strip(), reaches[i].strip(), names[j], expected[j]));
                }
            }
        }
        return cells;
    }

    static Stream<Cell> telling() {
        return all().stream().filter(cell -> TELLING.contains(cell.name()));
    }

    static Stream<Cell> others() {
        return all().stream().filter(cell -> !TELLING.contains(cell.name()));
    }

    @Test
    void there_are_75_cells_of_which_15_tell_most() {
        assertThat(all()).hasSize(75).doesNotHaveDuplicates();
        assertThat(telling()).hasSize(15);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("telling")
    void one_of_the_fifteen_representative_cells(Cell cell) throws IOException, InterruptedException {
        judged(cell);
    }

    @Tag("long")
    @ParameterizedTest(name = "{0}")
    @MethodSource("others")
    void the_remaining_cells(Cell cell) throws IOException, InterruptedException {
        judged(cell);
    }

    private static void judged(Cell cell) throws IOException, InterruptedException {
        Map<String, String> resolvers = Map.of(
                "none", SegmentLab.NO_RESOLVER,
                "hosts", SegmentLab.NO_RESOLVER,
                "bind", SegmentLab.BIND,
                "unbound", SegmentLab.UNBOUND,
                "dnsmasq", SegmentLab.DNSMASQ);
        lab.resolverIs(resolvers.get(cell.dns));
        lab.hostsAre(cell.dns.equals("hosts") ? SegmentLab.SINKHOLE + " www." + SegmentLab.NAME + "\n" : "");
        lab.firewall(cell.reach, cell.proxy.equals("transp") ? 3129 : 0);
        List<String> arguments = new ArrayList<>();
        switch (cell.proxy) {
            case "squid" -> arguments.addAll(List.of("--proxy", SegmentLab.SQUID));
            case "tiny" -> arguments.addAll(List.of("--proxy", SegmentLab.TINYPROXY));
            case "pac" -> arguments.addAll(List.of("--pac", lab.pac().toString()));
            default -> {
                // Nothing that the machine would know of.
            }
        }
        JsonNode result = check(arguments.toArray(String[]::new));
        String verdict = switch (cell.expected.charAt(0)) {
            case 'P' -> "protected";
            case 'B' -> "protected_blind";
            default -> "not_protected";
        };
        assertThat(result.path("verdict").stringValue()).as("%s", result).isEqualTo(verdict);
        // A hosts file counts for its machine only; the resolver of this segment is dead.
        assertThat(result.path("segmentVerdict").stringValue())
                .isEqualTo(cell.dns.equals("hosts") ? "not_protected" : verdict);
        assertThat(alerts(result).contains("THE PROXY WORKS")).as("%s", result).isEqualTo(cell.expected.endsWith("!"));
    }

    private static JsonNode check(String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("--format", "ndjson"));
        arguments.addAll(List.of(more));
        if (!arguments.contains("--timeout")) {
            arguments.addAll(List.of("--timeout", "2"));
        }
        arguments.add(SegmentLab.NAME);
        SegmentLab.Answer answer = lab.check(arguments.toArray(String[]::new));
        assertThat(answer.exit()).as("%s", answer).isZero();
        assertThat(answer.lines()).hasSize(1);
        return BoundedJson.tree(answer.lines().getFirst());
    }

    private static String alerts(JsonNode result) {
        var text = new StringBuilder();
        for (JsonNode reason : result.path("reasons")) {
            if (reason.path("weight").stringValue().equals("alert")) {
                text.append(reason.path("en").stringValue()).append('\n');
            }
        }
        return text.toString();
    }

    static Stream<Map.Entry<String, String>> resolverSets() {
        Map<String, String> cases = new TreeMap<>();
        cases.put(SegmentLab.BIND_WAITING, "not_protected servfail");
        cases.put(SegmentLab.WRONG, "not_protected address");
        cases.put(SegmentLab.IGNORANT, "not_protected nxdomain");
        cases.put(SegmentLab.BIND + " " + SegmentLab.UNBOUND, "protected address");
        cases.put(SegmentLab.BIND + " " + SegmentLab.WRONG, "not_protected address");
        cases.put(SegmentLab.BIND + " " + SegmentLab.IGNORANT, "not_protected nxdomain");
        cases.put(SegmentLab.IGNORANT + " " + SegmentLab.DNSMASQ, "not_protected nxdomain");
        cases.put(SegmentLab.BIND + " " + SegmentLab.BIND_WAITING, "unknown servfail");
        cases.put(SegmentLab.BIND + " " + SegmentLab.NO_RESOLVER, "unknown unreachable");
        return cases.entrySet().stream();
    }

    /** One of several resolvers is enough to lose the kill switch: which one a machine asks is not for us to say. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("resolverSets")
    void every_configured_resolver_counts(Map.Entry<String, String> resolvers)
            throws IOException, InterruptedException {
        lab.resolverIs(resolvers.getKey().split(" "));
        lab.hostsAre("");
        lab.firewall("open", 0);
        JsonNode result = check();
        String[] expected = resolvers.getValue().split(" ");
        assertThat(result.path("verdict").stringValue()).as("%s", result).isEqualTo(expected[0]);
        assertThat(result.path("dns").toString()).contains("\"outcome\":\"" + expected[1] + "\"");
    }

    @Test
    void a_silent_resolver_alone_gives_no_address() throws IOException, InterruptedException {
        lab.resolverIs(SegmentLab.BIND);
        lab.hostsAre("");
        lab.firewall("open", 0);
        lab.silence(SegmentLab.BIND);
        JsonNode result = check("--timeout", "0.5");
        assertThat(result.path("verdict").stringValue()).isEqualTo("not_protected");
        assertThat(result.path("dns").toString()).contains("\"outcome\":\"timeout\"");
    }

    /** The sinkhole's own log is a second witness; an empty one contradicts the answer. */
    @Test
    void the_sinkholes_log_is_asked() throws IOException, InterruptedException {
        lab.resolverIs(SegmentLab.DNSMASQ);
        lab.hostsAre("");
        lab.firewall("open", 0);
        JsonNode seen = check("--sinkhole", folder.resolve("sinkhole").toString());
        assertThat(seen.path("verdict").stringValue()).as("%s", seen).isEqualTo("protected");
        assertThat(seen.path("sinkhole").toString()).isEqualTo("{\"state\":\"seen\",\"sources\":[\"10.77.1.2\"]}");
        JsonNode unseen = check(
                "--sinkhole",
                Files.writeString(folder.resolve("empty.ndjson"), "").toString());
        assertThat(unseen.path("verdict").stringValue()).as("%s", unseen).isEqualTo("protected_blind");
        lab.firewall("open", 3129);
        JsonNode proxied = check("--sinkhole", folder.resolve("sinkhole").toString());
        assertThat(proxied.path("verdict").stringValue()).as("%s", proxied).isEqualTo("protected_blind");
        assertThat(proxied.path("web").toString()).contains("via: ", "10.77.2.1");
    }

    @Test
    void a_captive_portal_stops_the_worm_but_the_calls_are_not_logged() throws IOException, InterruptedException {
        lab.resolverIs(SegmentLab.UNBOUND);
        lab.hostsAre("");
        lab.firewall("open", 3130);
        JsonNode result = check();
        assertThat(result.path("verdict").stringValue()).as("%s", result).isEqualTo("protected_blind");
        assertThat(result.path("web").toString()).contains("portal.example.test", "302");
    }
}

package dev.firebreak.app.io.killswitch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.core.inventory.Read;
import dev.firebreak.core.text.Language;
import dev.firebreak.core.watch.killswitch.DnsObservation;
import dev.firebreak.core.watch.killswitch.KillSwitchProbe;
import dev.firebreak.core.watch.killswitch.KillSwitchRule;
import dev.firebreak.core.watch.killswitch.KillSwitchVerdict;
import dev.firebreak.core.watch.killswitch.ProxyObservation;
import dev.firebreak.core.watch.killswitch.SinkholeReceipt;
import dev.firebreak.core.watch.killswitch.SinkholeSight;
import dev.firebreak.core.watch.killswitch.WebObservation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Probes as lines: what is written is read, and a line that is not wholly understood proves nothing. */
class ProbeLinesTest {

    private static final Instant NOW = Instant.parse("2017-05-15T12:00:00Z");
    private static final String NONCE = "0123456789abcdef0123456789abcdef";
    private static final KillSwitchProbe PROBE = new KillSwitchProbe(
            "a.test",
            new KillSwitchProbe.Origin("PC-1", "大阪 3F", NOW, NONCE),
            List.of("10.9.0.80"),
            List.of(
                    dns(DnsObservation.Outcome.ADDRESS, List.of("10.9.0.80")),
                    dns(DnsObservation.Outcome.NXDOMAIN, List.of())),
            List.of(
                    new WebObservation(
                            "10.9.0.80",
                            80,
                            WebObservation.Connect.OPEN,
                            "10.1.2.3",
                            WebObservation.Answer.HTTP,
                            200,
                            List.of("via: 1.1 gate"),
                            new SinkholeReceipt(NONCE, "10.1.2.3")),
                    WebObservation.unconnected("fd00::80", 80, WebObservation.Connect.UNREACHABLE)),
            List.of(new ProxyObservation(
                    ProxyObservation.Kind.PAC, "http://wpad/wpad.dat", ProxyObservation.Outcome.NONE, 0, "timeout")),
            SinkholeSight.seen(List.of("10.1.2.3")));

    private static final String GOOD =
            "{\"schema\":\"firebreak.killswitch/1\",\"name\":\"a.test\",\"time\":\"2017-05-15T21:00:00+09:00\","
                    + "\"dns\":[{\"resolver\":\"10.0.0.1\",\"transport\":\"UDP\",\"type\":\"A\",\"outcome\":\"address\",\"addresses\":[\"10.9.0.80\"]}],"
                    + "\"web\":[{\"address\":\"10.9.0.80\",\"port\":80,\"connect\":\"open\",\"answer\":\"http\",\"status\":200,"
                    + "\"receipt\":{\"nonce\":\"" + NONCE + "\",\"source\":\"10.1.2.3\"}}],"
                    + "\"localAddresses\":[\"192.168.1.1\",\"10.1.2.3\"],\"nonce\":\"" + NONCE + "\"}";

    private static DnsObservation dns(DnsObservation.Outcome outcome, List<String> addresses) {
        return new DnsObservation(
                "10.0.0.1:5353", DnsObservation.Transport.UDP, DnsObservation.RecordType.A, outcome, addresses);
    }

    @Test
    void what_is_written_is_read() {
        assertThat(ProbeLines.read(ProbeLineWriter.line(PROBE), "x").items()).containsExactly(PROBE);
        String judged = ProbeLineWriter.line(new KillSwitchRule(NOW, Duration.ofDays(1), 80).judge(PROBE), Language.JA);
        assertThat(ProbeLines.read(judged + "\n" + judged, "x").items()).containsExactly(PROBE, PROBE);
    }

    @Test
    void a_scripts_line_is_judged_by_all_addresses_of_the_machine() {
        Read<KillSwitchProbe> read = ProbeLines.read("\uFEFF" + GOOD + "\r\n\r\n", "x");
        assertThat(read.problems()).isEmpty();
        assertThat(verdict(read)).isEqualTo(KillSwitchVerdict.PROTECTED);
        assertThat(verdict(ProbeLines.read(GOOD.replace("\"10.1.2.3\"]", "\"10.1.2.4\"]"), "x")))
                .isEqualTo(KillSwitchVerdict.PROTECTED_BLIND);
        assertThat(verdict(ProbeLines.read(GOOD.replace("\"192.168.1.1\",\"10.1.2.3\"", ""), "x")))
                .isEqualTo(KillSwitchVerdict.PROTECTED_BLIND);
    }

    private static KillSwitchVerdict verdict(Read<KillSwitchProbe> read) {
        return new KillSwitchRule(NOW, Duration.ofDays(1), 80)
                .judge(read.items().getFirst())
                .verdict();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        firebreak.killswitch/1  | firebreak.killswitch/2
        "a.test"                | "a.test/../x"
        "a.test"                | 7
        2017-05-15T21:00:00     | 2017-05-35T21:00:00
        "10.0.0.1"              | "dns.example"
        "UDP"                   | "SCTP"
        "outcome":"address"     | "outcome":"fine"
        "outcome":"address"     | "outcome":"nxdomain"
        ["10.9.0.80"]           | ["sinkhole"]
        ["10.9.0.80"]           | []
        "port":80               | "port":"80"
        "port":80               | "port":65536
        "connect":"open"        | "connect":"refused"
        "connect":"open"        | "connect":"maybe"
        "answer":"http"         | "answer":"timeout"
        "status":200            | "status":-1
        "source":"10.1.2.3"     | "source":"me"
        "source":"10.1.2.3"     | "source":null
        "192.168.1.1"           | {}
        "web":[                 | "web":[[],
        "name":                 | "name":"b.test","name":
        }                       | }}
        """)
    void anything_else_is_a_problem(String from, String to) {
        assertThat(GOOD).contains(from);
        int at = from.equals("}") ? GOOD.length() - 1 : GOOD.indexOf(from);
        Read<KillSwitchProbe> read =
                ProbeLines.read(GOOD.substring(0, at) + to + GOOD.substring(at + from.length()), "x");
        assertThat(read.items()).isEmpty();
        assertThat(read.problems()).hasSize(1);
    }

    @Test
    void sizes_are_bounded() {
        assertThat(ProbeLines.read((GOOD + "\n").repeat(ProbeLines.MOST_LINES + 1), "x")
                        .items())
                .hasSize(ProbeLines.MOST_LINES);
        String many = GOOD.replace("\"192.168.1.1\"", "\"192.168.1.1\",".repeat(200) + "\"192.168.1.1\"");
        assertThat(ProbeLines.read(many, "x").items()).isEmpty();
        assertThat(ProbeLines.read(GOOD.replace("\"a.test\"", "\"" + "a".repeat(1 << 18) + "\""), "x")
                        .items())
                .isEmpty();
    }

    /** Nothing that is nearly a probe throws, and none becomes green that was not. */
    @Test
    void mutated_lines_are_read_or_refused() {
        var random = new Random(20_170_512);
        for (int i = 0; i < 3_000; i++) {
            var line = new StringBuilder(GOOD);
            for (int j = random.nextInt(4); j >= 0; j--) {
                int at = random.nextInt(line.length());
                switch (random.nextInt(3)) {
                    case 0 -> line.setCharAt(at, (char) random.nextInt(0x3000));
                    case 1 -> line.deleteCharAt(at);
                    default -> line.insert(at, "\"[]{}:,0.\\".charAt(random.nextInt(10)));
                }
            }
            Read<KillSwitchProbe> read = ProbeLines.read(line.toString(), "x");
            for (KillSwitchProbe probe : read.items()) {
                assertThat(ProbeLines.read(ProbeLineWriter.line(probe), "x").items())
                        .containsExactly(probe);
            }
        }
    }
}

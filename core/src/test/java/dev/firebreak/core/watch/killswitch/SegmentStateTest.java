package dev.firebreak.core.watch.killswitch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.core.watch.killswitch.DnsObservation.Outcome;
import dev.firebreak.core.watch.killswitch.DnsObservation.RecordType;
import dev.firebreak.core.watch.killswitch.DnsObservation.Transport;
import dev.firebreak.core.watch.killswitch.WebObservation.Answer;
import dev.firebreak.core.watch.killswitch.WebObservation.Connect;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The worst machine and the worst name count for a segment; what was not probed lately is unknown. */
class SegmentStateTest {

    private static final Instant NOW = Instant.parse("2017-05-15T12:00:00Z");
    private static final String NONCE = "0123456789abcdef0123456789abcdef";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        # probes: name machine hours-ago what      | expected | verdict
        a PC1 1 good                               | a        | protected
        a PC1 1 good, a PC2 1 nxdomain             | a        | not_protected
        a PC1 1 good, a PC2 48 nxdomain            | a        | protected
        a PC1 48 good                              | a        | unknown
        a PC1 48 nxdomain                          | a        | unknown
        a PC1 1 good                               | a b      | unknown
        a PC1 1 good, b PC1 1 good                 | a b      | protected
        a PC1 1 good, b PC1 1 other                | a b      | protected_blind
        a PC1 1 good, b PC1 1 nxdomain             | a        | not_protected
        a PC1 1 hosts                              | a        | not_protected
        A. PC1 1 good                              | a        | protected
        """)
    void the_worst_counts(String probes, String expected, String verdict) {
        List<KeptProbe> kept = new ArrayList<>();
        for (String probe : probes.split(",")) {
            String[] parts = probe.strip().split(" ");
            kept.add(kept(parts[0], parts[1], Integer.parseInt(parts[2]), parts[3], "seg"));
        }
        List<SegmentState> states = SegmentState.of(kept, List.of(expected.split(" ")), NOW, Duration.ofHours(24));
        assertThat(states).hasSize(1);
        assertThat(states.getFirst().verdict().id()).isEqualTo(verdict);
        assertThat(states.getFirst().names())
                .allSatisfy(n -> assertThat(n.because()).isNotEmpty());
    }

    @Test
    void segments_and_sites_are_apart_and_the_worst_comes_first() {
        List<SegmentState> states = SegmentState.of(
                List.of(kept("a", "PC1", 1, "good", "one"), kept("a", "PC2", 1, "nxdomain", "two")),
                List.of("a"),
                NOW,
                Duration.ofHours(24));
        assertThat(states).extracting(SegmentState::segment).containsExactly("two", "one");
        assertThat(SegmentState.of(List.of(), List.of("a"), NOW, Duration.ofHours(24)))
                .isEmpty();
    }

    private static KeptProbe kept(String name, String machine, int hoursAgo, String what, String segment) {
        Instant time = NOW.minus(Duration.ofHours(hoursAgo));
        boolean named = what.equals("good") || what.equals("other");
        var dns = new DnsObservation(
                "10.0.0.1",
                Transport.UDP,
                RecordType.A,
                named ? Outcome.ADDRESS : Outcome.NXDOMAIN,
                named ? List.of("10.9.0.80") : List.of());
        var web = new WebObservation(
                "10.9.0.80",
                80,
                Connect.OPEN,
                "10.1.2.3",
                Answer.HTTP,
                200,
                List.of(),
                what.equals("other") ? null : new SinkholeReceipt(NONCE, "10.1.2.3"));
        return new KeptProbe(
                "Osaka",
                "token",
                time,
                new KillSwitchProbe(
                        name,
                        new KillSwitchProbe.Origin(machine, segment, time, NONCE),
                        what.equals("hosts") ? List.of("10.9.0.80") : List.of(),
                        List.of(dns),
                        List.of(web),
                        List.of(),
                        SinkholeSight.NOT_ASKED));
    }
}

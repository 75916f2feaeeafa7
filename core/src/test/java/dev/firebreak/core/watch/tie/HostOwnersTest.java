package dev.firebreak.core.watch.tie;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.core.assess.Verdict;
import dev.firebreak.core.fleet.AddressLease;
import dev.firebreak.core.fleet.AddressLeases;
import dev.firebreak.core.fleet.MachineStatus;
import dev.firebreak.core.fleet.MachineSummary;
import dev.firebreak.core.watch.Detection;
import dev.firebreak.core.watch.Flow;
import dev.firebreak.core.watch.Rules;
import dev.firebreak.core.watch.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which machine a host in a detection is, and when nobody can tell. */
class HostOwnersTest {

    private static final Instant NINE = Instant.parse("2017-05-12T09:00:00Z");
    private static final String MS17 = "MS17-010";

    private static MachineSummary machine(String name, Verdict.Kind verdict, String... addresses) {
        return new MachineSummary(
                name,
                new MachineSummary.Place("Osaka", null, List.of(addresses)),
                new MachineSummary.Windows(null, null, null, null, "unknown", null),
                new MachineSummary.Outcome(Map.of(MS17, verdict), List.of(), null, null),
                NINE);
    }

    private static final List<MachineSummary> FLEET = List.of(
            machine("PC1", Verdict.Kind.VULNERABLE, "10.0.0.1", "2001:DB8:0::1"),
            machine("PC2", Verdict.Kind.FIXED, "10.0.0.2"),
            machine("PC3", Verdict.Kind.VULNERABLE, "10.0.0.9"),
            machine("PC4", Verdict.Kind.UNKNOWN, "10.0.0.9"),
            machine("PC5", Verdict.Kind.UNKNOWN, "10.0.0.5"),
            machine("srv.a.example", Verdict.Kind.VULNERABLE),
            machine("srv.b.example", Verdict.Kind.VULNERABLE),
            machine("proxy", Verdict.Kind.VULNERABLE, "10.0.0.80"));

    /** 10.0.0.7 was PC5's until ten and nobody's in the fleet after that; 10.0.0.5 is reported by PC5, but was PC2's then. */
    private static final AddressLeases LEASES = AddressLeases.of(List.of(
            new AddressLease("10.0.0.7", "00:00:00:00:00:05", "PC5", NINE, NINE.plusSeconds(3_600)),
            new AddressLease(
                    "10.0.0.7", "00:00:00:00:00:77", "guest", NINE.plusSeconds(3_600), NINE.plusSeconds(9_000)),
            new AddressLease("10.0.0.5", "00:00:00:00:00:02", "pc2.corp.example", NINE, NINE.plusSeconds(3_600)),
            new AddressLease("10.0.0.6", "00:00:00:00:00:06", "PC2", null, NINE.plusSeconds(9_000)),
            new AddressLease("10.0.0.8", "00:00:00:00:00:08", null, NINE, NINE.plusSeconds(9_000))));

    private static Detection detection(String rule, String source, String target, int minutes) {
        return new Detection(
                NINE.plusSeconds(60L * minutes),
                rule,
                Severity.CRITICAL,
                Flow.of(source, 50_000, target, 445),
                1,
                List.of(),
                "test");
    }

    private static HostOwners owners(DetectedHosts hosts) {
        return HostOwners.of(hosts.all(), FLEET::forEach, LEASES, List.of("10.0.0.80"));
    }

    private static String told(HostOwners.Owner owner) {
        return switch (owner) {
            case HostOwners.Owner.One one ->
                one.machine().name() + " " + one.basis().id();
            case HostOwners.Owner.Unclear unclear ->
                unclear.basis().id()
                        + unclear.machines().stream().map(m -> " " + m.name()).toList();
            case HostOwners.Owner.Nobody nobody -> "nobody";
        };
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        # host           | minutes after nine | who it was
        10.0.0.1         | 1   | PC1 inventory
        2001:db8::1      | 1   | PC1 inventory
        10.0.0.9         | 1   | several[ PC3,  PC4]
        10.0.0.7         | 1   | PC5 lease
        10.0.0.7         | 61  | nobody
        10.0.0.7         | 500 | nobody
        10.0.0.5         | 1   | PC2 lease_undated
        10.0.0.5         | 61  | PC5 inventory
        10.0.0.6         | 1   | PC2 lease_undated
        10.0.0.8         | 1   | nobody
        10.0.0.80        | 1   | shared[ proxy]
        203.0.113.5      | 1   | nobody
        pc1              | 1   | PC1 name
        PC1.corp.example | 1   | PC1 short_name
        srv              | 1   | several[ srv.a.example,  srv.b.example]
        srv.a.example    | 1   | srv.a.example name
        SRV.B.EXAMPLE.   | 1   | srv.b.example name
        srv.c.example    | 1   | nobody
        pc11             | 1   | nobody
        """)
    void a_host_is_a_machine_only_where_nothing_else_can_be_meant(String host, int minutes, String who) {
        var hosts = new DetectedHosts();
        hosts.add(List.of(detection(Rules.ETERNALBLUE, "203.0.113.1", host, minutes)));
        assertThat(told(owners(hosts).at(host, NINE.plusSeconds(60L * minutes))))
                .isEqualTo(who);
    }

    private static FleetTies ties(DetectedHosts hosts) {
        return new FleetTies(hosts.all(), owners(hosts));
    }

    private static FleetTies.Hits hits(FleetTies ties) {
        return ties.hits(line -> MachineStatus.of(line.verdict(MS17), false));
    }

    @Test
    void vulnerable_machines_that_were_attacked_are_counted_and_unknown_ones_apart() {
        var hosts = new DetectedHosts();
        hosts.add(List.of(
                detection(Rules.ETERNALBLUE, "203.0.113.1", "10.0.0.1", 1),
                detection(Rules.DOUBLEPULSAR, "203.0.113.1", "PC1.corp.example", 2),
                detection(Rules.ETERNALBLUE, "10.0.0.1", "10.0.0.2", 3),
                detection(Rules.ETERNALBLUE, "10.0.0.1", "10.0.0.9", 4),
                detection(Rules.ETERNALBLUE, "10.0.0.1", "10.0.0.7", 5)));
        FleetTies ties = ties(hosts);
        assertThat(hits(ties)).isEqualTo(new FleetTies.Hits(1, 1, 1, 2, 1));
        MachineTies one = ties.of("pc1").orElseThrow();
        assertThat(one.attacked()).isEqualTo(2);
        assertThat(one.acted()).isEqualTo(3);
        assertThat(one.last()).isEqualTo(NINE.plusSeconds(300));
        assertThat(ties.is("PC3", FleetTies.Kind.HIT)).isFalse();
        assertThat(ties.is("PC3", FleetTies.Kind.NAMED)).isFalse();
        assertThat(ties.is("PC3", FleetTies.Kind.MAYBE_HIT)).isTrue();
        assertThat(ties.of("PC-of-nobody")).isEmpty();
    }

    /** The lease moved on: the later attack on the address was on a stranger to the fleet. */
    @Test
    void an_attack_after_a_lease_ended_is_not_the_former_holders() {
        var hosts = new DetectedHosts();
        hosts.add(List.of(detection(Rules.ETERNALBLUE, "203.0.113.1", "10.0.0.7", 70)));
        assertThat(ties(hosts).of("PC5")).isEmpty();
        assertThat(hits(ties(hosts))).isEqualTo(new FleetTies.Hits(0, 0, 0, 0, 0));
    }

    /** A name server that was asked, a target that a scanner tried: named, and nothing against it. */
    @Test
    void a_machine_that_was_only_contacted_is_neither_hit_nor_named() {
        var hosts = new DetectedHosts();
        hosts.add(List.of(
                detection(Rules.KILLSWITCH_LOOKUP, "203.0.113.1", "10.0.0.1", 1),
                detection(Rules.SMB_SCAN, "203.0.113.1", "10.0.0.2", 1)));
        FleetTies ties = ties(hosts);
        assertThat(ties.is("PC1", FleetTies.Kind.NAMED)).isFalse();
        assertThat(ties.is("PC1", FleetTies.Kind.HIT)).isFalse();
        assertThat(hits(ties)).isEqualTo(new FleetTies.Hits(0, 0, 0, 0, 0));
    }

    @Test
    void a_proxy_is_never_said_to_have_acted_itself() {
        var hosts = new DetectedHosts();
        hosts.add(List.of(detection(Rules.KILLSWITCH_CONTACT, "10.0.0.80", "203.0.113.1", 1)));
        FleetTies ties = ties(hosts);
        assertThat(ties.is("proxy", FleetTies.Kind.NAMED)).isFalse();
        assertThat(ties.of("proxy").orElseThrow().maybe()).isEqualTo(1);
    }

    @Test
    void hosts_and_times_are_bounded() {
        var hosts = new DetectedHosts();
        List<Detection> many = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            many.add(detection(Rules.ETERNALBLUE, "10.0.0.1", "10.0.0.2", i));
        }
        hosts.add(many);
        assertThat(hosts.all().hosts())
                .allSatisfy(host -> assertThat(host.times()).hasSize(DetectedHosts.MOST_TIMES));
        assertThat(ties(hosts).of("PC1").orElseThrow().last()).isEqualTo(NINE.plusSeconds(1_999 * 60L));
        assertThat(hosts.isFull()).isFalse();
        for (int i = 0; i <= DetectedHosts.MOST_HOSTS; i += 1_000) {
            List<Detection> spoofed = new ArrayList<>();
            for (int j = i; j < i + 1_000; j++) {
                spoofed.add(detection(Rules.SMB_SCAN, "h" + j, "10.0.0.2", 1));
            }
            hosts.add(spoofed);
        }
        assertThat(hosts.all().hosts()).hasSize(DetectedHosts.MOST_HOSTS);
        assertThat(hosts.isFull()).isTrue();
    }

    @Test
    void the_hosts_of_a_machine_are_its_name_its_addresses_and_its_leases() {
        var hosts = new DetectedHosts();
        hosts.add(List.of(
                detection(Rules.ETERNALBLUE, "pc5.corp.example", "10.0.0.5", 1),
                detection(Rules.ETERNALBLUE, "PC5", "10.0.0.7", 1),
                detection(Rules.ETERNALBLUE, "10.0.0.1", "10.0.0.2", 1)));
        MachineHosts own = MachineHosts.of(FLEET.get(4), hosts, LEASES);
        assertThat(own.spellings()).containsExactlyInAnyOrder("pc5.corp.example", "PC5", "10.0.0.5", "10.0.0.7");
        HostOwners owners = HostOwners.of(own.hosts(), FLEET::forEach, LEASES, List.of());
        Detection theirs = detection(Rules.ETERNALBLUE, "203.0.113.1", "10.0.0.5", 1);
        assertThat(DetectionTie.asTarget(theirs, "PC5", owners))
                .as("PC2 had it then")
                .isEmpty();
        Detection later = detection(Rules.ETERNALBLUE, "203.0.113.1", "10.0.0.5", 90);
        assertThat(DetectionTie.asTarget(later, "PC5", owners).orElseThrow().basis())
                .isEqualTo(TieBasis.INVENTORY);
    }
}

package dev.firebreak.core.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.core.inventory.Source;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who never reported and who is in no inventory: whoever is not surely one that reported counts. */
class FleetGapsTest {

    private static final Instant NOW = Instant.parse("2017-05-14T08:00:00Z");
    private static final Source AD = Source.of("ad.csv");
    private static final Source LEASES = Source.of("leases");

    private static KnownMachines known(String... machines) {
        var known = new KnownMachines();
        for (String machine : machines) {
            String[] parts = machine.split("@");
            known.add(parts[0], parts.length == 1 ? List.of() : List.of(parts[1]));
        }
        return known;
    }

    private static ExpectedMachine expected(String name) {
        int dot = name.indexOf('.');
        return new ExpectedMachine(
                dot < 0 ? name : name.substring(0, dot), dot < 0 ? null : name, null, null, null, AD);
    }

    private static Sighting seen(String address, String mac, String host) {
        return new Sighting(address, mac, host, NOW, Sighting.Kind.LEASE, LEASES);
    }

    private static FleetGaps gaps(KnownMachines known, List<ExpectedMachine> expected, List<Sighting> seen) {
        return FleetGaps.of(known, expected, seen, List.of(), NOW);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            # reported                    | expected                        | missing
            PC1                           | PC1                             | -
            pc1                           | PC1.example.org                 | -
            PC1.example.org               | pc1                             | -
            PC1.example.org               | PC1.EXAMPLE.ORG                 | -
            PC1.other.org                 | PC1.example.org                 | pc1.example.org
            PC2                           | PC1                             | pc1
            -                             | PC1 PC2                         | pc1 pc2
            PC1                           | PC1.a.org PC1.b.org             | pc1.a.org pc1.b.org
            PC1.a.org                     | PC1.a.org PC1.b.org             | pc1.b.org
            PC1.a.org PC1                 | PC1.a.org PC1.b.org             | -
            PC1                           | PC1 PC1.example.org pc1         | -
            -                             | PC1 PC1.example.org pc1         | pc1.example.org
            ACCOUNTING-DESK               | accounting-desktop              | -
            ACCOUNTING-DESK               | accounting-desktop accounting-desk2 | accounting-desk2 accounting-desktop
            """)
    void expected_and_never_reported(String reported, String expected, String missing) {
        KnownMachines known = known(reported == null ? new String[0] : reported.split(" "));
        FleetGaps gaps = gaps(
                known,
                Arrays.stream(expected.split(" ")).map(FleetGapsTest::expected).toList(),
                List.of());
        assertThat(gaps.missing())
                .extracting(m -> m.machine().key().toLowerCase(Locale.ROOT))
                .containsExactly(missing == null ? new String[0] : missing.split(" "));
    }

    @Test
    void the_count_of_all() {
        List<ExpectedMachine> expected = new ArrayList<>();
        List<String> reported = new ArrayList<>();
        for (int i = 0; i < 37; i++) {
            expected.add(expected("PC" + i));
            if (i < 28) {
                reported.add("PC" + i);
            }
        }
        List<Sighting> seen = new ArrayList<>();
        for (int i = 0; i < 19; i++) {
            seen.add(seen("10.1.2." + i, null, null));
        }
        FleetGaps gaps = gaps(known(reported.toArray(String[]::new)), expected, seen);
        assertThat(gaps.unknown()).isEqualTo(28);
        assertThat(gaps.total()).isEqualTo(56);
        assertThat(gaps.sentence().en()).startsWith("28 of 56 reported; 9 expected ones never did; 19 ");
        assertThat(gaps.sentence().ja()).startsWith("56 台のうち 28 台");
    }

    @Test
    void a_machine_known_only_from_a_scan_did_not_report() {
        KnownMachines known = known("PC1");
        known.add("PC2", List.of("10.1.2.3"), false);
        known.add("PC3.example.org", List.of(), false);
        FleetGaps gaps = gaps(
                known,
                List.of(expected("PC1"), expected("PC2.example.org"), expected("PC3"), expected("PC4")),
                List.of(seen("10.1.2.3", null, null)));
        assertThat(gaps.sentence().en()).isEqualTo("1 of 4 reported; 3 expected ones never did");
        assertThat(gaps.missing()).hasSize(1);
        assertThat(gaps.unmanaged()).isEmpty();
    }

    @Test
    void disabled_and_old_accounts_are_labelled_and_counted() {
        var old = new ExpectedMachine(
                "PC1", null, null, NOW.minus(FleetGaps.STALE).minusSeconds(1), false, AD);
        var fresh = new ExpectedMachine("PC2", null, null, NOW.minus(FleetGaps.STALE), true, AD);
        FleetGaps gaps = gaps(known(), List.of(old, fresh), List.of());
        assertThat(gaps.missing()).hasSize(2);
        assertThat(gaps.missing().getFirst().labels())
                .containsExactlyInAnyOrder(FleetGaps.Label.DISABLED, FleetGaps.Label.NOT_LOGGED_ON);
        assertThat(gaps.missing().getLast().labels()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            # reported      | address     | mac               | host            | unmanaged
            PC1@10.1.2.3    | 10.1.2.3    | -                 | -               | -
            PC1@10.1.2.3    | 10.1.2.4    | -                 | -               | 10.1.2.4
            PC1@10.1.2.3    | 10.1.2.9    | -                 | pc1.example.org | -
            PC1@10.1.2.3    | 10.1.2.3    | -                 | PRINTER         | 10.1.2.3
            PC1             | 224.0.0.22  | 01:00:5e:00:00:16 | -               | -
            PC1             | 255.255.255.255 | -             | -               | -
            PC1             | 169.254.3.4 | -                 | -               | -
            """)
    void seen_but_unmanaged(String reported, String address, String mac, String host, String unmanaged) {
        FleetGaps gaps = gaps(known(reported), List.of(), List.of(seen(address, mac, host)));
        assertThat(gaps.unmanaged())
                .extracting(FleetGaps.Unmanaged::address)
                .containsExactly(unmanaged == null ? new String[0] : new String[] {unmanaged});
    }

    @Test
    void one_device_is_counted_once_whatever_saw_it() {
        String mac = "00:0c:29:11:22:33";
        var probe = new Sighting("10.1.2.3", null, null, NOW.plusSeconds(1), Sighting.Kind.PROBE, Source.of("probe"));
        FleetGaps gaps =
                gaps(known(), List.of(), List.of(seen("10.1.2.3", mac, "X"), seen("10.1.2.7", mac, null), probe));
        assertThat(gaps.unmanaged()).singleElement().satisfies(one -> {
            assertThat(one.hostName()).isEqualTo("X");
            assertThat(one.kinds()).containsExactlyInAnyOrder(Sighting.Kind.LEASE, Sighting.Kind.PROBE);
            assertThat(one.at()).isEqualTo(NOW.plusSeconds(1));
            assertThat(one.key()).isEqualTo(mac);
        });
    }

    @Test
    void a_missing_machine_that_the_network_saw_is_counted_once() {
        FleetGaps gaps = gaps(known(), List.of(expected("PC1")), List.of(seen("10.1.2.3", null, "PC1")));
        assertThat(gaps.unknown()).isEqualTo(1);
        assertThat(gaps.missing().getFirst().seen()).isNotNull();
    }

    @Test
    void a_person_ties_or_dismisses() {
        var tied = new GapDecision(GapDecision.Kind.EXPECTED, "PC1", "PC7", "renamed", "account:aiko", NOW);
        var dismissed = new GapDecision(GapDecision.Kind.UNMANAGED, "10.1.2.3", null, "a printer", "account:aiko", NOW);
        FleetGaps gaps = FleetGaps.of(
                known("PC7"),
                List.of(expected("PC1")),
                List.of(seen("10.1.2.3", null, null)),
                List.of(tied, dismissed),
                NOW);
        assertThat(gaps.unknown()).isZero();
        assertThat(gaps.reported()).isEqualTo(1);
        assertThat(gaps.dismissed()).containsExactly(dismissed);
    }

    @Test
    void a_tie_to_a_machine_that_does_not_report_settles_nothing() {
        var tied = new GapDecision(GapDecision.Kind.EXPECTED, "PC1", "PC7", "renamed", "account:aiko", NOW);
        assertThat(FleetGaps.of(known("PC8"), List.of(expected("PC1")), List.of(), List.of(tied), NOW)
                        .missing())
                .hasSize(1);
    }

    /** The device at an address that was dismissed may be another tomorrow: a hardware address tells. */
    @Test
    void a_dismissed_address_does_not_cover_a_device_with_a_hardware_address() {
        var dismissed = new GapDecision(GapDecision.Kind.UNMANAGED, "10.1.2.3", null, "a printer", "account:aiko", NOW);
        assertThat(FleetGaps.of(
                                known(),
                                List.of(),
                                List.of(seen("10.1.2.3", "00:0c:29:11:22:33", null)),
                                List.of(dismissed),
                                NOW)
                        .unmanaged())
                .hasSize(1);
    }
}

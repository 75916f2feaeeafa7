package dev.firebreak.core.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.core.inventory.Evidence.LookupFailed;
import dev.firebreak.core.inventory.Snapshot;
import dev.firebreak.core.inventory.Source;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Machines that no report covers, as snapshots: as many as are counted, each without evidence of anything. */
class UnreportedMachinesTest {

    private static final Instant NOW = Instant.parse("2017-05-14T08:00:00Z");

    @Test
    void as_many_snapshots_as_are_counted_and_no_evidence_but_the_failed_look() {
        var known = new KnownMachines();
        known.add("PC1", List.of("10.0.0.1"));
        Source list = Source.of("ad.csv");
        FleetGaps gaps = FleetGaps.of(
                known,
                List.of(
                        new ExpectedMachine("PC1", null, null, null, null, list.at(2)),
                        new ExpectedMachine("PC2", "pc2.a.org", "Windows 10 Pro", null, false, list.at(3)),
                        new ExpectedMachine("PC3", null, null, null, true, list.at(4))),
                List.of(
                        new Sighting("10.0.0.1", null, null, NOW, Sighting.Kind.ARP, Source.of("arp.txt")),
                        new Sighting("10.0.0.3", null, "pc3", NOW, Sighting.Kind.LEASE, Source.of("leases")),
                        new Sighting("10.0.0.9", null, null, NOW, Sighting.Kind.ARP, Source.of("arp.txt"))),
                List.of(),
                NOW);
        List<Snapshot> machines = UnreportedMachines.of(gaps);
        assertThat(machines).hasSize(gaps.unknown());
        assertThat(machines).extracting(Snapshot::machine).containsExactly("pc2.a.org", "PC3", "10.0.0.9");
        assertThat(machines)
                .extracting(Snapshot::addresses)
                .containsExactly(List.of(), List.of("10.0.0.3"), List.of("10.0.0.9"));
        assertThat(machines)
                .extracting(Snapshot::sources)
                .containsExactly(List.of("ad.csv"), List.of("ad.csv", "leases"), List.of("arp.txt"));
        assertThat(machines).flatExtracting(Snapshot::evidence).hasSize(3).allMatch(LookupFailed.class::isInstance);
        assertThat(machines)
                .flatExtracting(Snapshot::evidence)
                .extracting(evidence -> ((LookupFailed) evidence).reason().en())
                .containsExactly(
                        "expected, but no report was received (account disabled)",
                        "expected, but no report was received",
                        "seen on the network (ARP table), but in no inventory");
    }
}

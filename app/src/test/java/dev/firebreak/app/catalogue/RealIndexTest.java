package dev.firebreak.app.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.feed.store.CompiledCatalogue;
import dev.firebreak.core.advisory.Architecture;
import dev.firebreak.core.advisory.Build;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.advisory.KbSet;
import dev.firebreak.core.assess.Assessor;
import dev.firebreak.core.catalogue.Catalogue;
import dev.firebreak.core.inventory.Evidence;
import dev.firebreak.core.inventory.Snapshot;
import dev.firebreak.core.inventory.Source;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole catalogue of real bulletins as a compiled index: the same answers, at the speed of reading. */
class RealIndexTest {

    private static final Source SOURCE = Source.of("fleet.ndjson");

    /** Far above what it takes, so that a busy machine does not fail the build; the figures are in docs/benchmarks.md. */
    private static final long MAX_NANOS_TO_LOAD = 5_000_000_000L;

    @TempDir
    Path folder;

    @Test
    void the_index_loads_at_once_and_answers_the_same() {
        Catalogue made = RealCatalogue.mended();
        CompiledCatalogue.open(folder, "f", () -> made, w -> {});
        long start = System.nanoTime();
        Catalogue read = CompiledCatalogue.open(
                folder,
                "f",
                () -> {
                    throw new AssertionError("it was kept");
                },
                w -> {});
        long nanos = System.nanoTime() - start;
        System.out.println("index of "
                + folder.resolve("catalogue.idx").toFile().length() + " bytes loaded in " + nanos / 1_000_000 + " ms");
        assertThat(nanos).isLessThan(MAX_NANOS_TO_LOAD);
        var one = new Assessor(RealCatalogue.KNOWLEDGE, List.of(), made, LocalDate.parse("2019-03-05"));
        var other = new Assessor(RealCatalogue.KNOWLEDGE, List.of(), read, LocalDate.parse("2019-03-05"));
        var host = RealHost.read(
                "Microsoft Windows 7 Enterprise",
                Architecture.X64,
                "7_sp1_x64_enterprise_en-us_20190305_systeminfo.txt");
        assertThat(other.assess(host).exposure()).isEqualTo(one.assess(host).exposure());
        fleet(other);
    }

    /** Machines in few patch states, as in a fleet: what one of them costs after the first. */
    private static void fleet(Assessor assessor) {
        List<Snapshot> machines = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            List<Kb> kbs = new ArrayList<>(List.of(new Kb(4467107)));
            for (int k = 0; k < 24; k++) {
                kbs.add(new Kb(2_500_000 + 997 * k + i));
            }
            machines.add(Snapshot.of(
                    "PC-" + i,
                    "fleet.ndjson",
                    List.of(
                            new Evidence.OsObserved(
                                    "Microsoft Windows 7 Professional",
                                    Build.of("6.1.7601"),
                                    1,
                                    Architecture.X64,
                                    null,
                                    SOURCE),
                            Evidence.HotfixesListed.whole(KbSet.of(kbs), SOURCE))));
        }
        long open = 0;
        for (int round = 0; round < 40; round++) {
            long start = System.nanoTime();
            for (Snapshot machine : machines) {
                var exposure = assessor.assess(machine).exposure();
                open += exposure == null ? 0 : exposure.open();
            }
            if (round == 39)
                System.out.println(
                        "round " + round + ": " + (System.nanoTime() - start) / machines.size() + " ns a machine");
        }
        assertThat(open).isPositive();
    }
}

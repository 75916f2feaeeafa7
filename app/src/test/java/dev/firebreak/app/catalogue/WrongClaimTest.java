package dev.firebreak.app.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.feed.shipped.ShippedKnowledge;
import dev.firebreak.core.advisory.Architecture;
import dev.firebreak.core.advisory.Build;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.advisory.KbSet;
import dev.firebreak.core.assess.Assessor;
import dev.firebreak.core.catalogue.Catalogue;
import dev.firebreak.core.catalogue.CatalogueBuilder;
import dev.firebreak.core.catalogue.SupersedenceRepair;
import dev.firebreak.core.catalogue.VendorStatement;
import dev.firebreak.core.exposure.ExposureCounts;
import dev.firebreak.core.inventory.Evidence;
import dev.firebreak.core.inventory.Snapshot;
import dev.firebreak.core.inventory.Source;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two public lists say that the April 2017 security-only update closes CVE-2017-0143; KB4023262 says it does not. */
class WrongClaimTest {

    private static final ShippedKnowledge SHIPPED = new ShippedKnowledge();
    private static final Source SOURCE = Source.of("host.txt");

    private static Catalogue claimed() {
        var cataloguer = new CatalogueBuilder(SHIPPED.knowledge(), SHIPPED.lines());
        IntStream.of(4015546, 4012212, 4012215)
                .mapToObj(kb -> new VendorStatement(
                        "CVE-2017-0143",
                        new Kb(kb),
                        "Windows 7 for x64-based Systems Service Pack 1",
                        "",
                        new VendorStatement.Bulletin(
                                LocalDate.parse("2017-04-11"),
                                "Windows SMB Remote Code Execution Vulnerability",
                                "Critical",
                                "Remote Code Execution",
                                Set.of("MS17-010")),
                        List.of(),
                        null))
                .forEach(cataloguer::take);
        return cataloguer.catalogue();
    }

    @ParameterizedTest
    @CsvSource({"4015546, 1, 0", "4012212, 0, 1", "4015549, 0, 1"})
    void a_claim_known_to_be_wrong_closes_nothing(int installed, int open, int closed) {
        Snapshot snapshot = Snapshot.of(
                "PC",
                "host.txt",
                List.of(
                        new Evidence.OsObserved(
                                "Microsoft Windows 7 Professional",
                                Build.of("6.1.7601"),
                                1,
                                Architecture.X64,
                                null,
                                SOURCE),
                        Evidence.HotfixesListed.whole(KbSet.of(List.of(new Kb(installed))), SOURCE)));
        ExposureCounts exposure = Objects.requireNonNull(
                new Assessor(SHIPPED.knowledge(), List.of(), claimed(), LocalDate.parse("2017-05-14"))
                        .assess(snapshot)
                        .exposure());
        assertThat(exposure.open()).isEqualTo(open);
        assertThat(exposure.closed()).isEqualTo(closed);
        assertThat(claimed().all().getFirst().order().repairs())
                .filteredOn(repair -> repair.kind() == SupersedenceRepair.Kind.CLAIM_DENIED)
                .singleElement()
                .satisfies(repair -> assertThat(repair.kbs()).containsExactly(new Kb(4015546)));
    }
}

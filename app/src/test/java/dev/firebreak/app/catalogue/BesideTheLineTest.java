package dev.firebreak.app.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.feed.shipped.ShippedKnowledge;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.catalogue.Catalogue;
import dev.firebreak.core.catalogue.CatalogueBuilder;
import dev.firebreak.core.catalogue.SupersedenceRepair;
import dev.firebreak.core.catalogue.VendorStatement;
import dev.firebreak.core.exposure.ExposureCounts;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What feeds name beside a product's line of cumulative updates. Statements are {@code hole:update/update@day}, on Windows
 * Server 2022, whose updates of February, March and April 2026 are 5075906, 5078766 and 5082142.
 */
class BesideTheLineTest {

    private static final ShippedKnowledge SHIPPED = new ShippedKnowledge();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        # a feed says                                    | installed | day        | needed  | open | closed | unconfirmed | repair
        # a hotpatch is overtaken by the cumulative update of its month, also where that is not named
        1:5078737/5078766@2026-03-10 2:5078737@2026-03-10 | ''       | 2026-03-20 | 5078766 | 2    | 0      | 0           | IN_CUMULATIVE
        1:5078737/5078766@2026-03-10 2:5078737@2026-03-10 | 5078766  | 2026-03-20 | ''      | 0    | 2      | 0           | IN_CUMULATIVE
        1:5078737/5078766@2026-03-10 2:5078737@2026-03-10 | 5078737  | 2026-03-20 | ''      | 0    | 2      | 0           | IN_CUMULATIVE
        # not by that of the month before
        1:5078737/5078766@2026-03-10 2:5078737@2026-03-10 | 5075906  | 2026-03-20 | 5078766 | 2    | 0      | 0           | IN_CUMULATIVE
        # where the feed's day is too early, what it is named beside tells
        1:5078737/5078766@2026-02-01 2:5078737@2026-02-01 | 5075906  | 2026-03-20 | 5078766 | 2    | 0      | 0           | IN_CUMULATIVE
        # an update for one thing alone stays one of its own; months later nobody is offered it
        1:5077001@2026-02-10                             | ''        | 2026-02-20 | 5077001 | 1    | 0      | 0           |
        1:5077001@2026-02-10                             | ''        | 2026-04-20 | ''      | 0    | 0      | 1           |
        1:5077001@2026-02-10                             | 5082142   | 2026-04-20 | ''      | 0    | 0      | 1           |
        1:5077001@2026-02-10                             | 5077001   | 2026-04-20 | ''      | 0    | 1      | 0           |
        # Windows 11's update is none of Server 2022's: the server's own of that day decides
        1:5079473@2026-03-10                             | ''        | 2026-03-20 | 5078766 | 1    | 0      | 0           | OTHER_PRODUCTS_UPDATE
        1:5079473@2026-03-10                             | 5079473   | 2026-03-20 | 5078766 | 1    | 0      | 0           | OTHER_PRODUCTS_UPDATE
        1:5079473@2026-03-10                             | 5078766   | 2026-03-20 | ''      | 0    | 1      | 0           | OTHER_PRODUCTS_UPDATE
        1:5079473@2026-03-10                             | 5075906   | 2026-03-20 | 5078766 | 1    | 0      | 0           | OTHER_PRODUCTS_UPDATE
        1:5079473/5078766@2026-03-10                     | 5079473   | 2026-03-20 | 5078766 | 1    | 0      | 0           | OTHER_PRODUCTS_UPDATE
        # nobody knew of a hole before the year of its number
        1:@2026-03-10                                    | ''        | 2025-12-31 | ''      | 0    | 0      | 0           |
        1:@2026-03-10                                    | ''        | 2026-01-01 | ''      | 1    | 0      | 0           |
        """)
    void what_counts(
            String said,
            String installed,
            String day,
            String needed,
            int open,
            int closed,
            int unconfirmed,
            @Nullable String repair) {
        Catalogue catalogue = catalogue("Windows Server 2022", said);
        ExposureCounts exposure =
                Hosts.exposure(catalogue, "Windows Server 2022 Standard", "10.0.20348", installed, day);
        assertThat(Hosts.numbers(exposure.needed())).isEqualTo(needed);
        assertThat(List.of(exposure.open(), exposure.closed(), exposure.unconfirmed()))
                .isEqualTo(List.of(open, closed, unconfirmed));
        if (repair != null) {
            assertThat(catalogue.all().getFirst().order().repairs())
                    .extracting(SupersedenceRepair::kind)
                    .contains(SupersedenceRepair.Kind.valueOf(repair));
        }
    }

    /** Since 2017 Flash Player's holes are told by the id of an advisory, without a CVE; a client has it from the start. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        # caption                     | installed       | day        | needed  | open
        Windows 10 Pro                | ''              | 2019-03-07 | 4487038 | 1
        Windows 10 Pro                | 4487029         | 2019-03-07 | 4487038 | 1
        Windows 10 Pro                | 4487038         | 2019-03-07 | ''      | 0
        Windows 10 Pro                | ''              | 2021-01-01 | ''      | 0
        Windows Server 2019 Standard  | ''              | 2019-03-07 | ''      | 0
        Windows Server 2019 Standard  | 4480979         | 2019-03-07 | 4487038 | 1
        """)
    void flash_player(String caption, String installed, String day, String needed, int open) {
        var cataloguer = new CatalogueBuilder(SHIPPED.knowledge(), SHIPPED.lines());
        for (String on : List.of("Windows 10 Version 1809 for x64-based Systems", "Windows Server 2019")) {
            cataloguer.take(flash("ADV190001", 4480979, "2019-01-08", on));
            cataloguer.take(flash("ADV190003", 4487038, "2019-02-12", on));
        }
        ExposureCounts exposure = Hosts.exposure(cataloguer.catalogue(), caption, "10.0.17763", installed, day);
        assertThat(Hosts.numbers(exposure.needed())).isEqualTo(needed);
        assertThat(exposure.open()).isLessThanOrEqualTo(2 * open).isGreaterThanOrEqualTo(open);
    }

    private static VendorStatement flash(String id, int kb, String day, String on) {
        return new VendorStatement(
                null,
                new Kb(kb),
                "Adobe Flash Player on " + on,
                "Adobe Flash Player",
                new VendorStatement.Bulletin(
                        LocalDate.parse(day),
                        "Adobe Flash Security Update",
                        "Critical",
                        "Remote Code Execution",
                        Set.of(id)),
                List.of(),
                null);
    }

    private static Catalogue catalogue(String product, String said) {
        var cataloguer = new CatalogueBuilder(SHIPPED.knowledge(), SHIPPED.lines());
        for (String one : said.split(" +")) {
            String[] parts = one.split("[:@]", -1);
            for (String kb : parts[1].split("/")) {
                cataloguer.take(new VendorStatement(
                        "CVE-2026-000" + parts[0],
                        kb.isEmpty() ? null : new Kb(Integer.parseInt(kb)),
                        product,
                        "",
                        new VendorStatement.Bulletin(LocalDate.parse(parts[2]), "", "", "", Set.of()),
                        List.of(),
                        null));
            }
        }
        return cataloguer.catalogue();
    }
}

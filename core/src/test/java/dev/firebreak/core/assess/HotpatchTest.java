package dev.firebreak.core.assess;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.core.advisory.TestCatalogue;
import dev.firebreak.core.catalogue.AdvisoryFactory;
import dev.firebreak.core.catalogue.Catalogue;
import dev.firebreak.core.exposure.ExposureCounts;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Hotpatches bring security fixes without a restart, and a revision between two cumulative updates. Of Server 2025 the updates
 * of April, May and June 2025 are KB5055523 (3775), KB5058411 (4061) and KB5060842 (4349), the hotpatch of May is KB5058497
 * (3981); of Server 2022 they are KB5055526 (3453), KB5058385 (3692) and KB5060526 (3807), the hotpatch KB5058500 (3630).
 */
class HotpatchTest {

    private static final Catalogue CATALOGUE = TestCatalogue.of(
            "2025 CVE-2025-1:5055523@2025-04-08 CVE-2025-2:5058411/5058497@2025-05-13 CVE-2025-3:5058411@2025-05-13",
            "2025 CVE-2025-4:5060842@2025-06-10",
            "2022 CVE-2025-1:5055526@2025-04-08 CVE-2025-2:5058385/5058500@2025-05-13 CVE-2025-4:5060526@2025-06-10");

    private static final String SERVER_2025 = "os 10.0.26100.%s x64 server 'Windows Server 2025 Datacenter'";
    private static final String AZURE = "os 10.0.20348.%s x64 server 'Windows Server 2022 Datacenter: Azure Edition'";
    private static final String SERVER_2022 = "os 10.0.20348.%s x64 server 'Windows Server 2022 Datacenter'";

    /** All CVEs as they stand on 2025-06-20 against the catalogue, and one of them alone. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # machine | revision | updates                       | CVE        | that CVE   | open, unknown, closed
            # a listed hotpatch that the feed names fixes
            2025      | 3981     | list KB5055523 KB5058497      | CVE-2025-2 | fixed      | 2 0 2
            2025      |          | list KB5055523 KB5058497      | CVE-2025-2 | fixed      | 2 0 2
            2025      | 3981     | partial KB5058497             | CVE-2025-2 | fixed      | 2 0 2
            AZURE     | 3630     | list KB5055526 KB5058500      | CVE-2025-2 | fixed      | 1 0 2
            # the revision of a hotpatch without the list, or against it: nobody can tell what it brought
            2025      | 3981     |                               | CVE-2025-2 | unknown    | 1 2 1
            2025      | 3981     | list KB5055523                | CVE-2025-2 | unknown    | 1 2 1
            AZURE     | 3630     |                               | CVE-2025-2 | unknown    | 1 1 1
            # of a month that is two cumulative updates away it brought nothing
            2025      | 3981     | list KB5055523 KB5058497      | CVE-2025-4 | vulnerable | 2 0 2
            2025      | 3981     |                               | CVE-2025-4 | vulnerable | 1 2 1
            2025      | 3981     |                               | CVE-2025-1 | fixed      | 1 2 1
            # a revision of the line is that of its update: no hotpatch runs
            2025      | 3775     |                               | CVE-2025-2 | vulnerable | 3 0 1
            2025      | 3775     | list KB5055523 KB5058497      | CVE-2025-2 | vulnerable | 3 0 1
            2025      | 3915     |                               | CVE-2025-2 | vulnerable | 3 0 1
            2025      | 4061     |                               | CVE-2025-2 | fixed      | 1 0 3
            # Server 2022 has them in the Azure Edition only
            2022      | 3630     |                               | CVE-2025-2 | vulnerable | 2 0 1
            2022      | 3692     |                               | CVE-2025-2 | fixed      | 1 0 2
            """)
    void what_a_revision_between_two_cumulative_updates_says(
            String machine, String revision, String updates, String cve, String verdict, String counts) {
        String os = (switch (machine) {
                    case "2025" -> SERVER_2025;
                    case "AZURE" -> AZURE;
                    default -> SERVER_2022;
                })
                .replace(".%s", revision == null ? "" : "." + revision);
        String words = os + (updates == null ? "" : "; " + updates);
        LocalDate day = LocalDate.parse("2025-06-20");
        var advisory = new AdvisoryFactory(CATALOGUE, TestCatalogue.KNOWLEDGE.products(), TestCatalogue.LINES)
                .named(cve)
                .orElseThrow();
        Assessment one = new Assessor(TestCatalogue.KNOWLEDGE, List.of(advisory), day).assess(TestMachine.of(words));
        assertThat(one.worst().id()).as(MissingFixReasonsTest.said(one)).isEqualTo(verdict);
        ExposureCounts all =
                MissingFixReasonsTest.assess(CATALOGUE, words, "2025-06-20").exposure();
        assertThat(all.open() + " " + all.unknown() + " " + all.closed()).isEqualTo(counts);
    }
}

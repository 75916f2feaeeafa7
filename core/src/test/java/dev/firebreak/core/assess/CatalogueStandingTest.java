package dev.firebreak.core.assess;

import static dev.firebreak.core.advisory.TestKnowledge.KNOWLEDGE;
import static dev.firebreak.core.advisory.TestKnowledge.LINES;
import static dev.firebreak.core.advisory.TestKnowledge.MS17_010;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.core.advisory.Advisory;
import dev.firebreak.core.advisory.Build;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.catalogue.Catalogue;
import dev.firebreak.core.catalogue.CatalogueBuilder;
import dev.firebreak.core.catalogue.VendorStatement;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How machines stand against a small catalogue, through the assessor: two lines of Windows, an update beside each, and a hole of
 * before the rollups that two updates close together. What is open is named by the update that closes it, newest first.
 */
class CatalogueStandingTest {

    private static final LocalDate MAY_14 = LocalDate.parse("2017-05-14");
    private static final String SEVEN = "Windows 7 SP1 for x64";
    private static final String TEN = "Windows 10 Version 1607 for x64";

    /** On Windows 10 each month's update closes a hole of that month; on 7 the security-only update does as well. */
    private static final Catalogue CATALOGUE = catalogue(
            said(TEN, "CVE-2017-0001", 4013429, "2017-03-14"),
            said(TEN, "CVE-2017-0002", 4015217, "2017-04-11"),
            said(TEN, "CVE-2017-0003", 4019472, "2017-05-09"),
            said(SEVEN, "CVE-2017-0001", 4012212, "2017-03-14"),
            said(SEVEN, "CVE-2017-0001", 4012215, "2017-03-14"),
            said(SEVEN, "CVE-2017-0002", 4015546, "2017-04-11"),
            said(SEVEN, "CVE-2017-0002", 4015549, "2017-04-11"),
            said(SEVEN, "CVE-2017-0003", 4019263, "2017-05-09"),
            said(SEVEN, "CVE-2017-0003", 4019264, "2017-05-09"),
            said(SEVEN, "CVE-2016-0010", 3100001, "2016-02-09"),
            said(SEVEN, "CVE-2016-0011", 3100002, "2016-02-09"),
            said(SEVEN, "CVE-2016-0011", 3100003, "2016-02-09"));

    private static VendorStatement said(String product, String cve, int kb, String day) {
        return new VendorStatement(
                cve,
                new Kb(kb),
                product,
                "",
                new VendorStatement.Bulletin(LocalDate.parse(day), "Security Update", "Critical", "", Set.of()),
                List.of(),
                null);
    }

    private static Catalogue catalogue(VendorStatement... statements) {
        var cataloguer = new CatalogueBuilder(KNOWLEDGE, LINES);
        Stream.of(statements).forEach(cataloguer::take);
        return cataloguer.catalogue();
    }

    private static Assessment assess(Catalogue catalogue, List<Advisory> ours, LocalDate asOf, String machine) {
        return new Assessor(KNOWLEDGE, ours, catalogue, asOf).assess(TestMachine.of(machine));
    }

    /** {@code vulnerable KB4019472: CVE-2017-0003}, findings joined by a slash. */
    private static String told(Assessment assessment) {
        return assessment.findings().stream()
                .map(f -> f.verdict().kind().id() + " " + f.advisory().id()
                        + f.advisory().cves().stream().sorted().collect(Collectors.joining(" ", ": ", "")))
                .map(String::strip)
                .collect(Collectors.joining(" / "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # Windows 10 1607: what it told                  | findings
            list                                             | vulnerable KB4019472: CVE-2017-0001 CVE-2017-0002 CVE-2017-0003
            list KB4013429                                   | vulnerable KB4019472: CVE-2017-0002 CVE-2017-0003
            list KB4015217                                   | vulnerable KB4019472: CVE-2017-0003
            list KB4019472                                   | fixed catalogue-closed:
            list KB4013429; partial KB4019472                | fixed catalogue-closed:
            partial KB4019472                                | fixed catalogue-closed:
            partial KB4015217                                | unknown catalogue-unknown: CVE-2017-0003
            partial KB1000001                                | unknown catalogue-unknown: CVE-2017-0001 CVE-2017-0002 CVE-2017-0003
            failed hotfixes                                  | unknown catalogue-unknown: CVE-2017-0001 CVE-2017-0002 CVE-2017-0003
            """)
    void a_list(String machine, String findings) {
        assertThat(told(assess(CATALOGUE, List.of(), MAY_14, "os 10.0.14393 x64 'Windows 10 Pro'; " + machine)))
                .isEqualTo(findings);
    }

    /** The revision is what runs: an update that is listed and newer waits for a restart, and closes nothing yet. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # UBR | what else it told                        | findings
            692   |                                          | vulnerable KB4019472: CVE-2017-0001 CVE-2017-0002 CVE-2017-0003
            953   |                                          | vulnerable KB4019472: CVE-2017-0002 CVE-2017-0003
            1065  |                                          | vulnerable KB4019472: CVE-2017-0002 CVE-2017-0003
            1066  |                                          | vulnerable KB4019472: CVE-2017-0003
            1197  |                                          | vulnerable KB4019472: CVE-2017-0003
            1198  |                                          | fixed catalogue-closed:
            953   | list KB4019472                           | vulnerable KB4019472: CVE-2017-0002 CVE-2017-0003
            953   | partial KB4019472                        | vulnerable KB4019472: CVE-2017-0002 CVE-2017-0003
            953   | list KB4013429 KB4015217                 | vulnerable KB4019472: CVE-2017-0002 CVE-2017-0003
            1198  | list                                     | fixed catalogue-closed:
            1198  | os 10.0.14393.953 x64                    | vulnerable KB4019472: CVE-2017-0002 CVE-2017-0003
            953   | os 10.0.14393.1198 x64                   | vulnerable KB4019472: CVE-2017-0002 CVE-2017-0003
            953   | os 10.0.14393 x64                        | vulnerable KB4019472: CVE-2017-0002 CVE-2017-0003
            """)
    void a_revision(String revision, String machine, String findings) {
        String words = "os 10.0.14393." + revision + " x64 'Windows 10 Pro'; " + (machine == null ? "" : machine);
        assertThat(told(assess(CATALOGUE, List.of(), MAY_14, words))).isEqualTo(findings);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # Windows 7 SP1: the list            | findings
            KB4019264 KB3100001 KB3100002 KB3100003 | fixed catalogue-closed:
            KB4019263 KB3100001 KB3100002 KB3100003 | vulnerable KB4019264: CVE-2017-0001 CVE-2017-0002
            KB4012212 KB4015546 KB4019263 KB3100001 KB3100002 KB3100003 | fixed catalogue-closed:
            KB4015549 KB4019263 KB3100001 KB3100002 KB3100003 | fixed catalogue-closed:
            KB4012218 KB4015546 KB4019263 KB3100001 KB3100002 KB3100003 | fixed catalogue-closed:
            KB4012215 KB3100001 KB3100002 KB3100003 | vulnerable KB4019264: CVE-2017-0002 CVE-2017-0003
            KB3100001 KB3100002                     | vulnerable KB4019264: CVE-2017-0001 CVE-2017-0002 CVE-2017-0003 / vulnerable KB3100003: CVE-2016-0011
            KB3100003                               | vulnerable KB4019264: CVE-2017-0001 CVE-2017-0002 CVE-2017-0003 / vulnerable KB3100001: CVE-2016-0010 / vulnerable KB3100002: CVE-2016-0011
            KB4019264                               | unknown catalogue-unconfirmed: CVE-2016-0010 CVE-2016-0011
            """)
    void rollups_security_only_updates_and_those_of_before(String list, String findings) {
        assertThat(told(assess(CATALOGUE, List.of(), MAY_14, "os 6.1.7601 sp1 x64 'Windows 7'; list " + list)))
                .isEqualTo(findings);
    }

    /** A hole is known from the day its fix was out; what is offered was out on that day. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # as of    | list      | findings
            2017-03-14 |           | vulnerable KB4013429: CVE-2017-0001
            2017-04-10 |           | vulnerable KB4013429: CVE-2017-0001
            2017-04-11 |           | vulnerable KB4015217: CVE-2017-0001 CVE-2017-0002
            2017-05-08 |           | vulnerable KB4015217: CVE-2017-0001 CVE-2017-0002
            2017-05-09 |           | vulnerable KB4019472: CVE-2017-0001 CVE-2017-0002 CVE-2017-0003
            2017-04-12 | KB4015217 | fixed catalogue-closed:
            2017-04-12 | KB4019472 | fixed catalogue-closed:
            """)
    void the_assessment_date_decides_known_advisories_and_offered_updates(
            LocalDate asOf, String list, String findings) {
        String machine = "os 10.0.14393 x64 'Windows 10 Pro'; list " + (list == null ? "" : list);
        assertThat(told(assess(CATALOGUE, List.of(), asOf, machine))).isEqualTo(findings);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # machine                                                  | findings
            os 10.0.14393 'Windows 10 Pro'; list KB4019472              | fixed catalogue-closed:
            os 6.1.7601 sp1 'Windows 7'; list KB4019264                 | unknown catalogue-unknown:
            os 6.1.7601 sp1 x86 'Windows 7'; list KB4019264             | unknown catalogue-unknown:
            os 10.0.14393 x64; list KB4019472                           | unknown catalogue-unknown:
            os 10.0.15063 x64 'Windows 10 Pro'; list                    | unknown catalogue-unknown:
            os 5.0.2195 'Windows 2000'; list                            | unknown catalogue-unknown:
            list KB4019472                                              | unknown catalogue-unknown:
            """)
    void a_product_without_catalogue_updates_is_unknown(String machine, String findings) {
        assertThat(told(assess(CATALOGUE, List.of(), MAY_14, machine))).isEqualTo(findings);
    }

    /** What a look from the network found open is open; what our own advisory proves closed is closed. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # Windows 10 1607, everything listed              | findings of the catalogue
            probe CVE-2017-0002 vulnerable                    | vulnerable catalogue-without-update: CVE-2017-0002
            probe CVE-2017-0002 not                           | fixed catalogue-closed:
            probe CVE-2099-0001 vulnerable                    | fixed catalogue-closed:
            """)
    void a_look_from_the_network(String machine, String findings) {
        assertThat(told(assess(
                        CATALOGUE,
                        List.of(),
                        MAY_14,
                        "os 10.0.14393 x64 'Windows 10 Pro'; list KB4019472; " + machine)))
                .isEqualTo(findings);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # driver           | finding of ours | of the catalogue
            10.0.14393.953     | fixed           | vulnerable KB4019472: CVE-2017-0002
            10.0.14393.952     | vulnerable      | vulnerable KB4019472: CVE-2017-0002 CVE-2017-0143
            """)
    void what_our_own_advisory_proves_counts_for_its_cves(String driver, String ours, String findings) {
        Catalogue catalogue = catalogue(
                said(TEN, "CVE-2017-0143", 4013429, "2017-03-14"), said(TEN, "CVE-2017-0002", 4019472, "2017-05-09"));
        Assessment assessment =
                assess(catalogue, List.of(MS17_010), MAY_14, "os 10.0.14393 x64 'Windows 10 Pro'; list; srv " + driver);
        assertThat(told(assessment)).isEqualTo(ours + " MS17-010: CVE-2017-0143 CVE-2017-0144 / " + findings);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # revision | findings
            10.0.14393.1600 | fixed catalogue-closed:
            10.0.14393.1601 | vulnerable KB4025000: CVE-2017-0001
            10.0.10240.1600 | unknown catalogue-unknown: CVE-2017-0001
            """)
    void a_build_that_a_feed_tells_counts_on_its_own_branch(String fixed, String findings) {
        var statement = new VendorStatement(
                "CVE-2017-0001",
                new Kb(4025000),
                TEN,
                "",
                new VendorStatement.Bulletin(LocalDate.parse("2017-05-10"), "", "", "", Set.of()),
                List.of(),
                Build.of(fixed));
        // An update that the revision has: knowledge reaches the Patch Tuesday that is due.
        Catalogue catalogue = catalogue(statement, said(TEN, "CVE-2017-0009", 4015217, "2017-04-11"));
        assertThat(told(assess(catalogue, List.of(), MAY_14, "os 10.0.14393.1600 x64 'Windows 10 Pro'")))
                .isEqualTo(findings);
    }
}

package dev.firebreak.app.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.core.advisory.Architecture;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.advisory.UpdateLines;
import dev.firebreak.core.assess.Assessment;
import dev.firebreak.core.assess.Assessor;
import dev.firebreak.core.assess.Verdict;
import dev.firebreak.core.catalogue.AdvisoryFactory;
import dev.firebreak.core.catalogue.Catalogue;
import dev.firebreak.core.catalogue.ProductUpdates;
import dev.firebreak.core.exposure.ExposureCounts;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Windows Update's own word on real hosts: what it offered is our answer, and what it did not offer is not. */
class WindowsUpdateTest {

    private static final Pattern OFFERED = Pattern.compile("(?m)^\\W*KB(\\d+): (.*)$");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        # host                                           | listing                     | day        | as it names itself
        7_sp1_x64_enterprise_en-us_20190305              | _updates.txt                | 2019-03-05 | Microsoft Windows 7 Enterprise
        10_1803_x64_proforworkstations_en-us_A_20190305  | _updates.txt                | 2019-03-05 | Microsoft Windows 10 Pro for Workstations
        10_1809_x64_education_en-us_20190306             | _updates.txt                | 2019-03-06 | Microsoft Windows 10 Education
        srv_2012r2_u1                                    | _updates_optional.txt       | 2019-03-20 | Microsoft Windows Server 2012 R2 Standard
        """)
    void our_answer_is_what_windows_update_offered(String host, String listing, String day, String caption) {
        // systeminfo alone stops at some 230 updates; wmic lists them all.
        Assessment assessment =
                assess(RealCatalogue.mended(), caption, day, host + "_systeminfo.txt", host + "_qfe.txt");
        ProductUpdates productUpdates = productUpdates(RealCatalogue.mended(), assessment);
        List<Kb> needed = Objects.requireNonNull(assessment.exposure()).needed();
        Set<Kb> offered = security(SharedData.text("systeminfo/" + host + listing), productUpdates);
        Set<Kb> installedSince = listedSince(host);
        for (Kb kb : offered) {
            assertThat(needed.stream().anyMatch(n -> productUpdates.order().contains(n, kb))
                            || installedSince.contains(kb))
                    .as("%s offered by Windows Update, our answer: %s", kb, needed)
                    .isTrue();
        }
        assertThat(needed)
                .as("nothing that Windows Update would not offer")
                .allMatch(n -> offered.stream()
                        .anyMatch(kb -> n.equals(kb) || productUpdates.order().contains(n, kb)));
    }

    /** Listed by wmic after the listing of what was missing: installed that very night. */
    private static Set<Kb> listedSince(String host) {
        Set<Kb> kbs = new TreeSet<>();
        if (host.startsWith("7_sp1")) {
            Pattern.compile("KB(\\d+)")
                    .matcher(SharedData.text("systeminfo/" + host + "_qfe.txt"))
                    .results()
                    .forEach(m -> kbs.add(new Kb(Integer.parseInt(m.group(1)))));
        }
        return kbs;
    }

    /** Security updates of Windows and its programs: titled so, or named by a bulletin for this product. */
    private static Set<Kb> security(String listing, ProductUpdates productUpdates) {
        Set<Kb> kbs = new TreeSet<>();
        OFFERED.matcher(listing).results().forEach(m -> {
            boolean ofWindows = m.group(2).contains("Windows") && !m.group(2).contains("Preview");
            if (ofWindows && m.group(2).contains("Security") && !m.group(2).contains("Essentials")) {
                kbs.add(new Kb(Integer.parseInt(m.group(1))));
            }
        });
        assertThat(kbs).allMatch(kb -> productUpdates.order().indexOf(kb.number()) >= 0);
        return kbs;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        # host                                    | as it names itself                        | what feeds say alone
        7_sp1_x64_enterprise_fr_systeminfo_cmd    | Microsoft Windows 7 Entreprise            | fixed
        srv_2012r2_u1_systeminfo                  | Microsoft Windows Server 2012 R2 Standard | fixed
        srv_2016_1607_datacenter_en-us_systeminfo | Microsoft Windows Server 2016 Datacenter  | fixed
        """)
    void a_later_rollup_fixes_ms17_010(String host, String caption, String alone) {
        var snapshot = RealHost.read(caption, Architecture.X64, host + ".txt");
        for (String cve : List.of("CVE-2017-0143", "CVE-2017-0144", "CVE-2017-0145", "CVE-2017-0148")) {
            assertThat(judge(RealCatalogue.mended(), RealCatalogue.LINES, cve, snapshot))
                    .isEqualTo("fixed");
            assertThat(judge(RealCatalogue.feedsAlone(), UpdateLines.NONE, cve, snapshot))
                    .isEqualTo(alone);
        }
    }

    private static String judge(
            Catalogue catalogue, UpdateLines lines, String cve, dev.firebreak.core.inventory.Snapshot snapshot) {
        var advisory = new AdvisoryFactory(catalogue, RealCatalogue.KNOWLEDGE.products(), lines)
                .named(cve)
                .orElseThrow();
        Verdict verdict = new Assessor(RealCatalogue.KNOWLEDGE, List.of(advisory), LocalDate.parse("2019-06-01"))
                .assess(snapshot)
                .findings()
                .getFirst()
                .verdict();
        return verdict.kind().id();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        # Internet Explorer, the script engines and .NET Framework of Server 2016 are in its cumulative update
        # host                                    | as it names itself                | day        | updates | open | exploited
        srv_2016_1607_datacenter_en-us_systeminfo | Microsoft Windows Server 2016     | 2019-03-20 | 1       | 113  | 5
        """)
    void the_answer_in_numbers(String host, String caption, String day, int updates, int open, int exploited) {
        ExposureCounts exposure = Objects.requireNonNull(
                assess(RealCatalogue.mended(), caption, day, host + ".txt").exposure());
        assertThat(List.of(exposure.needed().size(), exposure.open(), exposure.exploited()))
                .isEqualTo(List.of(updates, open, exploited));
        assertThat(exposure.atLeast()).isEqualTo(updates);
    }

    private static Assessment assess(Catalogue catalogue, String caption, String day, String... files) {
        return new Assessor(RealCatalogue.KNOWLEDGE, List.of(), catalogue, LocalDate.parse(day))
                .assess(RealHost.read(caption, Architecture.X64, files));
    }

    private static ProductUpdates productUpdates(Catalogue catalogue, Assessment assessment) {
        return catalogue
                .productUpdates(Objects.requireNonNull(assessment.identity().product()), Architecture.X64)
                .orElseThrow();
    }
}

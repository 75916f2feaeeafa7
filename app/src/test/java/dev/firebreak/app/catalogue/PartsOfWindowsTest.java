package dev.firebreak.app.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.assess.Assessment;
import dev.firebreak.core.catalogue.CatalogueBuilder;
import dev.firebreak.core.catalogue.VendorStatement;
import dev.firebreak.core.exposure.ExposureCounts;
import dev.firebreak.core.exposure.ExposureCounts.Conditional;
import dev.firebreak.core.guidance.ReasonText;
import dev.firebreak.core.inventory.Evidence.ComponentObserved;
import dev.firebreak.core.inventory.Source;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Parts of Windows with updates of their own, on the real catalogue: present, absent by evidence, or unknown and named. */
class PartsOfWindowsTest {

    @ParameterizedTest(name = "{0} {1} with {2}, {3} on {4}")
    @CsvSource(delimiter = '|', textBlock = """
        # caption                       | version    | installed       | parts                  | day        | needed  | not known
        Windows 11 Pro                  | 10.0.26100 | 5094126         |                        | 2026-06-28 | 5087054 |
        Windows 11 Pro                  | 10.0.26100 | 5094126 5087054 |                        | 2026-06-28 | ''      |
        # which .NET Framework 4.x it is decides which update it needs
        # without a word which one, the one that ships needs its update, and a newer one may be there
        Windows 10 Pro                  | 10.0.19045 | 5094127         |                        | 2026-06-28 | 5087064 | Microsoft .NET Framework 3.5 AND 4.8.1
        Windows 10 Pro                  | 10.0.19045 | 5094127 5011048 |                        | 2026-06-28 | 5087053 |
        Windows 10 Pro                  | 10.0.19045 | 5094127         | .NET Framework 4=4.8.1 | 2026-06-28 | 5087053 |
        Windows 10 Pro                  | 10.0.19045 | 5094127 5087064 | .NET Framework 4=4.8   | 2026-06-28 | ''      |
        Windows 10 Pro                  | 10.0.19045 | 5094127 5087064 |                        | 2026-06-28 | ''      | Microsoft .NET Framework 3.5 AND 4.8.1
        Windows 10 Pro                  | 10.0.19045 | 5094127 5087064 | .NET Framework 4=4.8.1 | 2026-06-28 | 5087053 |
        Windows Server 2019 Standard    | 10.0.17763 | 5094123 5087061 | .NET Framework 4=4.7.2 | 2026-06-28 | ''      |
        Windows Server 2019 Standard    | 10.0.17763 | 5094123 5087061 |                        | 2026-06-28 | ''      | Microsoft .NET Framework 3.5 AND 4.8
        # 3.5 is optional on Server 2012 R2: nothing tells, until the machine does
        Windows Server 2012 R2 Standard | 6.3.9600   | ''              | .NET Framework 3.5=no  | 2019-03-20 | *       | none of .NET Framework 3.5
        Windows Server 2012 R2 Standard | 6.3.9600   | ''              |                        | 2019-03-20 | *       | Microsoft .NET Framework 3.5
        # Flash Player of a server
        Windows Server 2019 Standard    | 10.0.17763 | 4487044         |                        | 2019-03-07 | *       | Adobe Flash Player
        Windows Server 2019 Standard    | 10.0.17763 | 4487044         | Adobe Flash Player=no  | 2019-03-07 | *       | none of Adobe Flash Player
        # after its last day, until an update has removed it
        Windows 10 Pro                  | 10.0.19041 | 4598242         |                        | 2021-01-20 | *       | Adobe Flash Player
        Windows 10 Pro                  | 10.0.19041 | 4598242 4577586 |                        | 2021-01-20 | *       | none of Adobe Flash Player
        Windows 10 Pro                  | 10.0.19041 | 5004237         |                        | 2021-07-20 | *       | none of Adobe Flash Player
        """)
    void parts(
            String caption,
            String version,
            String installed,
            @Nullable String parts,
            String day,
            String needed,
            @Nullable String notKnown) {
        Assessment assessment = Hosts.assess(RealCatalogue.mended(), caption, version, installed, told(parts), day);
        ExposureCounts exposure = Objects.requireNonNull(assessment.exposure());
        if (!needed.equals("*")) {
            assertThat(Hosts.numbers(exposure.needed())).isEqualTo(needed);
        }
        List<String> unknown =
                exposure.onlyIfInstalled().stream().map(Conditional::component).toList();
        if (notKnown == null) {
            assertThat(unknown).isEmpty();
        } else if (notKnown.startsWith("none of ")) {
            assertThat(unknown).noneMatch(part -> part.endsWith(notKnown.substring("none of ".length())));
        } else {
            assertThat(unknown).contains(notKnown);
            assertThat(exposure.partUnknown()).isPositive();
            assertThat(assessment.findings())
                    .filteredOn(f -> f.advisory().id().equals("catalogue-parts"))
                    .singleElement()
                    .satisfies(f -> assertThat(f.verdict().kind().id()).isEqualTo("unknown"))
                    .satisfies(
                            f -> assertThat(ReasonText.of(f.verdict().because().getFirst())
                                            .en())
                                    .contains(unknown.getFirst())
                                    .contains("scripts/collect"));
        }
    }

    /** On a Windows whose months are cumulative, all that has not its own updates is Windows itself, whatever it is called. */
    @Test
    void nothing_but_parts_with_updates_of_their_own_stands_beside_a_cumulative_line() {
        List<String> components = RealCatalogue.mended().all().stream()
                .filter(productUpdates ->
                        productUpdates.product().matches("windows-(1[01]|server-(2016|2019|20[23])).*"))
                .flatMap(productUpdates -> productUpdates.components().stream())
                .distinct()
                .toList();
        assertThat(components)
                .contains("Microsoft .NET Framework 3.5 AND 4.8.1", "Adobe Flash Player")
                .allMatch(component -> component.isEmpty()
                        || component.equals("Adobe Flash Player")
                        // once, out of band
                        || component.equals("Internet Explorer 11")
                        || component.startsWith("Microsoft .NET Framework "));
    }

    /** One CVE of Windows Server 2022 as a feed names it, on a machine without its update. */
    @ParameterizedTest(name = "{0} of {1}")
    @CsvSource(delimiter = '|', textBlock = """
        # area                          | product                                        | kb      | open | not known | verdict
        SQLite                          | Windows Server 2022                            | 5078766 | 1    | 0         | vulnerable
        Microsoft Exchange Server       | Windows Server 2022                            | 5077001 | 1    | 0         | vulnerable
        Quantum Teapot Service          | Windows Server 2022                            | 5077001 | 1    | 0         | vulnerable
        Internet Explorer               | Internet Explorer 11 on Windows Server 2022    | 5078766 | 1    | 0         | vulnerable
        .NET Framework                  | Microsoft .NET Framework 3.5 AND 4.8 on Windows Server 2022   | 5077001 | 1 | 0 | vulnerable
        .NET Framework                  | Microsoft .NET Framework 3.5 AND 4.8.1 on Windows Server 2022 | 5077001 | 0 | 1 | unknown
        # a program nobody knows may be there; a product of its own is not examined
        Teapot                          | Contoso Teapot 3 on Windows Server 2022        | 5077001 | 0    | 1         | unknown
        Silverlight                     | Microsoft Silverlight 5 when installed on Windows Server 2022 | 5077001 | 0 | 0 | unknown
        """)
    void a_cve_is_never_fixed_by_its_name(String area, String product, int kb, int open, int notKnown, String verdict) {
        var cataloguer = new CatalogueBuilder(RealCatalogue.KNOWLEDGE, RealCatalogue.LINES);
        cataloguer.take(new VendorStatement(
                "CVE-2026-0001",
                new Kb(kb),
                product,
                area,
                new VendorStatement.Bulletin(LocalDate.parse("2026-03-10"), "", "", "", Set.of()),
                List.of(),
                null));
        Assessment assessment = Hosts.assess(
                cataloguer.catalogue(), "Windows Server 2022 Standard", "10.0.20348", "", List.of(), "2026-03-20");
        @Nullable ExposureCounts exposure = assessment.exposure();
        assertThat(exposure == null ? List.of(0, 0) : List.of(exposure.open(), exposure.partUnknown()))
                .isEqualTo(List.of(open, notKnown));
        assertThat(assessment.worst().id()).isEqualTo(verdict);
    }

    private static List<ComponentObserved> told(@Nullable String parts) {
        return parts == null
                ? List.of()
                : Arrays.stream(parts.split(","))
                        .map(part -> part.strip().split("="))
                        .map(part -> new ComponentObserved(
                                part[0],
                                part[1].equals("no") ? null : part[1],
                                !part[1].equals("no"),
                                Source.of("host.txt")))
                        .toList();
    }
}

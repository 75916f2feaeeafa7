package dev.firebreak.app.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.feed.shipped.ShippedKnowledge;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.advisory.KbSet;
import dev.firebreak.core.catalogue.Catalogue;
import dev.firebreak.core.catalogue.CatalogueBuilder;
import dev.firebreak.core.catalogue.CatalogueLookup;
import dev.firebreak.core.catalogue.ProductUpdates;
import dev.firebreak.core.catalogue.VendorStatement;
import dev.firebreak.core.text.Language;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is told of one name, whoever asks how. */
class LookupTest {

    private static final ShippedKnowledge SHIPPED = new ShippedKnowledge();

    private static Catalogue catalogue() {
        var cataloguer = new CatalogueBuilder(SHIPPED.knowledge(), SHIPPED.lines());
        for (int kb : new int[] {4012212, 4012215, 4015549}) {
            cataloguer.take(new VendorStatement(
                    "CVE-2017-0143",
                    new Kb(kb),
                    "Windows 7 for x64-based Systems Service Pack 1",
                    "",
                    new VendorStatement.Bulletin(
                            LocalDate.parse("2017-03-14"),
                            "Windows SMB Remote Code Execution Vulnerability",
                            "Critical",
                            "Remote Code Execution",
                            Set.of()),
                    List.of(),
                    null));
        }
        return cataloguer.catalogue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        # asked           | the first line says                              | and somewhere
        CVE-2017-0143     | CVE-2017-0143  Windows SMB Remote Code Execution | KB4012212 / KB4012215 / KB4015549
        cve-2017-0143     | CVE-2017-0143  Windows SMB Remote Code Execution | Closed by
        # the bulletin ships; no feed has to tell its number
        MS17-010          | MS17-010  Remote code execution                  | KB4012212 / KB4012215 / KB4015549
        ms17-010          | MS17-010  Remote code execution                  | CVE-2017-0143 CVE-2017-0144
        EternalBlue       | MS17-010  Remote code execution                  | guidance: firebreak guide MS17-010
        # a rollup is not named by the CVE that a feed told first
        KB4012215         | KB4012215                                        | monthly rollup, 2017-03-14
        kb4012215         | KB4012215                                        | └ KB4012215 (2017-03-14)  ◀
        4012215           | KB4012215                                        | └ KB4012212 (2017-03-14)
        windows-7-sp1     | windows-7-sp1                                    | updates, 1 CVEs
        Windows 7         | Windows 7                                        | Windows 7 for x64-based Systems Service Pack 1
        CVE-2099-0001     |                                                  |
        KB999999          |                                                  |
        ' '               |                                                  |
        """)
    void what_is_found(String asked, @Nullable String first, @Nullable String somewhere) {
        var found = new CatalogueLookup(catalogue(), SHIPPED.knowledge()).find(asked);
        if (first == null) {
            assertThat(found).isEmpty();
            return;
        }
        for (Language language : Language.values()) {
            assertThat(found.orElseThrow().title().in(language)).isNotBlank();
        }
        String told = found.orElseThrow().sections().stream()
                .map(s -> s.heading().en() + "\n"
                        + s.lines().stream().map(l -> l.en()).collect(Collectors.joining("\n")))
                .collect(Collectors.joining("\n"));
        assertThat(found.orElseThrow().title().en()).startsWith(first);
        assertThat(told).contains(somewhere);
    }

    /** On a fresh install nothing was imported: what ships answers, and no heading stands over nothing. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        # asked       | somewhere it says
        KB4012212     | fixes it on: Windows 7
        KB4012212     | windows-7-rollup
        KB4012212     | KB4012215 KB4012218
        KB4012212     | https://www.catalog.update.microsoft.com/Search.aspx?q=KB4012212
        KB4012212     | https://support.microsoft.com/help/4023262
        KB4012598     | windowsxp-kb4012598-x86-custom-enu_eceb7d5023bbb23c0dc633e46b9c2f14fa6ee9dd.exe
        KB4012598     | sha1 6a186ba2b2b98b2144b50f88baf33a5fa53b5d76
        KB4012598     | Windows 8
        KB4012598     | Customer guidance for WannaCrypt
        KB4019264     | contains the fix on: Windows 7
        KB4015546     | does not fix MS17-010
        KB4018466     | not confirmed to fix MS17-010
        CVE-2017-0144 | Part of MS17-010
        CVE-2017-0144 | KB4012215 / KB4012212: Windows 7 SP1
        CVE-2017-0144 | firebreak guide MS17-010
        MS17-010      | no update is known: Windows Server 2003 SP2 ia64
        MS17-010      | CVE-2017-0143 CVE-2017-0144
        MS17-010      | windows-10-14393
        """)
    void what_ships_answers_on_a_fresh_install(String asked, String somewhere) {
        var found = new CatalogueLookup(Catalogue.EMPTY, SHIPPED.knowledge())
                .find(asked)
                .orElseThrow();
        for (Language language : Language.values()) {
            assertThat(found.title().in(language)).isNotBlank();
            assertThat(found.sections()).allSatisfy(section -> {
                assertThat(section.heading().in(language)).isNotBlank();
                assertThat(section.lines())
                        .isNotEmpty()
                        .allMatch(line -> !line.in(language).isBlank());
            });
        }
        String told = found.sections().stream()
                .flatMap(s -> s.lines().stream().map(l -> l.en()))
                .collect(Collectors.joining("\n"));
        String headings = found.sections().stream().map(s -> s.heading().en()).collect(Collectors.joining("\n"));
        assertThat(headings + "\n" + told).containsIgnoringCase(somewhere);
    }

    /** The repairs between March 2017 and what is installed are those that the answer hangs on. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        # installed | told                                     | not told
        4012215     | KB4012215 has what the security-only update KB4012212 | KB4015549
        4015549     | KB4012218<KB4015549                     | KB4019264
        5073695     | and                                      | Nowhere
        4012212     | Nowhere                                  | KB4015549
        """)
    void repairs_on_the_way_to_what_is_installed(int installed, String told, String not) {
        ProductUpdates productUpdates = catalogue().all().getFirst();
        String lines = new CatalogueLookup(catalogue(), SHIPPED.knowledge())
                .repairs(productUpdates, KbSet.of(List.of(new Kb(installed)))).lines().stream()
                        .map(l -> l.en())
                        .collect(Collectors.joining("\n"));
        assertThat(lines).contains(told).doesNotContain(not);
    }
}

package dev.firebreak.app.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.feed.Shipped;
import dev.firebreak.core.advisory.Catalogue;
import dev.firebreak.core.advisory.Cataloguer;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.advisory.KbSet;
import dev.firebreak.core.advisory.Language;
import dev.firebreak.core.advisory.Lookup;
import dev.firebreak.core.advisory.Shelf;
import dev.firebreak.core.advisory.Statement;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is told of one name, whoever asks how. */
class LookupTest {

    private static final Shipped SHIPPED = new Shipped();

    private static Catalogue catalogue() {
        var cataloguer = new Cataloguer(SHIPPED.knowledge(), SHIPPED.lines());
        for (int kb : new int[] {4012212, 4012215, 4015549}) {
            cataloguer.take(new Statement(
                    "CVE-2017-0143",
                    new Kb(kb),
                    "Windows 7 for x64-based Systems Service Pack 1",
                    "",
                    LocalDate.parse("2017-03-14"),
                    "Windows SMB Remote Code Execution Vulnerability",
                    "Critical",
                    "Remote Code Execution",
                    List.of(),
                    null,
                    Set.of()));
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
        var found = new Lookup(catalogue(), SHIPPED.knowledge()).find(asked);
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
        Shelf shelf = catalogue().all().getFirst();
        String lines = new Lookup(catalogue(), SHIPPED.knowledge())
                .repairs(shelf, KbSet.of(List.of(new Kb(installed)))).lines().stream()
                        .map(l -> l.en())
                        .collect(Collectors.joining("\n"));
        assertThat(lines).contains(told).doesNotContain(not);
    }
}

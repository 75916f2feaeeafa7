package dev.firebreak.core.assess;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.core.advisory.TestCatalogue;
import dev.firebreak.core.catalogue.AdvisoryFactory;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Beside the remedy, the newest update of its line is named as carrying it too: only one that does, and only the product's own. */
class NewestOfLineTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # the feed says                                                    | day        | offered, and the newest of its line
            11 CVE-2026-1:5090000@2026-05-12                                   | 2026-05-20 | KB5090000
            11 CVE-2026-1:5090000@2026-05-12 CVE-2026-2:5094126@2026-06-09     | 2026-06-28 | KB5090000 KB5094126
            # not named for the product, though it stands on its line
            11 CVE-2026-1:5090000@2026-05-12                                   | 2026-06-28 | KB5090000
            x86 7 CVE-2026-1:4534310@2020-01-14; 7 CVE-2026-2:4537820@2020-02-11 | 2020-01-14 | KB4534310
            # no line dates the remedy: what came before it does not carry it
            11 CVE-2026-1:5090001@2026-05-22                                   | 2026-05-28 | KB5090001
            11 CVE-2026-2:5090000@2026-05-12 CVE-2026-1:5090001@2026-05-22     | 2026-05-28 | KB5090001
            11 CVE-2026-1:5090001@2026-05-22 CVE-2026-2:5094126@2026-06-09     | 2026-06-28 | KB5090001 KB5094126
            """)
    void the_newest_of_the_line(String statements, String day, String offered) {
        var catalogue = TestCatalogue.of(statements);
        var advisory = new AdvisoryFactory(catalogue, TestCatalogue.KNOWLEDGE.products(), TestCatalogue.LINES)
                .named("CVE-2026-1")
                .orElseThrow();
        String machine = statements.startsWith("x86")
                ? "os 6.1.7601 sp1 x86 client 'Windows 7 Pro'; list"
                : "os 10.0.26100 x64 client 'Windows 11 Pro'; list";
        var finding = new Assessor(TestCatalogue.KNOWLEDGE, List.of(advisory), LocalDate.parse(day))
                .assess(TestMachine.of(machine))
                .findings()
                .getFirst();
        assertThat(finding.actions().stream()
                        .filter(Action.Install.class::isInstance)
                        .map(Action.Install.class::cast)
                        .map(i -> i.kb()
                                + (i.newest() == null ? "" : " " + i.newest().kb()))
                        .collect(Collectors.joining(", ")))
                .isEqualTo(offered);
    }
}

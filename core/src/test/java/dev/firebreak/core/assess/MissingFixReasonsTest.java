package dev.firebreak.core.assess;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.core.advisory.PatchTuesday;
import dev.firebreak.core.advisory.TestCatalogue;
import dev.firebreak.core.catalogue.Catalogue;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a machine on which nothing known is open is fixed, and when it is not for all that. */
class MissingFixReasonsTest {

    /** Each product's statements, the newest of Windows 11 that of June 2026. */
    private static final Catalogue CATALOGUE = TestCatalogue.of(
            "11 CVE-2026-0001:5090000@2026-05-12 CVE-2026-0002:5094126@2026-06-09",
            "7 CVE-2020-0001:4534310@2020-01-14 CVE-2020-0002:4537820@2020-02-11 CVE-2023-0001:5022338@2023-01-10",
            "2008-r2 CVE-2023-0001:5022338@2023-01-10 CVE-2023-0002:5040000@2023-06-13",
            "1511 CVE-2017-0001:4041689@2017-10-10",
            "1703 CVE-2017-0001:4041676@2017-10-10",
            "2025 CVE-2025-0001:5058411@2025-05-13");

    private static final String ELEVEN = "os 10.0.26100 x64 client 'Windows 11 Pro'; ";
    private static final String SERVER = "os 10.0.26100 x64 server 'Windows Server 2025'; ";
    private static final String SEVEN = "os 6.1.7601 sp1 x64 client 'Windows 7 Professional'; ";
    private static final String OLD = "os 10.0.10586 x64 client 'Windows 10 Pro'; ";
    private static final String DATELESS = "os 10.0.15063 x64 client 'Windows 10 Pro'; ";

    static Assessment assess(Catalogue catalogue, String machine, String day) {
        return new Assessor(TestCatalogue.KNOWLEDGE, List.of(), catalogue, LocalDate.parse(day))
                .assess(TestMachine.of(machine));
    }

    /** {@code fixed}, or {@code unknown: supportEnded KB4041689}: reasons, and the updates to install. */
    static String said(Assessment assessment) {
        String because = assessment.findings().stream()
                .flatMap(f -> f.verdict().because().stream())
                .map(r -> r.kind().id())
                .distinct()
                .collect(Collectors.joining(" "));
        String needed = assessment.exposure() == null
                ? ""
                : assessment.exposure().needed().stream().map(kb -> " " + kb).collect(Collectors.joining());
        return assessment.worst().id() + ": " + because + needed;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # machine | updates             | day        | verdict
            # knowledge until 2026-06-09: a later Patch Tuesday counts when it is a week past
            ELEVEN    | KB5121767           | 2026-06-28 | fixed: hotfixPresent
            ELEVEN    | KB5121767           | 2026-07-20 | fixed: hotfixPresent
            ELEVEN    | KB5121767           | 2026-07-21 | unknown: knowledgeOutdated
            ELEVEN    | KB5121767           | 2026-11-27 | unknown: knowledgeOutdated
            ELEVEN    | KB5090000           | 2026-11-27 | vulnerable: hotfixAbsent KB5094126
            # no statement on a day on which another product has one
            SERVER    | KB5058411           | 2025-05-20 | fixed: hotfixPresent
            SERVER    | KB5058411           | 2026-06-28 | unknown: knowledgeOutdated
            # support that ended; paid support with and without an update of that time
            OLD       | KB4041689           | 2017-10-10 | unknown: knowledgeOutdated
            OLD       | KB4041689           | 2017-10-17 | unknown: supportEnded
            OLD       | KB4041689           | 2026-06-28 | unknown: supportEnded
            OLD       |                     | 2026-06-28 | vulnerable: hotfixAbsent KB4041689
            DATELESS  | KB4041676           | 2017-10-17 | unknown: supportEnded
            SEVEN     | KB4534310           | 2020-01-20 | unknown: knowledgeOutdated supportEnded
            SEVEN     | KB4534310           | 2020-01-21 | unknown: supportEnded
            SEVEN     | KB4537820           | 2020-02-20 | fixed: hotfixPresent
            SEVEN     | KB4534310           | 2020-02-20 | vulnerable: hotfixAbsent KB4537820
            SEVEN     | KB5022338           | 2023-01-20 | unknown: supportEnded
            # an update out of band without a day, between 2026-05-12 and 2026-06-09, or after 2026-06-09
            ELEVEN    | KB5090000           | 2026-05-11 | unknown: knowledgeOutdated
            ELEVEN    | KB5090000           | 2026-05-20 | unknown: updateUndated
            ELEVEN    | KB5090001           | 2026-05-20 | fixed: hotfixPresent
            ELEVEN    | KB5094126           | 2026-05-20 | fixed: hotfixPresent
            ELEVEN    | KB5094126           | 2026-06-28 | unknown: updateUndated
            ELEVEN    | KB5094126           | 2026-07-14 | fixed: hotfixPresent
            """)
    void fixed_or_not(String machine, String updates, String day, String verdict) {
        String os = switch (machine) {
            case "ELEVEN" -> ELEVEN;
            case "SERVER" -> SERVER;
            case "SEVEN" -> SEVEN;
            case "OLD" -> OLD;
            default -> DATELESS;
        };
        String list = updates == null ? "list" : "list " + updates;
        List<String> kinds = List.of(said(assess(CATALOGUE, os + list, day)).split(": "));
        assertThat(kinds.getFirst()).isEqualTo(verdict.split(": ")[0]);
        assertThat(List.of(kinds.getLast().split(" "))).containsExactlyInAnyOrder(verdict.split(": ")[1].split(" "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # day      | the Patch Tuesday that is due
            2026-06-28 | 2026-06-09
            2026-06-16 | 2026-06-09
            2026-06-15 | 2026-05-12
            2026-11-27 | 2026-11-10
            2017-03-01 | 2017-02-14
            2018-01-01 | 2017-12-12
            """)
    void due(LocalDate day, LocalDate patchTuesday) {
        assertThat(PatchTuesday.due(day)).isEqualTo(patchTuesday);
    }

    /** One that a feed dates is not in doubt from that day on; before it, it is. */
    @ParameterizedTest
    @CsvSource({"2026-05-20,updateUndated", "2026-05-22,hotfixAbsent"})
    void an_update_that_only_a_feed_dates(String day, String reason) {
        Catalogue catalogue = TestCatalogue.of(
                "11 CVE-2026-0001:5090000@2026-05-12 CVE-2026-0009:5090001@2026-05-22 CVE-2026-0002:5094126@2026-06-09");
        assertThat(said(assess(catalogue, ELEVEN + "list KB5090000", day))).contains(reason);
    }

    /** Known for another product in May, for this one from June on: until then neither the one CVE nor all say more than that. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # day      | installed | that CVE
            2025-05-20 | list KB5058411 | unknown
            2025-06-10 | list KB5058411 | vulnerable
            2025-05-20 | list KB5060842 | fixed
            """)
    void what_is_known_of_a_product_from_its_own_update_on(LocalDate day, String updates, String verdict) {
        Catalogue catalogue =
                TestCatalogue.of("2022 CVE-2025-0009:5058385@2025-05-13", "2025 CVE-2025-0009:5060842@2025-06-10");
        var advisory = new dev.firebreak.core.catalogue.AdvisoryFactory(
                        catalogue, TestCatalogue.KNOWLEDGE.products(), TestCatalogue.LINES)
                .named("CVE-2025-0009")
                .orElseThrow();
        assertThat(new Assessor(TestCatalogue.KNOWLEDGE, List.of(advisory), day)
                        .assess(TestMachine.of(SERVER + updates))
                        .worst()
                        .id())
                .isEqualTo(verdict);
    }

    /** Lines serve several products: only what a statement names for one of them is offered to it. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # machine                                        | day        | offered
            os 6.1.7601 sp1 x64 client 'Windows 7 Pro'; list | 2024-01-20 | KB5022338
            os 6.1.7601 sp1 x86 client 'Windows 7 Pro'; list | 2024-01-20 | KB4537820
            os 6.1.7601 sp1 x64 server 'Windows Server 2008 R2 Standard'; list | 2024-01-20 | KB5040000
            """)
    void only_what_exists_for_it_is_offered(String machine, String day, String offered) {
        Catalogue catalogue = TestCatalogue.of(
                "7 CVE-2020-0002:4537820@2020-02-11 CVE-2023-0001:5022338@2023-01-10",
                "x86 7 CVE-2020-0002:4537820@2020-02-11",
                "2008-r2 CVE-2023-0001:5022338@2023-01-10 CVE-2023-0002:5040000@2023-06-13");
        assertThat(assess(catalogue, machine, day).exposure().needed()).hasToString("[" + offered + "]");
    }
}

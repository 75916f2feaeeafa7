package dev.firebreak.app.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.core.advisory.Architecture;
import dev.firebreak.core.advisory.Build;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.advisory.KbSet;
import dev.firebreak.core.assess.Assessment;
import dev.firebreak.core.assess.Assessor;
import dev.firebreak.core.guidance.ReasonText;
import dev.firebreak.core.inventory.Evidence;
import dev.firebreak.core.inventory.Snapshot;
import dev.firebreak.core.inventory.Source;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Verdicts on machines that field tests found wrongly safe, by the catalogue of the real bulletins until June 2026. */
class RealVerdictsTest {

    private static final Source SOURCE = Source.of("field.ndjson");

    @ParameterizedTest(name = "{0} {1} {2} on {5}")
    @CsvSource(delimiter = '|', textBlock = """
        # caption                         | version         | arch | updates                 | needed            | day        | verdict    | and says
        # an update of Internet Explorer out of band is the cumulative update there
        Windows Server 2019 Standard      | 10.0.17763.194  | x64  | 4471332 4470788 4465664 | 4483235           | 2018-12-28 | vulnerable | CVE-2018-8653
        # nobody can tell on which day before the feed's it came out
        Windows Server 2019 Standard      | 10.0.17763.194  | x64  | 4471332 4470788 4465664 4470502 4471331 |   | 2018-12-20 | unknown    | KB4483235
        # support that ended
        Windows 10 Pro                    | 10.0.10586.1540 | x64  | 4103728                 |                   | 2026-06-28 | unknown    | support ended on 2017-10-10
        Windows 10 Pro                    | 10.0.19042.2965 | x64  | 5026361                 |                   | 2026-06-28 | unknown    | support ended on 2022-05-10
        # a feed of June judged in November
        Windows Server 2025 Standard      | 10.0.26100      | x64  | 5094125 5087051                |                   | 2026-11-27 | unknown    | lacks the Patch Tuesday of 2026-11-10
        # lines that several products share
        Windows 7 Professional            | 6.1.7601        | x86  |                         | not after 2023-01 | 2026-06-28 | vulnerable |
        Windows 8.1 Pro                   | 6.3.9600        | x86  |                         | not after 2023-01 | 2026-06-28 | vulnerable |
        """)
    void field_cases(
            String caption,
            String version,
            String arch,
            @Nullable String updates,
            @Nullable String needed,
            LocalDate day,
            String verdict,
            @Nullable String says) {
        List<Kb> kbs = updates == null
                ? List.of()
                : Arrays.stream(updates.split(" "))
                        .map(kb -> new Kb(Integer.parseInt(kb)))
                        .toList();
        Architecture architecture = Architecture.ofId(arch).orElseThrow();
        Assessment assessment = new Assessor(RealCatalogue.KNOWLEDGE, List.of(), RealCatalogue.mended(), day)
                .assess(Snapshot.of(
                        "PC",
                        "field.ndjson",
                        List.of(
                                new Evidence.OsObserved(
                                        "Microsoft " + caption,
                                        Build.of(version),
                                        version.startsWith("6.1.7601") ? 1 : 0,
                                        architecture,
                                        null,
                                        SOURCE),
                                Evidence.HotfixesListed.whole(KbSet.of(kbs), SOURCE))));
        String told = assessment.findings().stream()
                .map(f -> f.advisory().cves() + " "
                        + f.verdict().because().stream()
                                .map(r -> ReasonText.of(r).en())
                                .collect(Collectors.joining("; ")))
                .collect(Collectors.joining("\n"));
        assertThat(assessment.worst().id()).as(told).isEqualTo(verdict);
        assertThat(told).contains(says == null ? "" : says);
        List<Kb> plan = Objects.requireNonNull(assessment.exposure()).needed();
        if (Objects.equals(needed, "not after 2023-01")) {
            var productUpdates = RealCatalogue.mended()
                    .productUpdates(Objects.requireNonNull(assessment.identity().product()), architecture)
                    .orElseThrow();
            assertThat(plan).isNotEmpty().allSatisfy(kb -> {
                int index = productUpdates.order().indexOf(kb.number());
                assertThat(!productUpdates.onLine(index)
                                || productUpdates
                                        .published(index)
                                        .orElseThrow()
                                        .isBefore(LocalDate.parse("2023-02-01")))
                        .as("%s", kb)
                        .isTrue();
            });
        } else {
            assertThat(Hosts.numbers(plan)).startsWith(needed == null ? "" : needed);
        }
    }
}

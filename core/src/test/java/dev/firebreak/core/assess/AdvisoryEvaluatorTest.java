package dev.firebreak.core.assess;

import static dev.firebreak.core.advisory.TestKnowledge.KNOWLEDGE;
import static dev.firebreak.core.advisory.TestKnowledge.MS17_010;
import static dev.firebreak.core.advisory.TestKnowledge.OTHER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.core.advisory.Advisory;
import dev.firebreak.core.inventory.Snapshot;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every rule of judging, a row each: what a machine told, the verdict, and its reasons in order. */
class AdvisoryEvaluatorTest {

    private static final LocalDate MAY_14 = LocalDate.parse("2017-05-14");

    private static final String SEVEN = "os 6.1.7601 sp1 x64 'Windows 7 Professional'; ";
    private static final String TEN = "os 10.0.14393.%s x64 'Windows 10 Pro'; ";

    private static Verdict judge(Advisory advisory, LocalDate asOf, String machine) {
        Snapshot snapshot = TestMachine.of(machine);
        return new AdvisoryEvaluator(advisory, asOf)
                .judge(snapshot, new ProductIdentifier(KNOWLEDGE).identify(snapshot));
    }

    /** {@code fixed: fileFixed part2, hotfixPresent part3}; for unknown, what is missing follows after an arrow. */
    private static String said(Verdict verdict) {
        String because = verdict.because().stream()
                .map(r -> r.id() + (r.source() == null ? "" : " " + r.source()))
                .collect(Collectors.joining(", "));
        String missing = verdict instanceof Verdict.Unknown(var reasons, var what) && !what.isEmpty()
                ? what.stream().map(MissingEvidence::id).collect(Collectors.joining(", ", " -> ", ""))
                : "";
        return verdict.kind().id() + ": " + because + missing;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # evidence beside the system                    | verdict
            list KB4012212                                  | fixed: hotfixPresent part2
            list KB958644 KB4019264                         | fixed: hotfixPresent part2
            partial KB4012212                               | fixed: hotfixPresent part2
            list KB958644                                   | vulnerable: hotfixAbsent part2
            list                                            | vulnerable: hotfixAbsent part2
            list KB3212646                                  | vulnerable: hotfixAbsent part2
            list KB4015546                                  | vulnerable: hotfixAbsent part2, hotfixNeverFixes part2
            list KB4022722                                  | unknown: hotfixUnproven part2 -> fileVersion
            list KB4022722; srv 6.3.9600.1                  | unknown: hotfixUnproven part2, fileOtherBranch part3
            list KB4022722; srv 6.1.7601                    | unknown: hotfixUnproven part2, fileOtherBranch part3 -> fileVersion
            partial KB4022722                               | unknown: hotfixUnproven part2, listIncomplete part2 -> completeHotfixList, fileVersion
            list KB4022722; srv 6.1.7601.23000              | vulnerable: fileOld part3, hotfixAbsent part2
            list KB4022722; srv 6.1.7601.23689              | fixed: fileFixed part3
            list KB4022722 KB4012212                        | fixed: hotfixPresent part2
            partial KB958644                                | unknown: listIncomplete part2 -> completeHotfixList, fileVersion
            partial KB4015546                               | unknown: hotfixNeverFixes part2, listIncomplete part2 -> completeHotfixList, fileVersion
            failed hotfixes                                 | unknown: lookFailed part2 -> completeHotfixList, fileVersion
            failed smb1                                     | unknown: lookFailed part2, listAbsent -> completeHotfixList, fileVersion
            locale ja-jp                                    | unknown: listAbsent -> completeHotfixList, fileVersion
            list KB958644; failed hotfixes                  | vulnerable: hotfixAbsent part2, lookFailed part3
            list KB4012212; failed hotfixes                 | fixed: hotfixPresent part2, lookFailed part3
            list KB4012212; list KB958644                   | fixed: hotfixPresent part2
            list KB958644; partial KB4012212                | fixed: hotfixPresent part3
            list KB958644; partial KB958644                 | vulnerable: hotfixAbsent part2, listIncomplete part3
            srv 6.1.7601.23689                              | fixed: fileFixed part2, listAbsent
            srv 6.1.7601.23688                              | vulnerable: fileOld part2, listAbsent
            srv 6.1.7601                                    | unknown: fileOtherBranch part2, listAbsent -> completeHotfixList, fileVersion
            srv 6.3.9600.99999                              | unknown: fileOtherBranch part2, listAbsent -> completeHotfixList
            file C:\\backup\\srv.sys=6.1.7601.23689         | unknown: listAbsent -> completeHotfixList, fileVersion
            srv 6.1.7601.23689; list KB958644               | fixed: fileFixed part2
            srv 6.1.7601.23689; list KB4012212              | fixed: fileFixed part2, hotfixPresent part3
            srv 6.1.7601.23000; list KB958644               | vulnerable: fileOld part2, hotfixAbsent part3
            srv 6.1.7601.23000; list KB4012212              | vulnerable: fileOld part2, pendingRestart, hotfixPresent part3
            srv 6.1.7601.23000; srv 6.1.7601.23689          | vulnerable: fileOld part2, fileFixed part3, listAbsent
            """)
    void windows_7_by_driver_and_list(String machine, String verdict) {
        assertThat(said(judge(MS17_010, MAY_14, SEVEN + machine.replace("\\\\", "\\"))))
                .isEqualTo(verdict);
    }

    /** The driver's version before the system's revision, this before the list; what shows the hole open before what shows it closed. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # UBR | evidence                                   | verdict
            953   |                                            | fixed: revisionFixed part1, listAbsent
            952   |                                            | vulnerable: revisionOld part1, listAbsent
            953   | list KB958644                              | fixed: revisionFixed part1
            952   | list KB4013429                             | vulnerable: revisionOld part1, pendingRestart, hotfixPresent part2
            952   | list KB958644                              | vulnerable: revisionOld part1, hotfixAbsent part2
            952   | srv 10.0.14393.953                         | fixed: fileFixed part2, listAbsent
            953   | srv 10.0.14393.952                         | vulnerable: fileOld part2, revisionFixed part1, listAbsent
            953   | srv 10.0.14393.952; list KB4013429         | vulnerable: fileOld part2, pendingRestart, revisionFixed part1, hotfixPresent part3
            952   | srv 10.0.14393.952                         | vulnerable: fileOld part2, listAbsent
            952   | srv 10.0.14393.953; srv 10.0.14393.1       | vulnerable: fileOld part3, fileFixed part2, listAbsent
            953   | os 10.0.14393.952 x64                      | vulnerable: revisionOld part2, revisionFixed part1, listAbsent
            953   | os 10.0.14393 x64; list                    | fixed: revisionFixed part1
            """)
    void windows_10_by_driver_revision_and_list(String revision, String machine, String verdict) {
        String words = TEN.formatted(revision) + (machine == null ? "" : machine);
        assertThat(said(judge(MS17_010, MAY_14, words))).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # machine                                                            | verdict
            os 10.0.14393 x64 'Windows 10 Pro'                                   | unknown: listAbsent -> completeHotfixList, fileVersion
            os 10.0.14393 x64 'Windows 10 Pro'; list KB958644                    | vulnerable: hotfixAbsent part2
            os 10.0.14393 x64 'Windows 10 Pro'; list KB4015217                   | fixed: hotfixPresent part2
            os 10.0.15063 x64 'Windows 10 Pro'                                   | not_affected: productNotAffected part1
            os 10.0.15063 x64 'Windows 10 Pro'; smb1 on; list                    | not_affected: productNotAffected part1
            os 10.0.19045 x64 'Windows 10 Pro'                                   | not_affected: productNotAffected part1
            os 10.0.15062 x64 'Windows 10 Insider'; list KB4012212               | unknown: productUnknown, notCovered
            os 10.0.19045 x64; os 5.0.2195                                       | unknown: productUnknown, notCovered -> operatingSystem
            os 5.0.2195 'Windows 2000'; failed hotfixes                          | unknown: productUnknown, notCovered, lookFailed part2
            list KB4012212                                                       | unknown: productUnknown -> operatingSystem
            failed operating_system                                              | unknown: productUnknown, lookFailed part1 -> operatingSystem
            os 6.2.9200 x64 'Windows Server 2012'; partial KB958644              | unknown: listIncomplete part2 -> completeHotfixList
            os 6.3.9600 x64 'Windows 8.1'; list KB958644; failed smb1            | unknown: notCovered, lookFailed part3
            os 6.1.7600 sp0 x64 'Windows 7'; list KB958644                       | vulnerable: servicePackTooOld part1
            os 6.1.7600 sp0 x64 'Windows 7'; list KB4012212                      | vulnerable: servicePackTooOld part1, contradiction
            os 6.1.7600 sp0 x64 'Windows 7'; srv 6.1.7601.23689                  | fixed: fileFixed part2, listAbsent
            os 6.1.7600 sp0 x64 'Windows 7'; srv 6.1.7601.23000                  | vulnerable: servicePackTooOld part1, fileOld part2, listAbsent
            os 6.1.7600 sp0 x64 'Windows 7'; srv 6.1.7601.23689; srv 6.1.7601.1  | vulnerable: servicePackTooOld part1, fileOld part3, listAbsent
            os 5.1.2600 sp3 x86 'Windows XP'; list KB4012598                     | fixed: hotfixPresent part2
            os 5.1.2600 sp2 x86 'Windows XP'; list KB4012598                     | vulnerable: servicePackTooOld part1, contradiction
            """)
    void products_that_were_fixed_from_the_start_are_too_old_or_unknown(String machine, String verdict) {
        assertThat(said(judge(MS17_010, MAY_14, machine))).isEqualTo(verdict);
    }

    /** Where several products fit, each is judged; only what proves the fix on all of them proves it. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # machine                                                 | verdict
            os 5.1.2600 x86 'Windows XP'; list KB958644               | vulnerable: hotfixAbsent part2
            os 5.1.2600 x86 'Windows XP'; list KB4012598              | fixed: hotfixPresent part2
            os 5.1.2600 x86 'Windows XP'; srv 5.1.2600.7208           | fixed: fileFixed part2, listAbsent
            os 5.1.2600 x86 'Windows XP'; srv 5.1.2600.1              | vulnerable: fileOld part2, listAbsent
            os 5.1.2600 x86 'Windows XP'; partial KB958644            | unknown: productAmbiguous -> servicePack
            os 5.1.2600 x86 'Windows XP'; failed hotfixes             | unknown: productAmbiguous, lookFailed part2 -> servicePack
            os 6.1.7601 x64; list KB4012212                           | fixed: hotfixPresent part2
            os 6.1.7601 x64; list KB958644                            | vulnerable: hotfixAbsent part2
            os 6.2.9200 x64; list KB4012598                           | unknown: productAmbiguous -> operatingSystem
            os 6.2.9200 x64; list KB4012217                           | unknown: productAmbiguous -> operatingSystem
            os 6.2.9200 x64; list KB4012217 KB4012598                 | fixed: hotfixPresent part2
            os 6.2.9200 x64; list KB4012217; list KB4012598           | unknown: productAmbiguous -> operatingSystem
            os 6.2.9200 x64; list KB4012217; partial KB4012598        | unknown: productAmbiguous -> operatingSystem
            os 6.2.9200 x64; list KB958644                            | vulnerable: hotfixAbsent part2
            os 6.2.9200 x64; list KB4012598; smb1 off                 | unknown: productAmbiguous -> operatingSystem
            os 6.1.7601 sp1 x64; os 10.0.14393.953 x64                | unknown: productAmbiguous, contradiction -> operatingSystem
            os 6.1.7601 sp1 x64; os 10.0.14393 x64; list              | vulnerable: hotfixAbsent part3
            os 10.0.15063 x64; os 10.0.14393.953 x64                  | unknown: productAmbiguous, contradiction -> operatingSystem
            """)
    void where_several_products_fit(String machine, String verdict) {
        assertThat(said(judge(MS17_010, MAY_14, machine))).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # machine                                                           | verdict
            os 6.1.7601 sp1 x64; list; smb1 off                                 | mitigated: smb1Disabled part3, hotfixAbsent part2
            os 6.1.7601 sp1 x64; smb1 off                                       | mitigated: smb1Disabled part2, listAbsent
            os 6.1.7601 sp1 x64; list; smb1 off; smb1 off                       | mitigated: smb1Disabled part3, smb1Disabled part4, hotfixAbsent part2
            os 6.1.7601 sp1 x64; list; smb1 off; smb1 unknown                   | mitigated: smb1Disabled part3, hotfixAbsent part2
            os 6.1.7601 sp1 x64; list; smb1 on                                  | vulnerable: hotfixAbsent part2
            os 6.1.7601 sp1 x64; list; smb1 unknown                             | vulnerable: hotfixAbsent part2
            os 6.1.7601 sp1 x64; list; smb1 off; smb1 on                        | vulnerable: hotfixAbsent part2, contradiction part3
            os 6.1.7601 sp1 x64; list; smb1 on; smb1 off                        | vulnerable: hotfixAbsent part2, contradiction part4
            os 6.1.7601 sp1 x64; smb1 on; smb1 off                              | unknown: listAbsent, contradiction part3 -> completeHotfixList, fileVersion
            os 6.1.7601 sp1 x64; list KB4012212; smb1 off                       | fixed: hotfixPresent part2
            os 6.1.7601 sp1 x64; list KB4012212; smb1 on                        | fixed: hotfixPresent part2
            os 10.0.15063 x64; smb1 off                                         | not_affected: productNotAffected part1
            os 6.0.6002 sp2 x86; list; smb1 off                                 | mitigated: smb1Disabled part3, hotfixAbsent part2
            os 5.1.2600 sp3 x86; list; smb1 off                                 | vulnerable: hotfixAbsent part2, smb1Irrelevant part3
            os 5.0.2195; smb1 off                                               | unknown: productUnknown, notCovered
            """)
    void smb1_switched_off_mitigates_from_vista_on_where_nobody_says_otherwise(String machine, String verdict) {
        assertThat(said(judge(MS17_010, MAY_14, machine))).isEqualTo(verdict);
    }

    @Test
    void smb1_switched_off_says_nothing_about_an_advisory_that_is_not_about_smb1() {
        assertThat(said(judge(OTHER, MAY_14, "os 6.1.7601 sp1 x64 'Windows 7'; list; smb1 off")))
                .isEqualTo("vulnerable: hotfixAbsent part2");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # evidence beside Windows 7 SP1                                          | verdict
            list; probe MS17-010 vulnerable                                          | vulnerable: probeVulnerable part3, hotfixAbsent part2
            probe MS17-010 vulnerable                                                | vulnerable: probeVulnerable part2, listAbsent
            probe CVE-2017-0144 vulnerable                                           | vulnerable: probeVulnerable part2, listAbsent
            probe ETERNALBLUE vulnerable                                             | vulnerable: probeVulnerable part2, listAbsent
            list KB4012212; probe MS17-010 vulnerable                                | vulnerable: probeVulnerable part3, contradiction, hotfixPresent part2
            smb1 off; list; probe MS17-010 vulnerable                                | vulnerable: probeVulnerable part4, contradiction, smb1Disabled part2, hotfixAbsent part3
            list KB4012212; probe MS17-010 not                                       | fixed: hotfixPresent part2, probeNotVulnerable part3
            probe MS17-010 not                                                       | unknown: listAbsent, probeNotVulnerable part2 -> completeHotfixList, fileVersion
            list; probe MS17-010 not                                                 | vulnerable: hotfixAbsent part2, probeNotVulnerable part3
            list KB4012212; probe MS17-010 not; probe MS17-010 vulnerable            | vulnerable: probeVulnerable part4, contradiction, hotfixPresent part2
            list KB4012212; probe CVE-2019-0708 vulnerable                           | fixed: hotfixPresent part2
            list KB4012212; probe CVE-2019-0708 not                                  | fixed: hotfixPresent part2
            """)
    void a_network_scan_counts_where_it_finds_the_vulnerability(String machine, String verdict) {
        assertThat(said(judge(MS17_010, MAY_14, SEVEN + machine))).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # as of    | verdict
            2017-03-13 | unknown: notPublished
            2017-03-14 | fixed: hotfixPresent part2
            2017-03-15 | fixed: hotfixPresent part2
            """)
    void an_advisory_is_known_from_its_day_of_publication_on(LocalDate asOf, String verdict) {
        assertThat(said(judge(MS17_010, asOf, SEVEN + "list KB4012212"))).isEqualTo(verdict);
    }

    @Test
    void before_publication_even_what_a_scan_finds_is_not_told() {
        assertThat(said(judge(MS17_010, LocalDate.parse("2017-03-13"), SEVEN + "probe MS17-010 vulnerable")))
                .isEqualTo("unknown: notPublished");
    }

    /** In which order files were read must not matter. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            list KB4012212; srv 6.1.7601.23000; smb1 off; smb1 on; probe MS17-010 not
            list; partial KB4012212; srv 6.3.9600.1; failed hotfixes
            list KB4022722; partial KB4015546; smb1 off
            """)
    void the_order_of_the_evidence_changes_no_verdict(String machine) {
        Snapshot snapshot = TestMachine.of(SEVEN + machine);
        var turned = new ArrayList<>(snapshot.evidence());
        Collections.reverse(turned);
        var judge = new AdvisoryEvaluator(MS17_010, MAY_14);
        var identifier = new ProductIdentifier(KNOWLEDGE);

        List<Verdict.Kind> kinds = List.of(snapshot, snapshot.withEvidence(turned)).stream()
                .map(s -> judge.judge(s, identifier.identify(s)).kind())
                .distinct()
                .toList();

        assertThat(kinds).hasSize(1);
    }
}

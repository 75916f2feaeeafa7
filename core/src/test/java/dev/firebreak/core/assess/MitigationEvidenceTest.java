package dev.firebreak.core.assess;

import static dev.firebreak.core.advisory.TestKnowledge.KNOWLEDGE;
import static dev.firebreak.core.advisory.TestKnowledge.OTHER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.core.advisory.Advisory;
import dev.firebreak.core.advisory.Build;
import dev.firebreak.core.advisory.Mitigation;
import dev.firebreak.core.advisory.Mitigation.Condition;
import dev.firebreak.core.advisory.Mitigation.Proof;
import dev.firebreak.core.advisory.Mitigation.Scope;
import dev.firebreak.core.advisory.Setting;
import dev.firebreak.core.inventory.Snapshot;
import dev.firebreak.core.text.Text;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When settings make a vulnerable machine mitigated: all of them, nothing against them, on a product they protect. */
class MitigationEvidenceTest {

    private static final LocalDate MAY_14 = LocalDate.parse("2017-05-14");
    private static final Set<String> CVES = Set.of("CVE-2017-9999");
    private static final Text ELSEWHERE = Text.same("protects nothing here");

    private static final Mitigation SPOOLER = mitigation(
            "spooler-off",
            CVES,
            new Proof(
                    List.of(
                            new Condition(Setting.SPOOLER_STATE, "stopped", Text.same("stopped")),
                            new Condition(Setting.SPOOLER_START, "disabled", Text.same("disabled"))),
                    new Scope(Build.of("6.2.0"), null, Set.of()),
                    ELSEWHERE));

    private static final Mitigation EVERYWHERE =
            mitigation("spooler-off", CVES, new Proof(SPOOLER.proof().conditions(), Scope.ALL, null));

    private static final Mitigation PORT = mitigation("port-blocked", CVES, new Proof(List.of(), Scope.ALL, null));

    private static Mitigation mitigation(String id, Set<String> cves, Proof proof) {
        return new Mitigation(
                id,
                new Mitigation.Wording(Text.same("n"), Text.same("i"), Text.same("b"), Text.same("r")),
                cves,
                proof,
                List.of(),
                List.of(),
                List.of());
    }

    private static String judge(Advisory advisory, String settings) {
        Snapshot snapshot = TestMachine.of("os 6.1.7601 sp1 x64 'Windows 7'; " + settings);
        Verdict verdict = new AdvisoryEvaluator(advisory, MAY_14)
                .judge(snapshot, new ProductIdentifier(KNOWLEDGE).identify(snapshot));
        return verdict.kind().id() + ": "
                + verdict.because().stream()
                        .map(r -> r.id() + (r.source() == null ? "" : " " + r.source()))
                        .collect(Collectors.joining(", "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # evidence                                                                 | verdict
            list; setting spooler-state=stopped; setting spooler-start=disabled        | mitigated: settingMitigates part3, settingMitigates part4, hotfixAbsent part2
            setting spooler-state=stopped; setting spooler-start=disabled              | mitigated: settingMitigates part2, settingMitigates part3, listAbsent
            list; setting spooler-state=stopped                                        | vulnerable: hotfixAbsent part2
            list; setting spooler-start=disabled                                       | vulnerable: hotfixAbsent part2
            list; setting spooler-state=stopped; setting spooler-start=manual          | vulnerable: hotfixAbsent part2
            list; setting spooler-state=stopped; setting spooler-start=unknown         | vulnerable: hotfixAbsent part2
            list; setting spooler-state=running; setting spooler-start=disabled        | vulnerable: hotfixAbsent part2
            list; setting spooler-state=stopped; setting spooler-start=disabled; setting spooler-state=running | vulnerable: hotfixAbsent part2, contradiction part3
            list; setting spooler-state=stopped; setting spooler-start=disabled; setting spooler-state=unknown | mitigated: settingMitigates part3, settingMitigates part4, hotfixAbsent part2
            list; setting rdp-nla=required; setting smb3-compression=disabled; smb1 off | vulnerable: hotfixAbsent part2
            list; setting spooler-state=stopped; failed spooler                        | vulnerable: hotfixAbsent part2, lookFailed part4
            list; failed spooler; failed rdp; failed indicators                        | vulnerable: hotfixAbsent part2, lookFailed part3
            partial; failed rdp; failed smb3_compression                               | unknown: listIncomplete part2
            list; trace wannacry-service; trace wannacry-note                          | vulnerable: hotfixAbsent part2
            list KB4012212; setting spooler-state=stopped; setting spooler-start=disabled | fixed: hotfixPresent part2
            list KB4012212; trace wannacry-service                                     | fixed: hotfixPresent part2
            list; setting spooler-state=stopped; setting spooler-start=disabled; probe TEST-445 vulnerable | vulnerable: probeVulnerable part5, contradiction, settingMitigates part3, settingMitigates part4, hotfixAbsent part2
            """)
    void every_condition_is_needed_and_nothing_may_deny_it(String evidence, String verdict) {
        assertThat(judge(OTHER.withMitigations(List.of(EVERYWHERE)), evidence)).isEqualTo(verdict);
    }

    @Test
    void on_a_product_that_it_does_not_protect_it_is_a_note() {
        String off = "list; setting spooler-state=stopped; setting spooler-start=disabled";
        assertThat(judge(OTHER.withMitigations(List.of(SPOOLER)), off))
                .isEqualTo("vulnerable: hotfixAbsent part2, settingIneffective part3");
    }

    @Test
    void what_no_evidence_proves_mitigates_nothing() {
        assertThat(judge(OTHER.withMitigations(List.of(PORT)), "list; smb1 off"))
                .isEqualTo("vulnerable: hotfixAbsent part2");
    }

    @Test
    void one_that_covers_only_some_of_the_vulnerabilities_is_not_attached() {
        Mitigation some = mitigation("x", Set.of("CVE-2017-9998"), EVERYWHERE.proof());
        assertThat(OTHER.withMitigations(List.of(some)).mitigations()).isEmpty();
        assertThat(OTHER.withMitigations(List.of(some, EVERYWHERE)).mitigations())
                .containsExactly(EVERYWHERE);
        assertThat(EVERYWHERE.covers(List.of())).isFalse();
        assertThat(EVERYWHERE.covers(List.of("CVE-2017-9999", "CVE-2017-9998"))).isFalse();
    }

    /** A product that an advisory does not mention stays unknown, whatever is switched off on it. */
    @Test
    void a_product_that_is_not_mentioned_is_not_mitigated() {
        Snapshot snapshot = TestMachine.of(
                "os 6.3.9600 x64 'Windows 8.1'; list; setting spooler-state=stopped; setting spooler-start=disabled");
        Verdict verdict = new AdvisoryEvaluator(OTHER.withMitigations(List.of(EVERYWHERE)), MAY_14)
                .judge(snapshot, new ProductIdentifier(KNOWLEDGE).identify(snapshot));
        assertThat(verdict.kind()).isEqualTo(Verdict.Kind.UNKNOWN);
    }
}

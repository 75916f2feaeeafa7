package dev.firebreak.core.guidance;

import static dev.firebreak.core.advisory.TestKnowledge.SEVEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.core.advisory.Build;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.advisory.KbSet;
import dev.firebreak.core.advisory.Setting;
import dev.firebreak.core.assess.CatalogueDetail;
import dev.firebreak.core.assess.Reason;
import dev.firebreak.core.assess.ReasonDetail;
import dev.firebreak.core.assess.Verdict;
import dev.firebreak.core.text.Text;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every sort of reason has a sentence in both languages that names its arguments. */
class ReasonTextTest {

    private static final Build OLD = Build.of("6.1.7601.23000");
    private static final Build LEAST = Build.of("6.1.7601.23689");
    private static final Kb KB = new Kb(4012212);
    private static final KbSet KBS = KbSet.of(4015546, 4022722);
    private static final LocalDate DAY = LocalDate.parse("2017-03-14");
    private static final Text WHY = new Text("because of this", "この理由のため");

    static Stream<ReasonDetail> details() {
        return Stream.of(
                new ReasonDetail.Quoted(WHY),
                new ReasonDetail.FileFixed("srv.sys", LEAST, "6.1.7601.23689"),
                new ReasonDetail.FileOld("srv.sys", OLD, "6.1.7601.23689"),
                new ReasonDetail.FileOfOtherBranch("srv.sys", OLD, "6.3.9600.18604"),
                new ReasonDetail.RevisionFixed(LEAST, LEAST),
                new ReasonDetail.RevisionOld(OLD, LEAST),
                new ReasonDetail.RevisionOfHotpatch(OLD, LEAST),
                new ReasonDetail.KnownSince(DAY),
                new ReasonDetail.NotPublished("MS17-010", DAY),
                new ReasonDetail.HotfixPresent(KB, true),
                new ReasonDetail.HotfixAbsent(17, List.of(KB)),
                new ReasonDetail.HotfixUnproven(KBS, WHY),
                new ReasonDetail.HotfixNeverFixes(KBS, WHY),
                new ReasonDetail.ListIncomplete(WHY),
                new ReasonDetail.NoList(),
                new ReasonDetail.ServicePackTooOld(SEVEN, WHY),
                new ReasonDetail.WithoutServicePack(KBS),
                new ReasonDetail.RestartPending(),
                new ReasonDetail.ProbeVulnerable("MS17-010"),
                new ReasonDetail.ProbeAgainstProof(),
                new ReasonDetail.ProbeFoundNothing(),
                new ReasonDetail.SettingContradicted(Setting.SMB1_SERVER),
                new ReasonDetail.ProductUnknown(),
                new ReasonDetail.PossibleProducts(
                        List.of(new ReasonDetail.PossibleProducts.Candidate(SEVEN, Verdict.Kind.VULNERABLE))),
                new ReasonDetail.TwoSystems(),
                new ReasonDetail.NoUpdateFits("MS17-010", List.of(445, 139)),
                new CatalogueDetail.UpdateAbsent(KB, 12, 3),
                new CatalogueDetail.RevisionBefore(KB, 12, 0),
                new CatalogueDetail.PartsUnknown(List.of("Internet Explorer"), 12),
                new CatalogueDetail.Unconfirmed(List.of(KB), new Kb(4019264), 12),
                new CatalogueDetail.WithoutUpdate(12),
                new CatalogueDetail.NoUpdateForCves(),
                new CatalogueDetail.SupportEnded(DAY),
                new CatalogueDetail.PaidSupportUnproven(DAY),
                new CatalogueDetail.SupportUnknown(),
                new CatalogueDetail.KnowledgeOutdated(DAY, DAY),
                new CatalogueDetail.KnowledgeOutdatedFor("Windows 7", DAY),
                new CatalogueDetail.UpdateUndated(List.of(KB), DAY),
                new CatalogueDetail.AllFixed(12, KB),
                new CatalogueDetail.NothingListed(),
                new CatalogueDetail.ProductNotListed("Windows 7"),
                new CatalogueDetail.ProductAmbiguous("Windows 7, Windows 8"));
    }

    /** The records of a sealed type, at every depth. */
    private static Stream<Class<?>> records(Class<?> type) {
        return type.isSealed()
                ? Stream.of(type.getPermittedSubclasses()).flatMap(ReasonTextTest::records)
                : Stream.of(type);
    }

    @Test
    void no_sort_is_left_out_here() {
        assertThat(details().map(Object::getClass))
                .containsExactlyInAnyOrderElementsOf(
                        List.copyOf(records(ReasonDetail.class).toList()));
    }

    @ParameterizedTest
    @MethodSource("details")
    void each_has_a_sentence_of_its_own_in_both_languages(ReasonDetail detail) {
        Text said = ReasonText.of(new Reason(Reason.Kind.CONTRADICTION, detail, null));
        assertThat(said.en()).isNotBlank().doesNotContain("%", "Optional[", "Text[", "Kb[", "null");
        assertThat(said.ja())
                .isNotBlank()
                .isNotEqualTo(said.en())
                .doesNotContain("%", "Optional[", "Text[", "Kb[", "null");
        assertThat(said.ja()).containsPattern("[\\p{IsHiragana}\\p{IsKatakana}\\p{IsHan}]");
        assertThat(details().filter(other -> !other.equals(detail)).map(ReasonText::of))
                .doesNotContain(said);
    }

    @Test
    void of_many_updates_four_are_named_and_the_rest_counted() {
        KbSet six = KbSet.of(4000001, 4000002, 4000003, 4000004, 4000005, 4000006);
        assertThat(ReasonText.of(new ReasonDetail.WithoutServicePack(six)).en())
                .startsWith("KB4000001, KB4000002, KB4000003, KB4000004 … (6) is listed");
    }
}

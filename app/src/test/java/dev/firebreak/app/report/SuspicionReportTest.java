package dev.firebreak.app.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.collect.CheckInReader;
import dev.firebreak.app.report.model.ReportFormat;
import dev.firebreak.app.report.model.ReportSink;
import dev.firebreak.app.report.model.ReportStyle;
import dev.firebreak.app.report.text.ExplanationReport;
import dev.firebreak.app.report.text.TerminalPage;
import dev.firebreak.core.assess.Assessment;
import dev.firebreak.core.assess.Finding;
import dev.firebreak.core.fleet.CheckInRecords;
import dev.firebreak.core.inventory.Evidence.IndicatorObserved;
import dev.firebreak.core.text.Language;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Traces of a worm: every report shows them as a suspicion, and no verdict changes by them. */
class SuspicionReportTest {

    @TempDir
    Path temp;

    private String report(ReportFormat format, Language language, Assessment assessment) {
        var out = new ByteArrayOutputStream();
        try (ReportSink sink = new Reports("1.0-test", temp).open(format, out, style(language))) {
            sink.accept(assessment);
        }
        return out.toString(UTF_8);
    }

    private static ReportStyle style(Language language) {
        return new ReportStyle(language, Estate.AS_OF, Estate.GENERATED, false, 100);
    }

    @Test
    void a_verdict_is_the_same_with_traces_and_without() {
        List<Assessment> both = Estate.suspected();
        assertThat(both.getFirst().snapshot().traces()).hasSize(2);
        assertThat(both.getLast().snapshot().traces()).isEmpty();
        assertThat(both.getFirst().findings())
                .extracting(Finding::verdict)
                .extracting(v -> v.kind() + " " + v.because().getFirst().kind())
                .isEqualTo(both.getLast().findings().stream()
                        .map(f -> f.verdict().kind() + " "
                                + f.verdict().because().getFirst().kind())
                        .toList());
    }

    @ParameterizedTest
    @EnumSource(names = {"TABLE", "HTML", "CSV"})
    void reports_for_people_name_the_suspicion_in_both_languages(ReportFormat format) {
        Assessment suspected = Estate.suspected().getFirst();
        Assessment clean = Estate.suspected().getLast();
        assertThat(report(format, Language.EN, suspected))
                .containsIgnoringCase("suspected infection")
                .contains("traces of WannaCry: service mssecsvc2.0");
        assertThat(report(format, Language.JA, suspected)).contains("感染の疑い", "WannaCry の痕跡: サービス mssecsvc2.0");
        assertThat(report(format, Language.EN, clean)).doesNotContain("mssecsvc2.0");
        assertThat(report(format, Language.EN, suspected)).doesNotContain("<script>", "\u001B", "\u202E");
    }

    @Test
    void json_has_them_only_where_there_are_some() {
        JsonNode machine = JsonMapper.shared()
                .readTree(report(
                        ReportFormat.NDJSON, Language.EN, Estate.suspected().getFirst()));
        assertThat(machine.path("infection").asString()).isEqualTo("suspected");
        assertThat(machine.path("indicators").size()).isEqualTo(2);
        JsonNode note = machine.path("indicators").get(1);
        assertThat(note.path("trace").asString()).isEqualTo("wannacry-note");
        assertThat(note.path("count").intValue()).isEqualTo(3);
        assertThat(note.path("place").asString()).startsWith("C:/<script>");
        assertThat(machine.path("findings").get(0).path("verdict").asString()).isEqualTo("fixed");
        JsonNode clean = JsonMapper.shared()
                .readTree(report(
                        ReportFormat.NDJSON, Language.EN, Estate.suspected().getLast()));
        assertThat(clean.has("infection")).isFalse();
        assertThat(clean.has("indicators")).isFalse();
    }

    @Test
    void an_explanation_says_so_first() {
        var out = new ByteArrayOutputStream();
        ReportStyle style = style(Language.JA);
        new ExplanationReport(new TerminalPage(out, style), style)
                .write(Estate.suspected().getFirst());
        assertThat(out.toString(UTF_8))
                .containsSubsequence("! 感染の疑い", "WannaCry の痕跡: サービス mssecsvc2.0", "電源は切らずに", "MS17-010", "適用済み")
                .doesNotContain("\u001B[31m");
    }

    /** The script prints folders in the code page of its Windows: Japanese, Russian, Western, and UTF-16 as PowerShell redirects. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            windows-31j | C:\\Documents and Settings\\佐藤\\デスクトップ
            cp866       | C:\\Documents and Settings\\Иван\\Рабочий стол
            cp850       | C:\\Users\\Jörg\\Téléchargements
            UTF-16LE    | C:\\Users\\佐藤\\Desktop
            UTF-8       | C:\\Users\\佐藤\\Desktop
            """)
    void places_are_read_in_the_code_page_of_the_machine(String charset, String place) {
        String text = String.join(
                "\r\n",
                "firebreak-collect 1",
                "machine=PC7",
                "version=5.1.2600",
                "locale-lcid=" + (charset.equals("cp866") ? "0419" : charset.equals("cp850") ? "0407" : "0411"),
                "trace=wannacry-service",
                "trace=wannacry-note 2 " + place,
                "traces=ok",
                "end",
                "");
        byte[] content = (charset.startsWith("UTF-16") ? "\uFEFF" + text : text).getBytes(Charset.forName(charset));
        var parts = new CheckInReader().parts(null, "PC7_firebreak.txt", content);
        assertThat(parts.problems()).isEmpty();
        var part = parts.parts().getFirst();
        var snapshot = new CheckInReader()
                .snapshot(
                        "PC7",
                        List.of(new CheckInRecords.Content(
                                part.kind(), "PC7_firebreak.txt", part.content(), Estate.GENERATED)))
                .orElseThrow();
        assertThat(snapshot.traces())
                .extracting(IndicatorObserved::trace)
                .extracting(Enum::name)
                .containsExactly("SERVICE", "NOTE");
        if (!charset.equals("cp850")) {
            assertThat(snapshot.traces().getLast().place()).isEqualTo(place);
        }
        assertThat(snapshot.traces().getLast().count()).isEqualTo(2);
    }
}

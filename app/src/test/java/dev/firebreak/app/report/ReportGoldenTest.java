package dev.firebreak.app.report;

import dev.firebreak.app.report.guide.GuideFormat;
import dev.firebreak.app.report.model.ReportFormat;
import dev.firebreak.app.report.model.ReportSink;
import dev.firebreak.app.report.model.ReportStyle;
import dev.firebreak.core.assess.Assessment;
import dev.firebreak.core.text.Language;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Every report on the same small fleet, hostile names among it, in both languages. */
class ReportGoldenTest {

    @TempDir
    Path temp;

    @ParameterizedTest
    @CsvSource({"EN, 80", "EN, 120", "EN, 0", "JA, 80", "JA, 120", "JA, 0"})
    void tables(Language language, int columns) throws IOException {
        Golden.same(
                "table_" + columns + "_" + id(language) + ".txt", report(ReportFormat.TABLE, language, false, columns));
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void table_in_colours(Language language) throws IOException {
        Golden.same("table_colours_" + id(language) + ".txt", report(ReportFormat.TABLE, language, true, 100));
    }

    @ParameterizedTest
    @CsvSource({"JSON, json", "NDJSON, ndjson", "CSV, csv", "HTML, html", "VEX, vex.json"})
    void documents(ReportFormat format, String ending) throws IOException {
        for (Language language : Language.values()) {
            Golden.same("report_" + id(language) + "." + ending, report(format, language, false, 0));
        }
    }

    @ParameterizedTest
    @CsvSource({"EN, 80", "EN, 0", "JA, 80", "JA, 0"})
    void explanations(Language language, int columns) throws IOException {
        var out = new ByteArrayOutputStream();
        for (Assessment machine :
                List.of(Estate.xpEnglish(), Estate.truncated("SRV-FILE01"), Estate.fixed("\u001B[31mPC"))) {
            reports().explain(machine, out, style(language, false, columns));
        }
        Golden.same("explain_" + columns + "_" + id(language) + ".txt", out.toByteArray());
    }

    @ParameterizedTest
    @CsvSource({"TEXT, txt", "MARKDOWN, md", "HTML, html"})
    void guides(GuideFormat format, String ending) throws IOException {
        for (Language language : Language.values()) {
            var out = new ByteArrayOutputStream();
            reports().guide(SampleGuide.GUIDE, format, out, style(language, false, 60));
            Golden.same("guide_" + id(language) + "." + ending, out.toByteArray());
        }
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void support(Language language) throws IOException {
        var out = new ByteArrayOutputStream();
        reports().lifecycle(Estate.LIFECYCLES, out, style(language, false, 100));
        reports().support(Estate.machines(), out, style(language, false, 100));
        Golden.same("lifecycle_" + id(language) + ".txt", out.toByteArray());
    }

    private Reports reports() {
        return new Reports("1.0-test", temp);
    }

    private static ReportStyle style(Language language, boolean colours, int columns) {
        return new ReportStyle(language, Estate.AS_OF, Estate.GENERATED, colours, columns);
    }

    private byte[] report(ReportFormat format, Language language, boolean colours, int columns) {
        var out = new ByteArrayOutputStream();
        try (ReportSink sink = reports().open(format, out, style(language, colours, columns))) {
            Estate.machines().forEach(sink::accept);
            Estate.problems().forEach(sink::addProblem);
        }
        return out.toByteArray();
    }

    private static String id(Language language) {
        return language.name().toLowerCase(Locale.ROOT);
    }
}

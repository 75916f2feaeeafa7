package dev.firebreak.app.report;

import dev.firebreak.core.advisory.Language;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Every report on the same small estate, hostile names among it, in both languages. */
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
    @CsvSource({"JSON, json", "NDJSON, ndjson", "CSV, csv"})
    void documents(ReportFormat format, String ending) throws IOException {
        for (Language language : Language.values()) {
            Golden.same("report_" + id(language) + "." + ending, report(format, language, false, 0));
        }
    }

    private byte[] report(ReportFormat format, Language language, boolean colours, int columns) {
        var out = new ByteArrayOutputStream();
        var style = new ReportStyle(language, Estate.AS_OF, Estate.GENERATED, colours, columns);
        try (ReportSink sink = new Reports("1.0-test", temp).open(format, out, style)) {
            Estate.machines().forEach(sink::accept);
            Estate.complaints().forEach(sink::complain);
        }
        return out.toByteArray();
    }

    private static String id(Language language) {
        return language.name().toLowerCase(Locale.ROOT);
    }
}

package dev.firebreak.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.report.model.ReportFormat;
import dev.firebreak.app.report.model.ReportSink;
import dev.firebreak.app.report.model.ReportStyle;
import dev.firebreak.core.catalogue.KnowledgeFreshness;
import dev.firebreak.core.text.Language;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Collections;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Every report says how far the knowledge behind it reaches. */
class KnowledgeReachTest {

    private static final KnowledgeFreshness IMPORTED = new KnowledgeFreshness(
            LocalDate.parse("2026-06-09"), LocalDate.parse("2026-06-09"), LocalDate.parse("2026-06-28"));
    private static final KnowledgeFreshness SHIPPED = new KnowledgeFreshness(LocalDate.parse("2026-06-09"), null, null);

    private static final Pattern ENTITY = Pattern.compile("&#x([0-9a-fA-F]+);");

    @TempDir
    Path temp;

    private static ReportStyle style(Language language, KnowledgeFreshness knowledge) {
        return new ReportStyle(language, Estate.AS_OF, Estate.GENERATED, false, 0, knowledge);
    }

    private String report(ReportFormat format, ReportStyle style) throws IOException {
        var out = new ByteArrayOutputStream();
        try (ReportSink sink = new Reports("1.0", temp).open(format, out, style)) {
            Estate.machines().forEach(sink::accept);
        }
        return format == ReportFormat.XLSX ? unpacked(out.toByteArray()) : out.toString(StandardCharsets.UTF_8);
    }

    private String unpacked(byte[] workbook) throws IOException {
        // A stream would not do: the writer puts sizes where only a reader of the whole file looks.
        Path file = Files.write(temp.resolve("report.xlsx"), workbook);
        var text = new StringBuilder();
        try (var zip = new ZipFile(file.toFile())) {
            for (var entry : Collections.list(zip.entries())) {
                text.append(new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        // The writer escapes what is not ASCII.
        return ENTITY.matcher(text).replaceAll(m -> Character.toString(Integer.parseInt(m.group(1), 16)));
    }

    @ParameterizedTest
    @EnumSource(ReportFormat.class)
    void every_format_says_it(ReportFormat format) throws IOException {
        String en = report(format, style(Language.EN, IMPORTED));
        String ja = report(format, style(Language.JA, IMPORTED));
        String shipped = report(format, style(Language.EN, SHIPPED));
        if (format == ReportFormat.JSON || format == ReportFormat.NDJSON) {
            assertThat(en.replace(" ", ""))
                    .contains("\"knowledge\":{\"until\":\"2026-06-09\",\"imported\":\"2026-06-28\"");
            assertThat(shipped.replace(" ", "")).contains("\"knowledge\":{\"until\":null,\"imported\":null");
        } else {
            assertThat(en).contains("Knowledge until 2026-06-09, imported 2026-06-28");
            assertThat(ja).contains("脆弱性情報: 2026/06/09 まで（2026/06/28 取り込み）");
            assertThat(shipped).contains("only what ships with Firebreak, with updates until 2026-06-09");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # ships    | until      | imported   | says
            2026-06-09 | 2026-06-09 | 2026-06-28 | Knowledge until 2026-06-09, imported 2026-06-28
            2026-06-09 |            | 2026-06-28 | Knowledge of no Patch Tuesday, imported 2026-06-28
            2026-06-09 |            |            | Knowledge: only what ships with Firebreak, with updates until 2026-06-09; nothing imported was used
                       |            |            | Knowledge: only what ships with Firebreak
            """)
    void in_words(LocalDate ships, LocalDate until, LocalDate imported, String says) {
        assertThat(new KnowledgeFreshness(ships, until, imported).words().en()).isEqualTo(says);
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void an_explanation_says_it(Language language) {
        var out = new ByteArrayOutputStream();
        new Reports("1.0", temp).explain(Estate.machines().getFirst(), out, style(language, IMPORTED));
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains(IMPORTED.words().in(language));
    }
}

package dev.firebreak.app.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.CsafValidator;
import dev.firebreak.app.io.SpoolFile;
import dev.firebreak.app.report.model.ReportFormat;
import dev.firebreak.app.report.model.ReportSink;
import dev.firebreak.app.report.model.ReportStyle;
import dev.firebreak.app.report.text.TextWidth;
import dev.firebreak.core.advisory.Lifecycle;
import dev.firebreak.core.advisory.Platform;
import dev.firebreak.core.assess.Assessment;
import dev.firebreak.core.text.Language;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What holds for every report, whatever machines call themselves. */
class ReportSafetyTest {

    /** Escape, the C1 range, marks that turn text around, the two line separators. */
    private static final Pattern UNSEEN = Pattern.compile("[\\u0000-\\u0008\\u000B\\u000C\\u000E-\\u001F\\u007F-\\u009F"
            + "\\u200B-\\u200F\\u2028-\\u202E\\u2066-\\u2069]");

    @TempDir
    Path temp;

    @ParameterizedTest
    @EnumSource(value = ReportFormat.class, mode = EnumSource.Mode.EXCLUDE, names = "XLSX")
    void nothing_that_steers_a_terminal_comes_through(ReportFormat format) {
        for (Language language : Language.values()) {
            assertThat(UNSEEN.matcher(new String(report(format, language, Estate.machines(), 0), UTF_8))
                            .results()
                            .map(r -> Integer.toHexString(r.group().charAt(0))))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 80, 100, 120, 160})
    void lines_fit_the_terminal_unless_they_are_to_be_copied(int columns) {
        for (Language language : Language.values()) {
            assertThat(new String(report(ReportFormat.TABLE, language, Estate.machines(), columns), UTF_8).lines())
                    .filteredOn(
                            line -> !line.contains(".exe") && !line.contains("reg add") && !line.contains("https://"))
                    .allSatisfy(line -> assertThat(TextWidth.of(line)).as(line).isLessThanOrEqualTo(columns));
        }
    }

    @Test
    void a_piped_table_has_one_line_for_each_machine_with_its_reason() {
        String table = new String(report(ReportFormat.TABLE, Language.EN, Estate.machines(), 0), UTF_8);
        assertThat(table.lines().filter(line -> line.contains("none of the 210 updates")))
                .hasSize(7);
        assertThat(table).containsPattern("<script>.* Windows 7 SP1 x64 +none of the 210");
    }

    @Test
    void names_of_products_are_not_cut_on_a_narrow_terminal() {
        var out = new ByteArrayOutputStream();
        var style = new ReportStyle(Language.JA, Estate.AS_OF, Estate.GENERATED, false, 70);
        new Reports("1.0-test", temp)
                .lifecycle(
                        List.of(new Lifecycle(
                                "w",
                                "Windows 10 Enterprise LTSC 2021 for IoT devices",
                                Platform.CLIENT,
                                null,
                                Estate.AS_OF,
                                Estate.AS_OF,
                                null,
                                true,
                                null)),
                        out,
                        style);
        assertThat(out.toString(UTF_8)).contains("devices").doesNotContain("…");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 40, 80, 120})
    void the_file_of_a_package_is_never_cut(int columns) {
        for (Language language : Language.values()) {
            assertThat(new String(report(ReportFormat.TABLE, language, Estate.machines(), columns), UTF_8))
                    .contains("windowsxp-kb4012598-x86-custom-enu_eceb7d5023bbb23c0dc633e46b9c2f14fa6ee9dd.exe")
                    .contains("https://www.catalog.update.microsoft.com/Search.aspx?q=KB4012598");
        }
    }

    @Test
    void the_page_asks_nobody_for_anything_and_runs_nothing() throws Exception {
        String page = new String(report(ReportFormat.HTML, Language.EN, Estate.machines(), 0), UTF_8);
        assertThat(page)
                .doesNotContainIgnoringCase("<script")
                .doesNotContainIgnoringCase("<img")
                .doesNotContainIgnoringCase("<link")
                .doesNotContain("@import", "url(", " style=");
        Matcher style = Pattern.compile("<style>(.*?)</style>", Pattern.DOTALL).matcher(page);
        assertThat(style.find()).isTrue();
        byte[] digest =
                MessageDigest.getInstance("SHA-256").digest(style.group(1).getBytes(UTF_8));
        assertThat(page).contains("style-src 'sha256-" + Base64.getEncoder().encodeToString(digest) + "'");
    }

    @Test
    void json_keeps_what_the_machine_said() {
        JsonNode json = new JsonMapper().readTree(report(ReportFormat.JSON, Language.JA, Estate.machines(), 0));
        assertThat(json.at("/machines/9/machine").stringValue()).isEqualTo("\u001B[31mroot\u001B[0m\u009B2J");
        assertThat(json.at("/machines/12/machine").stringValue()).isEqualTo("half\uFFFD\nname");
        assertThat(json.at("/summary/machines").intValue()).isEqualTo(13);
        assertThat(json.at("/problems/0/line").intValue()).isEqualTo(12);
        assertThat(json.at("/problems/1/line").isNull()).isTrue();
    }

    @Test
    void an_empty_estate_is_a_document_too() {
        JsonNode json = new JsonMapper().readTree(report(ReportFormat.JSON, Language.EN, List.of(), 0));
        assertThat(json.at("/machines").isArray()).isTrue();
        assertThat(report(ReportFormat.NDJSON, Language.EN, List.of(), 0)).isEmpty();
    }

    @Test
    void no_cell_of_the_workbook_is_a_formula() throws Exception {
        Path workbook =
                Files.write(temp.resolve("report.xlsx"), report(ReportFormat.XLSX, Language.JA, Estate.machines(), 0));
        int sheets = 0;
        try (var zip = new ZipFile(workbook.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                try (var xml = zip.getInputStream(entry)) {
                    var document = DocumentBuilderFactory.newInstance()
                            .newDocumentBuilder()
                            .parse(xml);
                    sheets += entry.getName().startsWith("xl/worksheets/sheet") ? 1 : 0;
                    assertThat(document.getElementsByTagName("f").getLength()).isZero();
                }
            }
        }
        assertThat(sheets).isEqualTo(4);
    }

    @Test
    void what_waits_in_a_file_comes_back_the_same_and_the_file_goes() throws IOException {
        var out = new ByteArrayOutputStream();
        var expected = new ByteArrayOutputStream();
        try (var spool = new SpoolFile(temp, 100)) {
            for (int i = 0; i < 100_000; i++) {
                byte[] line = ("line " + i + "\n").getBytes(UTF_8);
                spool.write(line, 0, line.length);
                expected.write(line);
            }
            spool.copy(0, 10, out);
            spool.copy(10, spool.size() - 10, out);
        }
        assertThat(out.toByteArray()).isEqualTo(expected.toByteArray());
        try (var files = Files.list(temp)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void vex_passes_the_public_validator() throws Exception {
        Path en = Files.write(temp.resolve("en.json"), report(ReportFormat.VEX, Language.EN, Estate.machines(), 0));
        Path ja = Files.write(temp.resolve("ja.json"), report(ReportFormat.VEX, Language.JA, Estate.machines(), 0));
        Path one = Files.write(
                temp.resolve("one.json"),
                report(ReportFormat.VEX, Language.EN, List.of(Estate.truncated("SRV-FILE01")), 0));
        CsafValidator.assertValid(en, ja, one);
    }

    private byte[] report(ReportFormat format, Language language, List<Assessment> machines, int columns) {
        var out = new ByteArrayOutputStream();
        var style = new ReportStyle(language, Estate.AS_OF, Estate.GENERATED, false, columns);
        try (ReportSink sink = new Reports("1.0-test", temp).open(format, out, style)) {
            machines.forEach(sink::accept);
            Estate.problems().forEach(sink::addProblem);
        }
        return out.toByteArray();
    }
}

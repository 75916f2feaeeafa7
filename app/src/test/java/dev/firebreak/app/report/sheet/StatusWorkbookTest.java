package dev.firebreak.app.report.sheet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.core.access.ApprovedException;
import dev.firebreak.core.assess.Verdict;
import dev.firebreak.core.dashboard.MachineIndex;
import dev.firebreak.core.dashboard.StatusReport;
import dev.firebreak.core.fleet.MachineSummary;
import dev.firebreak.core.text.Language;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The one-page report: its figures, and what Excel makes of its cells. */
class StatusWorkbookTest {

    private static final String BUG = "MS17-010";
    private static final Instant NOW = Instant.parse("2026-11-23T01:00:00Z");
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);

    private final MachineIndex index = new MachineIndex(Duration.ofDays(7));

    @Test
    void a_waiver_makes_nothing_green_and_ends_with_its_day() {
        put("PC1", "Osaka", Verdict.Kind.VULNERABLE, NOW);
        put("PC2", "Osaka", Verdict.Kind.FIXED, NOW);
        put("PC3", "Osaka", Verdict.Kind.FIXED, NOW.minus(Duration.ofDays(8)));
        put("PC4", "Nagoya", Verdict.Kind.NOT_AFFECTED, NOW);
        List<ApprovedException> exceptions = List.of(
                waiver("pc1", BUG, TODAY),
                waiver("PC1", BUG, TODAY.plusDays(1)),
                waiver("PC2", BUG, TODAY),
                waiver("PC3", BUG, TODAY.minusDays(1)),
                waiver("PC3", "MS08-067", TODAY),
                waiver("GONE", BUG, TODAY));
        StatusReport report = StatusReport.of(index.board(BUG, NOW), exceptions, TODAY, this::find);
        assertThat(report.all().waived()).isEqualTo(1);
        assertThat(report.all().concerned()).isEqualTo(3);
        assertThat(report.all().unconfirmed()).isEqualTo(1);
        assertThat(report.sites()).extracting(StatusReport.Row::name).containsExactly("Osaka", "Nagoya");
        assertThat(report.sites().getFirst().waived()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void sums_and_rates_are_formulas_and_names_never_are(Language language) throws Exception {
        put("PC1", "=cmd|' /C calc'!A0", Verdict.Kind.VULNERABLE, NOW);
        put("PC2", "@SUM(A1)", Verdict.Kind.FIXED, NOW);
        put("PC3", "-2+3\u202E", Verdict.Kind.UNKNOWN, NOW);
        Map<String, String> parts = parts(bytes(language, "+author", "-note\n=second"));
        String sheet = parts.get("xl/worksheets/sheet1.xml");
        assertThat(sheet)
                .contains("<f>SUM(E7:E9)</f>", "<f>SUM(E7:H7)</f>", "<f>C7+D7</f>")
                .contains("IF(D6>0,E6/D6")
                .contains("landscape", "paperSize=\"9\"", "fitToHeight=\"1\"", "fitToPage")
                .contains(">&apos;=cmd|", ">&apos;@SUM", ">&apos;-2+3", ">&apos;+author", ">&apos;-note")
                .doesNotContain("\u202E", "<f>cmd", "<f>SUM(A1)");
        for (String xml : parts.values()) {
            if (xml.startsWith("<")) {
                DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new ByteArrayInputStream(xml.getBytes(UTF_8)));
            }
        }
        // Looked at with LibreOffice, where there is one; see docs.
        Files.write(Path.of("target", "report-" + language + ".xlsx"), bytes(language, "情報システム部 髙橋", ""));
    }

    @Test
    void a_hundred_sites_still_are_one_page() throws Exception {
        for (int i = 0; i < 100; i++) {
            put("PC" + i, "Site " + i, i % 3 == 0 ? Verdict.Kind.VULNERABLE : Verdict.Kind.FIXED, NOW);
        }
        String sheet = parts(bytes(Language.JA, "", "")).get("xl/worksheets/sheet1.xml");
        assertThat(sheet).contains("&#x305d;&#x306e;&#x4ed6; 73 ").contains("<f>SUM(E7:E34)</f>");
    }

    @Test
    void no_machine_at_all() throws Exception {
        String sheet = parts(bytes(Language.EN, "", "")).get("xl/worksheets/sheet1.xml");
        assertThat(sheet).contains("IF(D6>0").contains("<f>SUM(E6:H6)</f>");
    }

    private byte[] bytes(Language language, String author, String note) throws IOException {
        var out = new ByteArrayOutputStream();
        StatusReport report = StatusReport.of(index.board(BUG, NOW), List.of(), TODAY, this::find);
        StatusWorkbook.write(out, report, language, ZoneId.of("Asia/Tokyo"), author, note);
        return out.toByteArray();
    }

    private static Map<String, String> parts(byte[] workbook) throws IOException {
        Map<String, String> parts = new HashMap<>();
        Path file = Files.write(Files.createTempFile("report", ".xlsx"), workbook);
        try (var zip = new ZipFile(file.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                parts.put(entry.getName(), new String(zip.getInputStream(entry).readAllBytes(), UTF_8));
            }
        } finally {
            Files.delete(file);
        }
        return parts;
    }

    private Optional<MachineIndex.Found> find(String machine) {
        return index.line(machine).map(line -> new MachineIndex.Found(line, index.status(line, BUG, NOW)));
    }

    private static ApprovedException waiver(String machine, String advisory, LocalDate until) {
        return new ApprovedException(machine, advisory, "medical device", until, "account:aiko", NOW);
    }

    private void put(String name, String site, Verdict.Kind verdict, Instant seen) {
        index.put(new MachineSummary(
                name,
                new MachineSummary.Place(site, null, List.of()),
                new MachineSummary.Windows(null, null, null, null, "unknown", null),
                new MachineSummary.Outcome(Map.of(BUG, verdict), List.of(), null, null),
                seen));
    }
}

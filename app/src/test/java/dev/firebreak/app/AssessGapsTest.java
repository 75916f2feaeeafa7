package dev.firebreak.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.io.BoundedJson;
import dev.firebreak.app.report.model.ReportFormat;
import dev.firebreak.app.server.ShutdownSignal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** {@code assess --expected --seen}: machines that nobody reported count as unknown in every total. */
class AssessGapsTest {

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void files() throws IOException {
        Files.writeString(folder.resolve("pcs.ndjson"), """
                {"machine":"PC7","os":{"caption":"Microsoft Windows 7 Professional","version":"6.1.7601","servicePack":1,"architecture":"x64"},"hotfixes":{"complete":true,"ids":["KB4012212"]},"addresses":["10.1.2.3"]}
                """);
        Files.writeString(folder.resolve("ad.csv"), "Name,Enabled\nPC7,True\nPC8,False\n");
        Files.writeString(
                folder.resolve("arp.txt"), "10.1.2.3 00-0c-29-11-22-33 dynamic\n10.1.2.4 00-0c-29-11-22-34 dynamic\n");
    }

    private int assess(String... more) {
        out.reset();
        err.reset();
        List<String> arguments =
                new ArrayList<>(List.of("assess", "--as-of", "2017-05-14", "--data", folder + "/data"));
        arguments.addAll(List.of(more));
        arguments.add(folder.resolve("pcs.ndjson").toString());
        return Main.run(
                Map.of("LANG", "C"),
                new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8),
                new ShutdownSignal(code -> {}),
                arguments.toArray(String[]::new));
    }

    private String[] lists(String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--expected",
                folder.resolve("ad.csv").toString(),
                "--seen",
                folder.resolve("arp.txt").toString()));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    @Test
    void the_table_tells_and_counts_them() {
        assertThat(assess(lists())).isZero();
        assertThat(out.toString(UTF_8))
                .contains("1 of 3 reported; 1 expected ones never did; 1 seen on the network is in no inventory")
                .contains("3 machines, as of")
                .contains("2 unknown")
                .contains("? PC8  account disabled")
                .contains("? 10.1.2.4  00:0c:29:11:22:34, ARP table");
    }

    @Test
    void json_has_lists_of_their_own_and_counts_them() {
        assertThat(assess(lists("--format", "json"))).isZero();
        JsonNode document = BoundedJson.tree(out.toString(UTF_8));
        JsonNode summary = document.path("summary");
        assertThat(summary.path("machines").intValue()).isEqualTo(3);
        assertThat(summary.path("unknown").intValue()).isEqualTo(2);
        assertThat(summary.path("fixed").intValue()).isEqualTo(1);
        assertThat(summary.path("reported").intValue()).isEqualTo(1);
        assertThat(document.path("machines").size()).isEqualTo(1);
        assertThat(document.path("neverReported").path(0).path("machine").stringValue())
                .isEqualTo("PC8");
        assertThat(document.path("unmanaged").path(0).path("address").stringValue())
                .isEqualTo("10.1.2.4");
        assertThat(err.toString(UTF_8)).contains("1 of 3 reported");
    }

    @Test
    void html_says_them_first() {
        assertThat(assess(lists("--format", "html"))).isZero();
        assertThat(out.toString(UTF_8))
                .contains("<strong><span lang=\"en\">1 of 3 reported; 1 expected ones never did; 1 seen");
    }

    /** In whatever format: PC7 is fixed, PC8 and the address are unknown, and nothing is called safe that nobody reported. */
    @ParameterizedTest
    @EnumSource(ReportFormat.class)
    void each_format_counts_them_as_unknown(ReportFormat format) throws IOException {
        assertThat(assess(lists("--format", format.toString()))).isZero();
        String text = out.toString(UTF_8);
        switch (format) {
            case TABLE -> assertThat(text).contains("3 machines, as of").contains("2 unknown");
            case JSON ->
                assertThat(BoundedJson.tree(text)
                                .path("summary")
                                .path("unknown")
                                .intValue())
                        .isEqualTo(2);
            case NDJSON -> {
                assertThat(text.lines().map(line -> {
                            JsonNode machine = BoundedJson.tree(line);
                            JsonNode finding = machine.path("findings").path(0);
                            return machine.path("machine").stringValue() + " "
                                    + finding.path("verdict").stringValue();
                        }))
                        .containsExactly("PC7 fixed", "PC8 unknown", "10.1.2.4 unknown");
                assertThat(text).contains("expected, but no report was received (account disabled)");
            }
            case CSV ->
                assertThat(text.lines().skip(1))
                        .satisfiesExactly(
                                row -> assertThat(row).startsWith("PC7,fixed,"),
                                row -> assertThat(row)
                                        .startsWith("PC8,unknown,")
                                        .contains("no report was received (account disabled)"),
                                row -> assertThat(row)
                                        .startsWith("10.1.2.4,unknown,")
                                        .contains("seen on the network (ARP table)"));
            case HTML ->
                assertThat(text)
                        .contains("None of 3 machines is known to be vulnerable")
                        .contains("<th scope=\"row\">PC8</th>")
                        .contains("10.1.2.4");
            case VEX -> {
                JsonNode status =
                        BoundedJson.tree(text).path("vulnerabilities").path(0).path("product_status");
                assertThat(status.path("under_investigation").size()).isEqualTo(2);
                assertThat(status.path("fixed").size()).isEqualTo(1);
            }
            case XLSX -> {
                Map<String, String> sheets = sheets(out.toByteArray());
                assertThat(sheets.get("xl/worksheets/sheet1.xml")).contains("1 of 3 reported");
                assertThat(sheets.get("xl/worksheets/sheet2.xml").split("<row "))
                        .hasSize(1 + 1 + 3);
                assertThat(sheets.get("xl/worksheets/sheet2.xml"))
                        .containsSubsequence(">PC7<", ">fixed<", ">PC8<", ">unknown<", ">10.1.2.4<", ">unknown<");
            }
        }
    }

    private Map<String, String> sheets(byte[] workbook) throws IOException {
        Path file = Files.write(folder.resolve("report.xlsx"), workbook);
        Map<String, String> sheets = new HashMap<>();
        try (var zip = new ZipFile(file.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                sheets.put(entry.getName(), new String(zip.getInputStream(entry).readAllBytes(), UTF_8));
            }
        }
        return sheets;
    }

    @Test
    void without_lists_nothing_is_added() {
        assertThat(assess("--format", "json")).isZero();
        JsonNode document = BoundedJson.tree(out.toString(UTF_8));
        assertThat(document.has("neverReported")).isFalse();
        assertThat(document.path("summary").has("expected")).isFalse();
    }

    @Test
    void a_gap_is_something_to_fail_on() {
        assertThat(assess(lists("--fail-on", "vulnerable"))).isZero();
        assertThat(assess(lists("--fail-on", "unknown"))).isEqualTo(1);
        assertThat(assess("--fail-on", "unknown")).isZero();
    }

    @Test
    void a_list_that_cannot_be_read_is_told() {
        assertThat(assess("--expected", folder.resolve("none").toString(), "--format", "ndjson"))
                .isZero();
        assertThat(err.toString(UTF_8)).contains("none: the file cannot be read");
        assertThat(out.toString(UTF_8).lines()).hasSize(1);
    }
}

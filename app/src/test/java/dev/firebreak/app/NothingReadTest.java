package dev.firebreak.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.server.ShutdownSignal;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Where nothing could be read, the exit code is 3 and the results are whole all the same, in every format and on either way out. */
class NothingReadTest {

    private static final int NOTHING_READ = 3;

    @TempDir
    Path temp;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void a_file_that_nobody_can_read() throws IOException {
        Files.writeString(Files.createDirectory(temp.resolve("in")).resolve("notes.txt"), "hello");
    }

    /** With a buffer before it, as the process has: what nobody flushes is lost. */
    private int assess(String... options) {
        List<String> args = new ArrayList<>(List.of("assess", "--advisory", "MS17-010", "--lang", "en"));
        args.addAll(List.of(options));
        args.add(temp.resolve("in").toString());
        return Main.run(
                Map.of(),
                new PrintStream(new BufferedOutputStream(out, 1 << 16), false, UTF_8),
                new PrintStream(err, true, UTF_8),
                new ShutdownSignal(code -> {}),
                args.toArray(String[]::new));
    }

    @ParameterizedTest
    @CsvSource({"table", "json", "ndjson", "csv", "html", "vex", "xlsx"})
    void on_standard_output(String format) throws IOException {
        assertThat(assess("--format", format)).isEqualTo(NOTHING_READ);
        whole(format, out.toByteArray());
        assertThat(err.toString(UTF_8)).contains("notes.txt", "No machine could be read");
    }

    @ParameterizedTest
    @CsvSource({"table", "json", "ndjson", "csv", "html", "vex", "xlsx"})
    void in_a_file(String format) throws IOException {
        Path file = temp.resolve("report");
        assertThat(assess("--format", format, "--out", file.toString())).isEqualTo(NOTHING_READ);
        whole(format, Files.readAllBytes(file));
        assertThat(out.size()).isZero();
    }

    private void whole(String format, byte[] written) throws IOException {
        String text = new String(written, UTF_8);
        switch (format) {
            case "table" -> assertThat(text).contains("notes.txt").endsWith("\n");
            case "json" -> {
                JsonNode json = JsonMapper.shared().readTree(text);
                assertThat(json.path("summary").path("machines").intValue()).isZero();
                assertThat(json.path("machines").isArray()).isTrue();
                assertThat(text).contains("notes.txt").endsWith("}\n");
            }
            case "ndjson" -> assertThat(text).isEmpty();
            case "csv" -> assertThat(text.lines()).hasSize(1).first().asString().contains("machine", "verdict");
            case "html" -> assertThat(text).contains("notes.txt").endsWith("</html>\n");
            case "vex" ->
                assertThat(JsonMapper.shared()
                                .readTree(text)
                                .path("document")
                                .path("category")
                                .stringValue())
                        .isEqualTo("csaf_vex");
            case "xlsx" -> assertThat(entries(written)).contains("xl/workbook.xml", "xl/worksheets/sheet4.xml");
            default -> throw new IllegalArgumentException(format);
        }
    }

    private List<String> entries(byte[] written) throws IOException {
        Path file = Files.write(temp.resolve("book.xlsx"), written);
        try (var zip = new ZipFile(file.toFile())) {
            return zip.stream().map(ZipEntry::getName).toList();
        }
    }
}

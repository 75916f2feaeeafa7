package dev.firebreak.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.server.ShutdownSignal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Support dates that were imported count in every command, and are gone when the import is taken back. */
class SupportImportTest {

    private static final String LONGER = """
            id,name,kind,release,mainstream_end,extended_end,esu_end
            windows-10-22h2,Called otherwise,client,2022-10-18,2025-10-14,2025-10-14,2031-10-14
            windows-12,Windows 12 27H1,client,2027-03-01,2029-03-01,2029-03-01,
            windows-7-sp1,Windows 7 without dates,client,,,,
            """;
    private static final String TEN = """
            {"machine":"PC1","os":{"caption":"Microsoft Windows 10 Pro","version":"10.0.19045","architecture":"x64"}}
            """;

    @TempDir
    Path temp;

    private int exit;

    @BeforeEach
    void files() throws IOException {
        Files.writeString(temp.resolve("dates.csv"), LONGER);
        Files.writeString(temp.resolve("pc.ndjson"), TEN);
    }

    private String say(String... args) {
        var out = new ByteArrayOutputStream();
        Map<String, String> environment =
                Map.of("LANG", "C.UTF-8", "FIREBREAK_DATA", temp.resolve("data").toString());
        try (var stream = new PrintStream(out, true, UTF_8)) {
            exit = Main.run(environment, stream, stream, new ShutdownSignal(code -> {}), args);
        }
        return out.toString(UTF_8);
    }

    private String support() {
        return say(
                "assess",
                "--quiet",
                "--as-of",
                "2030-01-01",
                "--format",
                "ndjson",
                temp.resolve("pc.ndjson").toString());
    }

    @Test
    void what_was_imported_counts_until_it_is_taken_back() {
        assertThat(support()).contains("\"state\":\"unsupported\",\"ends\":\"2028-10-10\"");

        say("knowledge", "import", temp.resolve("dates.csv").toString());

        assertThat(exit).isZero();
        assertThat(support()).contains("\"state\":\"esu\",\"ends\":\"2031-10-14\"");
        assertThat(say("lifecycle", "--as-of", "2028-01-01"))
                .contains("2031-10-14", "Windows 10 22H2", "Windows 12 27H1")
                .doesNotContain("Called otherwise");
        assertThat(say("knowledge", "show", "windows-10-22h2"))
                .contains("mainstream 2025-10-14, extended 2025-10-14, ESU 2031-10-14");
        assertThat(say("knowledge", "show", "Windows 12", "--lang", "ja")).contains("サポート期限", "延長 2029/03/01");
        assertThat(say("knowledge", "show", "windows-7-sp1")).contains("ESU 2023-01-10");

        assertThat(say("knowledge", "list")).contains("support dates of 92");

        say("knowledge", "undo", "1");

        assertThat(support()).contains("\"state\":\"unsupported\",\"ends\":\"2028-10-10\"");
        assertThat(say("knowledge", "show", "Windows 12")).contains("no updates were imported yet");
    }

    @Test
    void what_cannot_be_read_back_stops_the_command() throws IOException {
        say("knowledge", "import", temp.resolve("dates.csv").toString());
        try (var files = Files.walk(temp.resolve("data"))) {
            for (Path rows : files.filter(f -> f.endsWith("rows.bin")).toList()) {
                Files.write(rows, new byte[] {1, 2, 3});
            }
        }
        assertThat(support()).doesNotContain("\"support\"");
        assertThat(exit).isEqualTo(4);
    }
}

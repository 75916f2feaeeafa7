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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Nobody is sent to collect what was collected: advice to collect stands exactly where something is missing. */
class AdviceTest {

    @TempDir
    Path temp;

    private String assess(String format, String machine) throws IOException {
        Path file = Files.writeString(temp.resolve("fleet.ndjson"), machine + "\n");
        var out = new ByteArrayOutputStream();
        int exit = Main.run(
                Map.of(),
                new PrintStream(out, false, UTF_8),
                new PrintStream(new ByteArrayOutputStream(), true, UTF_8),
                new ShutdownSignal(code -> {}),
                "assess",
                "--advisory",
                "MS17-010",
                "--as-of",
                "2017-05-14",
                "--lang",
                "en",
                "--format",
                format,
                file.toString());
        assertThat(exit).isZero();
        return out.toString(UTF_8);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            # machine                                                                                                      | verdict    | missing
            {"machine":"W2K","os":{"version":"5.0.2195","caption":"Windows 2000"},"hotfixes":{"complete":true,"ids":[]}}   | unknown    |
            {"machine":"INSIDER","os":{"version":"10.0.14900","caption":"Windows 10 Pro","architecture":"x64"}}            | unknown    |
            {"machine":"PC1","os":{"version":"6.1.7601","caption":"Windows 7 Professional","architecture":"x64"}}          | unknown    | completeHotfixList fileVersion
            {"machine":"PC2","os":{"version":"6.1.7601","caption":"Windows 7 Professional","architecture":"x64"},"hotfixes":{"complete":true,"ids":[]}} | vulnerable |
            """)
    void to_collect_stands_where_something_is_missing(String machine, String verdict, String missing)
            throws IOException {
        JsonNode finding = JsonMapper.shared()
                .readTree(assess("json", machine))
                .path("machines")
                .path(0)
                .path("findings")
                .path(0);
        assertThat(finding.path("verdict").stringValue()).isEqualTo(verdict);
        assertThat(finding.path("missingEvidence").valueStream().map(JsonNode::stringValue))
                .containsExactly(missing == null ? new String[0] : missing.split(" "));
        assertThat(finding.path("actions").valueStream().map(a -> a.path("type").stringValue()))
                .filteredOn("collect"::equals)
                .hasSize(missing == null ? 0 : 1);
        assertThat(assess("table", machine).contains("scripts/collect.cmd")).isEqualTo(missing != null);
    }
}

package dev.firebreak.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.io.BoundedJson;
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

/** {@code watch} and the commands below it, from the command line to the output, on a log of a scan of TCP 445. */
class WatchCommandTest {

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void log() throws IOException {
        var log = new StringBuilder(
                "#separator \\x09\n#path\tconn\n#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tconn_state\n");
        for (int i = 1; i <= 20; i++) {
            log.append("1495095130.%d\tC%d\t10.1.2.5\t%d\t10.1.2.%d\t445\ttcp\tREJ\n"
                    .formatted(i, i, 50_000 + i, 100 + i));
        }
        Files.writeString(folder.resolve("conn.log"), log);
    }

    private int run(String... arguments) {
        return Main.run(
                Map.of("LANG", "C"),
                new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8),
                new ShutdownSignal(code -> {}),
                arguments);
    }

    private String logFile() {
        return folder.resolve("conn.log").toString();
    }

    @Test
    void detections_are_listed() {
        assertThat(run("watch", "--format", "ndjson", logFile())).isZero();
        assertThat(out.toString(UTF_8)
                        .lines()
                        .map(line -> BoundedJson.tree(line).path("rule").stringValue()))
                .contains("smb_scan");
    }

    @Test
    void incidents_name_the_source_of_the_scan() {
        assertThat(run("watch", "incidents", "--format", "ndjson", logFile())).isZero();
        assertThat(out.toString(UTF_8)).contains("10.1.2.5").contains("\"firebreak.incident/1\"");
        String alone = out.toString(UTF_8);
        out.reset();
        assertThat(run("watch", "--incidents", "--format", "ndjson", logFile())).isZero();
        assertThat(out.toString(UTF_8)).isEqualTo(alone);
    }

    @Test
    void containment_writes_rules() {
        assertThat(run("watch", "contain", "--for", "nftables", logFile())).isZero();
        assertThat(out.toString(UTF_8)).contains("table inet firebreak {");
    }

    @Test
    void indicators_are_a_bundle() {
        assertThat(run("watch", "indicators")).isZero();
        assertThat(BoundedJson.tree(out.toString(UTF_8)).path("type").stringValue())
                .isEqualTo("bundle");
    }

    @Test
    void without_a_capture_the_command_line_is_wrong() {
        assertThat(run("watch")).isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains("Missing: CAPTURE");
        assertThat(run("watch", "incidents")).isEqualTo(2);
    }
}

package dev.firebreak.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.capture.TestCapture;
import dev.firebreak.app.server.ShutdownSignal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code watch} says and with which code it ends, on a capture of a worm. */
class WatchOutcomeTest {

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private String worm = "";

    @BeforeEach
    void capture() throws IOException {
        worm = Files.write(folder.resolve("worm.pcap"), TestCapture.worm()).toString();
    }

    @Test
    void detections_are_lines_and_what_was_read_is_said() {
        assertThat(run("watch", "--format", "ndjson", worm)).isZero();
        assertThat(text(out).lines())
                .hasSize(3)
                .allMatch(line -> line.contains("\"rule\":\"eternalblue\"") && line.contains("\"origin\":\"worm.pcap\""));
        assertThat(text(err)).contains("Files read: 1.", "Detections: 3.");
        assertThat(run("watch", "-q", worm)).isZero();
        assertThat(text(err)).isEmpty();
    }

    @Test
    void a_severity_that_is_reached_is_an_exit_code() {
        assertThat(run("watch", "--fail-on", "critical", worm)).isEqualTo(1);
        assertThat(run("watch", "--fail-on", "HIGH", worm)).isEqualTo(1);
    }

    @Test
    void nothing_to_read_is_told_apart_from_nothing_found() throws IOException {
        String text = Files.writeString(folder.resolve("notes.txt"), "hello\n").toString();
        assertThat(run("watch", text)).isEqualTo(3);
        assertThat(text(err)).contains("notes.txt: not recognised");
        assertThat(run("watch", folder.resolve("none").toString())).isEqualTo(3);
        assertThat(run("watch", folder.toString())).isZero();
        assertThat(text(err)).contains("notes.txt: not recognised", "Files read: 1.");
        String quiet = Files.write(folder.resolve("quiet.pcap"), java.util.Arrays.copyOf(TestCapture.worm(), 24))
                .toString();
        assertThat(run("watch", quiet)).isZero();
        assertThat(text(err)).contains("Detections: 0. This says that nothing was seen in this input, no more.");
    }

    @Test
    void a_capture_must_be_named() {
        assertThat(run("watch")).isEqualTo(2);
        assertThat(text(err)).contains("Missing: CAPTURE");
    }

    @Test
    void incidents_name_the_first_machine() {
        assertThat(run("watch", "incidents", worm)).isZero();
        assertThat(text(out)).contains("First machine: 10.0.0.1");
        assertThat(run("watch", "incidents", "--format", "ndjson", worm)).isZero();
        assertThat(text(out)).startsWith("{\"schema\":\"firebreak.incident/1\"");
    }

    @Test
    void rules_of_containment_name_the_machines_to_isolate() {
        assertThat(run("watch", "contain", "--for", "NFTABLES", worm)).isZero();
        assertThat(text(out)).contains("10.0.0.1", "10.0.0.2");
    }

    @Test
    void the_known_indicators_are_a_bundle() {
        assertThat(run("watch", "indicators")).isZero();
        assertThat(text(out)).contains("\"type\":\"bundle\"", "mssecsvc2.0");
        assertThat(run("watch", "incidents")).isEqualTo(2);
        assertThat(text(err)).contains("Missing: CAPTURE");
    }

    private int run(String... args) {
        out.reset();
        err.reset();
        return Main.run(
                Map.of("LANG", "C.UTF-8"),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                new ShutdownSignal(code -> {}),
                args);
    }

    private static String text(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8);
    }
}

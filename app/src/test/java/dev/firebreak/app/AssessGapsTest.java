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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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

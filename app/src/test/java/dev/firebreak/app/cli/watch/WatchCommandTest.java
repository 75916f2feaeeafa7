package dev.firebreak.app.cli.watch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.capture.EventReader;
import dev.firebreak.app.cli.BugReport;
import dev.firebreak.app.cli.Cli;
import dev.firebreak.app.cli.CommandServices;
import dev.firebreak.app.feed.shipped.ShippedKnowledge;
import dev.firebreak.app.report.Reports;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as people and scripts use it: output in both languages, exit codes, and what it says where nothing was found. */
class WatchCommandTest {

    private static final String HEAD = "#separator \\x09\n#path\tconn\n"
            + "#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tconn_state\n";

    @TempDir
    Path temp;

    private String out = "";
    private String err = "";

    private int run(String... arguments) {
        var written = new ByteArrayOutputStream();
        var said = new ByteArrayOutputStream();
        Map<String, String> environment = Map.of();
        var services = new CommandServices(
                new ShippedKnowledge(),
                () -> {
                    throw new AssertionError("no machines are read");
                },
                new Reports("test", temp),
                new ByteArrayInputStream(new byte[0]),
                environment,
                Clock.fixed(Instant.parse("2026-11-28T00:00:00Z"), ZoneOffset.UTC),
                System::nanoTime);
        List<String> all = new ArrayList<>(List.of("watch"));
        all.addAll(List.of(arguments));
        int exit = new Cli(environment, new PrintStream(written, true, UTF_8), new PrintStream(said, true, UTF_8), temp)
                .run(
                        List.of(new WatchCommand(services, options -> new EventReader(options, new BugReport(temp)))),
                        all.toArray(String[]::new));
        out = written.toString(UTF_8);
        err = said.toString(UTF_8);
        return exit;
    }

    /** A log of Zeek in which one machine fails to reach port 445 of so many others, a second apart. */
    private String scan(int targets) throws IOException {
        var log = new StringBuilder(HEAD);
        for (int i = 1; i <= targets; i++) {
            log.append("149480640%d.500000\tC%d\t10.0.0.9\t50000\t10.0.1.%d\t445\ttcp\tS0\n".formatted(i % 10, i, i));
        }
        Path file = temp.resolve("conn.log");
        Files.writeString(file, log);
        return file.toString();
    }

    @Test
    void a_detection_is_one_line_with_the_fields_of_the_contract() throws IOException {
        assertThat(run("--format", "ndjson", scan(6))).isZero();

        assertThat(out.lines()).hasSize(1);
        assertThat(out)
                .startsWith("{\"schema\":\"firebreak.detection/1\",\"time\":\"2017-05-15T00:00:0")
                .contains("\"rule\":\"smb_scan\"", "\"source\":\"10.0.0.9\"", "\"origin\":\"conn.log\"");
        assertThat(err)
                .isEqualTo("Read: 1 file(s), 6 events (2017-05-15 - 2017-05-15); detections: 1."
                        + " What these files do not hold was not looked at: no detection is no proof of safety.\n");
    }

    @Test
    void the_table_writes_days_as_the_language_does() throws IOException {
        String log = scan(6);

        assertThat(run("--lang", "ja", log)).isZero();
        assertThat(out).startsWith("2017/05/15 00:00:0").contains("smb_scan");
        assertThat(run("--lang", "ja", "--incidents", log)).isZero();
        assertThat(out).contains("2017/05/15 00:00:0").doesNotContain("2017-05-15");
        assertThat(run(log)).isZero();
        assertThat(out).startsWith("2017-05-15 00:00:0");
    }

    @Test
    void a_log_without_detections_is_not_called_safe() throws IOException {
        assertThat(run("--lang", "ja", scan(1))).isZero();

        assertThat(out).isEmpty();
        assertThat(err)
                .isEqualTo("読み取り: ファイル 1 個、イベント 1 件（2017/05/15 - 2017/05/15）。検出: 0 件。"
                        + "これらのファイルに含まれない通信や操作は調べていません。検出がないことは安全の証明にはなりません。\n");
    }

    @Test
    void quiet_says_results_and_problems_only() throws IOException {
        assertThat(run("--quiet", scan(6))).isZero();
        assertThat(err).isEmpty();
    }

    @Test
    void exit_codes_are_those_of_the_contract() throws IOException {
        String log = scan(6);

        assertThat(run("--fail-on", "high", log)).isEqualTo(1);
        assertThat(run("--fail-on", "critical", log)).isZero();
        assertThat(run(temp.resolve("nobody.log").toString())).isEqualTo(3);
        assertThat(err).contains("nobody.log");
        assertThat(run("--format", "yaml", log)).isEqualTo(2);
        assertThat(run()).isEqualTo(2);
    }

    @Test
    void lines_that_are_not_understood_are_a_problem_with_their_number() throws IOException {
        Path log = Path.of(scan(6));
        Files.writeString(log, Files.readString(log) + "not a line of Zeek\n");

        assertThat(run("--format", "ndjson", log.toString())).isZero();
        assertThat(out.lines()).hasSize(1);
        assertThat(err).contains("conn.log:10");
    }
}

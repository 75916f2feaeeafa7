package dev.firebreak.app.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.core.advisory.Knowledge;
import dev.firebreak.core.advisory.UpdateLines;
import dev.firebreak.core.catalogue.Catalogue;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.Source;
import dev.firebreak.core.text.Text;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sentences of {@code knowledge} and how it ends, over a room of feeds made of words. */
class KnowledgeCommandTest {

    private static final Problem COMPLAINT =
            new Problem(new Source("a\u001b[2J\nb.csv", 7), new Text("bad \u001b[31mrow", "壊れた行"));
    private static final FeedPort.Entry ENTRY = new FeedPort.Entry(
            "000012",
            new Text("bulletin list", "セキュリティ情報一覧"),
            "a\u001b[2J\nb.csv",
            Instant.parse("2017-05-14T12:00:00Z"),
            "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
            608_740,
            0,
            0,
            0,
            false,
            "000013",
            List.of(COMPLAINT),
            1);

    @TempDir
    Path temp;

    private final List<String> asked = new ArrayList<>();
    private List<FeedPort.Outcome> outcomes = List.of();
    private String out = "";
    private String err = "";

    private final FeedPort learner = new FeedPort() {
        @Override
        public void take(Path data, List<Path> paths, ReadProgress progress, Consumer<Outcome> to) {
            asked.add("take " + data + " " + paths);
            outcomes.forEach(to);
        }

        @Override
        public void update(Path data, Path bundle, ReadProgress progress, Consumer<Outcome> to) {
            asked.add("update " + data + " " + bundle);
            outcomes.forEach(to);
        }

        @Override
        public List<Entry> list(Path data) {
            asked.add("list " + data);
            return outcomes.isEmpty() ? List.of() : List.of(ENTRY);
        }

        @Override
        public Optional<Entry> undo(Path data, String id) {
            asked.add("undo " + data + " " + id);
            return id.equals("12") ? Optional.of(ENTRY) : Optional.empty();
        }
    };

    private int run(String... args) {
        var rooms = new CommandServices(
                () -> new Knowledge(List.of(), List.of(), List.of(), Map.of()),
                _ -> new Knowledge(List.of(), List.of(), List.of(), Map.of()),
                List::of,
                (_, _) -> Catalogue.EMPTY,
                () -> new UpdateLines(Map.of()),
                null,
                null,
                InputStream.nullInputStream(),
                Map.of(),
                Clock.systemUTC(),
                System::nanoTime);
        var toOut = new ByteArrayOutputStream();
        var toErr = new ByteArrayOutputStream();
        int exit = new Cli(Map.of(), new PrintStream(toOut, true, UTF_8), new PrintStream(toErr, true, UTF_8), temp)
                .run(List.of(new KnowledgeCommand(rooms, learner)), args);
        out = toOut.toString(UTF_8);
        err = toErr.toString(UTF_8);
        return exit;
    }

    @Test
    void import_tells_what_came_of_each_file() {
        outcomes = List.of(
                new FeedPort.Outcome.Taken(ENTRY),
                new FeedPort.Outcome.Known("c.csv", ENTRY),
                new FeedPort.Outcome.Refused("d.bin", List.of(COMPLAINT)));
        assertThat(run("knowledge", "import", "--data", "D", "x", "y")).isEqualTo(ExitCode.DONE);
        assertThat(asked).containsExactly("take D [x, y]");
        assertThat(out).isEqualTo("""
                  12  2017-05-14 12:00Z  bulletin list  608,740 statements, 0 facts on CVEs, 0 packages, 0 support dates
                     a?[2J?b.csv  sha256 0123456789abcdef
                     incomplete: the document was cut short
                     1 complaints
                     not used: import 13 has taken its place
                """);
        assertThat(err).isEqualTo("""
                a?[2J?b.csv:7: bad ?[31mrow
                Imported as 12: a?[2J?b.csv
                Nothing new in c.csv: imported before as 12 (2017-05-14 12:00Z)
                a?[2J?b.csv:7: bad ?[31mrow
                Not imported, nothing changed: d.bin
                """);
    }

    @Test
    void nothing_that_could_be_read_is_an_exit_of_its_own() {
        outcomes = List.of(new FeedPort.Outcome.Refused("d.bin", List.of(COMPLAINT)));
        assertThat(run("knowledge", "import", "d.bin", "--lang", "ja")).isEqualTo(ExitCode.NOTHING_READ);
        assertThat(err).contains("壊れた行", "取り込めませんでした", "登録済みの情報は変わっていません");
        assertThat(out).isEmpty();
    }

    @Test
    void update_list_and_undo() {
        outcomes = List.of(new FeedPort.Outcome.Known("c.csv", ENTRY));
        assertThat(run("knowledge", "update", "--bundle", "b.zip")).isEqualTo(ExitCode.DONE);
        assertThat(run("knowledge", "list", "--lang=ja")).isEqualTo(ExitCode.DONE);
        assertThat(out).contains("同梱の情報", "取り込み済みの情報", "  12  2017/05/14 12:00Z  セキュリティ情報一覧");
        assertThat(run("knowledge", "undo", "12")).isEqualTo(ExitCode.DONE);
        assertThat(err).isEqualTo("Import 12 is taken back: a?[2J?b.csv\n");
        assertThat(run("knowledge", "undo", "99")).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(asked).containsExactly("update null b.zip", "list null", "undo null 12", "undo null 99");
    }

    @Test
    void wrong_usage_is_told_with_help() {
        assertThat(run("knowledge")).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(err).contains("import", "update", "list", "undo");
        assertThat(run("knowledge", "import")).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(run("knowledge", "undo")).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(run("knowledge", "import", "--help", "--lang", "ja")).isEqualTo(ExitCode.DONE);
        assertThat(out).contains("取り込むファイル", "FIREBREAK_DATA");
    }
}

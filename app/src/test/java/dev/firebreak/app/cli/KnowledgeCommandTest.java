package dev.firebreak.app.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.collect.Collector;
import dev.firebreak.app.feed.document.FeedKind;
import dev.firebreak.app.feed.shipped.ShippedKnowledge;
import dev.firebreak.app.feed.store.ImportRecord;
import dev.firebreak.app.feed.store.ImportResult;
import dev.firebreak.app.report.Reports;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.Source;
import dev.firebreak.core.text.Language;
import dev.firebreak.core.text.Text;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sentences of {@code knowledge} and how it ends, over a data folder of its own. */
class KnowledgeCommandTest {

    private static final Problem COMPLAINT =
            new Problem(new Source("a\u001b[2J\nb.csv", 7), new Text("bad \u001b[31mrow", "壊れた行"));
    private static final ImportRecord RECORD = record("000012", "a\u001b[2J\nb.csv");

    private static final String DATES = """
            id,name,kind,release,mainstream_end,extended_end,esu_end
            windows-12,Windows 12 27H1,client,2027-03-01,2029-03-01,2029-03-01,
            """;

    @TempDir
    Path temp;

    private String out = "";
    private String err = "";

    private static ImportRecord record(String id, String source) {
        return new ImportRecord(
                id,
                source,
                Instant.parse("2017-05-14T12:00:00Z"),
                "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
                Set.of(FeedKind.BULLETINS),
                "bulletins",
                null,
                new ImportRecord.Counts(608_740, 0, 0, 0),
                false,
                List.of(COMPLAINT),
                1);
    }

    private CommandServices services() {
        return new CommandServices(
                new ShippedKnowledge(),
                () -> new Collector(temp),
                new Reports("test", temp),
                InputStream.nullInputStream(),
                Map.of("FIREBREAK_DATA", temp.resolve("data").toString()),
                Clock.fixed(Instant.parse("2017-05-14T12:00:00Z"), ZoneOffset.UTC),
                System::nanoTime);
    }

    private int run(String... args) {
        var toOut = new ByteArrayOutputStream();
        var toErr = new ByteArrayOutputStream();
        int exit = new Cli(Map.of(), new PrintStream(toOut, true, UTF_8), new PrintStream(toErr, true, UTF_8), temp)
                .run(List.of(new KnowledgeCommand(services())), args);
        out = toOut.toString(UTF_8);
        err = toErr.toString(UTF_8);
        return exit;
    }

    private void tell(Map<String, ImportResult> results) {
        var toOut = new ByteArrayOutputStream();
        var toErr = new ByteArrayOutputStream();
        var firebreak = new FirebreakCommand(
                CommandMessages.in(Language.EN),
                new PrintStream(toOut, true, UTF_8),
                new PrintStream(toErr, true, UTF_8));
        var command = new KnowledgeCommand(services());
        command.parent = firebreak;
        var terminal = CommandTerminal.of(firebreak, services());
        results.forEach((source, result) -> command.tell(terminal, source, result));
        command.describe(RECORD, record("000013", "b.csv"), firebreak.out());
        out = toOut.toString(UTF_8);
        err = toErr.toString(UTF_8);
    }

    @Test
    void import_tells_what_came_of_each_file() {
        Map<String, ImportResult> results = new LinkedHashMap<>();
        results.put("a.csv", new ImportResult.Imported(RECORD));
        results.put("c.csv", new ImportResult.Known(RECORD));
        results.put("d.bin", new ImportResult.Refused(List.of(COMPLAINT)));
        tell(results);
        assertThat(out).isEqualTo("""
                  12  2017-05-14 12:00Z  bulletin list (CSV)  608,740 statements, 0 facts on CVEs, 0 packages, 0 support dates
                     a?[2J?b.csv  sha256 0123456789abcdef
                     incomplete: the document was cut short
                     1 problems
                  12  2017-05-14 12:00Z  bulletin list (CSV)  608,740 statements, 0 facts on CVEs, 0 packages, 0 support dates
                     a?[2J?b.csv  sha256 0123456789abcdef
                     incomplete: the document was cut short
                     1 problems
                     not used: replaced by import 13
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
    void nothing_that_could_be_read_is_an_exit_of_its_own() throws IOException {
        Path file = Files.write(temp.resolve("d.bin"), new byte[] {1, 2, 3});
        assertThat(run("knowledge", "import", file.toString(), "--lang", "ja")).isEqualTo(ExitCode.NOTHING_READ);
        assertThat(err).contains("d.bin: ", "取り込めませんでした", "登録済みの情報は変わっていません");
        assertThat(out).isEmpty();
    }

    @Test
    void import_list_and_undo() throws IOException {
        String file = Files.writeString(temp.resolve("dates.csv"), DATES).toString();
        assertThat(run("knowledge", "import", file)).isEqualTo(ExitCode.DONE);
        assertThat(err).isEqualTo("Imported as 1: " + file + "\n");
        assertThat(out).contains("  1  2017-05-14 12:00Z  support dates  0 statements", "1 support dates");
        assertThat(run("knowledge", "import", file, temp.resolve("none").toString()))
                .isEqualTo(ExitCode.DONE);
        assertThat(err).contains("Nothing new in " + file + ": imported before as 1 (2017-05-14 12:00Z)");
        assertThat(run("knowledge", "list", "--lang=ja")).isEqualTo(ExitCode.DONE);
        assertThat(out).contains("同梱の脆弱性情報", "取り込み済みの脆弱性情報", "  1  2017/05/14 12:00Z  サポート期限");
        assertThat(run("knowledge", "undo", "1")).isEqualTo(ExitCode.DONE);
        assertThat(err).isEqualTo("Import 1 undone: " + file + "\n");
        assertThat(run("knowledge", "undo", "99")).isEqualTo(ExitCode.WRONG_USAGE);
    }

    @Test
    void a_folder_that_cannot_be_used_is_named() throws IOException {
        String file = Files.writeString(temp.resolve("file"), "").toString();
        assertThat(run("knowledge", "update", "--bundle", "b.zip", "--data", file))
                .isEqualTo(ExitCode.OUR_FAULT);
        assertThat(err).contains(file + ": FileAlreadyExistsException");
    }

    @Test
    void damaged_knowledge_is_named_by_its_folder() throws IOException {
        String file = Files.writeString(temp.resolve("dates.csv"), DATES).toString();
        run("knowledge", "import", file);
        Path folder = temp.resolve("data/imports/000001");
        Files.delete(folder.resolve("rows.bin"));
        assertThat(run("knowledge", "show", "windows-7-sp1")).isEqualTo(ExitCode.OUR_FAULT);
        assertThat(err).contains(folder.toString()).doesNotContain("Exception");
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

package dev.firebreak.app.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

class CliTest {

    @TempDir
    Path temp;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    /** A command that ends in whatever way its first option asks for. */
    @Command(name = "end")
    static final class End implements Callable<Integer> {
        @ParentCommand
        FirebreakCommand parent;

        @Option(names = "--by")
        String by = "";

        @Option(names = "--count")
        int count;

        @Override
        public Integer call() throws Exception {
            return switch (by) {
                case "bug" -> throw new IllegalStateException("secret detail");
                case "memory" -> throw new OutOfMemoryError();
                case "stop" -> throw new CommandFailure(ExitCode.NOTHING_READ, "usage.unknown", "a\u001b[2Jb");
                case "write" -> {
                    for (int i = 0; i < 100_000; i++) {
                        parent.out().println("line");
                    }
                    yield ExitCode.DONE;
                }
                default -> count;
            };
        }
    }

    private int run(Map<String, String> environment, OutputStream to, String... args) {
        return new Cli(environment, new PrintStream(to, false, UTF_8), new PrintStream(err, true, UTF_8), temp)
                .run(List.of(new End()), args);
    }

    private int run(String... args) {
        return run(Map.of(), out, args);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        # arguments              | exit | said on standard error
        --version                | 0    |
        --help                   | 0    |
        end --help               | 0    |
        end --count 1            | 1    |
        ''                       | 2    | Commands:
        --lang ja                | 2    | コマンド:
        ende                     | 2    | Unknown command or option: ende. Did you mean: end?
        end --cuont              | 2    | Unknown command or option: --cuont
        end --count              | 2    | Missing: --count
        end --count x            | 2    | Invalid value for --count: x
        end --count 1 --count 2  | 2    | Option given twice: --count
        --lang fr                | 2    | Invalid value for --lang: fr
        --lang ja ende           | 2    | 不明なコマンドまたはオプションです: ende（候補: end）
        ende --lang=ja           | 2    | 使い方を見るには: firebreak --help
        end --count x --lang ja  | 2    | 使い方を見るには: firebreak end --help
        end --by stop            | 3    | Unknown command or option: a?[2Jb
        end --by memory          | 4    | FIREBREAK_JAVA_OPTS=-Xmx2g
        """)
    void every_end_has_its_number_and_its_sentence(String arguments, int exit, String said) {
        String[] args = arguments.isEmpty() ? new String[0] : arguments.split(" +");
        assertThat(run(args)).isEqualTo(exit);
        if (said == null) {
            assertThat(err.toString(UTF_8)).isEmpty();
        } else {
            assertThat(err.toString(UTF_8)).contains(said);
            assertThat(out.toString(UTF_8)).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        # LC_ALL      | LC_MESSAGES | LANG        | FIREBREAK_LOCALE | language
                      |             |             |                  | Usage:
                      |             | ja_JP.UTF-8 |                  | 使い方:
        C             |             | ja_JP.UTF-8 |                  | Usage:
                      | ja_JP.eucJP | en_US.UTF-8 |                  | 使い方:
        C.UTF-8       |             | C           | ja_JP.SJIS       | 使い方:
        ''            | ''          | ja          | ''               | 使い方:
                      |             | de_DE.UTF-8 |                  | Usage:
        """)
    void the_terminal_decides_the_language(String all, String messages, String lang, String launcher, String heading) {
        var environment = new java.util.HashMap<String, String>();
        environment.put("LC_ALL", all);
        environment.put("LC_MESSAGES", messages);
        environment.put("LANG", lang);
        environment.put("FIREBREAK_LOCALE", launcher);
        environment.values().removeIf(java.util.Objects::isNull);
        run(environment, out, "--help");
        assertThat(out.toString(UTF_8)).contains(heading);
    }

    @Test
    void a_bug_shows_two_sentences_and_keeps_its_trace_in_a_file() throws IOException {
        assertThat(run("end", "--by", "bug")).isEqualTo(ExitCode.OUR_FAULT);
        assertThat(err.toString(UTF_8).lines())
                .hasSize(2)
                .noneMatch(line -> line.contains("secret detail"))
                .allMatch(line -> line.contains("firebreak-bug-"));
        try (var reports = Files.list(temp)) {
            assertThat(Files.readString(reports.findFirst().orElseThrow())).contains("secret detail", "\tat ");
        }
    }

    @Test
    void a_bug_is_told_even_where_no_file_can_be_written() {
        temp = temp.resolve("absent");
        assertThat(run("end", "--by", "bug")).isEqualTo(ExitCode.OUR_FAULT);
        assertThat(err.toString(UTF_8)).contains("java.lang.IllegalStateException");
    }

    @Test
    void when_nobody_reads_on_it_ends_quietly() {
        int exit = run(
                Map.of(),
                new StandardOutput.FailingStream(Channels.newChannel(new Torn()), () -> false),
                "end",
                "--by",
                "write");
        assertThat(exit).isEqualTo(ExitCode.DONE);
        assertThat(err.size()).isZero();
    }

    @Test
    void a_full_disk_is_never_a_success() {
        int exit = run(
                Map.of(),
                new StandardOutput.FailingStream(Channels.newChannel(new Torn()), () -> true),
                "end",
                "--by",
                "write");
        assertThat(exit).isEqualTo(ExitCode.OUR_FAULT);
        assertThat(err.toString(UTF_8)).contains("could not be written: torn");
    }

    /** Takes a little, then fails. */
    private static final class Torn extends OutputStream {
        private int taken;

        @Override
        public void write(int b) throws IOException {
            if (++taken > 1000) {
                throw new IOException("torn");
            }
        }
    }
}

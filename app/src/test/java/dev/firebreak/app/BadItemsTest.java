package dev.firebreak.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.server.ShutdownSignal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A pipe, a device, a link to either or a name as long as names can be ends no command, and what stands beside it is read. */
@Timeout(60)
@DisabledOnOs(OS.WINDOWS)
class BadItemsTest {

    private static final String TEN = """
            {"machine":"PC1","os":{"caption":"Microsoft Windows 10 Pro","version":"10.0.19045","architecture":"x64"}}
            """;
    private static final String DATES = """
            id,name,kind,release,mainstream_end,extended_end,esu_end
            windows-12,Windows 12 27H1,client,2027-03-01,2029-03-01,2029-03-01,
            """;

    @TempDir
    Path temp;

    private Path folder;
    private int exit;

    @BeforeEach
    void hostile() throws Exception {
        folder = Files.createDirectory(temp.resolve("in"));
        Path pipe = folder.resolve("a-pipe.ndjson");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        Files.createSymbolicLink(folder.resolve("b-pipe.csv"), pipe);
        Files.createSymbolicLink(folder.resolve("c-zero.zip"), Path.of("/dev/zero"));
        Files.createSymbolicLink(folder.resolve("d-nowhere.csv"), Path.of("/nowhere"));
        Files.createSymbolicLink(folder.resolve("e-circle"), folder);
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

    @Test
    void assess_reads_what_stands_beside() throws IOException {
        Files.writeString(folder.resolve("z.ndjson"), TEN);
        String longest = "あ".repeat(85);
        Files.writeString(folder.resolve(longest), TEN.replace("PC1", "PC2"));
        String said = say("assess", "--quiet", "--format", "ndjson", folder.toString());
        assertThat(exit).isZero();
        assertThat(said).contains("\"PC1\"", "\"PC2\"", "a-pipe", "b-pipe", "c-zero", "d-nowhere");
    }

    @Test
    void an_import_takes_what_stands_beside() throws IOException {
        Files.writeString(folder.resolve("z.csv"), DATES);
        Files.writeString(folder.resolve("x".repeat(255)), DATES.replace("27H1", "27H2"));
        String said = say("knowledge", "import", folder.toString());
        assertThat(said).contains("a-pipe", "b-pipe", "c-zero", "d-nowhere").doesNotContain("fault");
        assertThat(say("knowledge", "list")).contains("z.csv", "x".repeat(255));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a-pipe.ndjson", "b-pipe.csv", "c-zero.zip", "d-nowhere.csv"})
    void a_command_that_is_given_only_unreadable_items_says_so(String name) {
        String path = folder.resolve(name).toString();
        for (List<String> command : List.of(
                List.of("assess", "--quiet", path),
                List.of("explain", "PC1", path),
                List.of("lifecycle", path),
                List.of("knowledge", "import", path),
                List.of("restore", "--data", temp.resolve("new").toString(), path),
                List.of("serve", "--port", "0", "--oidc", path),
                List.of("serve", "--port", "0", "--key", path, "--certificate", path))) {
            String said = say(command.toArray(String[]::new));
            assertThat(exit).as("%s: %s", command, said).isBetween(1, 4);
            assertThat(said).as("%s", command).isNotBlank().doesNotContain("firebreak-bug");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "あ"})
    void results_go_into_a_file_whose_name_is_as_long_as_names_can_be(String letter) throws IOException {
        Files.writeString(folder.resolve("z.ndjson"), TEN);
        Path out = temp.resolve(letter.repeat(255 / letter.getBytes(UTF_8).length));
        say(
                "assess",
                "--quiet",
                "--format",
                "ndjson",
                "--out",
                out.toString(),
                folder.resolve("z.ndjson").toString());
        assertThat(exit).isZero();
        assertThat(out).content().contains("PC1");
    }

    @Test
    void results_have_the_permissions_that_any_new_file_has_and_keep_those_of_the_file_they_replace()
            throws IOException {
        Files.writeString(folder.resolve("z.ndjson"), TEN);
        Path out = temp.resolve("out");
        Path usual = Files.writeString(temp.resolve("usual"), "");
        String[] command = {
            "assess",
            "--quiet",
            "--format",
            "ndjson",
            "--out",
            out.toString(),
            folder.resolve("z.ndjson").toString()
        };
        say(command);
        assertThat(Files.getPosixFilePermissions(out)).isEqualTo(Files.getPosixFilePermissions(usual));
        var own = Set.of(
                java.nio.file.attribute.PosixFilePermission.OWNER_READ,
                java.nio.file.attribute.PosixFilePermission.OWNER_WRITE);
        Files.setPosixFilePermissions(out, own);
        say(command);
        assertThat(Files.getPosixFilePermissions(out)).isEqualTo(own);
        try (var files = Files.list(temp)) {
            assertThat(files.map(file -> file.getFileName().toString())).noneMatch(name -> name.endsWith(".part"));
        }
    }
}

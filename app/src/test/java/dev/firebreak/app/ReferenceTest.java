package dev.firebreak.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.cli.ExitCode;
import dev.firebreak.app.server.ShutdownSignal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The reference names every field, column, exit code and variable of the program, in both languages. */
class ReferenceTest {

    private static final String ENGLISH = "../docs/reference.md";
    private static final String JAPANESE = "../docs/reference.ja.md";
    private static final Path CLINIC = Path.of("../examples/clinic");

    /** Set by the scripts for themselves: nobody sets them from outside. */
    private static final Set<String> INTERNAL = Set.of("FIREBREAK_JDK", "FIREBREAK_LOCKED");

    private static final Pattern JSON_NAME = Pattern.compile("\"([A-Za-z0-9]+)\" ?:");
    private static final Pattern VARIABLE = Pattern.compile("FIREBREAK_[A-Z_]+");
    private static final Pattern LOOKED_UP = Pattern.compile("environment\\s*\\.getOrDefault\\(\\s*\"([A-Za-z_]+)\"");

    @ParameterizedTest
    @ValueSource(strings = {ENGLISH, JAPANESE})
    void every_field_of_an_assessment_is_named(String page) throws Exception {
        String text = Files.readString(Path.of(page));
        for (String format : List.of("json", "ndjson")) {
            Matcher names = JSON_NAME.matcher(run("assess", "--format", format, "--lang", "en", CLINIC.toString()));
            Set<String> missing = new TreeSet<>();
            while (names.find()) {
                if (!text.contains("`" + names.group(1) + "`")) {
                    missing.add(names.group(1));
                }
            }
            assertThat(missing).as(format).isEmpty();
        }
    }

    /** Also those that no machine of the clinic has: as they stand in the source of the writers. */
    @ParameterizedTest
    @ValueSource(strings = {ENGLISH, JAPANESE})
    void every_field_that_is_written_is_named(String page) throws Exception {
        String text = Files.readString(Path.of(page));
        List<String> names = names(
                "(?:text|date|kbs|texts|day)\\(\\s*(?:json,\\s*)?\"(\\w+)\"|write\\w+Property(?:Start)?\\(\"(\\w+)\"",
                "report/json/MachineJson",
                "report/json/JsonReport",
                "report/json/ExposureJson");
        assertThat(names).hasSizeGreaterThan(50).contains("verdict", "prerequisites", "atLeast", "vulnerable");
        assertThat(names).allSatisfy(name -> assertThat(text).contains("`" + name + "`"));
    }

    private static List<String> names(String pattern, String... sources) throws IOException {
        var names = new ArrayList<String>();
        for (String source : sources) {
            String code = Files.readString(Path.of("src/main/java/dev/firebreak/app/" + source + ".java"));
            Matcher read = Pattern.compile(pattern).matcher(code);
            while (read.find()) {
                names.add(read.groupCount() > 1 && read.group(1) == null ? read.group(2) : read.group(1));
            }
        }
        return names;
    }

    /** The fields that the readers of inventories ask for, as they stand in their source. */
    @ParameterizedTest
    @ValueSource(strings = {ENGLISH, JAPANESE})
    void every_field_of_an_inventory_is_named(String page) throws Exception {
        String text = Files.readString(Path.of(page));
        List<String> names = names(
                "(?:\\((?:os|object|file|part|list|one|from), |path\\()\"(\\w+)\"",
                "collect/format/inventory/InventoryRecords",
                "collect/format/value/SettingEvidence");
        assertThat(names).hasSizeGreaterThan(25).contains("machine", "version", "hotfixes", "smb1", "settings");
        assertThat(names).allSatisfy(name -> assertThat(text).containsPattern("`(?:\\w+\\.)?" + name + "[`.]"));
    }

    @Test
    void the_columns_of_csv_stand_in_their_order() throws Exception {
        assertThat(columns(ENGLISH)).isEqualTo(heading("en"));
        assertThat(columns(JAPANESE)).isEqualTo(heading("ja"));
    }

    private static List<String> columns(String page) throws IOException {
        String text = Files.readString(Path.of(page));
        String list = text.substring(text.indexOf("<!-- columns -->") + 16, text.indexOf("<!-- /columns -->"));
        return Arrays.stream(list.split("[,、]")).map(String::strip).toList();
    }

    private static List<String> heading(String language) throws Exception {
        String first = run("assess", "--format", "csv", "--lang", language, CLINIC.toString())
                .lines()
                .findFirst()
                .orElseThrow();
        return List.of(first.replace("\uFEFF", "").split(","));
    }

    @ParameterizedTest
    @ValueSource(strings = {ENGLISH, JAPANESE})
    void every_exit_code_is_named(String page) throws Exception {
        String text = Files.readString(Path.of(page));
        for (Field code : ExitCode.class.getFields()) {
            assertThat(text).contains("| " + code.getInt(null) + " | ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {ENGLISH, JAPANESE})
    void every_environment_variable_is_named(String page) throws Exception {
        String text = Files.readString(Path.of(page));
        Set<String> used = new TreeSet<>();
        for (String root : List.of("src/main", "../firebreak", "../firebreak.cmd", "../config", "../scripts")) {
            try (Stream<Path> files = Files.walk(Path.of(root))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    String source = new String(Files.readAllBytes(file), UTF_8);
                    VARIABLE.matcher(source).results().forEach(found -> used.add(found.group()));
                    LOOKED_UP.matcher(source).results().forEach(found -> used.add(found.group(1)));
                }
            }
        }
        used.removeAll(INTERNAL);
        assertThat(used).contains("FIREBREAK_DATA", "no_proxy", "NO_COLOR");
        assertThat(used).allSatisfy(name -> assertThat(text).contains("`" + name + "`"));
    }

    private static String run(String... args) throws Exception {
        var out = new ByteArrayOutputStream();
        int exit = Main.run(
                Map.of(),
                new PrintStream(out, true, UTF_8),
                new PrintStream(new ByteArrayOutputStream(), true, UTF_8),
                new ShutdownSignal(code -> {}),
                args);
        assertThat(exit).isZero();
        return out.toString(UTF_8);
    }
}

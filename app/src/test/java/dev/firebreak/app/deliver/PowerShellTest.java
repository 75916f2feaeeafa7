package dev.firebreak.app.deliver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The PowerShell scripts are parsed with tree-sitter's grammar, which takes a minute. That is all: none of them is run here. */
@Tag("long")
class PowerShellTest {

    private static final Path PARSER = Path.of("src/test/powershell");

    @TempDir
    Path temp;

    @Test
    void every_script_parses() throws Exception {
        List<String> scripts = new ArrayList<>();
        for (Path folder : List.of(Path.of("../scripts"), Path.of("src/main/resources/dev/firebreak/app/deliver"))) {
            try (Stream<Path> all = Files.list(folder)) {
                all.filter(p -> p.toString().endsWith(".ps1"))
                        .map(p -> p.toAbsolutePath().toString())
                        .forEach(scripts::add);
            }
        }
        assertThat(scripts).hasSizeGreaterThan(3);
        assertThat(parse(scripts)).isEmpty();
        Path wrong = temp.resolve("wrong.ps1");
        Files.writeString(wrong, "function x { if ($a -eq ) }");
        assertThat(parse(List.of(wrong.toString())))
                .as("the parser tells what is wrong")
                .contains("wrong.ps1:1");
    }

    private static String parse(List<String> scripts) throws Exception {
        boolean isThere = Files.isDirectory(PARSER.resolve("node_modules"));
        Assumptions.assumeTrue(
                isThere, "tree-sitter-powershell is missing (npm ci in app/src/test/powershell, as ./check does)");
        List<String> command =
                new ArrayList<>(List.of("node", PARSER.resolve("parse.mjs").toString()));
        command.addAll(scripts);
        Process node = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(node.getInputStream().readAllBytes(), UTF_8);
        node.waitFor();
        return output;
    }
}

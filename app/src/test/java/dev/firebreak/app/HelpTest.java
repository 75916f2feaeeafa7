package dev.firebreak.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.server.ShutdownSignal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The help of every command: each option, parameter and command has a description. */
class HelpTest {

    /** An option, parameter or command with its description, which may begin on the next line. */
    private static final Pattern ENTRY =
            Pattern.compile("^ {2,6}((?:\\S+, )*\\S+)(?: +(\\S.*))?$(?:\\n {7,}(\\S.*)$)?", Pattern.MULTILINE);

    private static final Pattern COMMANDS = Pattern.compile("\\n(?:Commands|コマンド):\\n(.*)", Pattern.DOTALL);

    private static String help(List<String> command, String language) {
        var out = new ByteArrayOutputStream();
        List<String> arguments = new ArrayList<>(command);
        arguments.addAll(List.of("--help", "--lang", language));
        int exit = Main.run(
                Map.of("LANG", "C"),
                new PrintStream(out, true, UTF_8),
                new PrintStream(out, true, UTF_8),
                new ShutdownSignal(code -> {}),
                arguments.toArray(String[]::new));
        assertThat(exit).as("%s%n%s", command, out.toString(UTF_8)).isZero();
        return out.toString(UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "ja"})
    void each_entry_has_a_description(String language) {
        Set<List<String>> seen = new HashSet<>();
        List<String> bare = new ArrayList<>();
        List<List<String>> commands = new ArrayList<>(List.of(List.of()));
        for (int i = 0; i < commands.size(); i++) {
            List<String> command = commands.get(i);
            String help = help(command, language);
            assertThat(help.lines().findFirst().orElse(""))
                    .as("%s begins with what it does", command)
                    .isNotBlank()
                    .doesNotStartWith("Usage");
            Matcher entries = ENTRY.matcher(help);
            while (entries.find()) {
                if (entries.group(2) == null && entries.group(3) == null) {
                    bare.add(command + " " + entries.group(1));
                }
            }
            Matcher below = COMMANDS.matcher(help);
            if (below.find()) {
                Matcher name = Pattern.compile("^ {2}([a-z][a-z-]*)(?:,| )", Pattern.MULTILINE)
                        .matcher(below.group(1));
                while (name.find()) {
                    List<String> next = new ArrayList<>(command);
                    next.add(name.group(1));
                    if (seen.add(next)) {
                        commands.add(next);
                    }
                }
            }
        }
        assertThat(bare).isEmpty();
        assertThat(commands)
                .hasSizeGreaterThan(45)
                .contains(List.of("sinkhole", "infected"), List.of("trust", "rotate"));
    }
}

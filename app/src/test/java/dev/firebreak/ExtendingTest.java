package dev.firebreak;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The types, members and files that docs/extending.md names exist, in both languages. */
class ExtendingTest {

    private static final Path ROOT = Files.isDirectory(Path.of("core"))
            ? Path.of("").toAbsolutePath()
            : Path.of("").toAbsolutePath().getParent();
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern TYPE = Pattern.compile("([A-Z][a-z]\\w*)(?:\\.(\\w+))?");
    private static final Pattern FILE = Pattern.compile("(?:app|core|docs|scripts)/\\S+|[A-Z]+\\.md|\\./\\w+");

    @ParameterizedTest
    @ValueSource(strings = {"docs/extending.md", "docs/extending.ja.md"})
    void everything_the_steps_name_exists(String document) throws IOException {
        Map<String, String> sources = sources();
        List<String> missing = new ArrayList<>();
        for (String name : names(document)) {
            var type = TYPE.matcher(name);
            if (FILE.matcher(name).matches()) {
                if (!Files.exists(ROOT.resolve(name))) {
                    missing.add(name);
                }
            } else if (type.matches()) {
                String source = sources.getOrDefault(type.group(1), "");
                if (source.isEmpty() || type.group(2) != null && !source.contains(" " + type.group(2))) {
                    missing.add(name);
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void both_languages_name_the_same_types_and_files() throws IOException {
        assertThat(names("docs/extending.ja.md"))
                .isEqualTo(names("docs/extending.md"))
                .contains("Format.fits", "FeedReader.read", "ShippedKnowledge", "PageRoutes");
    }

    private static TreeSet<String> names(String document) throws IOException {
        var names = new TreeSet<String>();
        CODE.matcher(Files.readString(ROOT.resolve(document)))
                .results()
                .map(match -> match.group(1))
                .forEach(names::add);
        return names;
    }

    /** The text of each source file by the name of its type; of nested types, by their own names too. */
    private static Map<String, String> sources() throws IOException {
        Pattern nested =
                Pattern.compile("(?m)^ +(?:public |static |final |sealed )*(?:record|interface|enum|class) (\\w+)");
        var sources = new TreeMap<String, String>();
        for (String module : List.of("core/src", "app/src")) {
            try (Stream<Path> all = Files.walk(ROOT.resolve(module))) {
                for (Path file :
                        all.filter(path -> path.toString().endsWith(".java")).toList()) {
                    String source = Files.readString(file);
                    sources.put(file.getFileName().toString().replace(".java", ""), source);
                    nested.matcher(source).results().forEach(match -> sources.putIfAbsent(match.group(1), source));
                }
            }
        }
        return sources;
    }
}

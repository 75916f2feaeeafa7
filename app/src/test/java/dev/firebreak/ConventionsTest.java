package dev.firebreak;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Conventions that hold for every file: sizes, names, package documentation, texts in both languages, documented dependencies. */
class ConventionsTest {

    private static final Path ROOT = root();
    private static final int MAX_LINES = 400;
    private static final int MAX_FILES = 35;
    private static final Pattern VAGUE_NAME = Pattern.compile(".*(Impl|Utils?|Helpers?|Manager)\\.java");
    private static final Pattern VAGUE_PACKAGE = Pattern.compile("common|utils?|shared|helpers?|misc");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\d+}|%[a-z%]|\\$\\{[^}]*}");
    private static final Pattern JAPANESE = Pattern.compile("[\\p{IsHiragana}\\p{IsKatakana}\\p{IsHan}]");
    private static final Pattern WORD = Pattern.compile("\\b[a-z]{3,}\\b");

    @Test
    void a_long_file_says_why_in_its_first_line() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : files(".java")) {
            List<String> lines = Files.readAllLines(file);
            if (lines.size() > MAX_LINES && !lines.getFirst().startsWith("//")) {
                found.add(show(file) + ": " + lines.size() + " lines");
            }
        }
        assertThat(found).isEmpty();
    }

    @Test
    void names_say_what_a_thing_is() throws IOException {
        assertThat(files(".java").stream().map(ConventionsTest::show).filter(ConventionsTest::isVague))
                .isEmpty();
    }

    private static boolean isVague(String name) {
        return VAGUE_NAME.matcher(name).matches()
                || Stream.of(name.split("/"))
                        .anyMatch(part -> VAGUE_PACKAGE.matcher(part).matches());
    }

    /** A name that two types share forces every reader to look at the imports first. */
    @Test
    void no_two_types_of_the_product_share_a_name() throws IOException {
        var paths = new TreeMap<String, List<String>>();
        for (Path file : files(".java")) {
            if (show(file).contains("src/main/java") && !show(file).endsWith("package-info.java")) {
                paths.computeIfAbsent(file.getFileName().toString(), name -> new ArrayList<>())
                        .add(show(file));
            }
        }
        paths.values().removeIf(same -> same.size() == 1);
        assertThat(paths).isEmpty();
    }

    @Test
    void no_package_has_more_files_than_a_reader_can_survey() throws IOException {
        var sizes = new TreeMap<String, Integer>();
        for (Path file : files(".java")) {
            if (show(file).contains("src/main/java")) {
                sizes.merge(show(file.getParent()), 1, Integer::sum);
            }
        }
        sizes.values().removeIf(size -> size <= MAX_FILES);
        assertThat(sizes).as("packages of more than " + MAX_FILES + " files").isEmpty();
    }

    @Test
    void every_package_introduces_itself_and_is_null_marked() throws IOException {
        var found = new TreeSet<String>();
        for (Path file : files(".java")) {
            Path info = file.resolveSibling("package-info.java");
            if (show(file).contains("src/main/java") && !(Files.exists(info) && introduces(Files.readString(info)))) {
                found.add(show(info));
            }
        }
        assertThat(found).isEmpty();
    }

    private static boolean introduces(String info) {
        return info.contains("@NullMarked") && info.contains("/**");
    }

    @Test
    void every_dependency_says_why_it_is_here() throws IOException {
        String reasons = Files.readString(ROOT.resolve("docs/dependencies.md"));
        var named = Pattern.compile("<dependency>.*?<artifactId>([^<]+)</artifactId>", Pattern.DOTALL);
        var found = new TreeSet<String>();
        for (String pom : List.of("pom.xml", "core/pom.xml", "app/pom.xml")) {
            named.matcher(Files.readString(ROOT.resolve(pom)))
                    .results()
                    .map(match -> match.group(1))
                    .filter(name -> !name.startsWith("firebreak") && !name.endsWith("-bom"))
                    .filter(name -> !reasons.contains("`" + name + "`"))
                    .forEach(found::add);
        }
        assertThat(found).isEmpty();
    }

    @Test
    void sentences_exist_in_both_languages() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path english : files("_en.properties")) {
            Path japanese =
                    english.resolveSibling(english.getFileName().toString().replace("_en.", "_ja."));
            if (!Files.exists(japanese)) {
                found.add(show(japanese) + " is missing");
                continue;
            }
            Properties en = properties(english, found);
            Properties ja = properties(japanese, found);
            var keys = new TreeSet<>(en.stringPropertyNames());
            keys.addAll(ja.stringPropertyNames());
            for (String key : keys) {
                differ(show(japanese) + " " + key, en.getProperty(key), ja.getProperty(key), found);
            }
        }
        for (Path japanese : files("_ja.properties")) {
            Path english =
                    japanese.resolveSibling(japanese.getFileName().toString().replace("_ja.", "_en."));
            if (!Files.exists(english)) {
                found.add(show(english) + " is missing");
            }
        }
        assertThat(found).isEmpty();
    }

    @Test
    void knowledge_has_texts_in_both_languages() throws IOException {
        List<String> found = new ArrayList<>();
        var json = new JsonMapper();
        for (Path file : files(".json")) {
            if (show(file).contains("src/main/resources")) {
                walk(show(file), json.readTree(Files.readString(file)), found);
            }
        }
        assertThat(found).isEmpty();
    }

    /** {"en": .., "ja": ..} is a sentence; with further languages beside it, it is a list by language. */
    private static void walk(String at, JsonNode node, List<String> found) {
        boolean sentence = (node.path("en").isString() || node.path("ja").isString())
                && node.propertyNames().stream().noneMatch(name -> name.matches("[a-z]{2}") && !name.matches("en|ja"));
        if (sentence) {
            differ(at, text(node, "en"), text(node, "ja"), found);
        }
        node.propertyStream().forEach(child -> walk(at + "/" + child.getKey(), child.getValue(), found));
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            walk(at + "/" + i, node.get(i), found);
        }
    }

    private static String text(JsonNode node, String name) {
        return node.path(name).isString() ? node.path(name).stringValue() : null;
    }

    private static void differ(String at, String en, String ja, List<String> found) {
        if (en == null || ja == null) {
            found.add(at + ": only in one language");
        } else if (en.isBlank() || ja.isBlank()) {
            found.add(at + ": empty");
        } else if (!placeholders(en).equals(placeholders(ja))) {
            found.add(at + ": placeholders differ: " + placeholders(en) + " " + placeholders(ja));
        } else if (JAPANESE.matcher(en).find()) {
            found.add(at + ": Japanese in the English text: " + en);
        } else if (!JAPANESE.matcher(ja).find() && WORD.matcher(ja).find()) {
            found.add(at + ": not Japanese: " + ja);
        }
    }

    private static List<String> placeholders(String text) {
        return PLACEHOLDER
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .sorted()
                .toList();
    }

    /** Properties would let the last of two equal keys win in silence. */
    private static Properties properties(Path file, List<String> found) throws IOException {
        var once = new Properties() {
            @Override
            public synchronized Object put(Object key, Object value) {
                if (containsKey(key)) {
                    found.add(show(file) + " " + key + ": twice");
                }
                return super.put(key, value);
            }
        };
        try (var reader = Files.newBufferedReader(file, UTF_8)) {
            once.load(reader);
        }
        return once;
    }

    private static List<Path> files(String end) throws IOException {
        Predicate<Path> ours = path -> !path.toString().matches(".*/(target|node_modules|\\.git)/.*");
        try (Stream<Path> all = Stream.of(Files.walk(ROOT.resolve("core")), Files.walk(ROOT.resolve("app")))
                .flatMap(paths -> paths)) {
            return all.filter(path -> path.toString().endsWith(end) && ours.test(path))
                    .toList();
        }
    }

    private static String show(Path file) {
        return ROOT.relativize(file).toString().replace('\\', '/');
    }

    private static Path root() {
        Path here = Path.of("").toAbsolutePath();
        return Files.isDirectory(here.resolve("core")) ? here : here.getParent();
    }
}

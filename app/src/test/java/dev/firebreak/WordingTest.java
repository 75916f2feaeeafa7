package dev.firebreak;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Sentences for people use the words of the glossary (CONTRIBUTING.md), in the style of a manual: messages, pages, reports, knowledge, documents. */
class WordingTest {

    private static final Path ROOT =
            Files.isDirectory(Path.of("core")) ? Path.of("") : Path.of("..").normalize();

    /** Each with what is written instead. */
    private static final List<Pattern> JAPANESE = patterns(
            "採取|収取", // 収集
            "コントロールルーム", // 管理サーバー
            "判定不能|判定不可", // 未確認
            "適用済(?!み)|緩和済(?!み)", // 適用済み, 緩和済み
            "端末の言語", // ターミナルの言語
            "(?<!仮想)マシン", // 端末
            "証跡", // 根拠情報
            "書庫|除籍|(?<!資産)台帳", // アーカイブ, 一覧から除外, インベントリー
            "サーバ(?!ー)|フォルダ(?!ー)|ユーザ(?!ー)|インベントリ(?!ー)|ブラウザ(?!ー)|プリンタ(?!ー)|ルータ(?!ー)",
            "アドバイザリー", // アドバイザリ
            "[ぁ-ん一-龠][~][ぁ-ん一-龠0-9]|[0-9]~[0-9]", // ～
            "\\((?:[月火水木金土日]|文例)\\)", // （金）
            "。。|です。です",
            "(?:である|しない|できない|する|される|いる|よい|だった|なった|はない|がない|ではない)。"); // です・ます

    private static final List<Pattern> ENGLISH = patterns(
            "say of themselves|machines told|told of it",
            "[Nn]ot known here|given rightly|does not take this",
            "[Tt]akes? (?:an|the) import back",
            "did not let go|kept there yet",
            "\\bthe roll\\b|off the roll",
            "to be had\\b",
            "described wrongly|that burns",
            "[Ff]e(?:ll|ll?s) silent",
            "\\bmend(?:ed|s|ing)?\\b",
            "[Ww]hoever this|may not do that",
            "[Rr]eplace it by|newest of its line|does not go on",
            "counts? no more",
            "\\b[Cc]omplaints?\\b",
            "(?<!-)\\b[Hh]oles?\\b",
            "\\bcontrol room\\b|\\bthe desk\\b");

    private static final Pattern JAVA_SENTENCE = Pattern.compile(
            "(?:new Text|Text\\.format)\\(\\s*((?:\"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+\"\\s*+\\+?\\s*+)++),?"
                    + "\\s*((?:\"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+\"\\s*+\\+?\\s*+)*+)");

    private final List<String> found = new ArrayList<>();

    private static List<Pattern> patterns(String... texts) {
        return Stream.of(texts).map(Pattern::compile).toList();
    }

    private void check(String where, String text, List<Pattern> forbidden) {
        for (Pattern pattern : forbidden) {
            Matcher match = pattern.matcher(text);
            if (match.find()) {
                int from = Math.max(0, match.start() - 30);
                found.add(where + ": " + match.group() + " in \""
                        + text.substring(from, Math.min(text.length(), match.end() + 30)) + "\"");
            }
        }
    }

    private static List<Path> files(String folder, String end) throws IOException {
        try (Stream<Path> all = Files.walk(ROOT.resolve(folder))) {
            return all.filter(path -> path.toString().endsWith(end))
                    .filter(path -> !path.toString().contains("/target"))
                    .toList();
        }
    }

    @Test
    void messages_and_pages() throws IOException {
        for (String language : List.of("en", "ja")) {
            for (Path file : files("app/src/main/resources", "_" + language + ".properties")) {
                for (String line : Files.readAllLines(file)) {
                    if (!line.startsWith("#") && line.contains("=")) {
                        check(
                                file.getFileName() + " " + line.substring(0, line.indexOf('=')),
                                line.substring(line.indexOf('=') + 1),
                                language.equals("en") ? ENGLISH : JAPANESE);
                    }
                }
            }
        }
        assertThat(found).isEmpty();
    }

    @Test
    void sentences_in_the_code() throws IOException {
        int sentences = 0;
        for (String folder : List.of("core/src/main/java", "app/src/main/java")) {
            for (Path file : files(folder, ".java")) {
                Matcher match = JAVA_SENTENCE.matcher(Files.readString(file));
                while (match.find()) {
                    sentences++;
                    check(file.getFileName().toString(), match.group(1), ENGLISH);
                    check(file.getFileName().toString(), match.group(2), JAPANESE);
                }
            }
        }
        assertThat(sentences).isGreaterThan(1000);
        assertThat(found).isEmpty();
    }

    @Test
    void knowledge_and_guide() throws IOException {
        for (Path file : files("app/src/main/resources", ".json")) {
            walk(file.getFileName().toString(), JsonMapper.shared().readTree(Files.readString(file)));
        }
        assertThat(found).isEmpty();
    }

    private void walk(String where, JsonNode node) {
        if (node.path("en").isString()) {
            check(where, node.path("en").stringValue(), ENGLISH);
        }
        if (node.path("ja").isString()) {
            check(where, node.path("ja").stringValue(), JAPANESE);
        }
        node.forEach(child -> walk(where, child));
    }

    /** Decisions are records of their time and stay as they were written. */
    @Test
    void documents() throws IOException {
        List<Path> documents = new ArrayList<>(files("docs", ".md"));
        documents.removeIf(path -> path.toString().contains("decisions"));
        documents.add(ROOT.resolve("README.md"));
        documents.add(ROOT.resolve("README.ja.md"));
        documents.add(ROOT.resolve("CHANGELOG.md"));
        for (Path file : documents) {
            boolean isJapanese = file.toString().endsWith(".ja.md");
            for (String line : Files.readAllLines(file)) {
                // Commands and names of tests are quoted as they are.
                check(file.getFileName().toString(), line.replaceAll("`[^`]*`", ""), isJapanese ? JAPANESE : ENGLISH);
            }
        }
        assertThat(found).isEmpty();
    }
}

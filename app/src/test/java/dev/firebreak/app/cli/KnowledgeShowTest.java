package dev.firebreak.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnowledgeShowTest {

    /** Lines are joined by a slash here, and a dot stands for a space at their beginning. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        # text                          | columns | lines
        closes 2 CVEs: CVE-1 CVE-2      | 0       | ..closes 2 CVEs: CVE-1 CVE-2
        closes 2 CVEs: CVE-1 CVE-2      | 80      | ..closes 2 CVEs: CVE-1 CVE-2
        closes 2 CVEs: CVE-1 CVE-2      | 23      | ..closes 2 CVEs: CVE-1/....CVE-2
        closes 2 CVEs: CVE-1 CVE-2      | 12      | ..closes 2/....CVEs:/....CVE-1/....CVE-2
        # what is longer than a line stays whole, to be copied
        see https://www.example.org/x   | 10      | ..see/....https://www.example.org/x
        # kanji and kana take two columns
        修正する更新 KB4012212          | 16      | ..修正する更新/....KB4012212
        修正する更新 KB4012212          | 24      | ..修正する更新 KB4012212
        # the drawing of a chain keeps its place
        '    └ KB4012212 (2017-03-14)'  | 20      | ......└ KB4012212/........(2017-03-14)
        """)
    void folds_at_spaces(String text, int columns, String lines) {
        List<String> expected = List.of(lines.split("/(?=\\.\\.)"));
        assertThat(KnowledgeShow.folded(text, "  ", columns))
                .containsExactlyElementsOf(expected.stream()
                        .map(line -> {
                            int dots = line.length()
                                    - line.replaceFirst("^\\.+", "").length();
                            return " ".repeat(dots) + line.substring(dots);
                        })
                        .toList());
    }
}

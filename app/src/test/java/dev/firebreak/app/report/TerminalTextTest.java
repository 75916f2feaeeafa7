package dev.firebreak.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.report.model.NaturalOrder;
import dev.firebreak.app.report.text.LineWrapper;
import dev.firebreak.app.report.text.TextWidth;
import dev.firebreak.core.text.SafeText;
import dev.firebreak.core.text.SpreadsheetCell;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalTextTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        PC-0001          | 7
        端末02            | 6
        ﾊﾝｶｸ             | 4
        ＰＣ              | 4
        e\u0301          | 1
        か\u3099          | 2
        →…█              | 3
        한국어             | 6
        😀               | 2
        𠮷野家             | 6
        """)
    void width_in_columns(String text, int columns) {
        assertThat(TextWidth.of(text)).isEqualTo(columns);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
        適用済みの更新プログラムに、修正を含むものがない。       | 20 | 適用済みの更新プログ/ラムに、修正を含むも/のがない。
        一二三四五六七八九。十                                | 18 | 一二三四五六七八/九。十
        一二三四五六七八「九十」                               | 18 | 一二三四五六七八/「九十」
        none of the updates                                 | 8  | none of/the/updates
        averyveryverylongword                               | 8  | averyver/yverylon/gword
        KB4012215 を適用                                     | 12 | KB4012215 を/適用
        """)
    void lines_break_where_they_may(String text, int width, String lines) {
        assertThat(String.join("/", LineWrapper.lines(text, width))).isEqualTo(lines);
        assertThat(LineWrapper.lines(text, width)).allMatch(line -> TextWidth.of(line) <= width);
    }

    @Test
    void names_cannot_steer_the_terminal() {
        assertThat(SafeText.name("\u001B[2J\u009B31m\u202Eexe.txt\u0000\r\n\u007F\uD800\u2028\uFEFF"))
                .isEqualTo("␛[2J\uFFFD31m\uFFFDexe.txt␀␍␊␡\uFFFD\uFFFD\uFFFD");
    }

    @Test
    void a_name_has_an_end() {
        assertThat(SafeText.name("x".repeat(100_000))).hasSize(257).endsWith("…");
    }

    @ParameterizedTest
    @CsvSource({"PC-9, PC-10", "pc-1, PC-2", "PC-01, PC-1", "a, b", "PC, PC-1"})
    void names_sort_as_people_sort(String first, String second) {
        assertThat(NaturalOrder.INSTANCE.compare(first, second)).isNegative();
        assertThat(NaturalOrder.INSTANCE.compare(second, first)).isPositive();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        =1+1 | '=1+1
        +1   | '+1
        -1   | '-1
        @SUM | '@SUM
        ＝１  | '＝１
        ＠a   | '＠a
        PC-1 | PC-1
        """)
    void no_cell_is_a_formula(String cell, String written) {
        assertThat(SpreadsheetCell.guarded(cell)).isEqualTo(written);
        assertThat(SpreadsheetCell.guarded(" " + cell).startsWith("'")).isEqualTo(written.startsWith("'"));
    }
}

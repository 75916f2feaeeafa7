package dev.firebreak.core.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Which texts are one name, which are none, and how they are shown. */
class NameTextTest {

    private static final String[][] ONE = {
        {"PC7", "pc7", "Pc7", "ＰＣ７", "ｐｃ７", " PC7 ", "PC7.", "pc7..", "PC7. ", "\u3000PC7\u00A0", "PC７．"},
        {"PC-I", "pc-i", "pc-ı", "PC-İ", "pc-i\u0307", "PC-I\u0307", "ｐｃ－ｉ"},
        {"STRASSE", "straße", "STRAẞE", "Strasse", "strasse"},
        {"ΟΔΟΣ", "οδος", "οδοσ"},
        {"が-1", "か\u3099-1"},
        {"ｶﾞ-1", "ガ-1"},
        {"é", "E\u0301", "É"},
        {"ﬁ-01", "FI-01"},
        {"PC7.CORP.EXAMPLE", "pc7.corp.example."},
        {"東京", "東京"},
    };

    private static final String[] NONE = {
        "",
        " ",
        "\u3000",
        ".",
        "...",
        " . ",
        "PC\u00007",
        "PC7\n",
        "\tPC7",
        "PC\u001B[31m7",
        "PC7\u007F",
        "PC7\u0085",
        "PC7\u00AD",
        "PC\u200B7",
        "PC7\u200E",
        "PC7\u200F",
        "\u202E7CP",
        "PC7\u2066",
        "PC7\u2069",
        "PC7\u061C",
        "\uFEFFPC7",
        "PC\u20287",
        "PC\u20297",
        "PC\uFFFD7",
        "PC7\uD83D",
        "PC7\uE000",
        "PC7\uFE0F",
        "PC7\u034F",
        "PC7\u3164",
        "PC7\uFFA0",
        "PC7\u2800",
        "PC7\uFFFF",
    };

    @Example
    void texts_of_one_row_are_one_name_and_rows_are_different_names() {
        for (String[] row : ONE) {
            for (String text : row) {
                assertThat(MachineName.key(text)).as("%s and %s", row[0], text).isEqualTo(MachineName.key(row[0]));
                assertThat(SiteName.same(text, row[0])).isTrue();
                assertThat(MachineName.of(text))
                        .isEqualTo(MachineName.of(row[0]))
                        .isPresent();
                assertThat(SiteName.of(text)).isEqualTo(SiteName.of(row[0])).isPresent();
                for (String[] other : ONE) {
                    assertThat(MachineName.same(text, other[0])).isEqualTo(other == row);
                }
            }
        }
    }

    @Example
    void names_that_people_keep_apart_stay_apart() {
        String[] names = {
            "PC7", "PC-7", "PC_7", "PC 7", "PC70", "PC07", "PC7.CORP", ".PC7", "PCO7", "東京", "東京2", "ば", "ぱ", "は"
        };
        for (String one : names) {
            assertThat(MachineName.of(one)).as(one).isPresent();
            for (String other : names) {
                assertThat(MachineName.same(one, other))
                        .as("%s and %s", one, other)
                        .isEqualTo(one.equals(other));
            }
        }
    }

    @Example
    void what_is_empty_or_cannot_be_seen_is_no_name_and_is_shown_without_harm() {
        for (String text : NONE) {
            assertThat(MachineName.of(text)).as(escaped(text)).isEmpty();
            assertThat(SiteName.of(text)).as(escaped(text)).isEmpty();
            assertThat(MachineName.refusal(text)).isPresent();
            assertThat(MachineName.shown(text))
                    .as(escaped(text))
                    .isNotBlank()
                    .matches("[^\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Zl}\\p{Zp}]+");
        }
    }

    @Example
    void a_name_is_as_long_as_its_bound_and_no_longer() {
        assertThat(MachineName.of("あ".repeat(MachineName.MAX_LENGTH))).isPresent();
        assertThat(MachineName.of("あ".repeat(MachineName.MAX_LENGTH + 1))).isEmpty();
        assertThat(SiteName.of("𠮷".repeat(SiteName.MAX_LENGTH))).isPresent();
        assertThat(SiteName.of("𠮷".repeat(SiteName.MAX_LENGTH + 1))).isEmpty();
        assertThat(MachineName.shown("x".repeat(9999))).hasSize(MachineName.MAX_LENGTH);
        assertThat(MachineName.of(" PC7 ")).hasToString("Optional[PC7]");
    }

    @Property(tries = 20_000)
    void a_key_is_its_own_key(@ForAll("texts") String text) {
        String key = MachineName.key(text);
        assertThat(MachineName.key(key)).isEqualTo(key);
        assertThat(NameText.fold(NameText.fold(text))).isEqualTo(NameText.fold(text));
    }

    @Example
    void dots_and_blanks_alone_are_no_name() {
        assertThat(MachineName.of(". ..")).isEmpty();
        assertThat(MachineName.of(" . ")).isEmpty();
        assertThat(MachineName.of("..")).isEmpty();
    }

    @Property(tries = 20_000)
    void case_never_makes_another_name(@ForAll("texts") String text) {
        // U+0345 becomes a letter in upper case, and marks cannot be put in order across it (Unicode 3.13, D145).
        Assume.that(text.indexOf(0x345) < 0);
        String key = MachineName.key(text);
        assertThat(MachineName.key(text.toUpperCase(java.util.Locale.ROOT))).isEqualTo(key);
        assertThat(MachineName.key(text.toLowerCase(java.util.Locale.ROOT))).isEqualTo(key);
        assertThat(MachineName.key(text.toUpperCase(java.util.Locale.of("tr")))).isEqualTo(key);
        assertThat(MachineName.key(text.toLowerCase(java.util.Locale.of("tr")))).isEqualTo(key);
        if (MachineName.of(text).isPresent()) {
            assertThat(MachineName.key(" " + text + ". ")).isEqualTo(key);
        }
    }

    @Example
    void every_letter_of_every_script_has_a_key_of_its_own_that_stays() {
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            if (Character.isDefined(c) && Character.getType(c) != Character.SURROGATE) {
                String text = "x" + Character.toString(c) + "x";
                String key = MachineName.key(text);
                assertThat(MachineName.key(key)).isEqualTo(key);
                assertThat(MachineName.key(text.toUpperCase(java.util.Locale.ROOT)))
                        .isEqualTo(key);
                assertThat(MachineName.key(text.toLowerCase(java.util.Locale.ROOT)))
                        .isEqualTo(key);
            }
        }
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> known = Arbitraries.of(ONE).flatMap(Arbitraries::of);
        Arbitrary<String> letters = Arbitraries.strings()
                .withChars("aAiIıİßẞſsSσςΣ\u0307\u0301.．。 \u3000ＡａｉﾞｶK\u212AÅ\u212Bǆǅ0-_ﬁŉΐ\u0345")
                .ofMaxLength(12);
        return Arbitraries.oneOf(known, letters, Arbitraries.strings().ofMaxLength(20));
    }

    private static String escaped(String text) {
        var escaped = new StringBuilder();
        text.chars().forEach(c -> escaped.append(c > ' ' && c < 0x7F ? "" + (char) c : String.format("\\u%04X", c)));
        return escaped.toString();
    }
}

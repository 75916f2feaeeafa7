package dev.firebreak.core.text;

import java.io.Serializable;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Formatter;
import java.util.Locale;

/** A sentence for people, in English and Japanese: neither exists without the other. */
public record Text(String en, String ja) implements Serializable {

    private static final DateTimeFormatter JAPANESE_DATE = DateTimeFormatter.ofPattern("uuuu/MM/dd", Locale.ROOT);

    public Text {
        if (en.isBlank() != ja.isBlank()) {
            throw new IllegalArgumentException("one language is missing: " + en + " / " + ja);
        }
    }

    /** A proper name or number that both languages write alike. */
    public static Text same(String text) {
        return new Text(text, text);
    }

    /**
     * Both patterns filled with the same values ({@link Formatter} syntax); a value that is a Wording itself is put in
     * in the language of the pattern.
     */
    public static Text format(String en, String ja, Object... values) {
        return new Text(fill(en, Language.EN, values), fill(ja, Language.JA, values));
    }

    /** A day as each language writes it: 2017-05-14, 2017/05/14. */
    public static Text date(LocalDate day) {
        return new Text(day.toString(), JAPANESE_DATE.format(day));
    }

    /** The sentence in one language. */
    public String in(Language language) {
        return language == Language.JA ? ja : en;
    }

    private static String fill(String pattern, Language language, Object... values) {
        Object[] filled = values.clone();
        for (int i = 0; i < filled.length; i++) {
            if (filled[i] instanceof Text wording) {
                filled[i] = wording.in(language);
            }
        }
        return String.format(Locale.ROOT, pattern, filled);
    }
}

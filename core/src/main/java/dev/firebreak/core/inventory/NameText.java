package dev.firebreak.core.inventory;

import dev.firebreak.core.text.Text;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/**
 * How texts that are names are compared, shown and refused: the one rule behind {@link MachineName} and {@link SiteName}. Windows
 * compares computer names without case, and the same name comes in full-width letters from a Japanese input method, with a dot at
 * its end from DNS, and with {@code İ} or {@code ı} from a Turkish system.
 */
public final class NameText {

    private static final int ASCII_END = 0x7F;
    private static final int COMBINING_DOT_ABOVE = 0x307;
    private static final int REPLACEMENT = 0xFFFD;

    /** Each fold brings a text nearer to one that no fold changes; no text is known that needs more than two. */
    private static final int MAX_FOLDS = 8;

    private NameText() {}

    /** A text without differences of case, width and composition; for searching in names and for words that are sought. */
    public static String fold(String text) {
        if (isPlain(text)) {
            return text.toUpperCase(Locale.ROOT);
        }
        String folded = foldOnce(text);
        for (int i = 0; i < MAX_FOLDS; i++) {
            String again = foldOnce(folded);
            if (again.equals(folded)) {
                return folded;
            }
            folded = again;
        }
        return folded;
    }

    private static String foldOnce(String text) {
        // To lower case first: only that way ẞ becomes ß, and only ß becomes SS.
        String upper = Normalizer.normalize(text, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .toUpperCase(Locale.ROOT);
        var folded = new StringBuilder(upper.length());
        for (int i = 0; i < upper.length(); ) {
            int c = upper.codePointAt(i);
            i += Character.charCount(c);
            // İ is I with this dot in its other spelling, and ı is I already.
            if (c != COMBINING_DOT_ABOVE || folded.isEmpty() || folded.charAt(folded.length() - 1) != 'I') {
                folded.appendCodePoint(c == 'İ' ? 'I' : c);
            }
        }
        return Normalizer.normalize(folded, Normalizer.Form.NFKC);
    }

    /** The text by which names are compared: folded, without blanks around it and dots at its end. */
    static String key(String text) {
        String folded = fold(text).strip();
        int end = folded.length();
        while (end > 0 && isEnd(folded.charAt(end - 1))) {
            end--;
        }
        // A name of nothing but dots keeps them: it must not become the name of whoever has none.
        return end == 0 || end == folded.length() ? folded : folded.substring(0, end);
    }

    private static boolean isEnd(char c) {
        return c == '.' || Character.isWhitespace(c);
    }

    /** Printable ASCII: its own normal form, and fit to be shown. */
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c >= ASCII_END) {
                return false;
            }
        }
        return true;
    }

    /** Why a text is no name; empty where it is one. */
    static Optional<Text> refusal(String text, int longest) {
        if (key(text).chars().allMatch(c -> isEnd((char) c))) {
            return Optional.of(new Text("the name is empty", "名前が空です"));
        }
        if (text.codePointCount(0, text.length()) > longest) {
            return Optional.of(Text.format("the name is longer than %d characters", "名前が %d 文字を超えています", longest));
        }
        if (!isPlain(text) && !text.codePoints().allMatch(NameText::isSeen)) {
            return Optional.of(new Text(
                    "the name contains control, invisible or undecodable characters",
                    "名前に制御文字・不可視文字・復号できない文字が含まれています"));
        }
        return Optional.empty();
    }

    /** A name fit to be shown: what cannot be seen is a question mark; of bounded length; {@code ?} where nothing is left. */
    static String shown(String text, int longest) {
        String clean = (text.length() <= longest && isPlain(text) ? text : cleaned(text, longest)).strip();
        return clean.isEmpty() ? "?" : clean;
    }

    private static String cleaned(String text, int longest) {
        return text.codePoints()
                .map(c -> isSeen(c) || c == REPLACEMENT ? c : '?')
                .limit(longest)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** An allow list: letters, marks, digits, punctuation, symbols and blanks that take up room. */
    private static boolean isSeen(int c) {
        return switch (Character.getType(c)) {
            case Character.UPPERCASE_LETTER,
                    Character.LOWERCASE_LETTER,
                    Character.TITLECASE_LETTER,
                    Character.MODIFIER_LETTER,
                    Character.OTHER_LETTER,
                    Character.NON_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.COMBINING_SPACING_MARK,
                    Character.DECIMAL_DIGIT_NUMBER,
                    Character.LETTER_NUMBER,
                    Character.OTHER_NUMBER,
                    Character.SPACE_SEPARATOR,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.CONNECTOR_PUNCTUATION,
                    Character.OTHER_PUNCTUATION,
                    Character.MATH_SYMBOL,
                    Character.CURRENCY_SYMBOL,
                    Character.MODIFIER_SYMBOL,
                    Character.OTHER_SYMBOL,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION -> !isIgnorable(c) && c != REPLACEMENT;
            default -> false;
        };
    }

    /** Letters and marks that are not drawn (Unicode DerivedCoreProperties, Default_Ignorable_Code_Point, less Cf and Cn). */
    private static boolean isIgnorable(int c) {
        return c == 0x34F
                || c == 0x115F
                || c == 0x1160
                || c == 0x17B4
                || c == 0x17B5
                || (c >= 0x180B && c <= 0x180F)
                || c == 0x3164
                || (c >= 0xFE00 && c <= 0xFE0F)
                || c == 0xFFA0
                || c == 0x2800
                || (c >= 0xE0100 && c <= 0xE01EF);
    }
}

package dev.firebreak.core.text;

import java.text.Normalizer;

/**
 * Text for a cell of a spreadsheet, CSV (RFC 4180) or XLSX, that no spreadsheet takes for a formula (OWASP, CSV injection; CWE-1236).
 * Machines choose their own names; an apostrophe before a text makes it a text.
 */
public final class SpreadsheetCell {

    /** What formulas begin with: the minus is also the mathematical one. */
    private static final String SIGNS = "=+-@\u2212";

    /** A letter to Unicode, a blank to everybody who looks. */
    private static final int HANGUL_FILLER = 0x3164;

    private SpreadsheetCell() {}

    /** The text, with an apostrophe before it where it would be, or could become, a formula. */
    public static String guarded(String text) {
        for (int at = 0; at < text.length(); ) {
            int c = text.codePointAt(at);
            if (!isSkipped(c)) {
                return isSign(c) ? "'" + text : text;
            }
            at += Character.charCount(c);
        }
        return text;
    }

    /** The guarded text as a field of a CSV file, in quotes where it needs them. */
    public static String csv(String text) {
        String cell = guarded(text);
        boolean quoted = !cell.equals(cell.strip()) || cell.chars().anyMatch(SpreadsheetCell::separates);
        return quoted ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
    }

    /** Full-width, small and raised signs as well: a Japanese Excel takes them for the plain ones. */
    private static boolean isSign(int c) {
        String plain =
                c < 0x80 ? Character.toString(c) : Normalizer.normalize(Character.toString(c), Normalizer.Form.NFKC);
        return plain.length() == 1 && SIGNS.contains(plain);
    }

    /** Blanks of every kind, and what has no width: programs drop them before they look for a formula. */
    private static boolean isSkipped(int c) {
        return Character.isWhitespace(c)
                || Character.isSpaceChar(c)
                || Character.isISOControl(c)
                || Character.getType(c) == Character.FORMAT
                || c == HANGUL_FILLER;
    }

    /** Semicolon and tab separate where the comma is the decimal sign. */
    private static boolean separates(int c) {
        return c == ',' || c == '"' || c == '\r' || c == '\n' || c == ';' || c == '\t';
    }
}

package dev.firebreak.core.watch.sigma;

import java.util.Arrays;
import java.util.Locale;

/**
 * A value of a rule with its wildcards: {@code *} is any text, {@code ?} any one character, {@code \*}, {@code \?} and {@code \\} stand for
 * the character itself, any other backslash for a backslash (Sigma specification, "Escaping"). Matching takes time proportional to
 * the lengths of value and pattern at worst, since only the last {@code *} is ever gone back to.
 */
public final class SigmaPattern {

    private static final int ANY_TEXT = -1;
    private static final int ANY_CHARACTER = -2;
    private static final int ANY_DASH = -3;

    /** The characters that Windows programs take for the dash of an option: the modifier {@code windash}. */
    private static final String DASHES = "-/\u2013\u2014\u2015";

    private final int[] tokens;
    private final boolean cased;
    private final boolean plain;
    private final String literal;

    private SigmaPattern(int[] tokens, boolean cased) {
        this.tokens = tokens;
        this.cased = cased;
        this.plain = Arrays.stream(tokens).allMatch(t -> t >= 0);
        this.literal = plain ? new String(tokens, 0, tokens.length) : "";
    }

    /** A pattern of a rule's value; {@code cased} compares upper and lower case as they are. */
    public static SigmaPattern of(String value, boolean cased) {
        String text = cased ? value : value.toLowerCase(Locale.ROOT);
        int[] tokens = new int[text.length()];
        int n = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length() && "*?\\".indexOf(text.charAt(i + 1)) >= 0) {
                i++;
                tokens[n++] = text.charAt(i);
            } else if (c == '*') {
                tokens[n++] = ANY_TEXT;
            } else if (c == '?') {
                tokens[n++] = ANY_CHARACTER;
            } else {
                tokens[n++] = c;
            }
        }
        return new SigmaPattern(Arrays.copyOf(tokens, n), cased);
    }

    /** With any text before and after it, as asked. */
    public SigmaPattern open(boolean before, boolean after) {
        int[] more = new int[tokens.length + (before ? 1 : 0) + (after ? 1 : 0)];
        int n = 0;
        if (before) {
            more[n++] = ANY_TEXT;
        }
        System.arraycopy(tokens, 0, more, n, tokens.length);
        if (after) {
            more[more.length - 1] = ANY_TEXT;
        }
        return new SigmaPattern(more, cased);
    }

    /** Each dash or slash that begins an option (not after a letter or digit, and before one) stands for any of the dashes. */
    public SigmaPattern withAnyDash() {
        int[] changed = tokens.clone();
        for (int i = 0; i < tokens.length; i++) {
            boolean dash = tokens[i] == '-' || tokens[i] == '/';
            if (dash && !(i > 0 && isWord(tokens[i - 1])) && i + 1 < tokens.length && isWord(tokens[i + 1])) {
                changed[i] = ANY_DASH;
            }
        }
        return new SigmaPattern(changed, cased);
    }

    private static boolean isWord(int token) {
        return token == '_' || (token >= 0 && Character.isLetterOrDigit(token));
    }

    boolean isCased() {
        return cased;
    }

    /** Whether the whole text matches; a text for a pattern that is not cased must be in lower case. */
    public boolean matches(String text) {
        if (plain) {
            return text.equals(literal);
        }
        int t = 0;
        int p = 0;
        int star = -1;
        int resume = 0;
        while (t < text.length()) {
            if (p < tokens.length && tokens[p] == ANY_TEXT) {
                star = p++;
                resume = t;
            } else if (p < tokens.length && fits(tokens[p], text.charAt(t))) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++resume;
            } else {
                return false;
            }
        }
        while (p < tokens.length && tokens[p] == ANY_TEXT) {
            p++;
        }
        return p == tokens.length;
    }

    private static boolean fits(int token, char c) {
        return switch (token) {
            case ANY_CHARACTER -> true;
            case ANY_DASH -> DASHES.indexOf(c) >= 0;
            default -> token == c;
        };
    }
}

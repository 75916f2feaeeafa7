package dev.firebreak.core.advisory;

import java.util.Optional;

/**
 * Number of a Microsoft Knowledge Base article, which is how an update is named: {@code KB4012598}.
 *
 * @param number the digits, at least 1
 */
public record Kb(int number) implements Comparable<Kb> {

    /** Longest number read: seven digits are in use, eight leave room. */
    private static final int MAX_DIGITS = 8;

    public Kb {
        if (number < 1) {
            throw new IllegalArgumentException("a KB number is at least 1: " + number);
        }
    }

    /**
     * Reads one entry of a hotfix list: {@code KB4012598}, {@code kb951376-v2}, {@code Q147222},
     * {@code KB2862330 - Update}, or bare digits of at least six ({@code 943729}).
     * {@code File 1} and package GUIDs, which XP lists too, name no update and give nothing.
     */
    public static Optional<Kb> parse(String text) {
        int at = 0;
        int end = text.length();
        while (at < end && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        int prefix = prefixLength(text, at, end);
        at += prefix;
        int first = at;
        int number = 0;
        while (at < end && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            if (at - first == MAX_DIGITS) {
                return Optional.empty();
            }
            number = number * 10 + (text.charAt(at) - '0');
            at++;
        }
        // Five digits are the shortest ever used, with a prefix; without one they could be any number.
        boolean enough = at - first >= (prefix > 0 ? 5 : 6);
        boolean cleanEnd = at == end || !Character.isLetterOrDigit(text.charAt(at));
        return enough && cleanEnd && number > 0 ? Optional.of(new Kb(number)) : Optional.empty();
    }

    private static int prefixLength(String text, int at, int end) {
        if (at + 1 < end && (text.charAt(at) | 0x20) == 'k' && (text.charAt(at + 1) | 0x20) == 'b') {
            return 2;
        }
        return at < end && (text.charAt(at) | 0x20) == 'q' ? 1 : 0;
    }

    @Override
    public int compareTo(Kb other) {
        return Integer.compare(number, other.number);
    }

    @Override
    public String toString() {
        return "KB" + number;
    }
}

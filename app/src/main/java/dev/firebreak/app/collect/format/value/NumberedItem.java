package dev.firebreak.app.collect.format.value;

import org.jspecify.annotations.Nullable;

/**
 * An item of a list of systeminfo, {@code [01]: KB4012212}. Lists have hundreds, so it is read without a pattern.
 *
 * @param text without blanks around it
 */
public record NumberedItem(int number, String text) {

    private static final int MAX_DIGITS = 4;

    /** The item that a line is; null where it is none. */
    public static @Nullable NumberedItem of(String line) {
        int length = line.length();
        if (length == 0 || line.charAt(0) != '[') {
            return null;
        }
        int at = 1;
        int number = 0;
        while (at < length && at <= MAX_DIGITS && line.charAt(at) >= '0' && line.charAt(at) <= '9') {
            number = number * 10 + line.charAt(at) - '0';
            at++;
        }
        if (at == 1 || at == length || line.charAt(at) != ']') {
            return null;
        }
        at++;
        while (at < length && isBlank(line.charAt(at))) {
            at++;
        }
        if (at == length || (line.charAt(at) != ':' && line.charAt(at) != '\uff1a')) {
            return null;
        }
        return new NumberedItem(number, line.substring(at + 1).strip());
    }

    private static boolean isBlank(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }
}

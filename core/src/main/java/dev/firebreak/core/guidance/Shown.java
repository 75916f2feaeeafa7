package dev.firebreak.core.guidance;

import java.util.Locale;

/** Names and figures in a line of a mail: whoever names a machine must not add lines or headers, nor fill the page. */
final class Shown {

    private static final int MOST_CHARS = 64;

    private Shown() {}

    static String name(String raw) {
        int length = raw.codePointCount(0, raw.length());
        return length <= MOST_CHARS
                ? Visible.text(raw)
                : Visible.text(raw.substring(0, raw.offsetByCodePoints(0, MOST_CHARS))) + "…";
    }

    /** With commas: both languages group by three in figures. */
    static String count(int number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}

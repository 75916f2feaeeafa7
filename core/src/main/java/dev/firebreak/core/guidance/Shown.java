package dev.firebreak.core.guidance;

import java.util.Locale;

/** Names from the field, made fit for a line of a mail: whoever names a machine must not add lines, headers or turn text around. */
final class Shown {

    private static final int MOST_CHARS = 64;
    private static final int UNREADABLE = 0xFFFD;

    private Shown() {}

    static String name(String raw) {
        var out = new StringBuilder(Math.min(raw.length(), MOST_CHARS));
        raw.codePoints().limit(MOST_CHARS).forEach(c -> out.appendCodePoint(isPlain(c) ? c : UNREADABLE));
        return raw.codePointCount(0, raw.length()) > MOST_CHARS
                ? out.append('…').toString()
                : out.toString();
    }

    private static boolean isPlain(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }

    /** With commas: both languages group by three in figures. */
    static String count(int number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}

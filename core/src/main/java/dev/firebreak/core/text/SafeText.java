package dev.firebreak.core.text;

import org.jspecify.annotations.Nullable;

/**
 * Untrusted names made safe to show. The name of a machine must not be able to control the terminal of the
 * administrator who reads the report, nor turn its text around.
 */
public final class SafeText {

    /** No name of anything is longer; a file without line breaks can pretend to be one. */
    private static final int MAX_CHARS = 256;

    private static final char UNREADABLE = '\uFFFD';
    private static final int PICTURES_OF_CONTROLS = 0x2400;
    private static final char PICTURE_OF_DELETE = '\u2421';

    private SafeText() {}

    /** Something that should be short, a name or a path, without anything that cannot be seen. */
    public static String name(@Nullable String raw) {
        if (raw == null) {
            return "";
        }
        if (raw.length() <= MAX_CHARS) {
            return text(raw);
        }
        int cut = Character.isHighSurrogate(raw.charAt(MAX_CHARS - 1)) ? MAX_CHARS - 1 : MAX_CHARS;
        return text(raw.substring(0, cut)) + "…";
    }

    /** Text of any length without anything that cannot be seen: controls, formats, halves of characters. */
    public static String text(String raw) {
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c < ' ' || c >= 0x7F) {
                return replaced(raw);
            }
        }
        return raw;
    }

    private static String replaced(String raw) {
        var out = new StringBuilder(raw.length());
        raw.codePoints().forEach(c -> out.appendCodePoint(shown(c)));
        return out.toString();
    }

    private static int shown(int c) {
        if (c < ' ') {
            return PICTURES_OF_CONTROLS + c;
        }
        if (c == 0x7F) {
            return PICTURE_OF_DELETE;
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> UNREADABLE;
            default -> (c & 0xFFFE) == 0xFFFE ? UNREADABLE : c;
        };
    }

    /** The text as it is, but for halves of characters, which no encoding of Unicode can hold. */
    public static String encodable(String raw) {
        for (int i = 0; i < raw.length(); i++) {
            if (Character.isSurrogate(raw.charAt(i))) {
                return wholeCharacters(raw);
            }
        }
        return raw;
    }

    private static String wholeCharacters(String raw) {
        var out = new StringBuilder(raw.length());
        raw.codePoints()
                .forEach(c -> out.appendCodePoint(
                        c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? UNREADABLE : c));
        return out.toString();
    }
}

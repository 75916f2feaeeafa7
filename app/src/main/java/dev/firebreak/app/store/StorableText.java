package dev.firebreak.app.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Texts as every database takes them: they come from machines and from people, and may hold anything. */
final class StorableText {

    private static final char UNKNOWN = '\uFFFD';

    private StorableText() {}

    /** Without what PostgreSQL refuses (U+0000) or UTF-8 cannot say (half a pair of surrogates). */
    static String kept(String text) {
        StringBuilder kept = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (pair) {
                i++;
            } else if (c == 0 || Character.isSurrogate(c)) {
                kept = kept == null ? new StringBuilder(text) : kept;
                kept.setCharAt(i, UNKNOWN);
            }
        }
        return kept == null ? text : kept.toString();
    }

    /** A line each; what has several lines itself is put on one. */
    static String lines(Iterable<String> texts) {
        var lines = new StringBuilder();
        for (String text : texts) {
            lines.append(lines.isEmpty() ? "" : "\n").append(kept(text).replace('\n', ' '));
        }
        return lines.toString();
    }

    static List<String> lines(String text) {
        return text.isEmpty() ? List.of() : new ArrayList<>(List.of(text.split("\n", -1)));
    }

    /** The name of an account without case. */
    static String key(String name) {
        return kept(name.toUpperCase(Locale.ROOT));
    }
}

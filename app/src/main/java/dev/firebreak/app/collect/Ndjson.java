package dev.firebreak.app.collect;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Tells our inventory format, one JSON object a line, from other JSON. */
final class Ndjson {

    private static final int LINES_LOOKED_AT = 10;

    private Ndjson() {}

    /** Whether a file that begins like this holds records: one of its first lines is one. */
    static boolean isIn(byte[] head) {
        return isIn(new String(head, StandardCharsets.UTF_8));
    }

    static boolean isIn(String text) {
        return text.lines().limit(LINES_LOOKED_AT).anyMatch(Ndjson::isRecord);
    }

    /** Whether a file is called as if it held records; it decides where the content does not. */
    static boolean isNamed(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".ndjson") || lower.endsWith(".jsonl");
    }

    /** Whether it holds records in UTF-16 that begins with its mark. */
    static boolean isWide(byte[] head) {
        boolean marked = head.length > 2 && (head[0] & 0xFF) + (head[1] & 0xFF) == 0xFF + 0xFE && head[0] != head[1];
        return marked && isIn(new String(head, StandardCharsets.UTF_16));
    }

    private static boolean isRecord(String line) {
        String bare = line.replace("\uFEFF", "").strip();
        if (!bare.startsWith("{")) {
            return false;
        }
        try {
            JsonNode object = Json.tree(bare);
            return object.isObject()
                    && object.path("machine").isString()
                    && object.path("os").isObject();
        } catch (JacksonException e) {
            return false;
        }
    }
}

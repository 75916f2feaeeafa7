package dev.firebreak.app.collect;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Tells our inventory format, one JSON object a line, from other JSON. */
final class Ndjson {

    private static final int LINES_LOOKED_AT = 10;

    private Ndjson() {}

    /** Whether a file that begins like this holds records, by its content; its name decides where the content cannot. */
    static boolean isIn(byte[] head, String name) {
        String text =
                new String(head, StandardCharsets.UTF_8).replace("\uFEFF", "").stripLeading();
        if (!text.startsWith("{")) {
            return false;
        }
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".ndjson") || lower.endsWith(".jsonl")) {
            return true;
        }
        return text.lines().limit(LINES_LOOKED_AT).anyMatch(Ndjson::isRecord);
    }

    /** Whether it holds records in UTF-16 that begins with its mark. */
    static boolean isWide(byte[] head) {
        boolean marked = head.length > 2 && (head[0] & 0xFF) + (head[1] & 0xFF) == 0xFF + 0xFE && head[0] != head[1];
        return marked
                && new String(head, StandardCharsets.UTF_16)
                        .lines()
                        .limit(LINES_LOOKED_AT)
                        .anyMatch(Ndjson::isRecord);
    }

    private static boolean isRecord(String line) {
        try {
            JsonNode object = Json.tree(line);
            return object.isObject()
                    && object.path("machine").isString()
                    && object.path("os").isObject();
        } catch (JacksonException e) {
            return false;
        }
    }
}

package dev.firebreak.app.collect.format.inventory;

import dev.firebreak.app.collect.format.FormatDescription;
import dev.firebreak.app.io.BoundedJson;
import dev.firebreak.core.text.Text;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Tells our inventory format, one JSON object a line, from other JSON. */
public final class InventoryNdjson {

    public static final FormatDescription DESCRIPTION = new FormatDescription(
            "ndjson",
            new Text("Firebreak's inventory NDJSON", "Firebreak のインベントリー NDJSON"),
            List.of("inventory"),
            List.of("ndjson", "jsonl"),
            false);

    /** In bytes; longer lines are skipped. */
    public static final int MAX_LINE_LENGTH = 1 << 20;

    private static final int LINES_LOOKED_AT = 10;

    private InventoryNdjson() {}

    /** Whether a file that begins like this holds records: one of its first lines is one. */
    public static boolean isIn(byte[] head) {
        return mayBeginObject(head) && isIn(new String(head, StandardCharsets.UTF_8));
    }

    public static boolean isIn(String text) {
        return text.lines().limit(LINES_LOOKED_AT).anyMatch(InventoryNdjson::isRecord);
    }

    /** Whether a file is called as if it held records; it decides where the content does not. */
    public static boolean isNamed(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return DESCRIPTION.extensions().stream().anyMatch(extension -> lower.endsWith("." + extension));
    }

    /** Whether it holds records in UTF-16 that begins with its mark. */
    public static boolean isWide(byte[] head) {
        boolean marked = head.length > 2 && (head[0] & 0xFF) + (head[1] & 0xFF) == 0xFF + 0xFE && head[0] != head[1];
        return marked && isIn(new String(head, StandardCharsets.UTF_16));
    }

    /** A cheap check before the parser's: most files are no JSON at all. */
    private static boolean mayBeginObject(byte[] head) {
        for (int i = 0; i < head.length; i++) {
            if (head[i] == '{' && (i == 0 || head[i - 1] <= ' ')) {
                return true;
            }
        }
        return false;
    }

    private static boolean isRecord(String line) {
        String bare = line.replace("\uFEFF", "").strip();
        if (!bare.startsWith("{")) {
            return false;
        }
        try {
            JsonNode object = BoundedJson.tree(bare);
            return object.isObject()
                    && object.path("machine").isString()
                    && object.path("os").isObject();
        } catch (JacksonException e) {
            return false;
        }
    }
}

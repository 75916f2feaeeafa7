package dev.firebreak.app.capture.log;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A row of one of Zeek's logs in JSON. */
final class ZeekJsonRow implements ZeekColumns.Row {

    private static final Pattern LOG_NAME = Pattern.compile("([a-z][a-z0-9_]{1,40})\\.");

    private final JsonNode row;
    private final Instant time;

    private ZeekJsonRow(JsonNode row, Instant time) {
        this.row = row;
        this.time = time;
    }

    /** Reads a row; false where it is none of a log that is understood. */
    static boolean accept(
            JsonNode row, LogContext context, java.util.function.Consumer<dev.firebreak.core.watch.Event> out) {
        JsonNode ts = row.path("ts");
        Instant time = ts.isNumber()
                ? LogTimes.seconds(ts.decimalValue().toPlainString())
                : ts.isString() ? LogTimes.iso(ts.stringValue(), context.zone()) : null;
        if (time == null) {
            return false;
        }
        var read = new ZeekJsonRow(row, time);
        String path = read.get("_path");
        if (path == null) {
            path = ZeekColumns.pathOf(read);
        }
        if (path == null) {
            if (read.get("uid") == null && read.get("id.orig_h") == null) {
                return false;
            }
            // Files are named after their log: dce_rpc.log, kerberos.2017-05-18.json.gz
            Matcher name = LOG_NAME.matcher(context.origin());
            path = name.lookingAt() ? name.group(1) : "other";
        }
        ZeekColumns.events(path, read, context, out);
        return true;
    }

    @Override
    public Instant time() {
        return time;
    }

    @Override
    public @Nullable String get(String column) {
        String text = JsonTexts.scalar(row.path(column));
        if (text != null || !column.startsWith("id.")) {
            return text;
        }
        // Shippers turn the dot into an underline or into an object, because a dot has a meaning in their indexes.
        String end = column.substring(3);
        String flat = JsonTexts.scalar(row.path("id_" + end));
        return flat == null ? JsonTexts.scalar(row.path("id").path(end)) : flat;
    }

    @Override
    public List<String> list(String column) {
        List<String> texts = new ArrayList<>();
        for (JsonNode element : row.path(column)) {
            String text = JsonTexts.scalar(element);
            if (text != null) {
                texts.add(text);
            }
        }
        return texts;
    }

    @Override
    public Map<String, String> all() {
        Map<String, String> all = new LinkedHashMap<>();
        JsonTexts.flatten("", row, all);
        return all;
    }
}

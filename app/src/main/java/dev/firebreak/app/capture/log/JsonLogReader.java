package dev.firebreak.app.capture.log;

import dev.firebreak.app.io.BoundedJson;
import dev.firebreak.app.io.TextLines;
import dev.firebreak.core.text.Text;
import dev.firebreak.core.watch.Event;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Logs in JSON: an object a line (Zeek, Suricata, most shippers), or objects over several lines, alone, one after the other or in one
 * array (PowerShell's {@code ConvertTo-Json}). One object is held at a time. A line that is damaged costs the object that it is in.
 */
final class JsonLogReader implements LogReader {

    private static final List<String> WRAPPING =
            List.of("_source", "result", "conn", "dns", "http", "smb_files", "smb_cmd");

    private static final int MAX_WRAPPING_FIELDS = 12;

    /** Characters of one object. */
    static final int MOST_CHARACTERS = 4 << 20;

    private final TextLines lines;
    private final LogContext context;
    private final Deque<Event> ready = new ArrayDeque<>();
    private final StringBuilder object = new StringBuilder();
    private long begin;
    private int depth;
    private boolean inString;
    private boolean escaped;
    private boolean tooLong;
    private final LineProblems problems;
    private boolean atEnd;

    JsonLogReader(TextLines lines, LogContext context) {
        this.lines = lines;
        this.context = context;
        this.problems = new LineProblems(context);
    }

    @Override
    public @Nullable Event next() throws IOException {
        while (ready.isEmpty() && !atEnd) {
            String line = lines.next();
            if (line == null) {
                atEnd = true;
                if (!object.isEmpty()) {
                    problems.add(begin, new Text("the log ends within an object", "オブジェクトの途中でログが終わっています"));
                }
                problems.end();
            } else {
                take(line);
            }
        }
        return ready.poll();
    }

    private void take(String line) {
        if (!object.isEmpty() && line.startsWith("{\"") && object.charAt(0) == '{' && isWholeLine(line)) {
            // What went before never ended: one damaged line must not swallow all that follow.
            problems.add(begin, new Text("an object does not end; not used", "オブジェクトが閉じていないため、使用しません"));
            reset();
        }
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (depth == 0) {
                // Between objects: brackets and commas of an array around them.
                if (c == '{') {
                    begin = lines.line();
                    depth = 1;
                    object.append(c);
                } else if ("[], \t".indexOf(c) < 0) {
                    problems.add(lines.line(), new Text("this line is not JSON; not used", "この行は JSON ではないため、使用しません"));
                    return;
                }
                continue;
            }
            if (object.length() < MOST_CHARACTERS) {
                object.append(c);
            } else {
                tooLong = true;
            }
            if (escaped) {
                escaped = false;
            } else if (inString) {
                escaped = c == '\\';
                inString = c != '"';
            } else if (c == '"') {
                inString = true;
            } else if (c == '{') {
                depth++;
            } else if (c == '}' && --depth == 0) {
                whole();
            }
        }
        if (depth > 0 && object.length() < MOST_CHARACTERS) {
            object.append('\n');
        }
    }

    private static boolean isWholeLine(String line) {
        return line.endsWith("}") || line.endsWith("},");
    }

    private void whole() {
        String text = object.toString();
        boolean cut = tooLong;
        reset();
        if (cut) {
            problems.add(begin, new Text("an object is far too large; not used", "オブジェクトが大きすぎるため、使用しません"));
            return;
        }
        try {
            if (!accept(BoundedJson.tree(text), context, ready::add)) {
                problems.add(
                        begin, new Text("this object is of no log that is known; not used", "既知のログの形式ではないため、使用しません"));
            }
        } catch (JacksonException notJson) {
            problems.add(begin, new Text("this is not JSON; not used", "JSON ではないため、使用しません"));
        }
    }

    private void reset() {
        object.setLength(0);
        depth = 0;
        inString = false;
        escaped = false;
        tooLong = false;
    }

    /** Reads one object; false where it is of no log that is understood. */
    static boolean accept(JsonNode record, LogContext context, Consumer<Event> out) {
        if (SuricataRecord.fits(record)) {
            return SuricataRecord.accept(record, context, out);
        }
        if (WindowsJson.fits(record)) {
            return WindowsJson.accept(record, context, out);
        }
        if (JournalRecord.fits(record)) {
            return JournalRecord.accept(record, context, out);
        }
        if (!record.has("ts") && record.size() <= MAX_WRAPPING_FIELDS) {
            // Exports of search engines put the record into another object, and one of Zeek's names its log so.
            for (String field : WRAPPING) {
                JsonNode inner = record.path(field);
                if (inner.isObject() && (inner.has("ts") || SuricataRecord.fits(inner) || WindowsJson.fits(inner))) {
                    return accept(inner, context, out);
                }
            }
        }
        return ZeekJsonRow.accept(record, context, out);
    }
}

package dev.firebreak.app.capture.log;

import dev.firebreak.core.watch.Event;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Zeek's own form of its logs: lines of columns, whose names stand in the line {@code #fields} (Zeek documentation, "TSV format logs"). Bytes
 * are looked at in place, and only the columns that are needed become texts: such logs are the largest that there are.
 */
final class ZeekTsvReader implements LogReader, ZeekColumns.Row {

    private static final int MAX_LINE = 1 << 20;
    private static final int MAX_COLUMNS = 512;

    private final InputStream in;
    private final LogContext context;
    private final Deque<Event> ready = new ArrayDeque<>();
    private final byte[] buffer = new byte[MAX_LINE];
    private int from;
    private int end;
    private long line;
    private final LineProblems problems;

    private byte separator = '\t';
    private String setSeparator = ",";
    private String empty = "(empty)";
    private String unset = "-";
    private @Nullable String path;
    private Map<String, Integer> columns = new HashMap<>();
    private int count;
    private final int[] starts = new int[MAX_COLUMNS + 1];
    private Instant time = Instant.EPOCH;

    ZeekTsvReader(InputStream in, LogContext context) {
        this.in = in;
        this.context = context;
        this.problems = new LineProblems(context);
    }

    @Override
    public @Nullable Event next() throws IOException {
        while (ready.isEmpty()) {
            int to = lineEnd();
            if (to < 0) {
                problems.end();
                return null;
            }
            int begin = from;
            from = to + 1;
            line++;
            int last = to > begin && buffer[to - 1] == '\r' ? to - 1 : to;
            if (last == begin) {
                continue;
            }
            if (buffer[begin] == '#') {
                header(new String(buffer, begin, last - begin, StandardCharsets.UTF_8));
            } else if (!row(begin, last)) {
                problems.notUnderstood(line);
            }
        }
        return ready.poll();
    }

    /** Place of the line's end in the buffer, which holds the whole line; -1 at the end of the log. */
    private int lineEnd() throws IOException {
        int at = from;
        while (true) {
            for (; at < end; at++) {
                if (buffer[at] == '\n') {
                    return at;
                }
            }
            if (from > 0) {
                System.arraycopy(buffer, from, buffer, 0, end - from);
                at -= from;
                end -= from;
                from = 0;
            }
            if (end == buffer.length) {
                // Longer than any line of Zeek: cut here, and the rest is a line that is not understood.
                return end - 1;
            }
            int n = in.read(buffer, end, buffer.length - end);
            if (n < 0) {
                if (end > from) {
                    // The last line may lack its end; it may also be cut, then it has too few columns.
                    buffer[end] = '\n';
                    end++;
                    return end - 1;
                }
                return -1;
            }
            end += n;
        }
    }

    private void header(String text) {
        if (text.startsWith("#separator ")) {
            String value = text.substring("#separator ".length());
            if (value.matches("\\\\x[0-9a-fA-F]{2}")) {
                separator = (byte) Integer.parseInt(value.substring(2), 16);
            } else if (!value.isEmpty()) {
                separator = (byte) value.charAt(0);
            }
            return;
        }
        String[] parts = text.split(java.util.regex.Pattern.quote(String.valueOf((char) separator)), -1);
        if (parts.length < 2) {
            return;
        }
        switch (parts[0]) {
            case "#set_separator" -> setSeparator = parts[1];
            case "#empty_field" -> empty = parts[1];
            case "#unset_field" -> unset = parts[1];
            case "#path" -> path = parts[1];
            case "#fields" -> fields(parts);
            default -> {}
        }
    }

    private void fields(String[] parts) {
        columns = new HashMap<>();
        count = 0;
        if (parts.length - 1 <= MAX_COLUMNS) {
            count = parts.length - 1;
            for (int i = 1; i < parts.length; i++) {
                columns.putIfAbsent(parts[i], i - 1);
            }
        }
        if (!columns.containsKey("ts")) {
            problems.add(line, LogProblems.noColumn("ts"));
        }
    }

    private boolean row(int begin, int last) {
        int found = 0;
        starts[0] = begin;
        for (int i = begin; i < last; i++) {
            if (buffer[i] == separator) {
                if (++found >= count) {
                    return false;
                }
                starts[found] = i + 1;
            }
        }
        if (found + 1 != count) {
            return false;
        }
        starts[count] = last + 1;
        String ts = get("ts");
        Instant when = ts == null ? null : LogTimes.seconds(ts);
        if (when == null && ts != null) {
            when = LogTimes.iso(ts, context.zone());
        }
        String log = path == null ? ZeekColumns.pathOf(this) : path;
        if (when == null || log == null) {
            return false;
        }
        time = when;
        ZeekColumns.events(log, this, context, ready::add);
        return true;
    }

    @Override
    public Instant time() {
        return time;
    }

    @Override
    public @Nullable String get(String column) {
        Integer index = columns.get(column);
        return index == null ? null : cell(index);
    }

    private @Nullable String cell(int index) {
        int at = starts[index];
        int length = starts[index + 1] - 1 - at;
        if (length == 1 && unset.length() == 1 && buffer[at] == unset.charAt(0)) {
            return null;
        }
        boolean plain = true;
        for (int i = at; i < at + length; i++) {
            plain &= buffer[i] > 0 && buffer[i] != '\\';
        }
        String text = new String(buffer, at, length, plain ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
        if (text.equals(unset) || text.equals(empty)) {
            return null;
        }
        return plain ? text : unescaped(text);
    }

    /** {@code \x09} stands for one byte, which the separator of columns may be. */
    private static String unescaped(String text) {
        if (text.indexOf("\\x") < 0) {
            return text;
        }
        var bytes = new java.io.ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            if (text.startsWith("\\x", i) && i + 4 <= text.length() && isHex(text, i + 2)) {
                bytes.write(Integer.parseInt(text.substring(i + 2, i + 4), 16));
                i += 3;
            } else {
                byte[] some = String.valueOf(text.charAt(i)).getBytes(StandardCharsets.UTF_8);
                bytes.write(some, 0, some.length);
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static boolean isHex(String text, int at) {
        return Character.digit(text.charAt(at), 16) >= 0 && Character.digit(text.charAt(at + 1), 16) >= 0;
    }

    @Override
    public List<String> list(String column) {
        String text = get(column);
        return text == null ? List.of() : Arrays.asList(text.split(java.util.regex.Pattern.quote(setSeparator), -1));
    }

    @Override
    public Map<String, String> all() {
        Map<String, String> all = new LinkedHashMap<>();
        columns.forEach((name, index) -> {
            String value = cell(index);
            if (value != null) {
                all.put(name, value);
            }
        });
        return all;
    }
}

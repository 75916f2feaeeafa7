package dev.firebreak.app.collect.format.table;

import dev.firebreak.core.inventory.Source;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A table of updates as {@code wmic} and {@code Format-Table} print it. A line is a row only if each of its cells begins where its
 * column does, and only as long as the table has not ended: notes, echoed commands and errors below it are no rows, whatever
 * numbers they name.
 */
final class PrintedTable {

    private static final Pattern CHUNK = Pattern.compile("\\S+(?: \\S+)*");
    private static final Pattern DASHES = Pattern.compile("[-=]+");
    private static final Pattern WORD = Pattern.compile("\\S+");
    private static final Pattern PLAIN_COLUMN = Pattern.compile("[^.,:;<>|\"\\\\/=]{1,40}");
    private static final Pattern ONE_WORD = Pattern.compile("[\\w{}.-]+(?:\\.\\.\\.|…)?");
    private static final Pattern NUMBERED = Pattern.compile("(?i)(?:KB|Q)\\d.*");

    /** How wide a letter is: each tool pads by a measure of its own. */
    private static final List<IntUnaryOperator> MEASURES =
            List.of(letter -> 1, PrintedTable::shownWidth, PrintedTable::storedWidth);

    private record Column(String name, int begin) {}

    private enum Kind {
        ROW,
        CONTINUED,
        BROKEN,
        NO_ROW
    }

    private final List<String> lines;
    private final int heading;
    private final HotfixRows list;
    private final List<Column> columns;
    private final int id;
    private @Nullable Map<String, String> row;
    private int rowLine;

    private PrintedTable(List<String> lines, int heading, List<Column> columns, HotfixRows list) {
        this.lines = lines;
        this.heading = heading;
        this.columns = columns;
        this.list = list;
        this.id = index(columns);
    }

    private static int index(List<Column> columns) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equalsIgnoreCase(HotfixColumns.ID)) {
                return i;
            }
        }
        return -1;
    }

    /** Whether the line is the heading of such a table. */
    static boolean isHeading(List<String> lines, int at) {
        List<Column> columns = columns(lines, at);
        if (index(columns) < 0) {
            return false;
        }
        if (columns.stream().allMatch(c -> HotfixColumns.isKnown(c.name())) || ruler(lines, at) >= 0) {
            return true;
        }
        // Columns that nobody knows, and no line below them: the first line below tells whether it is a table at all.
        int next = next(lines, at);
        return columns.size() > 1
                && columns.stream().allMatch(c -> PLAIN_COLUMN.matcher(c.name()).matches())
                && next < lines.size()
                && new PrintedTable(lines, at, columns, new HotfixRows(Source.of(""))).kind(lines.get(next))
                        == Kind.ROW;
    }

    /**
     * Reads the table below a heading.
     *
     * @param closed whether the last line of the text is whole
     * @return index of the line after the table
     */
    static int read(List<String> lines, int heading, HotfixRows list, boolean closed) {
        return new PrintedTable(lines, heading, columns(lines, heading), list).read(closed);
    }

    private int read(boolean closed) {
        list.table(columns.stream().map(Column::name).toList(), heading + 1);
        int ruler = ruler(lines, heading);
        boolean blank = false;
        int i = Math.max(heading, ruler) + 1;
        for (; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.isBlank()) {
                blank = true;
                continue;
            }
            if (HotfixTables.isHeading(lines, i)) {
                break;
            }
            Kind kind = Prompt.is(line) ? Kind.NO_ROW : kind(line);
            if (kind == Kind.NO_ROW || (kind == Kind.CONTINUED && row == null)) {
                break;
            }
            take(kind, line, i + 1);
            blank = false;
        }
        finish();
        // PowerShell prints a blank line after the last row: without it the table may have been cut between two lines.
        boolean whole = blank || ruler < 0;
        if (i == lines.size()) {
            whole &= closed;
        } else if (!HotfixTables.isHeading(lines, i)) {
            whole &= Prompt.is(lines.get(i)) || (blank && !Prompt.tellsTrouble(lines.get(i)));
            whole &= !moreRows(i);
        }
        if (!whole) {
            list.cut();
        }
        return i;
    }

    private void take(Kind kind, String line, int number) {
        switch (kind) {
            case ROW -> {
                finish();
                row = cells(line);
                rowLine = number;
            }
            case CONTINUED -> {
                Map<String, String> more = cells(line);
                Map<String, String> begun = row;
                if (more != null && begun != null) {
                    more.forEach((column, text) ->
                            begun.merge(column, text, (a, b) -> b.isEmpty() ? a : (a + " " + b).strip()));
                }
            }
            case BROKEN -> {
                finish();
                list.unreadable(number);
            }
            case NO_ROW -> throw new IllegalArgumentException(line);
        }
    }

    private void finish() {
        Map<String, String> whole = row;
        if (whole != null) {
            list.row(whole, rowLine);
            row = null;
        }
    }

    /** Whether lines like rows follow after the table has ended: then it is not known where it did. */
    private boolean moreRows(int from) {
        for (int i = from; i < lines.size(); i++) {
            if (HotfixTables.isHeading(lines, i)) {
                return false;
            }
            if (!lines.get(i).isBlank() && kind(lines.get(i)) == Kind.ROW) {
                return true;
            }
        }
        return false;
    }

    private Kind kind(String line) {
        Map<String, String> cells = cells(line);
        if (cells == null) {
            return Kind.NO_ROW;
        }
        String entry = cells.getOrDefault(columns.get(id).name(), "");
        if (entry.isEmpty()) {
            boolean cut = line.strip().endsWith("...") || line.strip().endsWith("…");
            return cut ? Kind.BROKEN : id == 0 && columns.size() > 1 ? Kind.CONTINUED : Kind.NO_ROW;
        }
        boolean word = ONE_WORD.matcher(entry).matches();
        return switch (HotfixId.parse(entry)) {
            case HotfixId.Update _ -> Kind.ROW;
            case HotfixId.NoUpdate _ when isFile(entry) || (word && columns.size() > 1) -> Kind.ROW;
            case HotfixId.NoUpdate _ -> word ? Kind.BROKEN : Kind.NO_ROW;
            case HotfixId.Unreadable _ -> word || NUMBERED.matcher(entry).matches() ? Kind.BROKEN : Kind.NO_ROW;
        };
    }

    /** XP lists files of a package under their own ids, and packages under those of the installer. */
    private static boolean isFile(String entry) {
        return entry.startsWith("File ") || entry.startsWith("{");
    }

    /** The cells of a line by their columns; null where it has not the shape of a row. */
    private @Nullable Map<String, String> cells(String line) {
        boolean plain = line.chars().allMatch(c -> c < 0x80);
        for (IntUnaryOperator measure : plain ? MEASURES.subList(0, 1) : MEASURES) {
            Map<String, String> cells = cells(line, measure);
            if (cells != null) {
                return cells;
            }
        }
        return plain ? null : shifted(line);
    }

    private @Nullable Map<String, String> cells(String line, IntUnaryOperator measure) {
        var begins = new int[columns.size() + 1];
        for (int c = 0; c < columns.size(); c++) {
            begins[c] = index(line, columns.get(c).begin(), measure);
            if (begins[c] < 0 || !isBoundary(line, begins[c])) {
                return null;
            }
        }
        begins[columns.size()] = line.length();
        Map<String, String> cells = new LinkedHashMap<>();
        if (!line.substring(0, begins[0]).isBlank()) {
            return null;
        }
        for (int c = 0; c < columns.size(); c++) {
            cells.put(
                    columns.get(c).name(),
                    line.substring(begins[c], begins[c + 1]).strip());
        }
        // A cell begins where its column does.
        boolean there = begins[id] < line.length() && !Character.isWhitespace(line.charAt(begins[id]));
        return there || cells.getOrDefault(columns.get(id).name(), "").isEmpty() ? cells : null;
    }

    /** A row of which a cell behind the id holds wide letters, which move those after it: these are told by what they hold. */
    private @Nullable Map<String, String> shifted(String line) {
        Map<String, String> cells = new LinkedHashMap<>();
        int from = -1;
        for (int c = 0; c < columns.size(); c++) {
            int begin = columns.get(c).begin();
            int end = c + 1 < columns.size() ? columns.get(c + 1).begin() : line.length();
            if (begin >= line.length() || !isBoundary(line, begin)) {
                return null;
            }
            boolean plain =
                    end <= line.length() && line.substring(begin, end).chars().allMatch(x -> x < 0x80);
            if (!plain) {
                from = c;
                break;
            }
            cells.put(columns.get(c).name(), line.substring(begin, end).strip());
        }
        if (from <= id || cells.getOrDefault(columns.get(id).name(), "").isEmpty()) {
            return null;
        }
        Matcher chunks = CHUNK.matcher(line.substring(columns.get(from).begin()));
        for (int c = from; c < columns.size() && chunks.find(); c++) {
            String chunk = chunks.group();
            if (c > from) {
                while (c < columns.size() - 1
                        && HotfixColumns.isDate(columns.get(c).name()) != HotfixColumns.isDateText(chunk)) {
                    c++;
                }
            }
            cells.put(columns.get(c).name(), chunk);
        }
        return chunks.find() ? null : cells;
    }

    private static boolean isBoundary(String line, int begin) {
        return begin == 0 || begin >= line.length() || Character.isWhitespace(line.charAt(begin - 1));
    }

    /** Where in a line so much of it has passed; less than 0 where a letter stands across that. */
    private static int index(String line, int width, IntUnaryOperator measure) {
        int passed = 0;
        int at = 0;
        while (at < line.length() && passed < width) {
            int letter = line.codePointAt(at);
            passed += measure.applyAsInt(letter);
            at += Character.charCount(letter);
        }
        return passed > width ? -1 : at;
    }

    private static int shownWidth(int letter) {
        boolean wide = Character.isIdeographic(letter)
                || (letter >= 0x1100 && letter <= 0x115F)
                || (letter >= 0x2E80 && letter <= 0xA4CF)
                || (letter >= 0xAC00 && letter <= 0xD7A3)
                || (letter >= 0xF900 && letter <= 0xFAFF)
                || (letter >= 0xFE30 && letter <= 0xFE6F)
                || (letter >= 0xFF00 && letter <= 0xFF60)
                || (letter >= 0xFFE0 && letter <= 0xFFE6);
        return wide ? 2 : 1;
    }

    private static int storedWidth(int letter) {
        return letter < 0x80 ? 1 : letter < 0x800 ? 2 : letter < 0x10000 ? 3 : 4;
    }

    private static List<Column> columns(List<String> lines, int heading) {
        String head = lines.get(heading);
        int ruler = ruler(lines, heading);
        List<Column> columns = new ArrayList<>();
        if (ruler >= 0) {
            Matcher dashes = DASHES.matcher(lines.get(ruler));
            List<Integer> begins = new ArrayList<>();
            while (dashes.find()) {
                begins.add(dashes.start());
            }
            for (int c = 0; c < begins.size(); c++) {
                int begin = Math.min(begins.get(c), head.length());
                int end = c + 1 < begins.size() ? Math.min(begins.get(c + 1), head.length()) : head.length();
                columns.add(new Column(head.substring(begin, end).strip(), begins.get(c)));
            }
            return distinct(columns);
        }
        Matcher chunks = CHUNK.matcher(head);
        while (chunks.find()) {
            List<Column> words = words(chunks);
            boolean known = words.stream().allMatch(w -> HotfixColumns.isKnown(w.name()));
            if (known) {
                columns.addAll(words);
            } else {
                columns.add(new Column(chunks.group(), chunks.start()));
            }
        }
        return distinct(columns);
    }

    private static List<Column> distinct(List<Column> columns) {
        List<String> names =
                HotfixColumns.distinct(columns.stream().map(Column::name).toList());
        List<Column> distinct = new ArrayList<>();
        for (int c = 0; c < columns.size(); c++) {
            distinct.add(new Column(names.get(c), columns.get(c).begin()));
        }
        return distinct;
    }

    private static List<Column> words(Matcher chunk) {
        List<Column> words = new ArrayList<>();
        Matcher word = WORD.matcher(chunk.group());
        while (word.find()) {
            words.add(new Column(word.group(), chunk.start() + word.start()));
        }
        return words;
    }

    /** The line of dashes below a heading, as PowerShell draws it; less than 0 where there is none. */
    private static int ruler(List<String> lines, int heading) {
        int next = next(lines, heading);
        boolean is = next < lines.size()
                && lines.get(next).chars().allMatch(c -> c == '-' || c == '=' || Character.isWhitespace(c));
        return is ? next : -1;
    }

    private static int next(List<String> lines, int after) {
        int next = after + 1;
        while (next < lines.size() && lines.get(next).isBlank()) {
            next++;
        }
        return next;
    }
}

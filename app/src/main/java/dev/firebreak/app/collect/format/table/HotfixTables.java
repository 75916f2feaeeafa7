package dev.firebreak.app.collect.format.table;

import dev.firebreak.core.inventory.Source;
import java.util.Arrays;
import java.util.List;

/**
 * The lists of installed updates in a text: printed tables, property lists and CSV, each under its heading.
 *
 * @param rows what the lists say
 * @param lines for each line of the text, whether it is part of a list
 */
@SuppressWarnings("ArrayRecordComponent")
public record HotfixTables(HotfixRows rows, boolean[] lines) {

    private static final int MAX_HEADING_LENGTH = 4096;
    private static final int MAX_TITLE_LENGTH = 100;

    /** A title stands this many lines above its list at most. */
    private static final int TITLE_ABOVE = 4;

    /**
     * The lists in these lines, each by the way it is written.
     *
     * @param closed whether the last line is whole
     */
    public static HotfixTables in(List<String> lines, Source source, boolean closed) {
        var list = new HotfixRows(source);
        var parts = new boolean[lines.size()];
        int ended = 0;
        for (int i = 0; i < lines.size(); i++) {
            if (!isHeading(lines, i)) {
                continue;
            }
            String line = lines.get(i);
            int begin = PropertyList.isId(line) ? PropertyList.first(lines, ended, i) : i;
            String title = title(lines, ended, begin);
            if (HotfixColumns.titleDenies(title)) {
                list.denied(title);
            }
            int end = PropertyList.isId(line)
                    ? PropertyList.read(lines, ended, i, list, closed)
                    : HotfixCsv.delimiter(line) != 0
                            ? HotfixCsv.read(lines, i, list, closed)
                            : PrintedTable.read(lines, i, list, closed);
            Arrays.fill(parts, begin, end, true);
            ended = end;
            i = end - 1;
        }
        return new HotfixTables(list, parts);
    }

    /** The text right above a list; empty where there is none, or only a command. */
    private static String title(List<String> lines, int from, int list) {
        for (int i = list - 1; i >= Math.max(from, list - TITLE_ABOVE); i--) {
            if (!lines.get(i).isBlank()) {
                String line = lines.get(i);
                // The last lines of systeminfo, which speak of what Hyper-V needs, are no titles.
                boolean values = line.startsWith("        ") || line.contains("Hyper-V");
                return values || line.length() > MAX_TITLE_LENGTH || Prompt.is(line) ? "" : line;
            }
        }
        return "";
    }

    /** Line of the first heading; less than 0 where there is none. */
    public static int heading(List<String> lines, int most) {
        for (int i = 0; i < Math.min(most, lines.size()); i++) {
            if (isHeading(lines, i)) {
                return i;
            }
        }
        return -1;
    }

    public static boolean isHeading(List<String> lines, int at) {
        String line = lines.get(at);
        return line.length() < MAX_HEADING_LENGTH
                && namesId(line)
                && !Prompt.is(line)
                && (PropertyList.isId(line) || HotfixCsv.delimiter(line) != 0 || PrintedTable.isHeading(lines, at));
    }

    /** Every line of every file is asked. */
    private static boolean namesId(String line) {
        String id = HotfixColumns.ID;
        for (int i = 0; i <= line.length() - id.length(); i++) {
            char c = line.charAt(i);
            if ((c == 'H' || c == 'h') && line.regionMatches(true, i, id, 0, id.length())) {
                return true;
            }
        }
        return false;
    }
}

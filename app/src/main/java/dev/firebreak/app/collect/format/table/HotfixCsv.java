package dev.firebreak.app.collect.format.table;

import dev.firebreak.app.io.CsvLine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Updates as comma-separated values: {@code Export-Csv} and {@code wmic .. /format:csv}, with the delimiter of any country. */
final class HotfixCsv {

    private static final char[] DELIMITERS = {',', ';', '\t', '|'};

    private HotfixCsv() {}

    /** What divides the cells of this heading; 0 where it is none. */
    static char delimiter(String heading) {
        for (char c : DELIMITERS) {
            List<String> cells = CsvLine.of(heading, c);
            if (indexOfId(cells) >= 0 && (cells.size() > 1 || heading.contains("\""))) {
                return c;
            }
        }
        return 0;
    }

    private static int indexOfId(List<String> cells) {
        for (int i = 0; i < cells.size(); i++) {
            if (cells.get(i).strip().equalsIgnoreCase(HotfixColumns.ID)) {
                return i;
            }
        }
        return -1;
    }

    /**
     * Reads the rows below a heading.
     *
     * @param closed whether the last line of the text is whole
     * @return index of the line after the table
     */
    static int read(List<String> lines, int heading, HotfixRows list, boolean closed) {
        char delimiter = delimiter(lines.get(heading));
        List<String> head = HotfixColumns.distinct(CsvLine.of(lines.get(heading), delimiter));
        int id = indexOfId(head);
        list.table(head, heading + 1);
        boolean whole = CsvLine.closed(lines.get(heading));
        boolean blank = false;
        int i = heading + 1;
        for (; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.isBlank()) {
                blank = true;
                continue;
            }
            List<String> cells = CsvLine.of(line, delimiter);
            boolean prompt = Prompt.is(line);
            if (HotfixTables.isHeading(lines, i)
                    || prompt
                    || (head.size() > 1 && cells.size() == 1)
                    || (head.size() == 1 && HotfixId.parse(cells.get(id)) instanceof HotfixId.NoUpdate)) {
                whole &= prompt || HotfixTables.isHeading(lines, i) || (blank && !Prompt.tellsTrouble(line));
                break;
            }
            blank = false;
            if (cells.size() != head.size() || !CsvLine.closed(line)) {
                // A row that lost a cell might have lost the one that denies it.
                whole = false;
                continue;
            }
            Map<String, String> row = new LinkedHashMap<>();
            for (int c = 0; c < head.size(); c++) {
                row.put(head.get(c), cells.get(c).strip());
            }
            list.row(row, i + 1);
        }
        if (!whole || (i == lines.size() && !closed)) {
            list.cut();
        }
        return i;
    }
}

package dev.firebreak.app.collect.network;

import dev.firebreak.app.io.CsvLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A table with a heading: comma, semicolon or tab between cells, as {@code Export-Csv}, {@code -UseCulture} and "Export List" write
 * it. A row with more or fewer cells than the heading is marked, since its cells may stand under the wrong heading.
 */
record ListTable(List<String> heading, List<Row> rows) {

    private static final int MAX_LINE_LENGTH = 1 << 16;
    private static final int MAX_CELLS = 512;

    /** @param whole whether it has as many cells as the heading, and its quotes close */
    record Row(int line, List<String> cells, boolean whole) {
        String cell(int column) {
            return column < 0 || column >= cells.size() ? "" : cells.get(column).strip();
        }
    }

    /** The table; null where the first line that is no comment is no heading of at least one name. */
    static @Nullable ListTable of(String text) {
        List<String> heading = null;
        char delimiter = ',';
        List<Row> rows = new ArrayList<>();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            int begin = i + 1;
            // A cell of PowerShell may hold a line break; where a quote never closes, its line stands alone.
            while (!CsvLine.closed(line) && i + 1 < lines.size() && line.length() < MAX_LINE_LENGTH) {
                line = line + "\n" + lines.get(++i);
            }
            if (line.isBlank() || (heading == null && line.startsWith("#TYPE"))) {
                continue;
            }
            if (heading == null) {
                delimiter = delimiter(line);
                heading = cells(line, delimiter);
                continue;
            }
            List<String> cells = cells(line, delimiter);
            rows.add(new Row(
                    begin,
                    cells,
                    cells.size() == heading.size() && CsvLine.closed(line) && line.length() <= MAX_LINE_LENGTH));
        }
        return heading == null || heading.size() > MAX_CELLS ? null : new ListTable(heading, rows);
    }

    private static List<String> cells(String line, char delimiter) {
        return CsvLine.of(line.length() > MAX_LINE_LENGTH ? line.substring(0, MAX_LINE_LENGTH) : line, delimiter);
    }

    private static char delimiter(String heading) {
        int tab = count(heading, '\t');
        int semicolon = count(heading, ';');
        int comma = count(heading, ',');
        return tab > 0 && tab >= Math.max(semicolon, comma) ? '\t' : semicolon > comma ? ';' : ',';
    }

    private static int count(String text, char what) {
        return (int) text.chars().filter(c -> c == what).count();
    }

    /** Which column has one of these names, compared without case and blanks; -1 where none has. */
    int column(Set<String> names) {
        for (int i = 0; i < heading.size(); i++) {
            if (names.contains(key(heading.get(i)))) {
                return i;
            }
        }
        return -1;
    }

    static String key(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[\\s\\uFEFF_-]", "");
    }
}

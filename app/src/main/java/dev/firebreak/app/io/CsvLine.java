package dev.firebreak.app.io;

import java.util.ArrayList;
import java.util.List;

/** Comma-separated values, one line at a time. */
public final class CsvLine {

    private CsvLine() {}

    /** Cells of one line; quotes may enclose delimiters, and a doubled quote inside them is one. */
    public static List<String> of(String line, char delimiter) {
        List<String> cells = new ArrayList<>();
        var cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                cell.append(c);
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == delimiter && !quoted) {
                cells.add(cell.toString());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        cells.add(cell.toString());
        return cells;
    }

    /** Whether every quote that opens in this line closes in it. */
    public static boolean closed(String line) {
        return line.chars().filter(c -> c == '"').count() % 2 == 0;
    }
}

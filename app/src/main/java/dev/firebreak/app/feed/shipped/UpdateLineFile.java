package dev.firebreak.app.feed.shipped;

import dev.firebreak.core.advisory.Build;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.advisory.Update;
import dev.firebreak.core.advisory.UpdateKind;
import dev.firebreak.core.advisory.UpdateLine;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code lines.tsv}: one update a row, in the order of release within its line. */
final class UpdateLineFile {

    private UpdateLineFile() {}

    static Map<String, UpdateLine> read(String table) {
        Map<String, List<Update>> byLine = new LinkedHashMap<>();
        table.lines()
                .skip(1)
                .map(row -> row.split("\t", -1))
                .forEach(cells -> byLine.computeIfAbsent(cells[0], line -> new ArrayList<>())
                        .add(update(cells)));
        Map<String, UpdateLine> lines = new LinkedHashMap<>();
        byLine.forEach((id, updates) -> lines.put(id, new UpdateLine(id, updates)));
        return lines;
    }

    private static Update update(String[] cells) {
        return new Update(
                new Kb(Integer.parseInt(cells[5])),
                UpdateKind.ofId(cells[6]).orElseThrow(() -> new IllegalStateException("not a kind: " + cells[6])),
                day(cells[2]),
                day(cells[3]),
                cells[4].isEmpty() ? Build.NO_REVISION : Integer.parseInt(cells[4]));
    }

    private static @Nullable LocalDate day(String cell) {
        // Hundreds of them at every start: the library's parser is for dates of strangers.
        return cell.isEmpty() ? null : LocalDate.of(number(cell, 0, 4), number(cell, 5, 7), number(cell, 8, 10));
    }

    private static int number(String cell, int from, int to) {
        return Integer.parseInt(cell, from, to, 10);
    }
}

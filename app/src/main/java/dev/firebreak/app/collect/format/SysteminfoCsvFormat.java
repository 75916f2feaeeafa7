package dev.firebreak.app.collect.format;

import dev.firebreak.app.collect.evidence.EvidencePart;
import dev.firebreak.app.collect.format.systeminfo.SysteminfoLabels;
import dev.firebreak.app.collect.format.systeminfo.SysteminfoOutput;
import dev.firebreak.app.collect.format.systeminfo.SysteminfoOutput.Entry;
import dev.firebreak.app.collect.format.systeminfo.SysteminfoOutput.Item;
import dev.firebreak.app.io.CsvLine;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.Read;
import dev.firebreak.core.text.Text;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code systeminfo /fo csv}: a machine a row, its columns in the order of the list, with or without headings. */
public final class SysteminfoCsvFormat implements Format {

    private static final int FEWEST_COLUMNS = 20;
    private static final int LOOKED_AT = 20;
    private static final Text CUT = new Text("the row was cut: collect again", "行が途中で切れています。収集し直してください");

    /** The same answers as {@code systeminfo} in another form: the newer of the two counts. */
    @Override
    public FormatDescription description() {
        return SysteminfoFormat.DESCRIPTION;
    }

    @Override
    public boolean fits(DecodedFile content) {
        List<String> lines = content.lines();
        for (int i = 0; i < Math.min(LOOKED_AT, lines.size()); i++) {
            if (delimiter(lines.get(i)) != 0) {
                return true;
            }
        }
        return false;
    }

    /** What divides the cells of a machine's row; 0 where the line is none. Excel saves without quotes, or with semicolons. */
    private static char delimiter(String line) {
        for (char c : new char[] {',', ';', '\t'}) {
            if (mayDivide(line, c)) {
                List<String> cells = CsvLine.of(line, c);
                boolean enough = cells.size() >= FEWEST_COLUMNS
                        || (cells.size() > 2 && c == ',' && line.stripLeading().startsWith("\""));
                if (enough && cells.stream().limit(4).map(String::strip).anyMatch(SysteminfoOutput::isVersion)) {
                    return c;
                }
            }
        }
        return 0;
    }

    /** Most lines hold a comma, and hardly any as many as a row. */
    private static boolean mayDivide(String line, char c) {
        int count = 0;
        for (int at = line.indexOf(c); at >= 0; at = line.indexOf(c, at + 1)) {
            count++;
        }
        return count >= FEWEST_COLUMNS - 1
                || (count > 1 && c == ',' && line.stripLeading().startsWith("\""));
    }

    @Override
    public Read<EvidencePart> read(DecodedFile content) {
        List<EvidencePart> pieces = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        @Nullable String heading = null;
        List<String> lines = content.lines();
        boolean ended = SysteminfoFormat.isClosed(content);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            char delimiter = delimiter(line);
            if (delimiter == 0) {
                heading = line.isBlank() ? heading : line;
                continue;
            }
            List<String> cells = CsvLine.of(line, delimiter);
            List<String> labels = heading == null ? List.of() : CsvLine.of(heading, delimiter);
            labels = labels.size() < FEWEST_COLUMNS ? List.of() : labels;
            boolean whole = CsvLine.closed(line)
                    && (labels.isEmpty() ? cells.size() >= FEWEST_COLUMNS : cells.size() == labels.size());
            if (!whole) {
                problems.add(new Problem(content.source().at(i + 1), CUT));
            }
            // The last cell of the last line may have lost its end.
            boolean closed = whole && (ended || i < lines.size() - 1 || line.endsWith("\""));
            SysteminfoOutput.in(entries(labels, cells, i + 1), content.source().at(i + 1), closed)
                    .ifPresent(answer -> pieces.add(answer.piece(problems)));
        }
        return new Read<>(pieces, problems);
    }

    private static List<Entry> entries(List<String> labels, List<String> cells, int line) {
        List<Entry> entries = new ArrayList<>();
        for (int c = 0; c < cells.size(); c++) {
            // A list stands in one cell: "2 Hotfix(s) Installed.,[01]: KB1,[02]: KB2".
            List<String> parts = Arrays.asList(cells.get(c).split(",(?=\\[\\d+\\])"));
            entries.add(Entry.of(
                    c < labels.size() ? labels.get(c) : "",
                    SysteminfoLabels.visible(parts.isEmpty() ? "" : parts.getFirst())
                            .strip(),
                    line,
                    parts.stream().skip(1).map(p -> new Item(p.strip(), line)).toList()));
        }
        return entries;
    }
}

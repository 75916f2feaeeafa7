package dev.firebreak.app.collect;

import dev.firebreak.core.advisory.Wording;
import dev.firebreak.core.inventory.Evidence.Look;
import dev.firebreak.core.inventory.Evidence.LookFailed;
import dev.firebreak.core.inventory.Read;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Installed updates as {@code wmic qfe} and {@code Get-HotFix} print and export them: table, list, CSV. Their headings are
 * the names of WMI's properties, English in every language. What Windows Update found missing ({@code KB1: title}) has
 * none of these headings, and is no list of what is installed.
 */
final class HotfixTableFormat implements Format {

    static final String ID = "HotFixID";

    private static final List<String> NAMES =
            List.of("PSComputerName", "CSName", "__SERVER", "Node", "Source", "MachineName");

    /** Columns that tables of updates have, in lower case. */
    private static final Set<String> COLUMNS = Stream.concat(
                    NAMES.stream(),
                    Stream.of(
                            ID,
                            "Caption",
                            "Description",
                            "FixComments",
                            "InstallDate",
                            "InstalledBy",
                            "InstalledOn",
                            "Name",
                            "ServicePackInEffect",
                            "Status",
                            "PSStatus"))
            .map(c -> c.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());

    private static final Pattern ENTRY = Pattern.compile(
            "(?i)(?:KB|Q)\\d{5,8}\\S*|File|\\d{6,7}|\\{[-0-9A-F]{36}\\}\\S*|SP\\d+|M\\d{5,7}\\S*|S\\d{5,7}\\S*");
    private static final Pattern ANYWHERE =
            Pattern.compile("(?:^|\\s)((?:KB|Q)\\d{5,8}(?:-v\\d+)?|File \\d+)(?=\\s|$)");
    private static final Pattern PROPERTY = Pattern.compile("\\s*([A-Za-z_]{4,24})\\s*[=:](.*)");
    private static final int LOOKED_AT = 40;
    private static final int LONGEST_HEADING = 4096;
    private static final int LONGEST_FAILURE = 3;
    private static final String NODE = "Node - ";
    private static final Wording NOTHING_TOLD =
            new Wording("wmic failed or had nothing to tell", "wmic が失敗したか、何も出力していません");
    private static final int LONGEST_ID_THAT_IS_CUT = 6;

    @Override
    public boolean fits(Content content) {
        List<String> lines = content.lines();
        if (failed(lines)) {
            return true;
        }
        // What also holds an answer of systeminfo is read there, both parts of it.
        return !SysteminfoFormat.isIn(content) && content.namesHotfixId() && heading(lines, LOOKED_AT) >= 0;
    }

    @Override
    public Read<Piece> read(Content content) {
        List<String> lines = content.lines();
        if (failed(lines)) {
            String machine = lines.stream()
                    .filter(l -> l.startsWith(NODE))
                    .map(l -> l.substring(NODE.length()).strip())
                    .findFirst()
                    .orElse(null);
            var look = new LookFailed(Look.HOTFIXES, NOTHING_TOLD, content.source());
            return new Read<>(List.of(Piece.of(machine, List.of(look), content.source())), List.of());
        }
        return new Read<>(read(lines, content, SysteminfoFormat.isClosed(content)), List.of());
    }

    /** Whether wmic says that it has nothing, or failed, and nothing else: {@code Node - PC7}, {@code ERROR:}, why. */
    private static boolean failed(List<String> lines) {
        List<String> said = lines.stream()
                .filter(l -> !l.isBlank())
                .limit(LONGEST_FAILURE + 1)
                .map(String::strip)
                .toList();
        return said.size() <= LONGEST_FAILURE
                && (said.contains("No Instance(s) Available.")
                        || said.contains("ERROR:") && said.stream().anyMatch(l -> l.startsWith("Description = ")));
    }

    /**
     * The machines in these lines.
     *
     * @param closed whether the last line is whole
     */
    static List<Piece> read(List<String> lines, Content content, boolean closed) {
        var list = new HotfixList(content.source());
        int heading = heading(lines, lines.size());
        if (heading < 0) {
            return List.of();
        }
        String line = lines.get(heading);
        if (isProperty(line)) {
            properties(lines, list);
            // A list ends in blank lines; one that ends in a property may have lost what followed.
            return list.pieces(closed && endsBlank(lines));
        }
        char delimiter = delimiter(line);
        if (delimiter != 0) {
            return list.pieces(csv(lines, heading, delimiter, list) && closed);
        }
        boolean ruled = table(lines, heading, list);
        return list.pieces(closed && (!ruled || endsBlank(lines)));
    }

    /** Line of the first heading; less than 0 where there is none. */
    static int heading(List<String> lines, int most) {
        for (int i = 0; i < Math.min(most, lines.size()); i++) {
            if (isHeading(lines.get(i))) {
                return i;
            }
        }
        return -1;
    }

    static boolean isHeading(String line) {
        return line.length() < LONGEST_HEADING
                && indexOfId(line) >= 0
                && (isProperty(line) || delimiter(line) != 0 || isTableHeading(line));
    }

    /** Every line of every file is asked. */
    private static int indexOfId(String line) {
        for (int i = 0; i <= line.length() - ID.length(); i++) {
            char c = line.charAt(i);
            if ((c == 'H' || c == 'h') && line.regionMatches(true, i, ID, 0, ID.length())) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isProperty(String line) {
        Matcher match = PROPERTY.matcher(line);
        return match.matches() && match.group(1).equalsIgnoreCase(ID);
    }

    private static boolean isTableHeading(String line) {
        return Stream.of(line.strip().split("\\s+")).allMatch(w -> COLUMNS.contains(w.toLowerCase(Locale.ROOT)));
    }

    /**
     * PowerShell, and lists of either tool, print a blank line after the last entry: without it they may have been cut
     * between two lines. wmic's table has no such end; what is cut between two of its lines cannot be told from a whole.
     */
    private static boolean endsBlank(List<String> lines) {
        return !lines.isEmpty() && lines.getLast().isBlank();
    }

    /**
     * One property a line. A block ends where its first property or any other comes again, not at an empty line, which wmic
     * writes after every one: so a number belongs to the name of its own block, whichever of both comes first.
     */
    private static void properties(List<String> lines, HotfixList list) {
        Map<String, String> block = new HashMap<>();
        @Nullable String first = null;
        int begin = 1;
        for (int i = 0; i < lines.size(); i++) {
            Matcher match = PROPERTY.matcher(lines.get(i));
            if (!match.matches()) {
                continue;
            }
            String name = match.group(1).toLowerCase(Locale.ROOT);
            first = first == null ? name : first;
            if (block.containsKey(name) || name.equals(first)) {
                block(block, list, begin);
                block.clear();
            }
            begin = block.isEmpty() ? i + 1 : begin;
            block.put(name, match.group(2).strip());
        }
        block(block, list, begin);
    }

    private static void block(Map<String, String> block, HotfixList list, int line) {
        String id = block.get(ID.toLowerCase(Locale.ROOT));
        if (id == null) {
            return;
        }
        String machine = NAMES.stream()
                .map(name -> block.getOrDefault(name.toLowerCase(Locale.ROOT), ""))
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElse(null);
        list.row(machine, id, line, block);
    }

    /** Reads the rows; whether a line of dashes stands below the headings, as PowerShell draws it. */
    private static boolean table(List<String> lines, int heading, HotfixList list) {
        boolean ruled = false;
        String head = lines.get(heading);
        int id = indexOfId(head);
        int name = nameColumn(head);
        boolean only = head.strip().equalsIgnoreCase(ID);
        for (int i = heading + 1; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.isBlank() || isHeading(line)) {
                continue;
            }
            if (isRuler(line)) {
                ruled = true;
                continue;
            }
            String machine = name < 0 ? null : word(line, name);
            String entry = word(line, id);
            Matcher anywhere = ANYWHERE.matcher(line);
            if (Besides.denies(machine == null ? line : line.replace(machine, ""))) {
                list.row(machine, "...", i + 1);
            } else if (entry != null && ENTRY.matcher(entry).matches() && (only || begins(line, id))) {
                list.row(machine, entry, i + 1);
            } else if (anywhere.find()) {
                list.row(machine, anywhere.group(1), i + 1);
            } else if (isRow(line, id)) {
                // "KB40..." of a narrow window, or something that we do not know: the list is not known to be read.
                list.row(machine, "...", i + 1);
            }
        }
        return ruled;
    }

    /** What a program says around its table is not a row of it: a row goes on at least to the column of the id. */
    private static boolean isRow(String line, int id) {
        return id < line.length() && !Character.isWhitespace(line.charAt(id)) && begins(line, id)
                || line.strip().endsWith("...")
                || line.strip().endsWith("…");
    }

    private static boolean begins(String line, int column) {
        return column == 0 || column <= line.length() && Character.isWhitespace(line.charAt(column - 1));
    }

    private static boolean isRuler(String line) {
        return line.chars().allMatch(c -> c == '-' || c == '=' || Character.isWhitespace(c));
    }

    private static int nameColumn(String head) {
        Map<String, Integer> columns = NAMES.stream()
                .filter(n -> Pattern.compile("(?<!\\S)" + n + "(?!\\S)")
                        .matcher(head)
                        .find())
                .collect(Collectors.toMap(Function.identity(), head::indexOf));
        return NAMES.stream()
                .filter(columns::containsKey)
                .map(columns::get)
                .findFirst()
                .orElse(-1);
    }

    private static @Nullable String word(String line, int from) {
        if (from >= line.length() || Character.isWhitespace(line.charAt(from))) {
            return null;
        }
        int end = from;
        while (end < line.length() && !Character.isWhitespace(line.charAt(end))) {
            end++;
        }
        return line.substring(from, end);
    }

    /** What divides the cells of this heading; 0 where it is none of a CSV. */
    private static char delimiter(String heading) {
        for (char c : new char[] {',', ';', '\t'}) {
            List<String> cells = Cells.of(heading, c);
            if (indexOf(cells, ID) >= 0 && (cells.size() > 1 || heading.contains("\""))) {
                return c;
            }
        }
        return 0;
    }

    private static int indexOf(List<String> cells, String name) {
        for (int i = 0; i < cells.size(); i++) {
            if (cells.get(i).strip().equalsIgnoreCase(name)) {
                return i;
            }
        }
        return -1;
    }

    /** Reads the rows; whether each had all its cells. */
    private static boolean csv(List<String> lines, int heading, char delimiter, HotfixList list) {
        List<String> head = Cells.of(lines.get(heading), delimiter);
        int id = indexOf(head, ID);
        int name = NAMES.stream()
                .mapToInt(n -> indexOf(head, n))
                .filter(i -> i >= 0)
                .findFirst()
                .orElse(-1);
        boolean whole = true;
        for (int i = heading + 1; i < lines.size(); i++) {
            List<String> cells = Cells.of(lines.get(i), delimiter);
            if (lines.get(i).isBlank() || indexOf(cells, ID) >= 0) {
                continue;
            }
            boolean all = cells.size() == head.size() && Cells.closed(lines.get(i));
            whole &= all;
            String entry = id < cells.size() ? cells.get(id).strip() : "";
            // What may be the beginning of a longer id proves nothing.
            if (!entry.isEmpty() && (all || entry.length() > LONGEST_ID_THAT_IS_CUT + 2)) {
                String machine =
                        name >= 0 && name < cells.size() ? cells.get(name).strip() : "";
                Map<String, String> row = new HashMap<>();
                for (int c = 0; c < Math.min(head.size(), cells.size()); c++) {
                    row.put(head.get(c), cells.get(c));
                }
                list.row(machine.isEmpty() ? null : machine.toUpperCase(Locale.ROOT), entry, i + 1, row);
            }
        }
        return whole;
    }
}

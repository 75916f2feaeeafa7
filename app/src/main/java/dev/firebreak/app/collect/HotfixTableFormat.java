package dev.firebreak.app.collect;

import dev.firebreak.core.inventory.Read;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Installed updates as {@code wmic qfe} and {@code Get-HotFix} print and export them: table, list, CSV. Their headings are
 * the names of WMI's properties, English in every language.
 */
final class HotfixTableFormat implements Format {

    private static final Pattern ID = Pattern.compile("(?:^|\\s)((?:KB|Q)\\d{5,8}(?:-v\\d+)?|File \\d+)(?=\\s|$)");
    private static final Pattern PROPERTY =
            Pattern.compile("\\s*(HotFixID|CSName|__SERVER|PSComputerName)\\s*[=:]\\s*(.*)");
    private static final int LOOKED_AT = 40;

    @Override
    public boolean fits(Content content) {
        return content.lines().stream().limit(LOOKED_AT).anyMatch(HotfixTableFormat::isHeading);
    }

    private static boolean isHeading(String line) {
        return line.length() < 4096 && line.contains("HotFixID");
    }

    @Override
    public Read<Piece> read(Content content) {
        List<String> lines = content.lines();
        int heading = 0;
        while (!isHeading(lines.get(heading))) {
            heading++;
        }
        String line = lines.get(heading);
        boolean closed = content.text().endsWith("\n") || content.text().endsWith("\r");
        var list = new HotfixList(content.source());
        if (PROPERTY.matcher(line).matches()) {
            properties(lines, list);
        } else if (Csv.delimiter(line) != 0) {
            closed &= Csv.read(lines, heading, list);
        } else {
            table(lines, heading, list);
        }
        return new Read<>(list.pieces(closed), List.of());
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
            first = first == null ? match.group(1) : first;
            if (block.containsKey(match.group(1)) || match.group(1).equals(first)) {
                block(block, list, begin);
                block.clear();
            }
            begin = block.isEmpty() ? i + 1 : begin;
            block.put(match.group(1), match.group(2).strip());
        }
        block(block, list, begin);
    }

    private static void block(Map<String, String> block, HotfixList list, int line) {
        String id = block.get("HotFixID");
        if (id == null) {
            return;
        }
        String machine = java.util.stream.Stream.of("PSComputerName", "CSName", "__SERVER")
                .map(name -> block.getOrDefault(name, ""))
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElse(null);
        list.row(machine, id, line);
    }

    private static void table(List<String> lines, int heading, HotfixList list) {
        String head = lines.get(heading);
        int name = Math.max(head.indexOf("CSName"), head.startsWith("Source ") ? 0 : -1);
        for (int i = heading + 1; i < lines.size(); i++) {
            String line = lines.get(i);
            Matcher match = ID.matcher(line);
            if (match.find()) {
                list.row(name < 0 ? null : word(line, name), match.group(1), i + 1);
            } else if (line.strip().endsWith("...") || line.strip().endsWith("…")) {
                list.row(name < 0 ? null : word(line, name), "...", i + 1);
            }
        }
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

    /** Comma-separated lists, quoted or not. */
    private static final class Csv {

        static char delimiter(String heading) {
            for (char c : new char[] {',', ';', '\t'}) {
                if (Cells.of(heading, c).stream().anyMatch("HotFixID"::equals)) {
                    return Cells.of(heading, c).size() > 1 || heading.contains("\"") ? c : 0;
                }
            }
            return 0;
        }

        /** @return whether every row had all its cells */
        static boolean read(List<String> lines, int heading, HotfixList list) {
            char delimiter = delimiter(lines.get(heading));
            List<String> head = Cells.of(lines.get(heading), delimiter);
            int id = head.indexOf("HotFixID");
            int name = java.util.stream.Stream.of(
                            "PSComputerName", "CSName", "__SERVER", "Node", "Source", "MachineName")
                    .mapToInt(head::indexOf)
                    .filter(i -> i >= 0)
                    .findFirst()
                    .orElse(-1);
            boolean whole = true;
            for (int i = heading + 1; i < lines.size(); i++) {
                List<String> cells = Cells.of(lines.get(i), delimiter);
                if (lines.get(i).isBlank() || cells.contains("HotFixID")) {
                    continue;
                }
                if (cells.size() != head.size() || !Cells.closed(lines.get(i))) {
                    whole = false;
                }
                if (id < cells.size()) {
                    String machine =
                            name >= 0 && name < cells.size() ? cells.get(name).strip() : "";
                    list.row(
                            machine.isEmpty() ? null : machine.toUpperCase(Locale.ROOT),
                            cells.get(id).strip(),
                            i + 1);
                }
            }
            return whole;
        }
    }
}

package dev.firebreak.app.collect.format;

import dev.firebreak.core.inventory.Evidence.LookupFailed;
import dev.firebreak.core.inventory.Evidence.LookupKind;
import dev.firebreak.core.inventory.Read;
import dev.firebreak.core.text.Text;
import java.util.Arrays;
import java.util.List;

/**
 * Installed updates as {@code wmic qfe} and {@code Get-HotFix} print and export them: table, list, CSV. Their headings are
 * the names of WMI's properties, English in every language. What Windows Update found missing ({@code KB1: title}) has
 * none of these headings, and is no list of what is installed.
 */
final class HotfixTableFormat implements Format {

    private static final int LOOKED_AT = 40;
    private static final int LONGEST_HEADING = 4096;
    private static final int LONGEST_FAILURE = 3;

    private static final int LONGEST_TITLE = 100;

    /** A title stands this many lines above its list at most. */
    private static final int TITLE_ABOVE = 4;

    private static final String NODE = "Node - ";
    private static final Text NOTHING_TOLD = new Text("wmic failed or had nothing to tell", "wmic が失敗したか、何も出力していません");

    /**
     * The lists of a text.
     *
     * @param read what they tell
     * @param lines for each line, whether it is part of a list
     */
    record Lists(HotfixRows read, boolean[] lines) {}

    @Override
    public boolean fits(DecodedFile content) {
        List<String> lines = content.lines();
        if (failed(lines)) {
            return true;
        }
        // What also holds an answer of systeminfo is read there, both parts of it.
        return !SysteminfoFormat.isIn(content) && content.namesHotfixId() && heading(lines, LOOKED_AT) >= 0;
    }

    @Override
    public Read<EvidencePart> read(DecodedFile content) {
        List<String> lines = content.lines();
        if (failed(lines)) {
            String machine = lines.stream()
                    .filter(l -> l.startsWith(NODE))
                    .map(l -> l.substring(NODE.length()).strip())
                    .findFirst()
                    .orElse(null);
            var look = new LookupFailed(LookupKind.HOTFIXES, NOTHING_TOLD, content.source());
            return new Read<>(List.of(EvidencePart.of(machine, List.of(look), content.source())), List.of());
        }
        boolean closed = SysteminfoFormat.isClosed(content);
        return lists(lines, content, closed).read().read(closed, List.of());
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
     * The lists in these lines, each by the way it is written.
     *
     * @param closed whether the last line is whole
     */
    static Lists lists(List<String> lines, DecodedFile content, boolean closed) {
        var list = new HotfixRows(content.source());
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
        return new Lists(list, parts);
    }

    /** The text right above a list; empty where there is none, or only a command. */
    private static String title(List<String> lines, int from, int list) {
        for (int i = list - 1; i >= Math.max(from, list - TITLE_ABOVE); i--) {
            if (!lines.get(i).isBlank()) {
                String line = lines.get(i);
                // The last lines of systeminfo, which speak of what Hyper-V needs, are no titles.
                boolean values = line.startsWith("        ") || line.contains("Hyper-V");
                return values || line.length() > LONGEST_TITLE || Prompt.is(line) ? "" : line;
            }
        }
        return "";
    }

    /** Line of the first heading; less than 0 where there is none. */
    static int heading(List<String> lines, int most) {
        for (int i = 0; i < Math.min(most, lines.size()); i++) {
            if (isHeading(lines, i)) {
                return i;
            }
        }
        return -1;
    }

    static boolean isHeading(List<String> lines, int at) {
        String line = lines.get(at);
        return line.length() < LONGEST_HEADING
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

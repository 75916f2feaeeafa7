package dev.firebreak.app.collect.format;

import dev.firebreak.app.collect.evidence.EvidencePart;
import dev.firebreak.app.collect.format.systeminfo.SysteminfoLabels;
import dev.firebreak.app.collect.format.systeminfo.SysteminfoOutput;
import dev.firebreak.app.collect.format.systeminfo.SysteminfoOutput.Entry;
import dev.firebreak.app.collect.format.systeminfo.SysteminfoOutput.Item;
import dev.firebreak.app.collect.format.table.HotfixTables;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.Read;
import dev.firebreak.core.inventory.Source;
import dev.firebreak.core.text.Text;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What {@code systeminfo} prints, in any language; several answers in one file are several machines. */
public final class SysteminfoFormat implements Format {

    static final FormatDescription DESCRIPTION =
            new FormatDescription("systeminfo", Text.same("systeminfo"), List.of("sysinfo"), List.of("csv"), false);

    private static final Text SECOND = new Text(
            "another answer of systeminfo begins here, but not with a version of Windows; it was not assessed",
            "ここから別の systeminfo の出力が始まっていますが、Windows のバージョンを読み取れないため、判定していません");

    /** The machine, the system and its version. */
    private static final int LINES_BEFORE_LIST = 3;

    @Override
    public FormatDescription description() {
        return DESCRIPTION;
    }

    @Override
    public boolean fits(DecodedFile content) {
        return isIn(content);
    }

    @Override
    public Read<EvidencePart> read(DecodedFile content) {
        List<String> lines = content.lines();
        int table = content.namesHotfixId() ? HotfixTables.heading(lines, lines.size()) : -1;
        return table < 0 ? read(content.entries(), content.source(), isClosed(content)) : both(content, lines);
    }

    /** {@code systeminfo > pc.txt} and {@code wmic qfe >> pc.txt}, or the other way round: each tells its part. */
    private static Read<EvidencePart> both(DecodedFile content, List<String> lines) {
        boolean closed = isClosed(content);
        HotfixTables lists = HotfixTables.in(lines, content.source(), closed);
        boolean endsInList = lists.lines()[lines.size() - 1];
        List<String> others = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            others.add(lists.lines()[i] ? "" : lines.get(i));
        }
        Read<EvidencePart> told = read(entries(others, content.onlyAscii()), content.source(), closed || endsInList);
        Read<EvidencePart> listed = lists.rows().read(closed || !endsInList, told.items());
        List<EvidencePart> pieces = new ArrayList<>(told.items());
        pieces.addAll(listed.items());
        List<Problem> problems = new ArrayList<>(told.problems());
        problems.addAll(listed.problems());
        return new Read<>(pieces, problems);
    }

    public static boolean isClosed(DecodedFile content) {
        return content.text().endsWith("\n") || content.text().endsWith("\r");
    }

    /** @param closed whether the last line is whole */
    private static Read<EvidencePart> read(List<Entry> all, Source file, boolean closed) {
        List<EvidencePart> pieces = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        List<List<Entry>> answers = apart(once(all));
        for (int i = 0; i < answers.size(); i++) {
            List<Entry> entries = answers.get(i);
            List<Entry> own = own(entries);
            if (own.size() < entries.size()) {
                problems.add(new Problem(file.at(entries.get(own.size()).line()), SECOND));
            }
            boolean whole = closed || i < answers.size() - 1 || own.size() < entries.size();
            SysteminfoOutput.in(own, file, whole).ifPresent(answer -> pieces.add(answer.piece(problems)));
        }
        return new Read<>(pieces, problems);
    }

    /** Whether an answer of systeminfo stands in it. */
    static boolean isIn(DecodedFile content) {
        for (Entry entry : content.entries()) {
            if (entry.isVersion()) {
                return true;
            }
        }
        return false;
    }

    /** A bad paste and a damaged copy double lines; what is said twice in a row is said once. */
    private static List<Entry> once(List<Entry> entries) {
        List<Entry> kept = new ArrayList<>(entries.size());
        for (int i = 0; i < entries.size(); i++) {
            kept.add(entries.get(i));
            int length = repeated(kept);
            // The last of them may have lines below it; else the first are where the lines around expect them.
            int from = kept.size() - (kept.getLast().items().isEmpty() ? length : 2 * length);
            kept.subList(from, from + length).clear();
        }
        return kept;
    }

    /** So many entries at the end say again what as many before them say. */
    private static int repeated(List<Entry> entries) {
        for (int length = LINES_BEFORE_LIST; length > 0; length--) {
            if (repeats(entries, length)) {
                return length;
            }
        }
        return 0;
    }

    private static boolean repeats(List<Entry> entries, int length) {
        int end = entries.size();
        for (int i = end - length; i < end; i++) {
            if (i < length
                    || !entries.get(i - length).items().isEmpty()
                    || !entries.get(i).label().equals(entries.get(i - length).label())
                    || !entries.get(i).value().equals(entries.get(i - length).value())) {
                return false;
            }
        }
        return true;
    }

    /**
     * Several answers one after the other. A version that stands below no name of Windows, or so near below another that no
     * machine's name fits between, is of the same answer, which then contradicts itself.
     */
    private static List<List<Entry>> apart(List<Entry> entries) {
        List<Integer> begins = new ArrayList<>();
        int version = -1;
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).isVersion()) {
                int begin = begins.isEmpty() ? 0 : SysteminfoOutput.begin(entries, i);
                boolean named = i > 0 && entries.get(i - 1).value().contains("Windows");
                if (begins.isEmpty() || (begin > version && named)) {
                    begins.add(begin);
                }
                version = i;
            }
        }
        List<List<Entry>> answers = new ArrayList<>();
        for (int i = 0; i < begins.size(); i++) {
            int end = i + 1 < begins.size() ? begins.get(i + 1) : entries.size();
            answers.add(entries.subList(begins.get(i), end));
        }
        return answers;
    }

    /**
     * The entries up to where the labels from before the version come again: what follows is another machine's, whose
     * version is damaged, and its hotfixes must not become this one's.
     */
    private static List<Entry> own(List<Entry> entries) {
        int version = 0;
        while (!entries.get(version).isVersion()) {
            version++;
        }
        Set<String> top = new HashSet<>();
        for (int i = Math.max(0, version - 2); i <= version; i++) {
            top.add(entries.get(i).label());
        }
        top.remove("");
        for (int i = version + 1; i < entries.size(); i++) {
            if (entries.get(i).isVersion()) {
                continue;
            }
            if (top.contains(entries.get(i).label())
                    || SysteminfoLabels.isHostName(entries.get(i).key())) {
                return entries.subList(0, i);
            }
        }
        return entries;
    }

    private static List<String> visible(List<String> printed) {
        List<String> lines = new ArrayList<>(printed.size());
        for (String line : printed) {
            lines.add(SysteminfoLabels.visible(line));
        }
        return lines;
    }

    /**
     * Lines that begin at the margin and hold a colon; indented lines belong to the one above.
     *
     * @param plain whether they are ASCII, and look like what they are
     */
    static List<Entry> entries(List<String> printed, boolean plain) {
        List<Entry> entries = new ArrayList<>();
        List<String> lines = plain ? printed : visible(printed);
        int margin = margin(lines);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.isBlank()) {
                continue;
            }
            line = line.substring(Math.min(margin, line.length()));
            char first = line.charAt(0);
            if ((first == ' ' || first == '\t' || first == '[') && !entries.isEmpty()) {
                entries.getLast().items().add(new Item(line.strip(), i + 1));
                continue;
            }
            int colon = colon(line);
            if (colon > 0) {
                entries.add(Entry.of(
                        line.substring(0, colon).strip(),
                        line.substring(colon + 1).strip(),
                        i + 1,
                        new ArrayList<>()));
            }
        }
        return entries;
    }

    /** Blanks that every line begins with, as in what was pasted from a message. */
    private static int margin(List<String> lines) {
        int margin = Integer.MAX_VALUE;
        for (String line : lines) {
            if (!line.isBlank()) {
                int blanks = 0;
                while (blanks < line.length() && line.charAt(blanks) == ' ') {
                    blanks++;
                }
                margin = Math.min(margin, blanks);
                if (margin == 0) {
                    return 0;
                }
            }
        }
        return margin == Integer.MAX_VALUE ? 0 : margin;
    }

    /** The colon that ends the label: the first one followed by a blank, else the first. */
    private static int colon(String line) {
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if ((c == ':' || c == '：') && (i + 1 == line.length() || Character.isWhitespace(line.charAt(i + 1)))) {
                return i;
            }
        }
        int narrow = line.indexOf(':');
        int wide = line.indexOf('：');
        return narrow < 0 ? wide : wide < 0 ? narrow : Math.min(narrow, wide);
    }
}

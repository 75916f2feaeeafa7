package dev.firebreak.app.collect.format.table;

import dev.firebreak.core.inventory.Source;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Updates one property a line, as {@code wmic .. /format:list} ({@code HotFixID=KB4012212}) and {@code Format-List}
 * ({@code HotFixID : KB4012212}) print them. A number belongs to the name of its own block, whichever of both comes first.
 */
final class PropertyList {

    private static final Pattern WMIC = Pattern.compile("([A-Za-z_]{1,40})=(.*)");
    private static final Pattern PROPERTY = Pattern.compile("\\s*([^\\s=:：][^=:：]{0,60}?)\\s*[=:：](?:\\s(.*)|(.*))");
    private static final int MIN_INDENT = 8;

    private final List<String> lines;
    private final HotfixRows list;

    /** Whether blank lines stand between the lines of one block, as wmic's line ends make them. */
    private final boolean spaced;

    private Map<String, String> block = new LinkedHashMap<>();
    private int begin;
    private @Nullable String last;
    private @Nullable Set<String> shape;

    private PropertyList(List<String> lines, int id, HotfixRows list) {
        this.lines = lines;
        this.list = list;
        this.spaced = isWmic(lines, id) && (besides(lines, id, 1) || besides(lines, id, -1));
    }

    static boolean isId(String line) {
        Matcher match = PROPERTY.matcher(line);
        return match.matches() && match.group(1).equalsIgnoreCase(HotfixColumns.ID);
    }

    private static boolean isWmic(List<String> lines, int at) {
        return at >= 0 && at < lines.size() && WMIC.matcher(lines.get(at)).matches();
    }

    /** Whether a blank line and then another property stand beside that one. */
    private static boolean besides(List<String> lines, int at, int step) {
        int next = at + step;
        return next >= 0 && next < lines.size() && lines.get(next).isBlank() && isWmic(lines, at + 2 * step);
    }

    /**
     * Reads the list that the line of this id is in.
     *
     * @param from where what came before has ended
     * @param closed whether the last line of the text is whole
     * @return index of the line after the list
     */
    static int read(List<String> lines, int from, int id, HotfixRows list, boolean closed) {
        return new PropertyList(lines, id, list).read(first(lines, from, id), closed);
    }

    /** The line that the list of this id begins in. */
    static int first(List<String> lines, int from, int id) {
        return new PropertyList(lines, id, new HotfixRows(Source.of(""))).first(from, id);
    }

    private int first(int from, int id) {
        int first = id;
        for (int i = id - 1; i >= from; i--) {
            if (lines.get(i).isBlank() ? !spaced : !isProperty(i)) {
                break;
            }
            first = lines.get(i).isBlank() ? first : i;
        }
        return first;
    }

    private boolean isProperty(int at) {
        String line = lines.get(at);
        return !Prompt.is(line)
                && (spaced
                        ? WMIC.matcher(line).matches()
                        : PROPERTY.matcher(line).matches());
    }

    private int read(int first, boolean closed) {
        list.table(List.of(), first + 1);
        boolean blank = false;
        int i = first;
        for (; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.isBlank()) {
                if (!spaced) {
                    finish(true);
                }
                blank = true;
                continue;
            }
            if (!isProperty(i)) {
                if (continues(line)) {
                    block.merge(last == null ? "" : last, line.strip(), (a, b) -> a + " " + b);
                    continue;
                }
                break;
            }
            if (!spaced && blank && !namesId(i)) {
                // Something else that has the form of properties: the list has ended.
                break;
            }
            take(line, i);
            blank = false;
        }
        boolean ended = blank || (i < lines.size() && Prompt.is(lines.get(i)));
        finish(ended);
        boolean whole = i == lines.size() ? closed && blank : ended && !Prompt.tellsTrouble(lines.get(i));
        if (!whole && !(i < lines.size() && Prompt.is(lines.get(i)))) {
            list.cut();
        }
        return Math.max(i, first + 1);
    }

    private boolean continues(String line) {
        boolean indented =
                line.length() > MIN_INDENT && line.substring(0, MIN_INDENT).isBlank() && !block.isEmpty();
        return indented && !spaced && !Prompt.is(line);
    }

    /** Whether the block that begins here names an update. */
    private boolean namesId(int from) {
        for (int i = from; i < lines.size() && !lines.get(i).isBlank(); i++) {
            if (isId(lines.get(i))) {
                return true;
            }
        }
        return false;
    }

    private void take(String line, int at) {
        Matcher match = (spaced ? WMIC : PROPERTY).matcher(line);
        if (!match.matches()) {
            throw new IllegalArgumentException(line);
        }
        String name = match.group(1).strip();
        String value = match.group(2) != null || spaced ? match.group(2) : match.group(3);
        boolean again = block.keySet().stream().anyMatch(k -> k.equalsIgnoreCase(name));
        if (again) {
            if (spaced || isId(line) || block.keySet().stream().noneMatch(HotfixColumns::isId)) {
                finish(true);
            } else {
                // The same property twice in one block: which of both is meant nobody knows.
                block.put(name + " (2)", value.strip());
                return;
            }
        }
        begin = block.isEmpty() ? at + 1 : begin;
        block.put(name, value.strip());
        last = name;
    }

    /** @param whole whether something shows that the block has ended */
    private void finish(boolean whole) {
        if (block.isEmpty()) {
            return;
        }
        Set<String> names = new HashSet<>();
        block.keySet().forEach(name -> names.add(HotfixColumns.key(name)));
        boolean namesUpdate = block.keySet().stream().anyMatch(HotfixColumns::isId);
        if (namesUpdate) {
            shape = shape == null ? names : shape;
            if (whole && (!spaced || names.containsAll(shape))) {
                list.row(new HashMap<>(block), begin);
            } else {
                // What is missing of it might have said that the update is not installed.
                list.unreadable(begin);
            }
        }
        block = new LinkedHashMap<>();
        last = null;
    }
}

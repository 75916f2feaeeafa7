package dev.firebreak.app.collect.format.systeminfo;

import dev.firebreak.app.collect.format.systeminfo.SysteminfoOutput.Entry;
import dev.firebreak.app.collect.format.systeminfo.SysteminfoOutput.Item;
import dev.firebreak.app.collect.format.table.HotfixId;
import dev.firebreak.app.collect.format.value.NumberedItem;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.advisory.KbSet;
import dev.firebreak.core.inventory.Evidence;
import dev.firebreak.core.inventory.Evidence.HotfixesListed;
import dev.firebreak.core.inventory.Evidence.LookupFailed;
import dev.firebreak.core.inventory.Evidence.LookupKind;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.Source;
import dev.firebreak.core.text.Text;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The list of hotfixes within one answer of {@code systeminfo}. It says how many there are and numbers them; XP to 7 cut
 * it after about 8,000 characters, in the middle of a word, and go on as if nothing had happened.
 */
final class SysteminfoHotfixes {

    private static final Pattern UPDATE = Pattern.compile("(?i).*(?:\\bKB\\s?\\d{5,8}|\\bQ\\d{5,7}|\\bFile \\d).*");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,5}");
    private static final Pattern INLINE = Pattern.compile("[,\\s](?=\\[\\d{1,4}\\])");

    /** {@code KB4012212}: with seven digits no id is the beginning of another; what goes on after it is whole as well. */
    private static final Pattern SURELY_WHOLE =
            Pattern.compile("(?i)KB\\d{7}(?!\\d).*|KB\\d{5,7}[-_ ].*|\\{[-0-9A-F]{36}\\}");

    private static final int MAX_STUMP_LENGTH = 37;

    /** {@code KB 1234}. */
    private static final int MAX_NUMBERED_LENGTH = 7;

    /** What is too short for the id of an update is what a broken line left of one. */
    private static final Pattern STUMP = Pattern.compile("(?i)(?:KB|Q)\\s?\\d{0,4}|\\[?|\\{[-0-9A-F]{0,36}");

    private final List<Entry> entries;
    private final Source file;
    private final boolean closed;

    /**
     * @param entries what the answer says after its version
     * @param closed whether the last line is whole
     */
    SysteminfoHotfixes(List<Entry> entries, Source file, boolean closed) {
        this.entries = entries;
        this.file = file;
        this.closed = closed;
    }

    /** So many there are as the list itself counts; less than 0 where it does not say. */
    int counted() {
        Entry entry = entry();
        Matcher count = entry == null ? null : NUMBER.matcher(parts(entry).getFirst());
        return count != null && count.find() ? Integer.parseInt(count.group()) : -1;
    }

    @SuppressWarnings("ReferenceEquality") // one entry of the same list
    Evidence evidence(List<Problem> problems) {
        Entry entry = entry();
        if (entry == null) {
            problems.add(new Problem(file, NO_LIST));
            return new LookupFailed(LookupKind.HOTFIXES, NO_LIST, file);
        }
        List<String> parts = parts(entry);
        List<String> listed = new ArrayList<>();
        boolean inOrder = true;
        boolean stumps = false;
        boolean odd = false;
        boolean mixed = false;
        @Nullable NumberedItem last = null;
        for (String part : parts.subList(1, parts.size())) {
            NumberedItem item = NumberedItem.of(part);
            if (item != null) {
                inOrder &= item.number() == listed.size() + 1;
                // A cut list leaves numbers out; one that goes back is of two lists, or of none.
                mixed |= last != null
                        && (item.number() < last.number() || (item.number() == last.number() && !item.equals(last)));
                last = item;
                listed.add(item.text());
                stumps |= isStump(item.text());
                odd |= isOdd(item.text());
            }
        }
        Source at = file.at(entry.line());
        if (mixed) {
            return HotfixesListed.partial(KbSet.EMPTY, BROKEN, at);
        }
        Matcher count = NUMBER.matcher(parts.getFirst());
        if (!count.find()) {
            return listed.isEmpty()
                    ? new LookupFailed(LookupKind.HOTFIXES, NOT_LISTED, at)
                    : HotfixesListed.partial(ids(listed, false), NO_COUNT, at);
        }
        int declared = Integer.parseInt(count.group());
        boolean ends = entry != entries.getLast() || closed || endsWhole(listed);
        if (declared == listed.size() && inOrder && ends && !stumps && !odd) {
            return HotfixesListed.whole(ids(listed, true), at);
        }
        // What follows after as many as were announced is no part of the list.
        List<String> own = listed.size() > declared ? listed.subList(0, declared) : listed;
        return HotfixesListed.partial(
                ids(own, own.size() < listed.size()),
                declared != listed.size() ? cut(declared, listed.size()) : odd ? ODD : BROKEN,
                at);
    }

    /** Whether a text stands beside the number whose meaning is not known: {@code KB4012212 (failed)}. */
    private static boolean isOdd(String item) {
        return mayName(item) && !isStump(item) && HotfixId.parse(item) instanceof HotfixId.Unreadable;
    }

    /** Asked of every item; hardly any is as short as what the pattern is for. */
    private static boolean isStump(String item) {
        boolean mayBe =
                item.length() <= MAX_NUMBERED_LENGTH || (item.length() <= MAX_STUMP_LENGTH && item.charAt(0) == '{');
        return mayBe && STUMP.matcher(item).matches();
    }

    /** The sentence with the count, then the entries: below it, or all in one line as tables have them. */
    private static List<String> parts(Entry entry) {
        if (entry.items().isEmpty()) {
            return Arrays.stream(INLINE.split(entry.value(), 20_000))
                    .map(String::strip)
                    .toList();
        }
        List<String> parts = new ArrayList<>(entry.items().size() + 1);
        parts.add(entry.value());
        for (Item item : entry.items()) {
            parts.add(item.text());
        }
        return parts;
    }

    private static boolean endsWhole(List<String> listed) {
        return !listed.isEmpty() && SURELY_WHOLE.matcher(listed.getLast()).matches();
    }

    /** What the entries name; of a list that is cut, the last counts only where nothing of it can be missing. */
    private static KbSet ids(List<String> listed, boolean whole) {
        List<String> sure =
                whole || endsWhole(listed) || listed.isEmpty() ? listed : listed.subList(0, listed.size() - 1);
        List<Kb> ids = new ArrayList<>(sure.size());
        for (String item : sure) {
            @Nullable Kb id = HotfixId.update(item).orElse(null);
            if (id != null) {
                ids.add(id);
            }
        }
        return KbSet.of(ids);
    }

    private @Nullable Entry entry() {
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            if (SysteminfoLabels.isHotfixes(entry.key()) || (hasUpdates(entry) && isPartOfAnswer(i))) {
                return entry;
            }
        }
        return null;
    }

    /** Whether the entry follows the one above as all others do: a note below the answer stands apart, and may list what is missing. */
    private boolean isPartOfAnswer(int at) {
        int least = Integer.MAX_VALUE;
        for (int i = 1; i < entries.size(); i++) {
            least = Math.min(least, gap(i));
        }
        return at == 0 || gap(at) <= least;
    }

    private int gap(int at) {
        Entry above = entries.get(at - 1);
        int end =
                above.items().isEmpty() ? above.line() : above.items().getLast().line();
        return entries.get(at).line() - end;
    }

    /** Whether it holds what every name of an update begins with; lists of processors and networks are long. */
    private static boolean mayName(String text) {
        for (int i = 0; i + 1 < text.length(); i++) {
            int next = text.charAt(i + 1) | 0x20;
            switch (text.charAt(i) | 0x20) {
                case 'k' -> {
                    if (next == 'b') {
                        return true;
                    }
                }
                case 'q' -> {
                    if (next >= '0' && next <= '9') {
                        return true;
                    }
                }
                case 'f' -> {
                    if (next == 'i') {
                        return true;
                    }
                }
                default -> {}
            }
        }
        return false;
    }

    private static boolean hasUpdates(Entry entry) {
        for (Item item : entry.items()) {
            String text = item.text();
            if (mayName(text)
                    && NumberedItem.of(text) != null
                    && UPDATE.matcher(text).matches()) {
                return true;
            }
        }
        return entry.value().contains("[01]") && UPDATE.matcher(entry.value()).matches();
    }

    private static final Text NO_LIST = new Text(
            "the list of hotfixes is missing; the file was cut or the look failed",
            "更新プログラムの一覧がありません。ファイルが途中で切れているか、収集に失敗しています");
    private static final Text NOT_LISTED =
            new Text("systeminfo could not list the hotfixes", "systeminfo が更新プログラムの一覧を取得できていません");
    private static final Text NO_COUNT =
            new Text("the list of hotfixes does not say how many there are", "更新プログラムの一覧に件数がありません");
    private static final Text BROKEN = new Text(
            "the list of hotfixes is broken or ends in the middle of an entry: collect again",
            "更新プログラムの一覧が崩れているか、項目の途中で終わっています。収集し直してください");

    private static final Text ODD = new Text(
            "entries of the list of hotfixes hold more than the number of an update: such entries prove nothing",
            "更新プログラムの一覧に、番号以外の文字を含む項目があります。その項目は根拠にしません");

    private static Text cut(int declared, int read) {
        return Text.format(
                "the list announces %d hotfixes and contains %d: it is incomplete",
                "%d 件とあるのに %d 件しかありません。一覧が途中で切れています", declared, read);
    }
}

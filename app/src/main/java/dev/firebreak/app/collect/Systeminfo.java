package dev.firebreak.app.collect;

import dev.firebreak.core.advisory.Architecture;
import dev.firebreak.core.advisory.Build;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.advisory.KbSet;
import dev.firebreak.core.advisory.Wording;
import dev.firebreak.core.inventory.Complaint;
import dev.firebreak.core.inventory.Evidence;
import dev.firebreak.core.inventory.Evidence.HotfixesListed;
import dev.firebreak.core.inventory.Evidence.LanguageSeen;
import dev.firebreak.core.inventory.Evidence.Look;
import dev.firebreak.core.inventory.Evidence.LookFailed;
import dev.firebreak.core.inventory.Evidence.OsSeen;
import dev.firebreak.core.inventory.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One answer of {@code systeminfo}, as a list of labels and values in its fixed order. The labels differ by language, the
 * values do not: the version names its build twice, the list of hotfixes counts itself. So values decide, their order
 * helps, and labels only tell the language and the machine's name where the order is broken.
 */
final class Systeminfo {

    /** A label with its value; {@code items} are the lines below it. */
    record Entry(String label, String value, int line, List<Item> items) {}

    /** A line of a list below a label. */
    record Item(String text, int line) {}

    /** {@code 6.1.7601 Service Pack 1 Build 7601}, with any words between. */
    private static final Pattern VERSION =
            Pattern.compile("(\\d{1,2})\\.(\\d{1,2})\\.(\\d{4,5})(?:\\.(\\d{1,6}))?(?!\\d)(.*)(?<!\\d)\\3(?!\\d).*");

    private static final Pattern SERVICE_PACK = Pattern.compile("Service\\s*Pack\\s*(\\d)", Pattern.CASE_INSENSITIVE);
    private static final Pattern SYSTEM_TYPE =
            Pattern.compile("(?<![\\w/])(x64|x86|arm64|itanium|ia-?64|em64t)(?![\\w/])", Pattern.CASE_INSENSITIVE);
    private static final Pattern LOCALE = Pattern.compile("([a-z]{2,3}(?:-[a-z0-9]{2,8}){0,2})\\s*;.*");
    private static final Pattern PRODUCT_ID = Pattern.compile("[0-9A-Z]{5}-[0-9A-Z]{3,5}-[0-9A-Z]{5,7}-[0-9A-Z]{5}");
    private static final Pattern ITEM = Pattern.compile("\\[(\\d{1,4})\\]\\s*[:：]\\s*(.*)");
    private static final Pattern UPDATE = Pattern.compile("(?i).*(?:\\bKB\\s?\\d{5,8}|\\bQ\\d{5,7}|\\bFile \\d).*");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,4}");

    private final List<Entry> entries;
    private final Source file;
    private final boolean endsWithLine;
    private final int version;

    private Systeminfo(List<Entry> entries, int version, Source file, boolean endsWithLine) {
        this.entries = entries;
        this.version = version;
        this.file = file;
        this.endsWithLine = endsWithLine;
    }

    /** The answer in these entries; nothing where no line is a version of Windows. */
    static Optional<Systeminfo> in(List<Entry> entries, Source file, boolean endsWithLine) {
        for (int i = 0; i < entries.size(); i++) {
            if (VERSION.matcher(entries.get(i).value()).matches()) {
                return Optional.of(new Systeminfo(entries, i, file, endsWithLine));
            }
        }
        return Optional.empty();
    }

    static boolean isVersion(String value) {
        return VERSION.matcher(value).matches();
    }

    Piece piece(List<Complaint> complaints) {
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(os());
        language().ifPresent(evidence::add);
        evidence.add(hotfixes(complaints));
        @Nullable String name = machine();
        return new Piece(
                name,
                identity(),
                null,
                Clock.read(bootTime(), installed(), locale()),
                null,
                null,
                addresses(),
                List.of(),
                evidence,
                file);
    }

    private OsSeen os() {
        Entry entry = entries.get(version);
        Matcher match = VERSION.matcher(entry.value());
        if (!match.matches()) {
            throw new IllegalStateException(entry.value());
        }
        String build = match.group(1) + "." + match.group(2) + "." + match.group(3)
                + (match.group(4) == null ? "" : "." + match.group(4));
        Matcher pack = SERVICE_PACK.matcher(match.group(5));
        // A number that is no service pack of a form we know might be one of a form we do not.
        @Nullable
        Integer servicePack = pack.find()
                ? Integer.valueOf(pack.group(1))
                : NUMBER.matcher(match.group(5)).find() ? null : Integer.valueOf(0);
        return new OsSeen(caption(), Build.of(build), servicePack, architecture(), null, file.at(entry.line()));
    }

    /** The name of the system stands right before its version. */
    private @Nullable String caption() {
        if (version == 0) {
            return null;
        }
        String value = entries.get(version - 1).value();
        return value.isEmpty() ? null : value;
    }

    private @Nullable String machine() {
        for (Entry entry : entries.subList(0, version)) {
            if (Labels.isHostName(entry.label()) && isName(entry.value())) {
                return entry.value();
            }
        }
        if (version < 2) {
            return null;
        }
        // What stands before the system's name, in whatever language, is the machine's.
        String value = entries.get(version - 2).value();
        return isName(value) && entries.get(version - 2).items().isEmpty() ? value : null;
    }

    private static boolean isName(String value) {
        return !value.isEmpty() && value.length() <= 64 && value.chars().noneMatch(Character::isWhitespace);
    }

    private @Nullable Architecture architecture() {
        for (Entry entry : entries) {
            Matcher match = SYSTEM_TYPE.matcher(entry.value());
            if (entry.value().length() < 48
                    && entry != entries.get(Math.max(0, version - 1))
                    && match.find()
                    && entry.value().toUpperCase(Locale.ROOT).contains("PC")) {
                return Architectures.of(match.group(1));
            }
        }
        return null;
    }

    private @Nullable String locale() {
        return entries.stream()
                .map(e -> LOCALE.matcher(e.value()))
                .filter(Matcher::matches)
                .map(m -> m.group(1))
                .findFirst()
                .orElse(null);
    }

    private Optional<LanguageSeen> language() {
        String locale = locale();
        String display = Labels.language(entries.stream().map(Entry::label).toList());
        return locale == null && display == null
                ? Optional.empty()
                : Optional.of(new LanguageSeen(locale, display, file));
    }

    private @Nullable String identity() {
        int product = indexOfProductId();
        return product < 0 ? null : entries.get(product).value() + "|" + installed();
    }

    private int indexOfProductId() {
        for (int i = version; i < entries.size(); i++) {
            if (PRODUCT_ID.matcher(entries.get(i).value()).matches()) {
                return i;
            }
        }
        return -1;
    }

    private @Nullable String installed() {
        int product = indexOfProductId();
        return product >= 0 && product + 1 < entries.size()
                ? entries.get(product + 1).value()
                : null;
    }

    private @Nullable String bootTime() {
        int product = indexOfProductId();
        return product >= 0 && product + 2 < entries.size()
                ? entries.get(product + 2).value()
                : null;
    }

    private List<String> addresses() {
        return entries.stream()
                .flatMap(e -> e.items().stream())
                .map(i -> i.text().replaceFirst("^\\[\\d+\\]\\s*[:：]\\s*", ""))
                .filter(t -> t.matches("\\d{1,3}(\\.\\d{1,3}){3}"))
                .distinct()
                .toList();
    }

    private Evidence hotfixes(List<Complaint> complaints) {
        Entry entry = hotfixEntry();
        if (entry == null) {
            complaints.add(new Complaint(file, NO_LIST));
            return new LookFailed(Look.HOTFIXES, NO_LIST, file);
        }
        List<Integer> order = new ArrayList<>();
        List<Kb> ids = new ArrayList<>();
        for (Item item : entry.items()) {
            Matcher match = ITEM.matcher(item.text());
            if (match.matches()) {
                order.add(Integer.parseInt(match.group(1)));
                Kb.parse(match.group(2)).ifPresent(ids::add);
            }
        }
        Source at = file.at(entry.line());
        Matcher count = NUMBER.matcher(entry.value());
        if (!count.find()) {
            Wording why = ids.isEmpty() ? NOT_LISTED : NO_COUNT;
            return ids.isEmpty()
                    ? new LookFailed(Look.HOTFIXES, why, at)
                    : HotfixesListed.partial(KbSet.of(ids), why, at);
        }
        int declared = Integer.parseInt(count.group());
        boolean last = entry == entries.getLast();
        boolean whole = order.size() == declared && inOrder(order) && (!last || endsWithLine);
        return whole
                ? HotfixesListed.whole(KbSet.of(ids), at)
                : HotfixesListed.partial(KbSet.of(ids), cut(declared, order.size()), at);
    }

    private static boolean inOrder(List<Integer> numbers) {
        for (int i = 0; i < numbers.size(); i++) {
            if (numbers.get(i) != i + 1) {
                return false;
            }
        }
        return true;
    }

    private @Nullable Entry hotfixEntry() {
        for (Entry entry : entries) {
            if (Labels.isHotfixes(entry.label())
                    || entry.items().stream()
                            .anyMatch(i -> ITEM.matcher(i.text()).matches()
                                    && UPDATE.matcher(i.text()).matches())) {
                return entry;
            }
        }
        return null;
    }

    private static final Wording NO_LIST = new Wording(
            "the list of hotfixes is missing; the file was cut or the look failed",
            "更新プログラムの一覧がありません。ファイルが途中で切れているか、採取に失敗しています");
    private static final Wording NOT_LISTED =
            new Wording("systeminfo could not list the hotfixes", "systeminfo が更新プログラムの一覧を取得できていません");
    private static final Wording NO_COUNT =
            new Wording("the list of hotfixes does not say how many there are", "更新プログラムの一覧に件数がありません");

    private static Wording cut(int declared, int read) {
        return Wording.format(
                "the list says %d hotfixes and names %d: it was cut",
                "%d 件とあるのに %d 件しかありません。一覧が途中で切れています", declared, read);
    }
}

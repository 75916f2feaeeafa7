package dev.firebreak.app.collect.format.systeminfo;

import dev.firebreak.app.collect.evidence.EvidencePart;
import dev.firebreak.app.collect.format.value.ArchitectureNames;
import dev.firebreak.app.collect.format.value.NumberedItem;
import dev.firebreak.app.collect.format.value.WindowsDates;
import dev.firebreak.core.advisory.Architecture;
import dev.firebreak.core.advisory.Build;
import dev.firebreak.core.inventory.Evidence;
import dev.firebreak.core.inventory.Evidence.LanguageObserved;
import dev.firebreak.core.inventory.Evidence.LookupFailed;
import dev.firebreak.core.inventory.Evidence.LookupKind;
import dev.firebreak.core.inventory.Evidence.OsObserved;
import dev.firebreak.core.inventory.MachineIdentity;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.Source;
import dev.firebreak.core.text.Text;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One answer of {@code systeminfo}, as a list of labels and values in its fixed order. The labels differ by language, the
 * values do not: the version names its build twice, the list of hotfixes counts itself. So values decide, their order
 * helps, and labels only tell the language and the machine's name where the order is broken.
 */
public final class SysteminfoOutput {

    /**
     * A label with its value.
     *
     * @param key the label as {@link SysteminfoLabels} compares it
     * @param items the lines below it
     * @param isVersion whether the value is a version of Windows: everybody asks
     */
    public record Entry(String label, String key, String value, int line, List<Item> items, boolean isVersion) {
        public static Entry of(String label, String value, int line, List<Item> items) {
            String key = SysteminfoLabels.key(label);
            return new Entry(label, key, value, line, items, startsAsVersion(value) && isVersion(key, value));
        }

        private static boolean isVersion(String key, String value) {
            return VERSION.matcher(value).matches()
                    || (SysteminfoLabels.isVersion(key)
                            && CUT_VERSION.matcher(value).matches());
        }
    }

    /** A line of a list below a label. */
    public record Item(String text, int line) {}

    /** {@code 6.1.7601 Service Pack 1 Build 7601}, with any words between. */
    private static final Pattern VERSION =
            Pattern.compile("(\\d{1,2})\\.(\\d{1,2})\\.(\\d{4,5})(?:\\.(\\d{1,6}))?(?!\\d)(.*)(?<!\\d)\\3(?!\\d).*");

    /** The same, cut before the build is named again; only behind a label we know, and where the build itself is whole. */
    private static final Pattern CUT_VERSION =
            Pattern.compile("(\\d{1,2})\\.(\\d{1,2})\\.(\\d{4,5})(?:\\.(\\d{1,6}))?(?: (.*))");

    private static final Pattern SERVICE_PACK = Pattern.compile("Service\\s*Pack\\s*(\\d)", Pattern.CASE_INSENSITIVE);
    private static final Pattern NUMBERS = Pattern.compile("\\d+");
    private static final Pattern SYSTEM_TYPE =
            Pattern.compile("(?<![\\w/])(x64|x86|arm64|itanium|ia-?64|em64t)(?![\\w/])", Pattern.CASE_INSENSITIVE);
    private static final int MAX_SYSTEM_TYPE_LENGTH = 48;
    private static final Pattern LOCALE =
            Pattern.compile("([a-z]{2,3}(?:-[a-z0-9]{2,8}){0,2})\\s*;.*", Pattern.CASE_INSENSITIVE);
    private static final Text TWO_VERSIONS = new Text(
            "systeminfo shows two versions of Windows: the file is damaged, or two answers are mixed",
            "systeminfo の出力に Windows のバージョンが 2 つあります。ファイルが壊れているか、2 台分の出力が混ざっています");
    private static final String DEVICE = "\\Device\\";
    private static final Pattern PRODUCT_ID = Pattern.compile("[0-9A-Z]{5}-[0-9A-Z]{3,5}-[0-9A-Z]{5,7}-[0-9A-Z]{5}");
    private static final int SHORTEST_PRODUCT_ID = 21;
    private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(?:\\.\\d{1,3}){3}");

    /** What a computer may be called: no blank, and nothing that Windows forbids in names. */
    private static final Pattern NAME = Pattern.compile("[^\\s\\\\/:*?\"<>|,;\\p{Cntrl}]{1,64}");

    /** A workgroup has no dot. */
    private static final Pattern DOMAIN = Pattern.compile("[\\p{L}\\p{N}-]{1,63}(?:\\.[\\p{L}\\p{N}-]{1,63}){1,8}");

    private final List<Entry> entries;
    private final Source file;
    private final boolean closed;
    private final int version;

    /** Index of the product id; less than 0 where there is none. */
    private final int product;

    private final @Nullable String locale;

    private SysteminfoOutput(List<Entry> entries, int version, Source file, boolean closed) {
        this.entries = entries;
        this.version = version;
        this.file = file;
        this.closed = closed;
        this.product = indexOfProductId();
        this.locale = localeFound();
    }

    /**
     * The answer in these entries; nothing where no line is a version of Windows.
     *
     * @param closed whether the last line is whole
     */
    public static Optional<SysteminfoOutput> in(List<Entry> entries, Source file, boolean closed) {
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).isVersion()) {
                return Optional.of(new SysteminfoOutput(entries, i, file, closed));
            }
        }
        return Optional.empty();
    }

    public static boolean isVersion(String value) {
        return startsAsVersion(value) && VERSION.matcher(value).matches();
    }

    /** Every entry is asked, and hardly any begins with a number. */
    private static boolean startsAsVersion(String value) {
        return value.length() > 6 && Character.isDigit(value.charAt(0)) && value.indexOf('.') <= 2;
    }

    /** Where an answer begins whose version is at this index: with the two lines right above, if they are there. */
    public static int begin(List<Entry> entries, int version) {
        if (version == 0 || !entries.get(version - 1).items().isEmpty()) {
            return version;
        }
        if (version == 1) {
            return 0;
        }
        Entry host = entries.get(version - 2);
        return SysteminfoLabels.isHostName(host.key()) || isRightAbove(host, entries, version)
                ? version - 2
                : version - 1;
    }

    /** Whether the host stands as near above the name as that above the version: then nothing is missing between. */
    private static boolean isRightAbove(Entry host, List<Entry> entries, int version) {
        Entry name = entries.get(version - 1);
        return host.items().isEmpty()
                && name.line() - host.line() == entries.get(version).line() - name.line();
    }

    public EvidencePart piece(List<Problem> problems) {
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(contradictsItself() ? new LookupFailed(LookupKind.OPERATING_SYSTEM, TWO_VERSIONS, file) : os());
        language().ifPresent(evidence::add);
        var hotfixes = new SysteminfoHotfixes(after(), file, closed);
        evidence.add(hotfixes.evidence(problems));
        return new EvidencePart(
                machine(),
                aliases(),
                identity(),
                null,
                WindowsDates.read(bootTime(), otherDates(), locale),
                hotfixes.counted(),
                null,
                null,
                null,
                addresses(),
                List.of(),
                evidence,
                file);
    }

    /** The text is damaged, or two machines' answers ran into one another. */
    private boolean contradictsItself() {
        String told = entries.get(version).value();
        return after().stream()
                .anyMatch(entry -> entry.isVersion() && !entry.value().equals(told));
    }

    private OsObserved os() {
        Entry entry = entries.get(version);
        Matcher match = VERSION.matcher(entry.value());
        boolean whole = match.matches();
        if (!whole) {
            match = CUT_VERSION.matcher(entry.value());
            if (!match.matches()) {
                throw new IllegalStateException(entry.value());
            }
        }
        String build = match.group(1) + "." + match.group(2) + "." + match.group(3)
                + (match.group(4) == null ? "" : "." + match.group(4));
        return new OsObserved(
                caption(),
                Build.of(build),
                servicePack(match.group(5), whole),
                architecture(),
                null,
                file.at(entry.line()));
    }

    /** Number of the service pack between the builds; 0 where no number stands there; null where it cannot be told. */
    private static @Nullable Integer servicePack(@Nullable String between, boolean whole) {
        String words = between == null ? "" : between;
        Matcher pack = SERVICE_PACK.matcher(words);
        if (pack.find()) {
            return Integer.valueOf(pack.group(1));
        }
        if (!whole) {
            return null;
        }
        List<String> numbers =
                NUMBERS.matcher(words).results().map(r -> r.group()).toList();
        if (numbers.isEmpty()) {
            return 0;
        }
        // Some languages have their own word for it: one digit between the builds is the pack's.
        String only = numbers.getFirst();
        return numbers.size() == 1 && only.length() == 1 && !only.equals("0") ? Integer.valueOf(only) : null;
    }

    private List<Entry> after() {
        return entries.subList(version + 1, entries.size());
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
        for (int i = version - 1; i >= 0; i--) {
            Entry entry = entries.get(i);
            if (SysteminfoLabels.isHostName(entry.key()) && isName(entry.value())) {
                return entry.value();
            }
        }
        if (version < 2) {
            return null;
        }
        // What stands before the system's name, in whatever language, is the machine's.
        Entry host = entries.get(version - 2);
        return isName(host.value()) && isRightAbove(host, entries, version) ? host.value() : null;
    }

    /** The full name: the domain stands above the server one logs on to, and that above the list of hotfixes. */
    private List<String> aliases() {
        String name = machine();
        List<Entry> after = after();
        for (int i = 1; i < after.size() && name != null; i++) {
            Entry entry = after.get(i);
            boolean logonServer = entry.value().startsWith("\\\\");
            if (logonServer || SysteminfoLabels.isHotfixes(entry.key())) {
                String domain = after.get(i - 1).value();
                boolean other = !logonServer && i > 1 && !DOMAIN.matcher(domain).matches();
                domain = other ? after.get(i - 2).value() : domain;
                return DOMAIN.matcher(domain).matches() ? List.of(name + "." + domain) : List.of();
            }
        }
        return List.of();
    }

    private static boolean isName(String value) {
        return NAME.matcher(value).matches();
    }

    /** The system's type stands before the first list, which is that of the processors. */
    private @Nullable Architecture architecture() {
        List<Entry> after = after();
        for (int i = 1; i < after.size(); i++) {
            if (!after.get(i).items().isEmpty()) {
                Architecture found = architecture(after.get(i - 1), false);
                if (found != null) {
                    return found;
                }
                break;
            }
        }
        for (Entry entry : after) {
            Architecture found = architecture(entry, true);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static @Nullable Architecture architecture(Entry entry, boolean saysPc) {
        String value = entry.value();
        Matcher match = SYSTEM_TYPE.matcher(value);
        boolean fits = value.length() < MAX_SYSTEM_TYPE_LENGTH
                && entry.items().isEmpty()
                && (!saysPc || value.toUpperCase(Locale.ROOT).contains("PC"));
        return fits && match.find() ? ArchitectureNames.of(match.group(1)) : null;
    }

    /** The system's locale follows the boot device; the one after it is that of the keyboard, and is not asked. */
    private @Nullable String localeFound() {
        List<Entry> after = after();
        boolean device = false;
        for (Entry entry : after) {
            device |= entry.value().startsWith(DEVICE);
        }
        for (int i = 0; i < after.size(); i++) {
            String value = after.get(i).value();
            if (value.indexOf(';') < 0) {
                continue;
            }
            Matcher match = LOCALE.matcher(value);
            if (match.matches()) {
                boolean right = !device || i == 0 || after.get(i - 1).value().startsWith(DEVICE);
                return right ? match.group(1).toLowerCase(Locale.ROOT) : null;
            }
        }
        return null;
    }

    private Optional<LanguageObserved> language() {
        List<String> keys = new ArrayList<>(entries.size());
        for (Entry entry : entries) {
            keys.add(entry.key());
        }
        String display = SysteminfoLabels.language(keys);
        return locale == null && display == null
                ? Optional.empty()
                : Optional.of(new LanguageObserved(locale, display, file));
    }

    private MachineIdentity identity() {
        return product < 0
                ? MachineIdentity.UNKNOWN
                : new MachineIdentity(entries.get(product).value(), installed(), null);
    }

    private int indexOfProductId() {
        for (int i = version; i < entries.size(); i++) {
            String value = entries.get(i).value();
            if (value.length() >= SHORTEST_PRODUCT_ID
                    && PRODUCT_ID.matcher(value).matches()) {
                return i;
            }
        }
        return -1;
    }

    private @Nullable String installed() {
        return afterProductId(1);
    }

    private @Nullable String bootTime() {
        return afterProductId(2);
    }

    private @Nullable String afterProductId(int steps) {
        return product >= 0 && product + steps < entries.size()
                ? entries.get(product + steps).value()
                : null;
    }

    /** Installed when, and what else may end in a date, such as the firmware's version: in the same order as the others. */
    private List<String> otherDates() {
        List<String> dates = new ArrayList<>();
        String installed = installed();
        if (installed != null) {
            dates.add(installed);
        }
        for (Entry entry : after()) {
            if (entry.value().indexOf(',') >= 0) {
                dates.add(entry.value());
            }
        }
        return dates;
    }

    private List<String> addresses() {
        Set<String> addresses = new LinkedHashSet<>();
        for (Entry entry : entries) {
            for (Item line : entry.items()) {
                NumberedItem item = line.text().indexOf('.') > 0 ? NumberedItem.of(line.text()) : null;
                if (item != null && ADDRESS.matcher(item.text()).matches()) {
                    addresses.add(item.text());
                }
            }
        }
        return List.copyOf(addresses);
    }
}

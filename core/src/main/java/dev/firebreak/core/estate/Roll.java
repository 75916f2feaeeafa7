// The roll in one piece: what a list or a board asks of it is one pass over the same array.
package dev.firebreak.core.estate;

import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.inventory.MachineName;
import dev.firebreak.core.inventory.NameText;
import dev.firebreak.core.inventory.SiteName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Every machine's last line, in memory: a board or a search is one pass over it, some milliseconds for 100,000 machines. One
 * thread writes at a time; any number may read meanwhile and see each machine as it was before or after.
 */
public final class Roll {

    /** A line with what searching asks of it, made once. */
    private record Entry(MachineLine line, String key, String haystack) {
        static Entry of(MachineLine line) {
            var text = new StringBuilder(line.name());
            for (String part : Arrays.asList(line.site(), line.segment(), line.product(), line.build())) {
                text.append('\n').append(part == null ? "" : part);
            }
            line.addresses().forEach(a -> text.append('\n').append(a));
            line.needs().forEach(kb -> text.append('\n').append(kb));
            return new Entry(line, MachineName.key(line.name()), NameText.fold(text.toString()));
        }
    }

    /** What a list of machines can be sorted by. */
    public enum Sort {
        LIGHT,
        NAME,
        SITE,
        PRODUCT,
        LAST_SEEN
    }

    /**
     * Which machines, in what order. Null asks for all.
     *
     * @param advisory whose verdict shows
     * @param text part of name, site, segment, product, build, address or needed KB; words are all to be found
     */
    public record Query(
            String advisory,
            @Nullable String text,
            @Nullable Light light,
            @Nullable String site,
            @Nullable String product,
            @Nullable String segment,
            Sort sort,
            boolean descending,
            int offset,
            int limit) {

        /** All machines, the worst first. */
        public static Query all(String advisory) {
            return new Query(advisory, null, null, null, null, null, Sort.LIGHT, false, 0, 50);
        }
    }

    /** A machine as found, with its light. */
    public record Found(MachineLine line, Light light) {}

    /** Part of what was found. */
    public record Page(int total, int offset, List<Found> machines) {
        public Page {
            machines = List.copyOf(machines);
        }
    }

    /** A part of the estate and how it stands. */
    public record Group(String name, Tally tally) {}

    /**
     * How the estate stands. Sites, products and segments come with the worst first.
     *
     * @param needs updates and how many machines that are not proven safe need each, the most wanted first
     */
    public record Board(
            String advisory,
            Instant at,
            Tally all,
            List<Group> sites,
            List<Group> products,
            List<Group> segments,
            Map<Kb, Integer> needs) {

        /** Less what machines need for other reasons: an estate that is years behind wants many updates, an outbreak one. */
        public Board only(Set<Kb> updates) {
            Map<Kb, Integer> own = new LinkedHashMap<>(needs);
            own.keySet().retainAll(updates);
            return new Board(advisory, at, all, sites, products, segments, own);
        }
    }

    /** More different values than that are not kept; then equal ones are only not the same object. */
    private static final int MOST_SHARED = 1 << 18;

    private final Duration silence;
    private final Map<Object, Object> shared = new HashMap<>();
    private final Map<String, Integer> places = new HashMap<>();
    private final Map<String, String> sites = new HashMap<>();
    private volatile Entry[] entries = new Entry[0];
    private volatile int count;

    /** @param silence after which a machine that has not spoken is not believed any more */
    public Roll(Duration silence) {
        this.silence = silence;
    }

    /** Puts a machine on the roll, or its new line in the place of the old. */
    public synchronized void put(MachineLine line) {
        String key = MachineName.key(line.name());
        Integer place = places.get(key);
        Entry[] to = entries;
        if (place == null) {
            place = count;
            if (place == to.length) {
                to = Arrays.copyOf(to, Math.max(64, to.length * 2));
            }
            places.put(key, place);
        }
        to[place] = Entry.of(shared(line));
        entries = to;
        count = Math.max(count, place + 1);
    }

    /**
     * The line with values that others have too in the same objects: 100,000 machines have some hundred products and lists of needs
     * between them, and what is the same object is counted without being compared.
     */
    private MachineLine shared(MachineLine line) {
        if (shared.size() > MOST_SHARED) {
            shared.clear();
        }
        return new MachineLine(
                line.name(),
                site(line.site()),
                sharedOrNull(line.segment()),
                line.addresses(),
                sharedOrNull(line.product()),
                sharedOrNull(line.build()),
                sharedOrNull(line.architecture()),
                sharedOrNull(line.language()),
                shared(line.support()),
                sharedOrNull(line.supportEnds()),
                line.lastSeen(),
                shared(line.verdicts()),
                shared(line.needs()),
                line.openCves(),
                line.exploitedCves());
    }

    /** Sites that differ in spelling only are one; the spelling that came first is shown. */
    private String site(String site) {
        return sites.computeIfAbsent(SiteName.key(site), key -> site);
    }

    /** A site as the roll spells it; as asked where no machine of it is known. */
    synchronized String spelled(String site) {
        return sites.getOrDefault(SiteName.key(site), site);
    }

    private <T> @Nullable T sharedOrNull(@Nullable T value) {
        return value == null ? null : shared(value);
    }

    @SuppressWarnings("unchecked") // equal values of our own types are of one type
    private <T> T shared(T value) {
        Object known = shared.putIfAbsent(value, value);
        return known == null ? value : (T) known;
    }

    /** Takes a machine off the roll. */
    public synchronized boolean remove(String machine) {
        Integer place = places.remove(MachineName.key(machine));
        if (place == null) {
            return false;
        }
        // Readers may be on their way through the old array.
        Entry last = entries[count - 1];
        Entry[] to = Arrays.copyOf(entries, count - 1);
        if (place < count - 1) {
            to[place] = last;
            places.put(last.key(), place);
        }
        count--;
        entries = to;
        return true;
    }

    /** A machine's line; empty where none of that name is on the roll. */
    public synchronized Optional<MachineLine> line(String machine) {
        return Optional.ofNullable(places.get(MachineName.key(machine))).map(place -> entries[place].line());
    }

    /** Every line, in no order. */
    public void lines(Consumer<MachineLine> to) {
        for (Entry entry : now()) {
            to.accept(entry.line());
        }
    }

    /** How many machines are on the roll. */
    public int size() {
        return count;
    }

    /** Names of all sites, products or segments, in order; empty where a machine told none. */
    public List<String> names(Function<MachineLine, @Nullable String> of) {
        Set<String> names = new HashSet<>();
        for (Entry entry : now()) {
            names.add(text(of.apply(entry.line())));
        }
        return names.stream().sorted().toList();
    }

    /** What a machine shows for an advisory. */
    public Light light(MachineLine line, String advisory, Instant now) {
        return Light.of(line.verdict(advisory), isSilent(line, now));
    }

    /** Whether it has not spoken for too long. */
    public boolean isSilent(MachineLine line, Instant now) {
        return line.lastSeen().plus(silence).isBefore(now);
    }

    /** How the estate stands on an advisory. */
    public Board board(String advisory, Instant now) {
        Instant believed = now.minus(silence);
        var all = new int[Light.values().length];
        Map<String, int[]> sites = new HashMap<>();
        Map<String, int[]> products = new HashMap<>();
        Map<String, int[]> segments = new HashMap<>();
        Map<List<Kb>, int[]> needs = new IdentityHashMap<>();
        for (Entry entry : now()) {
            MachineLine line = entry.line();
            Light light = light(entry, advisory, believed);
            all[light.ordinal()]++;
            count(sites, line.site(), light);
            count(products, line.product(), light);
            count(segments, line.segment(), light);
            if (light == Light.EXPOSED || light == Light.UNKNOWN) {
                needs.computeIfAbsent(line.needs(), k -> new int[1])[0]++;
            }
        }
        return new Board(
                advisory, now, Tally.of(all), groups(sites), groups(products), groups(segments), mostWanted(needs));
    }

    private static Map<Kb, Integer> mostWanted(Map<List<Kb>, int[]> needs) {
        Map<Kb, Integer> each = new HashMap<>();
        needs.forEach((kbs, machines) -> kbs.forEach(kb -> each.merge(kb, machines[0], Integer::sum)));
        Map<Kb, Integer> wanted = new LinkedHashMap<>();
        each.entrySet().stream()
                .sorted(Map.Entry.<Kb, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(e -> e.getKey().toString()))
                .forEach(e -> wanted.put(e.getKey(), e.getValue()));
        return wanted;
    }

    /** Machines that match, in order, from an offset. */
    public Page search(Query query, Instant now) {
        String site = query.site() == null ? null : spelled(query.site());
        String[] words = query.text() == null || query.text().isBlank()
                ? new String[0]
                : NameText.fold(query.text()).strip().split("\\s+");
        Instant believed = now.minus(silence);
        // By light first: each is worked out once, and only those that the page shows are put in order.
        List<List<Entry>> byLight = new ArrayList<>();
        for (int i = 0; i < Light.values().length; i++) {
            byLight.add(new ArrayList<>());
        }
        int total = 0;
        for (Entry entry : now()) {
            Light light = light(entry, query.advisory(), believed);
            if ((query.light() == null || light == query.light()) && matches(entry, query, site, words)) {
                byLight.get(light.ordinal()).add(entry);
                total++;
            }
        }
        List<Entry> page = query.sort() == Sort.LIGHT
                ? worstFirst(query.descending() ? byLight.reversed() : byLight, query)
                : ordered(byLight.stream().flatMap(List::stream).toList(), order(query), query.offset(), query.limit());
        return new Page(
                total,
                query.offset(),
                page.stream()
                        .map(entry -> new Found(entry.line(), light(entry, query.advisory(), believed)))
                        .toList());
    }

    private static List<Entry> worstFirst(List<List<Entry>> groups, Query query) {
        List<Entry> page = new ArrayList<>();
        int skip = query.offset();
        for (List<Entry> group : groups) {
            int limit = query.limit() - page.size();
            if (skip < group.size() && limit > 0) {
                page.addAll(ordered(group, Comparator.comparing(Entry::key), skip, limit));
            }
            skip = Math.max(0, skip - group.size());
        }
        return page;
    }

    /** A part of what would be in order; the rest is not put in order where the part is a small one at the beginning. */
    private static List<Entry> ordered(List<Entry> entries, Comparator<Entry> order, int offset, int limit) {
        long most = (long) offset + limit;
        if (most * 8 >= entries.size()) {
            return entries.stream().sorted(order).skip(offset).limit(limit).toList();
        }
        var first = new PriorityQueue<Entry>(order.reversed());
        for (Entry entry : entries) {
            if (first.size() < most) {
                first.add(entry);
            } else if (most > 0 && order.compare(entry, first.element()) < 0) {
                first.remove();
                first.add(entry);
            }
        }
        return first.stream().sorted(order).skip(offset).toList();
    }

    /** The machines now on the roll; readers may see it while it changes. */
    private Entry[] now() {
        // The count first: an array that is read later holds at least as many.
        int those = count;
        Entry[] from = entries;
        int end = Math.min(those, from.length);
        // Machines that left in between leave room at the end.
        while (end > 0 && from[end - 1] == null) {
            end--;
        }
        return Arrays.copyOf(from, end);
    }

    private static Light light(Entry entry, String advisory, Instant believed) {
        return Light.of(entry.line().verdict(advisory), entry.line().lastSeen().isBefore(believed));
    }

    private static boolean matches(Entry entry, Query query, @Nullable String site, String[] words) {
        MachineLine line = entry.line();
        for (String word : words) {
            if (!entry.haystack().contains(word)) {
                return false;
            }
        }
        return (site == null || site.equals(line.site()))
                && (query.product() == null || query.product().equals(text(line.product())))
                && (query.segment() == null || query.segment().equals(text(line.segment())));
    }

    private static Comparator<Entry> order(Query query) {
        Comparator<Entry> order = switch (query.sort()) {
            case LIGHT -> Comparator.comparing(Entry::key);
            case NAME -> Comparator.comparing(Entry::key);
            case SITE -> Comparator.comparing(e -> e.line().site());
            case PRODUCT -> Comparator.comparing(e -> text(e.line().product()));
            case LAST_SEEN -> Comparator.comparing(e -> e.line().lastSeen());
        };
        return (query.descending() ? order.reversed() : order).thenComparing(Entry::key);
    }

    private static void count(Map<String, int[]> groups, @Nullable String name, Light light) {
        groups.computeIfAbsent(text(name), n -> new int[Light.values().length])[light.ordinal()]++;
    }

    private static List<Group> groups(Map<String, int[]> counts) {
        return counts.entrySet().stream()
                .map(e -> new Group(e.getKey(), Tally.of(e.getValue())))
                .sorted(Roll::worstFirst)
                .toList();
    }

    /** In one step, for an estate may have as many segments as a school has pupils, and a board is drawn for everybody. */
    private static int worstFirst(Group one, Group other) {
        Tally a = one.tally();
        Tally b = other.tally();
        int order = Integer.compare(b.of(Light.EXPOSED), a.of(Light.EXPOSED));
        order = order == 0 ? Integer.compare(b.open(), a.open()) : order;
        order = order == 0 ? Integer.compare(b.total(), a.total()) : order;
        return order == 0 ? one.name().compareTo(other.name()) : order;
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}

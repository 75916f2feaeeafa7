// The index in one piece: a list and a board are each one pass over the same array.
package dev.firebreak.core.dashboard;

import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.fleet.EvidenceAge;
import dev.firebreak.core.fleet.FleetStore;
import dev.firebreak.core.fleet.MachineStatus;
import dev.firebreak.core.fleet.MachineSummary;
import dev.firebreak.core.fleet.StatusTally;
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
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Every machine's last line, in memory: a board or a search is one pass over it, some milliseconds for 100,000 machines. One
 * thread writes at a time; any number may read meanwhile and see each machine as it was before or after.
 */
public final class MachineIndex {

    /** A line with what searching asks of it, made once. */
    private record Entry(MachineSummary line, String key, String haystack) {
        static Entry of(MachineSummary line) {
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
        STATUS,
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
     * @param unreadable only machines whose last evidence could not be read
     */
    public record Query(
            String advisory,
            @Nullable String text,
            @Nullable MachineStatus status,
            @Nullable String site,
            @Nullable String product,
            @Nullable String segment,
            Sort sort,
            boolean descending,
            int offset,
            int limit,
            boolean unreadable) {

        /** All machines, the worst first. */
        public static Query all(String advisory) {
            return new Query(advisory, null, null, null, null, null, Sort.STATUS, false, 0, 50, false);
        }
    }

    /** A machine as found, with its light. */
    public record Found(MachineSummary line, MachineStatus status) {}

    /** Part of what was found. */
    public record Page(int total, int offset, List<Found> machines) {
        public Page {
            machines = List.copyOf(machines);
        }
    }

    /** A part of the fleet and how it stands. */
    public record Group(String name, StatusTally tally) {

        /** In one step, for an fleet may have as many segments as a school has pupils, and a board is drawn for everybody. */
        private static int worstFirst(Group one, Group other) {
            int order = one.tally.worstFirst(other.tally);
            return order == 0 ? one.name.compareTo(other.name) : order;
        }
    }

    /**
     * How the fleet stands. Sites, products and segments come with the worst first.
     *
     * @param needs updates and how many machines that are not proven safe need each, the most wanted first
     */
    public record Board(
            String advisory,
            Instant at,
            StatusTally all,
            List<Group> sites,
            List<Group> products,
            List<Group> segments,
            Map<Kb, Integer> needs) {

        /** Less what machines need for other reasons: an fleet that is years behind wants many updates, an outbreak one. */
        public Board only(Set<Kb> updates) {
            Map<Kb, Integer> own = new LinkedHashMap<>(needs);
            own.keySet().retainAll(updates);
            return new Board(advisory, at, all, sites, products, segments, own);
        }
    }

    private final Duration silence;
    private final Duration stale;
    private final SharedValues values = new SharedValues();
    private final Map<String, Integer> places = new HashMap<>();
    private final Map<String, String> sites = new HashMap<>();
    private volatile Entry[] entries = new Entry[0];
    private volatile int count;
    private volatile long revision;

    /** The times after which a machine that has not spoken, and evidence of a known day, are not believed any more. */
    public MachineIndex(Duration silence, Duration stale) {
        this.silence = silence;
        this.stale = stale;
    }

    /** With the usual age of evidence that is too old. */
    public MachineIndex(Duration silence) {
        this(silence, FleetService.STALE);
    }

    /** Adds a machine to the list, or its new line in the place of the old. */
    public synchronized void put(MachineSummary line) {
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
        revision++;
    }

    /**
     * The line with values that others have too in the same objects: 100,000 machines have some hundred products and lists of needs
     * between them, and what is the same object is counted without being compared.
     */
    private MachineSummary shared(MachineSummary line) {
        var windows = line.windows();
        var outcome = line.outcome();
        return new MachineSummary(
                line.name(),
                new MachineSummary.Place(site(line.site()), values.sharedOrNull(line.segment()), line.addresses()),
                values.shared(new MachineSummary.Windows(
                        values.sharedOrNull(windows.product()),
                        values.sharedOrNull(windows.build()),
                        values.sharedOrNull(windows.architecture()),
                        values.sharedOrNull(windows.language()),
                        values.shared(windows.support()),
                        values.sharedOrNull(windows.supportEnds()))),
                values.shared(new MachineSummary.Outcome(
                        values.shared(outcome.verdicts()),
                        values.shared(outcome.needs()),
                        outcome.openCves(),
                        outcome.exploitedCves())),
                line.lastSeen(),
                line.dating(),
                line.unreadable());
    }

    /** Sites that differ in spelling only are one; the spelling that came first is shown. */
    private String site(String site) {
        return sites.computeIfAbsent(SiteName.key(site), key -> site);
    }

    /** A site as the index spells it; as asked where no machine of it is known. */
    synchronized String spelling(String site) {
        return sites.getOrDefault(SiteName.key(site), site);
    }

    /** Removes a machine from the list. */
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
        revision++;
        return true;
    }

    /** A machine's line; empty where no machine of that name is registered. */
    public synchronized Optional<MachineSummary> line(String machine) {
        return Optional.ofNullable(places.get(MachineName.key(machine))).map(place -> entries[place].line());
    }

    /** Every line, in no order. */
    public void lines(Consumer<MachineSummary> to) {
        for (Entry entry : now()) {
            to.accept(entry.line());
        }
    }

    /** Another number after each change of a line. */
    public long revision() {
        return revision;
    }

    /** How many machines are registered. */
    public int size() {
        return count;
    }

    /** Names of all sites, products or segments, in order; empty where a machine reports none. */
    public List<String> names(Function<MachineSummary, @Nullable String> of) {
        Set<String> names = new HashSet<>();
        for (Entry entry : now()) {
            names.add(text(of.apply(entry.line())));
        }
        return names.stream().sorted().toList();
    }

    /** What a machine shows for an advisory. */
    public MachineStatus status(MachineSummary line, String advisory, Instant now) {
        return horizon(now).status(line, advisory);
    }

    /** Whether it has not spoken for too long, or what it is judged by is too old. */
    public boolean isSilent(MachineSummary line, Instant now) {
        return horizon(now).isSilent(line);
    }

    /** Whether the evidence that a machine is judged by is known to be too old. */
    public boolean isStale(MachineSummary line, Instant now) {
        return horizon(now).isStale(line);
    }

    private EvidenceAge horizon(Instant now) {
        return EvidenceAge.at(now, silence, stale);
    }

    /** Status of the fleet at a moment, as far as it is kept. */
    Board past(FleetStore store, String advisory, Instant at) {
        var then = new MachineIndex(silence, stale);
        store.past(
                at,
                past -> then.put(MachineSummary.past(past, line(past.machine()).orElse(null))));
        return then.board(advisory, at);
    }

    /** Status of the fleet for an advisory. */
    public Board board(String advisory, Instant now) {
        EvidenceAge horizon = horizon(now);
        var all = new int[MachineStatus.values().length];
        Map<String, int[]> sites = new HashMap<>();
        Map<String, int[]> products = new HashMap<>();
        Map<String, int[]> segments = new HashMap<>();
        IdentityHashMap<List<Kb>, int[]> needs = new IdentityHashMap<>();
        for (Entry entry : now()) {
            MachineSummary line = entry.line();
            MachineStatus status = horizon.status(line, advisory);
            all[status.ordinal()]++;
            MachineRanking.count(sites, line.site(), status);
            MachineRanking.count(products, line.product(), status);
            MachineRanking.count(segments, line.segment(), status);
            if (status == MachineStatus.VULNERABLE || status == MachineStatus.UNKNOWN) {
                needs.computeIfAbsent(line.needs(), k -> new int[1])[0]++;
            }
        }
        return new Board(
                advisory,
                now,
                StatusTally.of(all),
                groups(sites),
                groups(products),
                groups(segments),
                MachineRanking.mostWanted(needs));
    }

    /** Machines that match, in order, from an offset. */
    public Page search(Query query, Instant now) {
        return search(query, now, line -> true);
    }

    /** The same, of those that something else knows of; it is asked last. */
    public Page search(Query query, Instant now, Predicate<MachineSummary> only) {
        String site = query.site() == null ? null : spelling(query.site());
        String[] words = query.text() == null || query.text().isBlank()
                ? new String[0]
                : NameText.fold(query.text()).strip().split("\\s+");
        EvidenceAge horizon = horizon(now);
        // By light first: each is worked out once, and only those that the page shows are put in order.
        List<List<Entry>> byLight = new ArrayList<>();
        for (int i = 0; i < MachineStatus.values().length; i++) {
            byLight.add(new ArrayList<>());
        }
        int total = 0;
        for (Entry entry : now()) {
            MachineStatus status = horizon.status(entry.line(), query.advisory());
            if ((query.status() == null || status == query.status())
                    && matches(entry, query, site, words)
                    && only.test(entry.line())) {
                byLight.get(status.ordinal()).add(entry);
                total++;
            }
        }
        List<Entry> page = query.sort() == Sort.STATUS
                ? worstFirst(query.descending() ? byLight.reversed() : byLight, query)
                : MachineRanking.part(
                        byLight.stream().flatMap(List::stream).toList(), order(query), query.offset(), query.limit());
        return new Page(
                total,
                query.offset(),
                page.stream()
                        .map(entry -> new Found(entry.line(), horizon.status(entry.line(), query.advisory())))
                        .toList());
    }

    private static List<Entry> worstFirst(List<List<Entry>> groups, Query query) {
        List<Entry> page = new ArrayList<>();
        int skip = query.offset();
        for (List<Entry> group : groups) {
            int limit = query.limit() - page.size();
            if (skip < group.size() && limit > 0) {
                page.addAll(MachineRanking.part(group, Comparator.comparing(Entry::key), skip, limit));
            }
            skip = Math.max(0, skip - group.size());
        }
        return page;
    }

    /** The registered machines; readers may see it while it changes. */
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

    private static boolean matches(Entry entry, Query query, @Nullable String site, String[] words) {
        MachineSummary line = entry.line();
        for (String word : words) {
            if (!entry.haystack().contains(word)) {
                return false;
            }
        }
        return (!query.unreadable() || line.unreadable() != null)
                && (site == null || site.equals(line.site()))
                && (query.product() == null || query.product().equals(text(line.product())))
                && (query.segment() == null || query.segment().equals(text(line.segment())));
    }

    private static Comparator<Entry> order(Query query) {
        Comparator<Entry> order = switch (query.sort()) {
            case STATUS -> Comparator.comparing(Entry::key);
            case NAME -> Comparator.comparing(Entry::key);
            case SITE -> Comparator.comparing(e -> e.line().site());
            case PRODUCT -> Comparator.comparing(e -> text(e.line().product()));
            case LAST_SEEN -> Comparator.comparing(e -> e.line().lastSeen());
        };
        return (query.descending() ? order.reversed() : order).thenComparing(Entry::key);
    }

    private static List<Group> groups(Map<String, int[]> counts) {
        return counts.entrySet().stream()
                .map(e -> new Group(e.getKey(), StatusTally.of(e.getValue())))
                .sorted(Group::worstFirst)
                .toList();
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}

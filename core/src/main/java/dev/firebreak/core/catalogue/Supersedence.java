package dev.firebreak.core.catalogue;

import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.advisory.KbSet;
import dev.firebreak.core.advisory.Update;
import dev.firebreak.core.advisory.UpdateKind;
import dev.firebreak.core.advisory.UpdateLine;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which update of one product contains which, made from what feeds say and repaired where they are incomplete, contradict
 * each other or run in circles. An older update never contains a newer one; where that cannot be told, nothing is
 * contained: a machine must not come out as fixed by a mistake in a feed. Immutable once built.
 */
public final class Supersedence {

    /** A feed's word that one update replaces another. */
    public record Replacement(Kb superseded, Kb by) {}

    private final int[] kbs;
    private final int[][] containedDirectly;
    private final BitSet[] contained;
    private final List<SupersedenceRepair> repairs;

    private Supersedence(int[] kbs, int[][] containedDirectly, List<SupersedenceRepair> repairs) {
        this.kbs = kbs;
        this.containedDirectly = containedDirectly;
        this.contained = new BitSet[kbs.length];
        this.repairs = List.copyOf(repairs);
    }

    /** What a compiled index kept: numbers ascending, and for each the indices of those it contains directly. */
    public static Supersedence compiled(int[] kbs, int[][] containedDirectly, List<SupersedenceRepair> repairs) {
        return new Supersedence(kbs, containedDirectly, repairs);
    }

    /**
     * Builds it; the order in which feeds spoke does not matter.
     *
     * @param kbs all updates of the product
     * @param inferred containments nobody said that follow from something else: of two updates, the second has the first;
     *     what is said of one update alone is only named
     * @param carrying its line of rollups or cumulative updates; null where there is none
     * @param securityOnly the line beside it; null where there is none
     */
    public static Supersedence of(
            SortedSet<Kb> kbs,
            Iterable<Replacement> said,
            List<SupersedenceRepair> inferred,
            ReleaseDates published,
            @Nullable UpdateLine carrying,
            @Nullable UpdateLine securityOnly) {
        return new Builder(published, carrying, securityOnly).build(kbs, said, inferred);
    }

    /** All updates it knows, ascending. */
    public int[] numbers() {
        return kbs.clone();
    }

    public int size() {
        return kbs.length;
    }

    /** The update at an index. */
    public Kb kb(int index) {
        return new Kb(kbs[index]);
    }

    /** Position among {@link #numbers}, or -1. */
    public int indexOf(int number) {
        return Math.max(-1, Arrays.binarySearch(kbs, number));
    }

    /** Indices of what the update at this index contains by a word of its own, not through others. */
    public int[] direct(int index) {
        return containedDirectly[index].clone();
    }

    /** Indices of all that it contains, itself among them. Do not change it. */
    public synchronized BitSet contained(int index) {
        BitSet known = contained[index];
        if (known == null) {
            known = new BitSet(kbs.length);
            var open = new java.util.ArrayDeque<Integer>();
            open.push(index);
            while (!open.isEmpty()) {
                int next = open.pop();
                if (!known.get(next)) {
                    known.set(next);
                    for (int older : containedDirectly[next]) {
                        open.push(older);
                    }
                }
            }
            contained[index] = known;
        }
        return known;
    }

    /** Whether the newer update contains the older one; each contains itself. */
    public boolean contains(Kb newer, Kb older) {
        int n = indexOf(newer.number());
        int o = indexOf(older.number());
        return newer.equals(older) || (n >= 0 && o >= 0 && contained(n).get(o));
    }

    /** Every update that contains this one, itself among them. */
    public KbSet carriers(Kb older) {
        int o = indexOf(older.number());
        if (o < 0) {
            return KbSet.of(List.of(older));
        }
        List<Kb> found = new ArrayList<>();
        for (int i = 0; i < kbs.length; i++) {
            if (contained(i).get(o)) {
                found.add(kb(i));
            }
        }
        return KbSet.of(found);
    }

    /** All repairs. */
    public List<SupersedenceRepair> repairs() {
        return repairs;
    }

    private static final class Builder {
        private final ReleaseDates published;
        private final @Nullable UpdateLine carrying;
        /** Place on the carrying line. */
        private final Map<Kb, Integer> onCarrying = new HashMap<>();

        private final SortedSet<Kb> onSecurityOnly = new TreeSet<>();
        private final @Nullable UpdateLine securityOnly;
        /** By the containing update, those it contains. */
        private final TreeMap<Kb, TreeSet<Kb>> edges = new TreeMap<>();

        private final List<SupersedenceRepair> repairs = new ArrayList<>();

        Builder(ReleaseDates published, @Nullable UpdateLine carrying, @Nullable UpdateLine securityOnly) {
            this.published = published;
            this.carrying = carrying;
            this.securityOnly = securityOnly;
            if (carrying != null) {
                carrying.updates().forEach(u -> onCarrying.put(u.kb(), onCarrying.size()));
            }
            if (securityOnly != null) {
                securityOnly.updates().forEach(u -> onSecurityOnly.add(u.kb()));
            }
        }

        Supersedence build(SortedSet<Kb> known, Iterable<Replacement> said, List<SupersedenceRepair> inferred) {
            TreeSet<Kb> all = new TreeSet<>(known);
            for (Replacement s : ordered(said)) {
                all.add(s.superseded());
                all.add(s.by());
                take(s);
            }
            for (SupersedenceRepair repair : inferred) {
                Kb older = repair.kbs().getFirst();
                Kb newer = repair.kbs().getLast();
                if (older.equals(newer)) {
                    repairs.add(repair);
                } else if (!has(newer, older)) {
                    repairs.add(repair);
                    all.addAll(repair.kbs());
                    add(newer, older);
                }
            }
            all.addAll(onCarrying.keySet());
            all.addAll(onSecurityOnly);
            followLine();
            rollupsHaveSecurityOnly();
            int[] numbers = all.stream().mapToInt(Kb::number).toArray();
            breakCycles();
            Map<Kb, Integer> index = new HashMap<>();
            all.forEach(kb -> index.put(kb, index.size()));
            int[][] direct = new int[numbers.length][];
            for (Kb kb : all) {
                direct[index.getOrDefault(kb, 0)] = edges.getOrDefault(kb, new TreeSet<>()).stream()
                        .mapToInt(older -> index.getOrDefault(older, 0))
                        .toArray();
            }
            return new Supersedence(numbers, direct, repairs);
        }

        private static NavigableSet<Replacement> ordered(Iterable<Replacement> said) {
            NavigableSet<Replacement> ordered =
                    new TreeSet<>(Comparator.comparing(Replacement::superseded).thenComparing(Replacement::by));
            said.forEach(ordered::add);
            return ordered;
        }

        private void take(Replacement s) {
            if (s.by().equals(s.superseded())) {
                return;
            }
            boolean ofMonths = onCarrying.containsKey(s.superseded()) || onSecurityOnly.contains(s.superseded());
            if (onSecurityOnly.contains(s.by()) && ofMonths) {
                repairs.add(SupersedenceRepair.apart(s.superseded(), s.by()));
            } else if (isOlder(s.by(), s.superseded())) {
                repairs.add(SupersedenceRepair.olderOverNewer(s.superseded(), s.by()));
            } else {
                if (datedLater(s.superseded(), s.by())) {
                    repairs.add(SupersedenceRepair.datedBySuccessor(s.superseded(), s.by()));
                }
                add(s.by(), s.superseded());
            }
        }

        private boolean datedLater(Kb superseded, Kb by) {
            Optional<LocalDate> one = published.on(superseded);
            Optional<LocalDate> other = published.on(by);
            return one.isPresent() && other.isPresent() && one.get().isAfter(other.get());
        }

        private void add(Kb by, Kb superseded) {
            edges.computeIfAbsent(by, kb -> new TreeSet<>()).add(superseded);
        }

        private boolean has(Kb by, Kb superseded) {
            return edges.getOrDefault(by, new TreeSet<>()).contains(superseded);
        }

        /**
         * Whether the first came out before the second. A feed's date may be that of a later revision, so where it is all
         * there is, the number has to say the same.
         */
        private boolean isOlder(Kb first, Kb second) {
            int firstPlace = place(first);
            int secondPlace = place(second);
            if (firstPlace >= 0 && secondPlace >= 0) {
                return firstPlace < secondPlace;
            }
            Optional<LocalDate> a = published.on(first);
            Optional<LocalDate> b = published.on(second);
            if (a.isEmpty() || b.isEmpty() || !a.get().isBefore(b.get())) {
                return false;
            }
            boolean sure = published.isSure(first) && published.isSure(second);
            return sure || first.number() < second.number();
        }

        private int place(Kb kb) {
            return onCarrying.getOrDefault(kb, -1);
        }

        private void followLine() {
            if (carrying == null) {
                return;
            }
            @Nullable Kb before = null;
            for (Update update : carrying.updates()) {
                // Optional rollups of before the line became one carry nothing by rule.
                if (update.kind() == UpdateKind.STANDALONE) {
                    continue;
                }
                if (before != null && !has(update.kb(), before)) {
                    repairs.add(SupersedenceRepair.lineContinues(before, update.kb()));
                    add(update.kb(), before);
                }
                before = update.kb();
            }
        }

        private void rollupsHaveSecurityOnly() {
            if (carrying == null || securityOnly == null) {
                return;
            }
            for (Update own : securityOnly.updates()) {
                LocalDate month = own.published();
                Optional<Update> rollup = carrying.updates().stream()
                        .filter(u -> u.kind() == UpdateKind.MONTHLY_ROLLUP && month != null && u.published() != null)
                        .filter(u -> u.published() != null && !u.published().isBefore(month))
                        .findFirst();
                if (rollup.isPresent() && !has(rollup.get().kb(), own.kb())) {
                    repairs.add(
                            SupersedenceRepair.rollupHas(own.kb(), rollup.get().kb()));
                    add(rollup.get().kb(), own.kb());
                }
            }
        }

        private void breakCycles() {
            for (List<Kb> circle : CycleFinder.in(edges)) {
                repairs.add(SupersedenceRepair.cycle(circle));
                cut(circle, false);
            }
            // Dates and places on a line may disagree among themselves: then nothing of the circle counts.
            CycleFinder.in(edges).forEach(circle -> cut(circle, true));
        }

        private void cut(List<Kb> circle, boolean whole) {
            for (Kb by : circle) {
                edges.getOrDefault(by, new TreeSet<>())
                        .removeIf(older -> circle.contains(older) && (whole || !surelyNewer(by, older)));
            }
        }

        private boolean surelyNewer(Kb by, Kb older) {
            int a = place(by);
            int b = place(older);
            if (a >= 0 && b >= 0) {
                return a > b;
            }
            Optional<LocalDate> one = published.on(by);
            Optional<LocalDate> other = published.on(older);
            return one.isPresent() && other.isPresent() && one.get().isAfter(other.get());
        }
    }
}

package dev.firebreak.core.assess;

import dev.firebreak.core.advisory.Advisory;
import dev.firebreak.core.advisory.Architecture;
import dev.firebreak.core.advisory.Catalogue;
import dev.firebreak.core.advisory.Hole;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.advisory.Lifecycle.Support;
import dev.firebreak.core.advisory.Product;
import dev.firebreak.core.advisory.Shelf;
import dev.firebreak.core.assess.CatalogueFindings.Draft;
import dev.firebreak.core.assess.Standing.Of;
import dev.firebreak.core.inventory.Snapshot;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Holds machines against the whole catalogue. Machines in one patch state are worked out once; serves many threads. */
final class Exposures {

    /** Answers kept, a power of two: a fleet has few patch states, and one that has many must not fill the memory. */
    private static final int KEPT = 1 << 12;

    private final Catalogue catalogue;
    private final List<Advisory> ours;
    private final CatalogueFindings told;
    private final LocalDate asOf;
    private final Answer[] kept = new Answer[KEPT];
    private final Map<Shelf.Key, Digest> digests = new HashMap<>();
    private final Map<Shelf.Key, Optional<Shelf>> shelves = new HashMap<>();

    Exposures(Catalogue catalogue, List<Advisory> ours, CatalogueFindings told, LocalDate asOf) {
        this.ours = List.copyOf(ours);
        this.catalogue = catalogue;
        this.told = told;
        this.asOf = asOf;
    }

    /**
     * What was worked out for a patch state. Immutable, so a thread that sees it sees all of it.
     */
    record Answer(PatchState state, Exposure exposure, List<Draft> drafts) {}

    /**
     * The answer; nothing where the product is not known or no feed speaks of it.
     *
     * @param proven advisories of ours that came out green, a bit each: they know more evidence than a list
     */
    Optional<Answer> of(Snapshot snapshot, Identity identity, Support support, long proven) {
        Product product = identity.product();
        if (product == null || identity.candidates().size() != 1 || identity.contradictory()) {
            return Optional.empty();
        }
        @Nullable Architecture architecture = architecture(product, identity);
        if (architecture == null) {
            return Optional.empty();
        }
        return shelf(product, architecture)
                .map(shelf -> of(PatchState.of(snapshot, product, shelf, proven, support), product));
    }

    /** Which updates of a list can change the answer: those that the shelf of the product holds. */
    IntPredicate matter(Identity identity) {
        Product product = identity.product();
        @Nullable Architecture architecture = product == null ? null : architecture(product, identity);
        if (product == null || architecture == null) {
            return kb -> false;
        }
        return shelf(product, architecture)
                .<IntPredicate>map(shelf -> kb -> shelf.order().indexOf(kb) >= 0)
                .orElse(kb -> false);
    }

    private static @Nullable Architecture architecture(Product product, Identity identity) {
        if (identity.architecture() != null) {
            return identity.architecture();
        }
        return product.architectures().size() == 1
                ? product.architectures().iterator().next()
                : null;
    }

    private Optional<Shelf> shelf(Product product, Architecture architecture) {
        Shelf.Key key = new Shelf.Key(product.id(), architecture);
        synchronized (shelves) {
            return shelves.computeIfAbsent(key, catalogue::shelf);
        }
    }

    private Digest digest(Shelf shelf, Product product) {
        synchronized (digests) {
            return digests.computeIfAbsent(shelf.key(), key -> new Digest(shelf, product, asOf));
        }
    }

    private Answer of(PatchState state, Product product) {
        int slot = spread(state.hashCode()) & (KEPT - 1);
        // A race only means that two threads work out the same.
        Answer known = kept[slot];
        if (known != null && known.state().equals(state)) {
            return known;
        }
        Answer made = workOut(state, product);
        kept[slot] = made;
        return made;
    }

    private static int spread(int hash) {
        int mixed = hash * 0x9E3779B9;
        return mixed ^ (mixed >>> 15);
    }

    private Answer workOut(PatchState state, Product product) {
        Shelf shelf = state.shelf();
        Digest digest = digest(shelf, product);
        Standing standing = new Standing(state, digest, asOf);
        TreeMap<Integer, Of> worst = new TreeMap<>();
        List<Hole> open = new ArrayList<>();
        List<Hole> conditional = new ArrayList<>();
        BitSet strays = new BitSet();
        BitSet proven = proven(state.proven());
        for (Hole hole : shelf.holes()) {
            if (!standing.isKnown(hole, catalogue)) {
                continue;
            }
            boolean isProven = IntStream.of(hole.cves()).allMatch(proven::get);
            Of of = isProven ? Of.CLOSED : standing.of(hole);
            switch (of) {
                case OPEN -> open.add(hole);
                case ONLY_IF_INSTALLED -> conditional.add(hole);
                case UNCONFIRMED -> named(hole, strays);
                case CLOSED, UNKNOWN -> {}
            }
            for (int cve : hole.cves()) {
                worst.merge(cve, of, (a, b) -> a.compareTo(b) >= 0 ? a : b);
            }
        }
        proven.stream().filter(worst::containsKey).forEach(cve -> worst.put(cve, Of.CLOSED));
        shown(state, worst);
        Map<Of, List<Integer>> cves = new EnumMap<>(Of.class);
        for (Of of : Of.values()) {
            cves.put(of, new ArrayList<>());
        }
        worst.forEach((cve, of) -> cves.getOrDefault(of, new ArrayList<>()).add(cve));
        UpdatePlan plan = UpdatePlan.of(open, standing, shelf, digest, catalogue);
        Exposure exposure = exposure(plan, cves, strays, conditional, shelf, digest);
        return new Answer(state, exposure, told.drafts(state, plan, cves, exposure, standing.newestOnLine(), product));
    }

    private BitSet proven(long advisories) {
        BitSet cves = new BitSet();
        for (int i = 0; i < ours.size() && i < Long.SIZE; i++) {
            if ((advisories >> i & 1) != 0) {
                ours.get(i).cves().stream()
                        .map(catalogue::indexOf)
                        .filter(c -> c >= 0)
                        .forEach(cves::set);
            }
        }
        return cves;
    }

    /** A machine that shows a hole on the network has it, whatever its lists say. */
    private void shown(PatchState state, TreeMap<Integer, Of> worst) {
        if (!state.shown().isEmpty()) {
            for (String id : state.shown().split(" ")) {
                int cve = catalogue.indexOf(id);
                if (cve >= 0) {
                    worst.put(cve, Of.OPEN);
                }
            }
        }
    }

    private static void named(Hole hole, BitSet updates) {
        for (int[] part : hole.parts()) {
            for (int kb : part) {
                updates.set(kb);
            }
        }
    }

    private Exposure exposure(
            UpdatePlan plan,
            Map<Of, List<Integer>> cves,
            BitSet strays,
            List<Hole> conditional,
            Shelf shelf,
            Digest digest) {
        List<Integer> open = cves.getOrDefault(Of.OPEN, List.of());
        return new Exposure(
                plan.steps().stream().map(s -> shelf.order().kb(s.kb())).toList(),
                plan.atLeast(),
                open.size(),
                (int) open.stream().filter(c -> catalogue.cve(c).isExploited()).count(),
                cves.getOrDefault(Of.CLOSED, List.of()).size(),
                cves.getOrDefault(Of.UNKNOWN, List.of()).size(),
                cves.getOrDefault(Of.UNCONFIRMED, List.of()).size(),
                strays.stream().mapToObj(shelf.order()::kb).toList(),
                conditionals(conditional, shelf, digest));
    }

    private static List<Exposure.Conditional> conditionals(List<Hole> holes, Shelf shelf, Digest digest) {
        TreeMap<Integer, TreeSet<Integer>> cves = new TreeMap<>();
        TreeMap<Integer, TreeSet<Kb>> updates = new TreeMap<>();
        for (Hole hole : holes) {
            TreeSet<Integer> own = cves.computeIfAbsent(hole.component(), c -> new TreeSet<>());
            for (int cve : hole.cves()) {
                own.add(cve);
            }
            for (int[] part : hole.parts()) {
                digest.newest.stream()
                        .filter(kb -> UpdatePlan.closes(shelf, kb, part))
                        .findFirst()
                        .ifPresent(kb -> updates.computeIfAbsent(hole.component(), c -> new TreeSet<>())
                                .add(shelf.order().kb(kb)));
            }
        }
        List<Exposure.Conditional> all = new ArrayList<>();
        cves.forEach((component, own) -> all.add(new Exposure.Conditional(
                shelf.components().get(component),
                own.size(),
                List.copyOf(updates.getOrDefault(component, new TreeSet<>())))));
        return all;
    }
}

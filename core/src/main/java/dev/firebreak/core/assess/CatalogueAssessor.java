package dev.firebreak.core.assess;

import dev.firebreak.core.advisory.Advisory;
import dev.firebreak.core.advisory.Architecture;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.advisory.Lifecycle.Support;
import dev.firebreak.core.advisory.Product;
import dev.firebreak.core.assess.CatalogueFindings.Draft;
import dev.firebreak.core.catalogue.Catalogue;
import dev.firebreak.core.catalogue.ProductUpdates;
import dev.firebreak.core.catalogue.Vulnerability;
import dev.firebreak.core.exposure.ExposureCounts;
import dev.firebreak.core.exposure.PatchState;
import dev.firebreak.core.exposure.ProductDigest;
import dev.firebreak.core.exposure.RelevantUpdates;
import dev.firebreak.core.exposure.Servicing;
import dev.firebreak.core.exposure.UpdatePlan;
import dev.firebreak.core.exposure.VulnerabilityStates;
import dev.firebreak.core.exposure.VulnerabilityStates.VulnerabilityState;
import dev.firebreak.core.inventory.Snapshot;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Holds machines against the whole catalogue. Machines in one patch state are worked out once; serves many threads. */
final class CatalogueAssessor {

    /** Answers kept, a power of two: a fleet has few patch states, and one that has many must not fill the memory. */
    private static final int KEPT = 1 << 12;

    private final Catalogue catalogue;

    /** CVEs of each of our own advisories, and those that are exploited: indices of the catalogue's. */
    private final BitSet[] ours;

    private final BitSet exploited = new BitSet();
    private final CatalogueFindings told;
    private final LocalDate asOf;
    private final Answer[] kept = new Answer[KEPT];
    private final Map<ProductUpdates.Key, ProductDigest> digests = new HashMap<>();
    private final Map<ProductUpdates.Key, Optional<ProductUpdates>> shelves = new HashMap<>();

    CatalogueAssessor(Catalogue catalogue, List<Advisory> ours, CatalogueFindings told, LocalDate asOf) {
        this.catalogue = catalogue;
        this.ours = ours.stream().map(this::indices).toArray(BitSet[]::new);
        for (int cve = 0; cve < catalogue.cves().size(); cve++) {
            exploited.set(cve, catalogue.cve(cve).isExploited());
        }
        this.told = told;
        this.asOf = asOf;
    }

    private BitSet indices(Advisory advisory) {
        BitSet cves = new BitSet();
        advisory.cves().stream()
                .mapToInt(catalogue::indexOf)
                .filter(c -> c >= 0)
                .forEach(cves::set);
        return cves;
    }

    /**
     * What was worked out for a patch state. Immutable, so a thread that sees it sees all of it.
     */
    record Answer(PatchState state, ExposureCounts exposure, List<Draft> drafts) {}

    /**
     * The answer; nothing where the product is not known or no feed mentions it.
     *
     * @param proven advisories of ours that came out green, a bit each: they know more evidence than a list
     */
    Optional<Answer> of(
            Snapshot snapshot, ProductIdentity identity, Support support, Servicing servicing, long proven) {
        Product product = identity.product();
        if (product == null || identity.candidates().size() != 1 || identity.contradictory()) {
            return Optional.empty();
        }
        @Nullable Architecture architecture = architecture(product, identity);
        if (architecture == null) {
            return Optional.empty();
        }
        return shelf(product, architecture)
                .map(shelf -> of(PatchState.of(snapshot, product, shelf, proven, support, servicing), product));
    }

    /** Updates that can change the answer: those of the product. */
    RelevantUpdates.ListedUpdates matter(ProductIdentity identity) {
        Product product = identity.product();
        @Nullable Architecture architecture = product == null ? null : architecture(product, identity);
        if (product == null || architecture == null) {
            return RelevantUpdates.ListedUpdates.NONE;
        }
        return shelf(product, architecture)
                .<RelevantUpdates.ListedUpdates>map(shelf -> digest(shelf, product))
                .orElse(RelevantUpdates.ListedUpdates.NONE);
    }

    private static @Nullable Architecture architecture(Product product, ProductIdentity identity) {
        if (identity.architecture() != null) {
            return identity.architecture();
        }
        return product.architectures().size() == 1
                ? product.architectures().iterator().next()
                : null;
    }

    private Optional<ProductUpdates> shelf(Product product, Architecture architecture) {
        ProductUpdates.Key key = new ProductUpdates.Key(product.id(), architecture);
        synchronized (shelves) {
            return shelves.computeIfAbsent(key, catalogue::productUpdates);
        }
    }

    private ProductDigest digest(ProductUpdates shelf, Product product) {
        synchronized (digests) {
            return digests.computeIfAbsent(shelf.key(), key -> new ProductDigest(shelf, product, asOf));
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
        ProductUpdates shelf = state.productUpdates();
        ProductDigest digest = digest(shelf, product);
        VulnerabilityStates standing = new VulnerabilityStates(state, digest, asOf);
        var cves = new Cves();
        List<UpdatePlan.OpenVulnerability> open = new ArrayList<>();
        List<Integer> conditional = new ArrayList<>();
        BitSet strays = new BitSet();
        BitSet proven = proven(state.proven());
        for (int index = 0; index < shelf.vulnerabilities().size(); index++) {
            Vulnerability hole = shelf.vulnerabilities().get(index);
            if (!standing.isKnown(hole, catalogue)) {
                continue;
            }
            boolean isProven = IntStream.of(hole.cves()).allMatch(proven::get);
            VulnerabilityState of = isProven ? VulnerabilityState.FIXED : standing.of(index);
            switch (of) {
                case VULNERABLE -> open.add(standing.open(index));
                case PART_UNKNOWN -> conditional.add(index);
                case UNCONFIRMED -> named(hole, strays);
                case NOT_APPLICABLE, FIXED, UNKNOWN -> {}
            }
            for (int cve : hole.cves()) {
                cves.stands(cve, of);
            }
        }
        proven.stream().filter(cves.told::get).forEach(cve -> cves.surely(cve, VulnerabilityState.FIXED));
        shown(state, cves);
        cves.sort();
        UpdatePlan plan = UpdatePlan.of(open, digest, exploited);
        ExposureCounts exposure = exposure(plan, cves, strays, conditional, shelf, digest);
        return new Answer(state, exposure, told.drafts(state, plan, cves, exposure, standing, product));
    }

    /** How each CVE stands, by the worst that can be said of it. */
    static final class Cves {
        private final BitSet told = new BitSet();
        private final BitSet[] by = new BitSet[VulnerabilityState.values().length];

        private Cves() {
            Arrays.setAll(by, of -> new BitSet());
        }

        private void stands(int cve, VulnerabilityState of) {
            told.set(cve);
            by[of.ordinal()].set(cve);
        }

        private void surely(int cve, VulnerabilityState of) {
            for (BitSet each : by) {
                each.clear(cve);
            }
            stands(cve, of);
        }

        /** Leaves each CVE under the worst only. */
        private void sort() {
            for (int of = 0; of < by.length; of++) {
                for (int worse = of + 1; worse < by.length; worse++) {
                    by[of].andNot(by[worse]);
                }
            }
        }

        /** Indices of the CVEs that stand so. Do not change it. */
        BitSet of(VulnerabilityState of) {
            return by[of.ordinal()];
        }
    }

    private BitSet proven(long advisories) {
        BitSet cves = new BitSet();
        for (int i = 0; i < ours.length && i < Long.SIZE; i++) {
            if ((advisories >> i & 1) != 0) {
                cves.or(ours[i]);
            }
        }
        return cves;
    }

    /** A machine that shows a hole on the network has it, whatever its lists say. */
    private void shown(PatchState state, Cves cves) {
        if (!state.shown().isEmpty()) {
            for (String id : state.shown().split(" ")) {
                int cve = catalogue.indexOf(id);
                if (cve >= 0) {
                    cves.surely(cve, VulnerabilityState.VULNERABLE);
                }
            }
        }
    }

    private static void named(Vulnerability hole, BitSet updates) {
        for (int[] part : hole.parts()) {
            for (int kb : part) {
                updates.set(kb);
            }
        }
    }

    private ExposureCounts exposure(
            UpdatePlan plan,
            Cves cves,
            BitSet strays,
            List<Integer> conditional,
            ProductUpdates shelf,
            ProductDigest digest) {
        BitSet urgent = (BitSet) cves.of(VulnerabilityState.VULNERABLE).clone();
        urgent.and(exploited);
        return new ExposureCounts(
                plan.steps().stream().map(s -> shelf.order().kb(s.kb())).toList(),
                plan.atLeast(),
                cves.of(VulnerabilityState.VULNERABLE).cardinality(),
                urgent.cardinality(),
                cves.of(VulnerabilityState.FIXED).cardinality(),
                cves.of(VulnerabilityState.UNKNOWN).cardinality(),
                cves.of(VulnerabilityState.UNCONFIRMED).cardinality(),
                cves.of(VulnerabilityState.PART_UNKNOWN).cardinality(),
                strays.stream().mapToObj(shelf.order()::kb).toList(),
                conditionals(conditional, shelf, digest));
    }

    private static List<ExposureCounts.Conditional> conditionals(
            List<Integer> holes, ProductUpdates shelf, ProductDigest digest) {
        TreeMap<Integer, BitSet> cves = new TreeMap<>();
        TreeMap<Integer, TreeSet<Kb>> updates = new TreeMap<>();
        for (int index : holes) {
            Vulnerability hole = shelf.vulnerabilities().get(index);
            BitSet own = cves.computeIfAbsent(hole.component(), c -> new BitSet());
            for (int cve : hole.cves()) {
                own.set(cve);
            }
            TreeSet<Kb> needed = updates.computeIfAbsent(hole.component(), c -> new TreeSet<>());
            for (int part = 0; part < hole.parts().length; part++) {
                BitSet way = digest.ways.get(digest.way(index, part));
                if (!way.isEmpty()) {
                    needed.add(shelf.order().kb(digest.newest.get(way.nextSetBit(0))));
                }
            }
        }
        List<ExposureCounts.Conditional> all = new ArrayList<>();
        cves.forEach((component, own) -> all.add(new ExposureCounts.Conditional(
                shelf.components().get(component),
                own.cardinality(),
                List.copyOf(updates.getOrDefault(component, new TreeSet<>())))));
        return all;
    }
}

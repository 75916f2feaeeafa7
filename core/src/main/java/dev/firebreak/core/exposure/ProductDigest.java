package dev.firebreak.core.exposure;

import dev.firebreak.core.advisory.Build;
import dev.firebreak.core.advisory.Product;
import dev.firebreak.core.advisory.UpdateKind;
import dev.firebreak.core.catalogue.ProductUpdates;
import dev.firebreak.core.catalogue.Vulnerability;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What is computed once for the updates of a product, whatever the machine. Among it, which installed update shows that a program is
 * there: Windows Update brings one for Internet Explorer 11 only to those who have it. An update that is also for Windows
 * itself, or for several versions of a browser, shows nothing.
 */
public final class ProductDigest implements RelevantUpdates.ListedUpdates {

    /** The way of what no update closes. */
    static final int NO_WAY = 0;

    private static final String DOT_NET = ".NET Framework";

    /** So many monthly updates after it, an update beside the line is no longer what Windows Update offers. */
    private static final int MONTHS_LEFT_BEHIND = 2;

    private final BitSet[] shownBy;

    /** Day of the newest update of each program that was out, and of any .NET Framework. */
    private final int[] newestOf;

    private final int newestOfDotNet;

    /** Day of the newest of {@link #bundles} of each component that was out. */
    private final int[] newestBundleOf;

    /** What the last update of the line contains; null where there is no line. */
    private final @Nullable BitSet onTheWayToTheLine;

    private final ProductUpdates productUpdates;

    /** Days of the cumulative updates of second Tuesdays that were out; none where the product has rollups. */
    private final List<Integer> cumulativeDays;

    /** Revisions of the line. */
    final LineRevisions revisions;

    /** Components of which the line brings updates; Flash Player and .NET Framework have updates of their own. */
    private final BitSet served = new BitSet();

    private final Product product;
    private final LocalDate asOf;

    /** Each component as a part of Windows, by its index; the first is Windows itself. */
    final List<WindowsPart> parts;

    /** The parts that each update is for. */
    private final List<Set<WindowsPart>> partsOf;

    /**
     * Updates that are named for several versions of which a machine has one: Windows Update installs them as an update of
     * another number for each, and lists hold only that. Not to be listed is no sign of their absence.
     */
    private final BitSet bundles = new BitSet();

    /** Numbers of the shelf's updates, then of those that install or remove a part and are not on it. */
    private final int[] numbers;

    /** Updates to choose from: {@link UpdatePlan#newest}. */
    public final List<Integer> newest;

    /**
     * The ways there are to close something: which of {@link #newest} do. Thousands of parts of holes have some dozens of
     * them; {@link #NO_WAY} is that there is none.
     */
    public final List<BitSet> ways;

    /** The way of each part of each hole, in the order of the shelf. */
    private final int[][] wayOf;

    /** The parts of each hole that were {@link #isLeftBehind}. */
    private final BitSet[] leftBehind;

    /** Day of the newest update on each way. */
    private final int[] newestOn;

    private final BitSet[] waysOf;
    private final BitSet[] contained;

    public ProductDigest(ProductUpdates productUpdates, Product product, LocalDate asOf) {
        this.productUpdates = productUpdates;
        this.product = product;
        this.asOf = asOf;
        this.parts = productUpdates.components().stream().map(WindowsPart::of).toList();
        this.numbers = IntStream.concat(
                        IntStream.of(productUpdates.order().numbers()),
                        ShippedParts.installers().stream()
                                .mapToInt(kb -> kb)
                                .filter(kb -> productUpdates.order().indexOf(kb) < 0))
                .toArray();
        this.contained = new BitSet[productUpdates.order().size()];
        for (int kb = 0; kb < contained.length; kb++) {
            contained[kb] = productUpdates.order().contained(kb);
        }
        this.newest = UpdatePlan.newest(productUpdates, asOf);
        this.onTheWayToTheLine = productUpdates.lastOnLine() < 0 ? null : contained[productUpdates.lastOnLine()];
        int size = productUpdates.order().size();
        this.cumulativeDays = IntStream.range(0, size)
                .filter(kb -> productUpdates.kinds()[kb] == UpdateKind.CUMULATIVE
                        && productUpdates.outOn(kb, asOf)
                        && UpdatePlan.isPatchTuesday(productUpdates, kb))
                .map(kb -> productUpdates.days()[kb])
                .boxed()
                .toList();
        this.revisions = new LineRevisions(productUpdates, contained);
        this.newestOf = new int[productUpdates.components().size()];
        Arrays.fill(newestOf, ProductUpdates.NO_DAY);
        this.newestBundleOf = newestOf.clone();
        BitSet[] named = new BitSet[size];
        for (Vulnerability vulnerability : productUpdates.vulnerabilities()) {
            for (int[] part : vulnerability.parts()) {
                for (int kb : part) {
                    if (named[kb] == null) {
                        named[kb] = new BitSet();
                    }
                    named[kb].set(vulnerability.component());
                    if (onTheWayToTheLine != null && onTheWayToTheLine.get(kb)) {
                        served.set(vulnerability.component());
                    }
                    if (productUpdates.outOn(kb, asOf)) {
                        newestOf[vulnerability.component()] = Math.max(
                                newestOf[vulnerability.component()],
                                productUpdates.days()[kb]);
                    }
                }
            }
        }
        shownBy = new BitSet[size];
        for (int kb = 0; kb < size; kb++) {
            shownBy[kb] = new BitSet();
            if (productUpdates.onLine(kb)) {
                continue;
            }
            BitSet within = contained[kb];
            for (int older = within.nextSetBit(0); older >= 0; older = within.nextSetBit(older + 1)) {
                BitSet of = named[older];
                if (of != null && !of.get(0) && isOneProgram(of)) {
                    shownBy[kb].or(of);
                }
            }
        }
        this.partsOf = new ArrayList<>();
        for (int kb = 0; kb < size; kb++) {
            BitSet own = named[kb] == null || shownBy[kb].isEmpty() ? new BitSet() : named[kb];
            partsOf.add(own.isEmpty() ? merged(shownBy[kb]) : merged(own));
            bundles.set(kb, isWholeSystem() && named[kb] != null && isBundle(named[kb]));
            if (bundles.get(kb) && productUpdates.outOn(kb, asOf)) {
                for (int c = named[kb].nextSetBit(0); c >= 0; c = named[kb].nextSetBit(c + 1)) {
                    newestBundleOf[c] =
                            Math.max(newestBundleOf[c], productUpdates.days()[kb]);
                }
            }
        }
        Map<BitSet, Integer> known = new LinkedHashMap<>();
        known.put(new BitSet(), NO_WAY);
        this.wayOf = new int[productUpdates.vulnerabilities().size()][];
        this.leftBehind = new BitSet[wayOf.length];
        this.newestOfDotNet = newestOfDotNet();
        for (int index = 0; index < wayOf.length; index++) {
            Vulnerability vulnerability = productUpdates.vulnerabilities().get(index);
            wayOf[index] = new int[vulnerability.parts().length];
            leftBehind[index] = new BitSet();
            for (int part = 0; part < vulnerability.parts().length; part++) {
                wayOf[index][part] = known.computeIfAbsent(closing(vulnerability.parts()[part]), way -> known.size());
                leftBehind[index].set(
                        part,
                        vulnerability.component() == 0
                                && isLeftBehind(vulnerability.parts()[part]));
            }
        }
        this.ways = List.copyOf(known.keySet());
        this.newestOn = ways.stream()
                .mapToInt(way -> way.stream()
                        .map(chosen -> productUpdates.days()[newest.get(chosen)])
                        .max()
                        .orElse(ProductUpdates.NO_DAY))
                .toArray();
        this.waysOf = new BitSet[newest.size()];
        Arrays.setAll(waysOf, chosen -> new BitSet());
        for (int way = 0; way < ways.size(); way++) {
            int index = way;
            ways.get(way).stream().forEach(chosen -> waysOf[chosen].set(index));
        }
    }

    private BitSet closing(int[] part) {
        BitSet closing = new BitSet();
        for (int i = 0; i < newest.size(); i++) {
            for (int older : part) {
                if (contained[newest.get(i)].get(older)) {
                    closing.set(i);
                }
            }
        }
        return closing;
    }

    /** Index of the way to close that part of that hole: which of {@link #ways}. */
    public int way(int vulnerability, int part) {
        return wayOf[vulnerability][part];
    }

    /** Which of {@link #ways} one of {@link #newest} is on. Do not change it. */
    BitSet waysOf(int chosen) {
        return waysOf[chosen];
    }

    /** Indices of all that an update contains, itself among them. Do not change it. */
    BitSet contained(int kb) {
        return contained[kb];
    }

    @Override
    public int[] numbers() {
        return numbers;
    }

    @Override
    public boolean makesNeedless(int newer, int older) {
        if (newer == older || Math.max(newer, older) >= contained.length) {
            return false;
        }
        if (!contained[newer].get(older) || contained[older].get(newer)) {
            return false;
        }
        // A newer one that a restart has not brought into effect yet brings nothing; what has a revision waits as well.
        boolean alike = productUpdates.revisions()[newer] == Build.NO_REVISION
                || productUpdates.revisions()[older] != Build.NO_REVISION;
        boolean later = !productUpdates.onLine(older)
                || (productUpdates.onLine(newer)
                        && productUpdates.places()[newer] > productUpdates.places()[older]);
        return alike && later && showsNoMore(older, newer);
    }

    private boolean showsNoMore(int kb, int than) {
        if (shownBy[kb].isEmpty()) {
            return true;
        }
        BitSet more = (BitSet) shownBy[kb].clone();
        more.andNot(shownBy[than]);
        return more.isEmpty()
                && partsOf.get(kb).stream()
                        .allMatch(part -> partsOf.get(than).stream().anyMatch(other -> other.isNoOlder(part)));
    }

    /** The components as parts; versions of which a machine has one as one part with all of them. */
    private Set<WindowsPart> merged(BitSet components) {
        Set<WindowsPart> merged = new LinkedHashSet<>();
        Map<WindowsPart.Family, TreeSet<Integer>> oneVersion = new EnumMap<>(WindowsPart.Family.class);
        components.stream().filter(c -> c > 0).mapToObj(parts::get).forEach(part -> {
            if (part.family().isOneVersion()) {
                oneVersion.computeIfAbsent(part.family(), f -> new TreeSet<>()).addAll(part.versions());
            } else {
                merged.add(part);
            }
        });
        oneVersion.forEach((family, versions) -> merged.add(new WindowsPart(family, "", versions)));
        return merged;
    }

    private boolean isBundle(BitSet components) {
        List<WindowsPart> four = components.stream()
                .filter(c -> c > 0)
                .mapToObj(parts::get)
                .filter(part -> part.family() == WindowsPart.Family.DOT_NET_4)
                .toList();
        return four.stream()
                .anyMatch(a -> four.stream().anyMatch(b -> Collections.disjoint(a.versions(), b.versions())));
    }

    /** Whether each update that closes it is such that lists may hold others in its place, or older than one that is. */
    boolean isBundled(int component, int[] part) {
        return newestBundleOf[component] != ProductUpdates.NO_DAY
                && part.length > 0
                && IntStream.of(part)
                        .allMatch(kb -> bundles.get(kb)
                                || (productUpdates.days()[kb] != ProductUpdates.NO_DAY
                                        && productUpdates.days()[kb] <= newestBundleOf[component]));
    }

    private boolean isWholeSystem() {
        return IntStream.range(0, productUpdates.kinds().length)
                .anyMatch(kb -> productUpdates.kinds()[kb] == UpdateKind.CUMULATIVE);
    }

    /** The parts that this update is for. */
    Set<WindowsPart> partsOf(int kb) {
        return partsOf.get(kb);
    }

    /** Which parts a machine has. */
    PartPresence presence(PatchState state, Set<WindowsPart> shown, int newestDayOnLine) {
        return new PartPresence(
                product,
                productUpdates.architecture(),
                asOf,
                state.observations(),
                state.installers(),
                shown,
                newestDayOnLine);
    }

    /** Whether no feed links it to the line of rollups that the product has. */
    boolean isStray(int kb) {
        return onTheWayToTheLine != null
                && !onTheWayToTheLine.get(kb)
                && productUpdates.kinds()[kb] == UpdateKind.STANDALONE;
    }

    /** Whether what is fixed in it may come with a rollup: Windows itself, Internet Explorer. */
    boolean isServedByTheLine(int component) {
        return component == 0
                || served.get(component)
                || (onTheWayToTheLine != null && parts.get(component).family().isServedByRollups());
    }

    /**
     * Whether updates of a program end a chain that no feed links to its newer ones: who has the newer, or gets it, most
     * likely has these.
     */
    boolean isSuperseded(int vulnerability, int part) {
        int component = productUpdates.vulnerabilities().get(vulnerability).component();
        return component != 0 && isBehind(wayOf[vulnerability][part], newestOf[component]);
    }

    /**
     * The same, among all versions of a program: an update for several versions of .NET Framework shows that one of them is
     * there, not which, and the newest of them is what machines have.
     */
    boolean isSupersededInItsFamily(int vulnerability, int part) {
        int component = productUpdates.vulnerabilities().get(vulnerability).component();
        return isBehind(wayOf[vulnerability][part], isDotNet(component) ? newestOfDotNet : newestOf[component]);
    }

    private boolean isBehind(int way, int day) {
        return way == NO_WAY || newestOn[way] < day;
    }

    private int newestOfDotNet() {
        return IntStream.range(0, newestOf.length)
                .filter(this::isDotNet)
                .map(c -> newestOf[c])
                .max()
                .orElse(ProductUpdates.NO_DAY);
    }

    private boolean isDotNet(int component) {
        return productUpdates.components().get(component).contains(DOT_NET);
    }

    /**
     * Whether updates beside a cumulative line were left behind by it: it has gone on for months since, and no feed says
     * what became of them. A newer servicing stack or a later cumulative update most likely has them; Windows Update offers
     * such an update to nobody, whatever else is installed.
     */
    boolean isLeftBehind(int vulnerability, int part) {
        return leftBehind[vulnerability].get(part);
    }

    private boolean isLeftBehind(int[] part) {
        for (int kb : part) {
            if (!isStray(kb)
                    || productUpdates.days()[kb] == ProductUpdates.NO_DAY
                    || monthsSince(productUpdates.days()[kb]) < MONTHS_LEFT_BEHIND) {
                return false;
            }
        }
        return part.length > 0;
    }

    private long monthsSince(int day) {
        return cumulativeDays.stream().filter(d -> d > day).count();
    }

    private boolean isOneProgram(BitSet components) {
        return components.cardinality() == 1 || components.stream().allMatch(this::isDotNet);
    }
}

package dev.firebreak.core.exposure;

import dev.firebreak.core.advisory.Build;
import dev.firebreak.core.advisory.KbSet;
import dev.firebreak.core.advisory.Lifecycle.Support;
import dev.firebreak.core.advisory.Product;
import dev.firebreak.core.catalogue.Hotpatches;
import dev.firebreak.core.catalogue.ProductUpdates;
import dev.firebreak.core.exposure.PartPresence.Observation;
import dev.firebreak.core.inventory.Evidence;
import dev.firebreak.core.inventory.Evidence.ComponentObserved;
import dev.firebreak.core.inventory.Evidence.HotfixesListed;
import dev.firebreak.core.inventory.Evidence.LookupFailed;
import dev.firebreak.core.inventory.Evidence.OsObserved;
import dev.firebreak.core.inventory.Evidence.ProbeAnswered;
import dev.firebreak.core.inventory.Snapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which updates of its product a machine has, as far as its evidence tells. Machines in the same state have the same answer.
 *
 * @param installed updates of the product that are listed, ascending indices
 * @param complete whether a whole list was seen, so that what is not listed is not there
 * @param revision revision of the system on the product's branch, or {@link Build#NO_REVISION}
 * @param proven which advisories of ours came out green by their own evidence, a driver's version for one: a bit each
 * @param installers numbers of listed updates that install or remove a part of Windows, ascending
 * @param observations what the machine told about its parts, in order
 * @param shown CVEs a look from the network found open, joined by a space; nearly always empty
 * @param hotpatches whether the machine may have hotpatches
 */
public record PatchState(
        ProductUpdates productUpdates,
        int[] installed,
        boolean complete,
        int revision,
        long proven,
        int[] installers,
        List<Observation> observations,
        String shown,
        Support support,
        Servicing servicing,
        boolean hotpatches) {

    /** ".NET Framework 4.8.1"; a build such as 4.8.04084 is no such version. */
    private static final Pattern OF_DOT_NET = Pattern.compile("\\d(\\.\\d){0,2}");

    private static final Pattern FIRST_NUMBER = Pattern.compile("(\\d{1,2})(\\.\\d+){0,3}");

    public static PatchState of(
            Snapshot snapshot,
            Product product,
            ProductUpdates productUpdates,
            long proven,
            Support support,
            Servicing servicing) {
        KbSet listed = KbSet.EMPTY;
        boolean complete = false;
        TreeSet<String> shown = new TreeSet<>();
        TreeSet<Observation> observations = new TreeSet<>();
        List<Evidence.Contested> contests = new ArrayList<>();
        int revision = Build.NO_REVISION;
        boolean hotpatches = false;
        for (Evidence evidence : snapshot.evidence()) {
            switch (evidence) {
                case HotfixesListed list -> {
                    listed = listed.isEmpty() ? list.ids() : listed.or(list.ids());
                    complete |= list.complete();
                }
                case OsObserved os -> {
                    hotpatches |= Hotpatches.mayBeOn(product.nt(), os.caption());
                    // Two revisions told: the lower one is what surely runs.
                    if (os.build().hasRevision() && isBranchOf(os.build(), product)) {
                        int told = os.build().revision();
                        revision = revision == Build.NO_REVISION ? told : Math.min(revision, told);
                    }
                }
                case ProbeAnswered probe -> {
                    if (probe.vulnerable()) {
                        shown.addAll(probe.advisories());
                    }
                }
                case Evidence.FileObserved file -> {} // a file tells of the advisories we ship rules for
                case Evidence.SettingObserved setting -> {} // a setting mitigates an advisory, it fixes nothing
                case Evidence.IndicatorObserved trace -> {}
                case ComponentObserved component -> observations.add(observation(component));
                case Evidence.LanguageObserved language -> {}
                case LookupFailed look -> {}
                case Evidence.Contested contest -> contests.add(contest);
            }
        }
        for (Evidence.Contested contest : contests) {
            for (Evidence other : contest.alternative()) {
                if (other instanceof ProbeAnswered probe && probe.vulnerable()) {
                    shown.addAll(probe.advisories());
                }
            }
            if (contest.isOfLists()) {
                // What only one source lists may not be there, and what one lacks may.
                complete = false;
                listed = listed.and(contest.alternative().stream()
                        .filter(HotfixesListed.class::isInstance)
                        .map(e -> ((HotfixesListed) e).ids())
                        .reduce(KbSet.EMPTY, KbSet::or));
            }
        }
        return new PatchState(
                productUpdates,
                known(listed, productUpdates),
                complete,
                revision,
                proven,
                listed.numbers()
                        .filter(number -> ShippedParts.installer(number).isPresent())
                        .toArray(),
                List.copyOf(observations),
                shown.stream().collect(Collectors.joining(" ")),
                support,
                servicing,
                hotpatches);
    }

    static Observation observation(ComponentObserved told) {
        WindowsPart named = WindowsPart.of(told.component());
        if (named.family().isOneVersion()) {
            return new Observation(
                    named.family(), named.name(), version(named.family(), told.version()), told.installed());
        }
        // ".NET Framework 3.5": the name has the version, whatever the number of its build is.
        int version = named.versions().isEmpty()
                ? version(named.family(), told.version())
                : named.versions().last();
        return new Observation(named.family(), named.name(), version, told.installed());
    }

    private static int version(WindowsPart.Family family, @Nullable String version) {
        if (version == null) {
            return 0;
        }
        if (family == WindowsPart.Family.DOT_NET_4) {
            return OF_DOT_NET.matcher(version).matches() ? WindowsPart.version(version) : 0;
        }
        Matcher first = FIRST_NUMBER.matcher(version);
        return first.matches() ? WindowsPart.version(first.group(1)) : 0;
    }

    private static boolean isBranchOf(Build seen, Product product) {
        // Before Windows 10 a revision says which files were last replaced, not what came before them.
        return product.nt().major() >= 10 && seen.sameBranch(product.nt());
    }

    private static int[] known(KbSet listed, ProductUpdates productUpdates) {
        return listed.numbers()
                .map(number -> productUpdates.order().indexOf(number))
                .filter(index -> index >= 0)
                .toArray();
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // a catalogue holds the updates of a product once
    public boolean equals(Object other) {
        return other instanceof PatchState that
                && productUpdates == that.productUpdates
                && complete == that.complete
                && revision == that.revision
                && proven == that.proven
                && Arrays.equals(installed, that.installed)
                && Arrays.equals(installers, that.installers)
                && observations.equals(that.observations)
                && shown.equals(that.shown)
                && support.equals(that.support)
                && servicing.equals(that.servicing)
                && hotpatches == that.hotpatches;
    }

    @Override
    public int hashCode() {
        int hash = 31 * (31 * Arrays.hashCode(installed) + revision) + Long.hashCode(proven);
        hash = 31 * (31 * hash + Arrays.hashCode(installers)) + observations.hashCode();
        return (31 * hash + shown.hashCode()) * 2 + (complete ? 1 : 0);
    }
}

package dev.firebreak.core.assess;

import dev.firebreak.core.advisory.Build;
import dev.firebreak.core.advisory.KbSet;
import dev.firebreak.core.advisory.Lifecycle.Support;
import dev.firebreak.core.advisory.Product;
import dev.firebreak.core.advisory.Shelf;
import dev.firebreak.core.inventory.Evidence;
import dev.firebreak.core.inventory.Evidence.HotfixesListed;
import dev.firebreak.core.inventory.Evidence.LookFailed;
import dev.firebreak.core.inventory.Evidence.OsSeen;
import dev.firebreak.core.inventory.Evidence.ProbeAnswered;
import dev.firebreak.core.inventory.Snapshot;
import java.util.Arrays;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What of a shelf a machine has, as far as its evidence tells. Machines in the same state have the same answer.
 *
 * @param installed updates of the shelf that are listed, ascending indices
 * @param complete whether a whole list was seen, so that what is not listed is not there
 * @param revision revision of the system on the product's branch, or {@link Build#NO_REVISION}
 * @param proven which advisories of ours came out green by their own evidence, a driver's version for one: a bit each
 * @param shown CVEs a look from the network found open, joined by a space; nearly always empty
 */
record PatchState(
        Shelf shelf, int[] installed, boolean complete, int revision, long proven, String shown, Support support) {

    static PatchState of(Snapshot snapshot, Product product, Shelf shelf, long proven, Support support) {
        KbSet listed = KbSet.EMPTY;
        boolean complete = false;
        TreeSet<String> shown = new TreeSet<>();
        int revision = Build.NO_REVISION;
        for (Evidence evidence : snapshot.evidence()) {
            switch (evidence) {
                case HotfixesListed list -> {
                    listed = listed.isEmpty() ? list.ids() : listed.or(list.ids());
                    complete |= list.complete();
                }
                case OsSeen os -> {
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
                case Evidence.FileSeen file -> {} // a file tells of the advisories we ship rules for
                case Evidence.Smb1Seen smb1 -> {}
                case Evidence.LanguageSeen language -> {}
                case LookFailed look -> {}
            }
        }
        return new PatchState(
                shelf,
                known(listed, shelf),
                complete,
                revision,
                proven,
                shown.stream().collect(Collectors.joining(" ")),
                support);
    }

    private static boolean isBranchOf(Build seen, Product product) {
        // Before Windows 10 a revision says which files were last replaced, not what came before them.
        return product.nt().major() >= 10 && seen.sameBranch(product.nt());
    }

    private static int[] known(KbSet listed, Shelf shelf) {
        return listed.numbers()
                .map(number -> shelf.order().indexOf(number))
                .filter(index -> index >= 0)
                .toArray();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PatchState that
                && shelf == that.shelf
                && complete == that.complete
                && revision == that.revision
                && proven == that.proven
                && Arrays.equals(installed, that.installed)
                && shown.equals(that.shown)
                && support.equals(that.support);
    }

    @Override
    public int hashCode() {
        int hash = 31 * (31 * Arrays.hashCode(installed) + revision) + Long.hashCode(proven);
        return (31 * hash + shown.hashCode()) * 2 + (complete ? 1 : 0);
    }
}

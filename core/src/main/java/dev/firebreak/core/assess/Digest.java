package dev.firebreak.core.assess;

import dev.firebreak.core.advisory.Hole;
import dev.firebreak.core.advisory.Shelf;
import dev.firebreak.core.advisory.UpdateKind;
import java.time.LocalDate;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is worked out once for a shelf, whatever the machine. Among it, which installed update shows that a program is
 * there: Windows Update brings one for Internet Explorer 11 only to those who have it. An update that is also for Windows
 * itself, or for several versions of a browser, shows nothing.
 */
final class Digest {

    private static final String DOT_NET = ".NET Framework";

    private final BitSet[] shownBy;

    /** Day of the newest update of each program that was out. */
    private final int[] newestOf;

    /** What the last update of the line contains; null where there is no line. */
    private final @Nullable BitSet onTheWayToTheLine;

    private final Shelf shelf;

    /** Updates to choose from: {@link UpdatePlan#newest}. */
    final List<Integer> newest;

    Digest(Shelf shelf, LocalDate asOf) {
        this.shelf = shelf;
        this.newest = UpdatePlan.newest(shelf, asOf);
        this.onTheWayToTheLine = lastOnLine(shelf) < 0 ? null : shelf.order().contained(lastOnLine(shelf));
        int size = shelf.order().size();
        this.newestOf = new int[shelf.components().size()];
        java.util.Arrays.fill(newestOf, Shelf.NO_DAY);
        BitSet[] named = new BitSet[size];
        for (Hole hole : shelf.holes()) {
            for (int[] part : hole.parts()) {
                for (int kb : part) {
                    if (named[kb] == null) {
                        named[kb] = new BitSet();
                    }
                    named[kb].set(hole.component());
                    if (shelf.outOn(kb, asOf)) {
                        newestOf[hole.component()] = Math.max(newestOf[hole.component()], shelf.days()[kb]);
                    }
                }
            }
        }
        shownBy = new BitSet[size];
        for (int kb = 0; kb < size; kb++) {
            shownBy[kb] = new BitSet();
            if (shelf.onLine(kb)) {
                continue;
            }
            BitSet within = shelf.order().contained(kb);
            for (int older = within.nextSetBit(0); older >= 0; older = within.nextSetBit(older + 1)) {
                BitSet of = named[older];
                if (of != null && !of.get(0) && isOneProgram(of, shelf)) {
                    shownBy[kb].or(of);
                }
            }
        }
    }

    /** Components that this update shows to be there. */
    BitSet shownBy(int kb) {
        return shownBy[kb];
    }

    /** Whether no feed links it to the line of rollups that the product has. */
    boolean isStray(int kb) {
        return onTheWayToTheLine != null && !onTheWayToTheLine.get(kb) && shelf.kinds()[kb] == UpdateKind.STANDALONE;
    }

    /**
     * Whether updates of a program end a chain that no feed links to its newer ones: who has the newer, or gets it, most
     * likely has these.
     */
    boolean isSuperseded(int component, int[] part) {
        if (component == 0) {
            return false;
        }
        for (int kb : newest) {
            boolean reaches = UpdatePlan.closes(shelf, kb, part);
            if (reaches && shelf.days()[kb] >= newestOf[component]) {
                return false;
            }
        }
        return true;
    }

    private static int lastOnLine(Shelf shelf) {
        int last = -1;
        for (int kb = 0; kb < shelf.order().size(); kb++) {
            last = shelf.onLine(kb) && (last < 0 || shelf.places()[kb] > shelf.places()[last]) ? kb : last;
        }
        return last;
    }

    private static boolean isOneProgram(BitSet components, Shelf shelf) {
        return components.cardinality() == 1
                || components.stream().allMatch(c -> shelf.components().get(c).contains(DOT_NET));
    }
}

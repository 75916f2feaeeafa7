package dev.firebreak.core.exposure;

import dev.firebreak.core.advisory.Build;
import dev.firebreak.core.advisory.UpdateKind;
import dev.firebreak.core.catalogue.ProductUpdates;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The revisions to which the updates of a product's line bring the system: what lies between them is a hotpatch's. */
final class LineRevisions {

    private final ProductUpdates productUpdates;
    private final BitSet[] contained;

    /** Cumulative updates of the line whose revision is known. */
    private final List<Integer> cumulatives;

    private final Set<Integer> revisions;

    /** @param contained by update, all that it contains */
    LineRevisions(ProductUpdates productUpdates, BitSet[] contained) {
        this.productUpdates = productUpdates;
        this.contained = contained;
        this.cumulatives = IntStream.range(0, productUpdates.order().size())
                .filter(kb -> productUpdates.kinds()[kb] == UpdateKind.CUMULATIVE && productUpdates.onLine(kb))
                .filter(kb -> productUpdates.revisions()[kb] != Build.NO_REVISION)
                .boxed()
                .toList();
        this.revisions = IntStream.range(0, productUpdates.order().size())
                .filter(productUpdates::onLine)
                .map(kb -> productUpdates.revisions()[kb])
                .boxed()
                .collect(Collectors.toSet());
    }

    /** Index of the cumulative update with the least revision above this one, or -1. */
    int cumulativeAfter(int revision) {
        return cumulatives.stream()
                .filter(kb -> productUpdates.revisions()[kb] > revision)
                .min(Comparator.comparingInt(kb -> productUpdates.revisions()[kb]))
                .orElse(-1);
    }

    /** Index of the first cumulative update that contains this one, or -1. */
    int cumulativeWith(int kb) {
        return cumulatives.stream()
                .filter(cumulative -> contained[cumulative].get(kb))
                .min(Comparator.comparingInt(cumulative -> productUpdates.places()[cumulative]))
                .orElse(-1);
    }

    /** Whether an update of the line brings the system to exactly that revision. */
    boolean has(int revision) {
        return revisions.contains(revision);
    }
}

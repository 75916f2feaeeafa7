package dev.firebreak.core.advisory;

import java.util.Set;

/**
 * Revisions between two cumulative updates that none of the line has: what runs there is a hotpatch, and the revision alone
 * does not tell what it brought.
 *
 * @param above revision of the cumulative update before
 * @param below revision of the one with the fix
 * @param known revisions of the line
 */
public record RevisionGap(int above, int below, Set<Integer> known) {
    public RevisionGap {
        known = Set.copyOf(known);
    }

    /** Whether it is one of them. */
    public boolean holds(int revision) {
        return revision > above && revision < below && !known.contains(revision);
    }
}

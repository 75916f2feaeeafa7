package dev.firebreak.core.exposure;

import dev.firebreak.core.advisory.Kb;
import java.util.List;

/**
 * How one machine stands against the whole catalogue, in numbers of CVEs; each is counted once, by the worst that can be
 * said of it.
 *
 * @param needed the smallest set of updates that closes all that can be closed, the most urgent first
 * @param atLeast no smaller set exists than this many
 * @param open surely open
 * @param exploited of the open ones, those known to be exploited
 * @param closed closed, and something proves it
 * @param unknown nobody can tell from what was collected
 * @param unconfirmed named by old updates only, of which no feed says whether an installed rollup carries them
 * @param partUnknown in parts of Windows, or programs nobody knows, of which nothing tells whether they are there
 * @param unconfirmedUpdates those updates
 * @param onlyIfInstalled those parts, with what each would need
 */
public record ExposureCounts(
        List<Kb> needed,
        int atLeast,
        int open,
        int exploited,
        int closed,
        int unknown,
        int unconfirmed,
        int partUnknown,
        List<Kb> unconfirmedUpdates,
        List<Conditional> onlyIfInstalled) {

    public ExposureCounts {
        needed = List.copyOf(needed);
        unconfirmedUpdates = List.copyOf(unconfirmedUpdates);
        onlyIfInstalled = List.copyOf(onlyIfInstalled);
    }

    /** A part of which nothing tells whether it is there: what it would need if it were. */
    public record Conditional(String component, int cves, List<Kb> updates) {
        public Conditional {
            updates = List.copyOf(updates);
        }
    }
}

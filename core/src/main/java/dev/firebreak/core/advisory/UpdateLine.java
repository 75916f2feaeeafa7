package dev.firebreak.core.advisory;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * Updates of one product that follow one another, each carrying all before it: monthly rollups of Windows 7, cumulative
 * updates of one Windows 10 version. Lines of security-only updates are lines by order, not by content.
 *
 * @param updates in order of release
 */
public record UpdateLine(String id, List<Update> updates) {

    public UpdateLine {
        updates = List.copyOf(updates);
    }

    /** Position of an update on this line, or -1. */
    public int indexOf(Kb kb) {
        for (int i = 0; i < updates.size(); i++) {
            if (updates.get(i).kb().number() == kb.number()) {
                return i;
            }
        }
        return -1;
    }

    /** This update and all after it; nothing where it is not on the line. */
    public List<Update> from(Kb first) {
        int index = indexOf(first);
        return index < 0 ? List.of() : updates.subList(index, updates.size());
    }

    /** Whether each month's update is the whole system's, so that nothing of the system is fixed beside it for long. */
    public boolean isCumulative() {
        return updates.stream().anyMatch(u -> u.kind() == UpdateKind.CUMULATIVE);
    }

    /** The first cumulative update of that day or after; previews and updates out of band are passed over. */
    public Optional<Update> firstCumulativeFrom(LocalDate day) {
        return updates.stream()
                .filter(u -> u.kind() == UpdateKind.CUMULATIVE
                        && u.published() != null
                        && !u.published().isBefore(day))
                .findFirst();
    }

    /** The last update of these kinds that was out on that day. */
    public Optional<Update> newest(LocalDate day, List<UpdateKind> kinds) {
        return updates.reversed().stream()
                .filter(u -> kinds.contains(u.kind()) && u.outOn(day))
                .findFirst();
    }
}

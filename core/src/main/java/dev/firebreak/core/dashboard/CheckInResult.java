package dev.firebreak.core.dashboard;

import dev.firebreak.core.fleet.CheckInRecords;
import dev.firebreak.core.fleet.MachineSummary;
import dev.firebreak.core.inventory.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The outcome of a check-in. */
public sealed interface CheckInResult {

    /** Kept for good, and judged. */
    record Accepted(CheckInRecords.Outcome outcome, MachineSummary line, List<Problem> problems)
            implements CheckInResult {
        public Accepted {
            problems = List.copyOf(problems);
        }
    }

    /**
     * Nothing in it can be used.
     *
     * @param machine of which that is kept, and which nothing before makes safe any more; null where none is known
     * @param isNew whether the machine's last evidence could be read, or failed for another reason
     */
    record Unreadable(List<Problem> problems, @Nullable String machine, boolean isNew) implements CheckInResult {
        public Unreadable {
            problems = List.copyOf(problems);
        }
    }

    /** It speaks of a machine that the sender is not; nothing was kept. */
    record NotYours(String machine) implements CheckInResult {}

    /** The machine has a token of its own, and is heard by that only; nothing was kept. */
    record Enrolled(String machine) implements CheckInResult {}
}

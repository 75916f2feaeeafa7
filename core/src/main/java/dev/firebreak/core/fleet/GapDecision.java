package dev.firebreak.core.fleet;

import dev.firebreak.core.inventory.MachineName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a person decided about one that is missing or unmanaged: it is a machine that reports, or it does not count. Neither changes a
 * verdict.
 *
 * @param key {@link ExpectedMachine#key} or {@link FleetGaps.Unmanaged#key}
 * @param machine the machine that it is; null where it was dismissed
 * @param reason in the person's words
 */
public record GapDecision(Kind kind, String key, @Nullable String machine, String reason, String by, Instant at) {

    /** What was decided upon. */
    public enum Kind {
        EXPECTED,
        UNMANAGED
    }

    /** Whether it settles the matter: a tie holds only while the machine it names reports. */
    boolean holds(KnownMachines known) {
        return machine == null || known.hasName(MachineName.key(machine));
    }
}

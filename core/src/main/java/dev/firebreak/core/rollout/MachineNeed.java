package dev.firebreak.core.rollout;

import dev.firebreak.core.text.Text;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one machine needs against one advisory.
 *
 * @param site null where unknown
 * @param product name of its Windows; null where not known
 * @param steps packages in the order in which they are installed; the fix last
 * @param none why there is no package at all; null where there are steps
 */
public record MachineNeed(
        String machine,
        @Nullable String site,
        @Nullable String product,
        String advisory,
        List<NeededPackage> steps,
        @Nullable Text none) {
    public MachineNeed {
        steps = List.copyOf(steps);
        if (steps.isEmpty() == (none == null)) {
            throw new IllegalArgumentException("steps, or why there are none");
        }
    }

    /** The same need of another machine of the same kind. */
    public MachineNeed of(String other, @Nullable String itsSite) {
        return new MachineNeed(other, itsSite, product, advisory, steps, none);
    }
}

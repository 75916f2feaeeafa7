package dev.firebreak.core.advisory;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * One update of a line.
 *
 * @param published when it came out; null where no source dates it (previews)
 * @param notBefore where no source dates it, a day before which it was surely not out; else null
 * @param revision revision (UBR) it brings its build to, or {@link Build#NO_REVISION}
 */
public record Update(
        Kb kb,
        UpdateKind kind,
        @Nullable LocalDate published,
        @Nullable LocalDate notBefore,
        int revision) {

    /** Whether it was surely out on that day; what no source dates is never offered. */
    public boolean outOn(LocalDate day) {
        return published != null && !published.isAfter(day);
    }
}

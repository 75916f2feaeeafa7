package dev.firebreak.core.assess;

import dev.firebreak.core.advisory.Lifecycle.Support;
import dev.firebreak.core.exposure.ExposureCounts;
import dev.firebreak.core.inventory.Snapshot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that is to be said of one machine.
 *
 * @param exposure how it stands against the whole catalogue; null where that was not asked, or cannot be told
 */
public record Assessment(
        Snapshot snapshot,
        ProductIdentity identity,
        Support support,
        List<Finding> findings,
        @Nullable ExposureCounts exposure) {
    public Assessment {
        findings = List.copyOf(findings);
    }

    /** One that was not held against the whole catalogue. */
    public Assessment(Snapshot snapshot, ProductIdentity identity, Support support, List<Finding> findings) {
        this(snapshot, identity, support, findings, null);
    }

    /** The worst verdict among the findings. */
    public Verdict.Kind worst() {
        return findings.stream()
                .map(f -> f.verdict().kind())
                .min(Verdict.Kind::compareTo)
                .orElse(Verdict.Kind.UNKNOWN);
    }
}

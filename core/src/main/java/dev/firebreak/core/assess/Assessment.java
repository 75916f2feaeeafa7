package dev.firebreak.core.assess;

import dev.firebreak.core.advisory.Lifecycle.Support;
import dev.firebreak.core.inventory.Snapshot;
import java.util.List;

/** All that is to be said of one machine. */
public record Assessment(Snapshot snapshot, Identity identity, Support support, List<Finding> findings) {
    public Assessment {
        findings = List.copyOf(findings);
    }

    /** The worst verdict among the findings. */
    public Verdict.Kind worst() {
        return findings.stream()
                .map(f -> f.verdict().kind())
                .min(Verdict.Kind::compareTo)
                .orElse(Verdict.Kind.UNKNOWN);
    }
}

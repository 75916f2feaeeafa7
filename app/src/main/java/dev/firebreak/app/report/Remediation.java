package dev.firebreak.app.report;

import dev.firebreak.core.advisory.Language;
import dev.firebreak.core.assess.Action;
import dev.firebreak.core.guidance.Step;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An action in the terms of CSAF.
 *
 * @param category one of the standard's: vendor_fix, mitigation, workaround, none_available
 * @param url where the fix is; null for nowhere
 */
record Remediation(
        String category, String details, @Nullable String url) {

    /** Nothing for what closes no hole: replacing Windows is told elsewhere. */
    static Optional<Remediation> of(Action action, boolean patched, Language language) {
        String said = said(Step.of(action, patched), language);
        return switch (action) {
            case Action.Install install ->
                Optional.of(new Remediation(
                        "vendor_fix",
                        said,
                        install.choice().url() != null ? install.choice().url() : install.search()));
            case Action.Restart r -> Optional.of(new Remediation("vendor_fix", said, null));
            case Action.DisableSmb1 d -> Optional.of(new Remediation("mitigation", said, null));
            case Action.Isolate i -> Optional.of(new Remediation("mitigation", said, null));
            case Action.Collect c -> Optional.of(new Remediation("workaround", said, null));
            case Action.Migrate m -> Optional.empty();
        };
    }

    private static String said(Step step, Language language) {
        var said = new StringBuilder(step.what().in(language));
        for (Step.Detail detail : step.details()) {
            said.append("\n")
                    .append(detail.label().in(language))
                    .append(": ")
                    .append(detail.value().in(language));
        }
        return said.toString();
    }
}

package dev.firebreak.app.report.vex;

import dev.firebreak.core.assess.Action;
import dev.firebreak.core.guidance.ActionText;
import dev.firebreak.core.text.Language;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An action in the terms of CSAF.
 *
 * @param category one of the standard's: vendor_fix, mitigation, workaround, none_available
 * @param url where the fix is; null for nowhere
 */
record CsafRemediation(
        String category, String details, @Nullable String url) {

    /** Nothing for actions that fix no vulnerability: replacing Windows is reported elsewhere. */
    static Optional<CsafRemediation> of(Action action, boolean patched, Language language) {
        String said = said(ActionText.of(action, patched), language);
        return switch (action) {
            case Action.Install install ->
                Optional.of(new CsafRemediation(
                        "vendor_fix",
                        said,
                        install.choice().url() != null ? install.choice().url() : install.search()));
            case Action.Restart r -> Optional.of(new CsafRemediation("vendor_fix", said, null));
            case Action.Mitigate m -> Optional.of(new CsafRemediation("mitigation", said, null));
            case Action.Isolate i -> Optional.of(new CsafRemediation("mitigation", said, null));
            case Action.Collect c -> Optional.of(new CsafRemediation("workaround", said, null));
            case Action.Migrate g -> Optional.empty();
        };
    }

    private static String said(ActionText step, Language language) {
        var said = new StringBuilder(step.what().in(language));
        for (ActionText.Detail detail : step.details()) {
            said.append("\n")
                    .append(detail.label().in(language))
                    .append(": ")
                    .append(detail.value().in(language));
        }
        return said.toString();
    }
}

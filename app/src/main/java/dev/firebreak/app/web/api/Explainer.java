package dev.firebreak.app.web.api;

import dev.firebreak.core.advisory.Language;
import dev.firebreak.core.assess.Assessment;

/** Tells a machine's assessment as the reports do. */
@FunctionalInterface
public interface Explainer {

    /** One JSON object, as an element of {@code machines} in {@code --format json}. */
    String explain(Assessment assessment, Language language);
}

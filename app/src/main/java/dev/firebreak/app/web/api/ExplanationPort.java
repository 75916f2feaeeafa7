package dev.firebreak.app.web.api;

import dev.firebreak.core.assess.Assessment;
import dev.firebreak.core.text.Language;

/** Tells a machine's assessment as the reports do. */
@FunctionalInterface
public interface ExplanationPort {

    /** One JSON object, as an element of {@code machines} in {@code --format json}. */
    String explain(Assessment assessment, Language language);
}

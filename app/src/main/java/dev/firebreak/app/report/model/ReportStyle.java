package dev.firebreak.app.report.model;

import dev.firebreak.core.catalogue.KnowledgeFreshness;
import dev.firebreak.core.text.Language;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * For whom a report is, and about which day.
 *
 * @param asOf the day the verdicts hold for
 * @param generatedAt when it is written
 * @param colours whether a terminal that shows colours reads it
 * @param knowledge how far the knowledge behind the verdicts reaches; null where that is not said
 * @param columns width of that terminal; 0 where there is none and lines may be as long as they need
 */
public record ReportStyle(
        Language language,
        LocalDate asOf,
        Instant generatedAt,
        boolean colours,
        int columns,
        @Nullable KnowledgeFreshness knowledge) {

    /** One that does not say how far knowledge reaches. */
    public ReportStyle(Language language, LocalDate asOf, Instant generatedAt, boolean colours, int columns) {
        this(language, asOf, generatedAt, colours, columns, null);
    }

    public ReportStyle {
        if (columns < 0) {
            throw new IllegalArgumentException("columns: " + columns);
        }
    }
}

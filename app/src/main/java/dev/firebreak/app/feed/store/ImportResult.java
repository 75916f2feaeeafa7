package dev.firebreak.app.feed.store;

import dev.firebreak.core.inventory.Problem;
import java.util.List;

/** What became of a file that was to be imported. */
public sealed interface ImportResult {

    /** It was taken in. */
    record Imported(ImportRecord record) implements ImportResult {}

    /** The same bytes were taken in before; nothing changed. */
    record Known(ImportRecord earlier) implements ImportResult {}

    /** Nothing in it could be used; nothing changed. */
    record Refused(List<Problem> problems) implements ImportResult {
        public Refused {
            problems = List.copyOf(problems);
        }
    }
}

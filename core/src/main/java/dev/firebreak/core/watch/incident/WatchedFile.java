package dev.firebreak.core.watch.incident;

import dev.firebreak.core.text.Text;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A capture or log that was brought, and what became of it.
 *
 * @param name untrusted
 * @param sha256 of its bytes in hex digits; empty where it was not read at all
 * @param by as the audit names who brought it
 * @param span from the first to the last event; null where none was read
 * @param isKnown whether it could be read as a capture or log
 * @param detections in it
 * @param problems what could not be read, or why nothing was
 */
public record WatchedFile(
        String name,
        String sha256,
        Instant received,
        String by,
        @Nullable Span span,
        boolean isKnown,
        int detections,
        List<Text> problems) {
    public WatchedFile {
        problems = List.copyOf(problems);
    }

    /** Times of the first and the last event of a file. */
    public record Span(Instant from, Instant until) {}
}

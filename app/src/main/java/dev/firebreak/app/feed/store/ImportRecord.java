package dev.firebreak.app.feed.store;

import dev.firebreak.app.feed.document.FeedKind;
import dev.firebreak.core.inventory.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One import: what was taken in, from where, when.
 *
 * @param id number by which it is undone; never used again
 * @param source path or address as it was given
 * @param sha256 of the file as it was given, packed or not
 * @param kinds of the documents in it
 * @param document what it is an edition of; editions of one document take each other's place
 * @param edition what orders the editions; null where not known
 * @param whole whether all of it could be read; one that was cut short takes nothing's place
 * @param problems the first of them, one for every kind
 * @param complaintCount all of them
 */
public record ImportRecord(
        String id,
        String source,
        Instant when,
        String sha256,
        Set<FeedKind> kinds,
        String document,
        @Nullable String edition,
        Counts counts,
        boolean whole,
        List<Problem> problems,
        long complaintCount) {

    public ImportRecord {
        kinds = Set.copyOf(kinds);
        problems = List.copyOf(problems);
    }

    /** How much an import holds. */
    public record Counts(int statements, int facts, int packages, int lifecycles) {
        /** All together. */
        public long total() {
            return (long) statements + facts + packages + lifecycles;
        }
    }
}

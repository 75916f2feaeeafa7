package dev.firebreak.app.cli;

import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.text.Text;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes the vendors' documents in: what the commands need of the room that reads feeds. The data folder is what
 * {@code --data} says; null means the usual one.
 */
public interface FeedPort {

    /**
     * One import.
     *
     * @param whole whether all of the document could be read
     * @param replacedBy number of the import that has taken its place; null where it counts
     * @param complaints the first ones; {@code complaintCount} counts all
     */
    record Entry(
            String id,
            Text kind,
            String source,
            Instant when,
            String sha256,
            long statements,
            long facts,
            long packages,
            long lifecycles,
            boolean whole,
            @Nullable String replacedBy,
            List<Problem> complaints,
            long complaintCount) {
        public Entry {
            complaints = List.copyOf(complaints);
        }
    }

    /** What became of one document. */
    sealed interface Outcome {
        /** It was taken in. */
        record Taken(Entry entry) implements Outcome {}

        /** It was there before: nothing new. */
        record Known(String source, Entry earlier) implements Outcome {}

        /** Nothing in it could be used. */
        record Refused(String source, List<Problem> complaints) implements Outcome {
            public Refused {
                complaints = List.copyOf(complaints);
            }
        }
    }

    /** Takes in every file under the paths. */
    void take(@Nullable Path data, List<Path> paths, ReadProgress progress, Consumer<Outcome> outcomes);

    /**
     * Fetches what the vendors publish and takes it in.
     *
     * @param bundle file for sites without internet that gets all of it; null where none is wanted
     */
    void update(@Nullable Path data, @Nullable Path bundle, ReadProgress progress, Consumer<Outcome> outcomes);

    /** Every import, oldest first. */
    List<Entry> list(@Nullable Path data);

    /** Takes an import back; empty where there is none of that number. */
    Optional<Entry> undo(@Nullable Path data, String id);
}

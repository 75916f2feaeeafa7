package dev.firebreak.core.dashboard;

import dev.firebreak.core.inventory.Problem;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a file of several machines came to.
 *
 * @param kept what was new
 * @param known what was there already
 * @param older what is older than what counts, and was kept as history
 * @param unreadable machines of which nothing could be read
 * @param notYours machines of other sites
 * @param enrolled machines whose evidence is accepted by their own token only
 */
public record ImportedEvidence(
        int kept,
        int known,
        int older,
        List<String> unreadable,
        List<String> notYours,
        List<String> enrolled,
        List<Problem> problems) {
    public ImportedEvidence {
        unreadable = List.copyOf(unreadable);
        notYours = List.copyOf(notYours);
        enrolled = List.copyOf(enrolled);
        problems = List.copyOf(problems);
    }

    /** What two files came to together. */
    public ImportedEvidence with(ImportedEvidence other) {
        return new ImportedEvidence(
                kept + other.kept,
                known + other.known,
                older + other.older,
                joined(unreadable, other.unreadable),
                joined(notYours, other.notYours),
                joined(enrolled, other.enrolled),
                joined(problems, other.problems));
    }

    private static <T> List<T> joined(List<T> one, List<T> other) {
        return Stream.concat(one.stream(), other.stream()).distinct().toList();
    }
}

package dev.firebreak.core.guidance;

import dev.firebreak.core.text.Text;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Guidance on one advisory for people who have to act. Where sources disagree, both sides are told with their sources.
 *
 * @param advisory id of the advisory
 * @param updated when it was last reviewed
 * @param sources what the keys of statements stand for
 */
public record Guide(
        String advisory, Text title, LocalDate updated, Map<String, Citation> sources, List<Section> sections) {

    public Guide {
        sources = Map.copyOf(sources);
        sections = List.copyOf(sections);
    }

    /**
     * A document a statement rests on.
     *
     * @param url null where it has no public address
     * @param confidence {@code high}, {@code medium} or {@code low}
     */
    public record Citation(String what, @Nullable String url, String confidence) {}

    /** One chapter: paragraphs, then a list of things to do, then what is disputed. */
    public record Section(
            String id, Text title, List<Statement> paragraphs, List<Statement> items, List<Dispute> disputes) {
        public Section {
            paragraphs = List.copyOf(paragraphs);
            items = List.copyOf(items);
            disputes = List.copyOf(disputes);
        }
    }

    /**
     * Something said, with the keys of its sources.
     *
     * @param command what to type for it; null where there is nothing to type
     */
    public record Statement(
            Text text, List<String> sources, @Nullable String command) {
        public Statement {
            sources = List.copyOf(sources);
        }
    }

    /** A question on which sources disagree, and what we advise all the same. */
    public record Dispute(Text question, List<Statement> sides, Text advice) {
        public Dispute {
            sides = List.copyOf(sides);
        }
    }
}

package dev.firebreak.core.watch.sigma;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A decision about one record, made of tests of its fields. */
public sealed interface SigmaExpression {

    /** All of them hold; an empty list holds. */
    record All(List<SigmaExpression> parts) implements SigmaExpression {
        public All {
            parts = List.copyOf(parts);
        }
    }

    /**
     * At least so many of them hold.
     *
     * @param least 1 or more
     */
    record AtLeast(int least, List<SigmaExpression> parts) implements SigmaExpression {
        public AtLeast {
            if (least < 1) {
                throw new IllegalArgumentException("at least " + least);
            }
            parts = List.copyOf(parts);
        }
    }

    /** It does not hold. */
    record Not(SigmaExpression part) implements SigmaExpression {}

    /** A field passes a test. */
    record Field(String name, SigmaTest test) implements SigmaExpression {}

    /** Any field has a text in it. */
    record Keyword(SigmaTest test) implements SigmaExpression {}

    /** Whether one of them holds. */
    static SigmaExpression any(List<SigmaExpression> parts) {
        return parts.size() == 1 ? parts.getFirst() : new AtLeast(1, parts);
    }

    /** Whether all of them hold. */
    static SigmaExpression all(List<SigmaExpression> parts) {
        return parts.size() == 1 ? parts.getFirst() : new All(parts);
    }

    /** Names of all fields that it asks for. */
    default Set<String> fields() {
        return switch (this) {
            case All all -> fields(all.parts());
            case AtLeast some -> fields(some.parts());
            case Not not -> not.part().fields();
            case Field field -> Set.of(field.name());
            case Keyword keyword -> Set.of();
        };
    }

    private static Set<String> fields(List<SigmaExpression> parts) {
        return parts.stream().flatMap(part -> part.fields().stream()).collect(Collectors.toSet());
    }

    /** Whether it holds for a record. */
    default boolean holds(SigmaRecord record) {
        return switch (this) {
            case All all -> all.parts().stream().allMatch(p -> p.holds(record));
            case AtLeast some ->
                some.parts().stream()
                                .filter(p -> p.holds(record))
                                .limit(some.least())
                                .count()
                        >= some.least();
            case Not not -> !not.part().holds(record);
            case Field field -> field.test().holds(record, field.name());
            case Keyword keyword ->
                record.names().stream().anyMatch(name -> keyword.test().holds(record, name));
        };
    }
}

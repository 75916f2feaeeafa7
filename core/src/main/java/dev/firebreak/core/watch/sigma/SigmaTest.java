package dev.firebreak.core.watch.sigma;

import dev.firebreak.core.fleet.NetworkPrefix;
import java.math.BigDecimal;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a rule asks of one value. */
public sealed interface SigmaTest {

    /** A text with wildcards. */
    record Text(SigmaPattern pattern) implements SigmaTest {}

    /**
     * A regular expression that may match anywhere in the value.
     *
     * @param source as the rule has it
     * @param finds must take time proportional to the value: rules and values are untrusted input
     */
    record Expression(String source, Predicate<String> finds) implements SigmaTest {}

    /** A network; a value that is no address is not in it. */
    record Network(NetworkPrefix network) implements SigmaTest {}

    /** A comparison of numbers; a value that is no number does not hold. */
    record Numeric(Comparison comparison, BigDecimal bound) implements SigmaTest {}

    /** Whether the record has the field at all. */
    record Exists(boolean wanted) implements SigmaTest {}

    /** The field is absent or empty: {@code null} in a rule. */
    record Absent() implements SigmaTest {}

    /** Comparisons of numbers. */
    enum Comparison {
        LESS,
        LESS_OR_EQUAL,
        GREATER,
        GREATER_OR_EQUAL;

        boolean holds(int order) {
            return switch (this) {
                case LESS -> order < 0;
                case LESS_OR_EQUAL -> order <= 0;
                case GREATER -> order > 0;
                case GREATER_OR_EQUAL -> order >= 0;
            };
        }
    }

    /** Whether a field of a record has it. */
    default boolean holds(SigmaRecord record, String field) {
        @Nullable String value = record.value(field);
        return switch (this) {
            case Exists exists -> (value != null) == exists.wanted();
            case Absent ignored -> value == null || value.isEmpty();
            default -> value != null && holds(value, () -> record.lowerCase(field));
        };
    }

    private boolean holds(String value, java.util.function.Supplier<@Nullable String> lowerCase) {
        return switch (this) {
            case Text text -> {
                String compared = text.pattern().isCased() ? value : lowerCase.get();
                yield compared != null && text.pattern().matches(compared);
            }
            case Expression expression -> expression.finds().test(value);
            case Network network -> network.network().contains(value);
            case Numeric number -> {
                BigDecimal given = number(value);
                yield given != null && number.comparison().holds(given.compareTo(number.bound()));
            }
            case Exists exists -> exists.wanted();
            case Absent ignored -> value.isEmpty();
        };
    }

    private static @Nullable BigDecimal number(String value) {
        // Longer texts are no counts or sizes, and take quadratic time to convert.
        if (value.length() > 40) {
            return null;
        }
        try {
            return new BigDecimal(value.strip());
        } catch (NumberFormatException notANumber) {
            return null;
        }
    }
}

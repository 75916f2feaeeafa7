package dev.firebreak.app.capture.sigma;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.firebreak.core.fleet.NetworkPrefix;
import dev.firebreak.core.watch.sigma.SigmaExpression;
import dev.firebreak.core.watch.sigma.SigmaPattern;
import dev.firebreak.core.watch.sigma.SigmaTest;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A search of a rule: a mapping of fields (all must hold), or a list (one must hold) of such mappings or of keywords. Values may be
 * lists, of which one must hold, or all with the modifier {@code all} (Sigma specification, "Searches" and "Value modifiers").
 */
final class SigmaSearch {

    /** A regular expression longer than this is refused: its automaton would be as large. */
    private static final int MAX_EXPRESSION = 4_000;

    private static final Set<String> COMPARISONS = Set.of("lt", "lte", "gt", "gte");
    private static final Set<String> FLAGS = Set.of("i", "m", "s");
    private static final Set<String> UNDERSTOOD = Set.of(
            "contains",
            "startswith",
            "endswith",
            "all",
            "re",
            "cidr",
            "windash",
            "cased",
            "exists",
            "neq",
            "lt",
            "lte",
            "gt",
            "gte",
            "i",
            "m",
            "s");

    private final @Nullable String field;
    private final Set<String> modifiers;

    private SigmaSearch(@Nullable String field, Set<String> modifiers) {
        this.field = field;
        this.modifiers = modifiers;
    }

    /** The search; throws {@link SigmaNotUnderstood}. */
    static SigmaExpression parse(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> fields -> fields(SigmaRuleReader.map(fields, "a search"));
            case List<?> several
            when !several.isEmpty() ->
                SigmaExpression.any(several.stream().map(SigmaSearch::element).toList());
            case null, default -> element(value);
        };
    }

    private static SigmaExpression element(@Nullable Object element) {
        if (element instanceof Map<?, ?> fields) {
            return fields(SigmaRuleReader.map(fields, "a search"));
        }
        return new SigmaSearch(null, Set.of()).values(element);
    }

    private static SigmaExpression fields(Map<String, Object> fields) {
        if (fields.isEmpty()) {
            throw new SigmaNotUnderstood("an empty search");
        }
        List<SigmaExpression> all = new ArrayList<>();
        fields.forEach((name, value) -> {
            String[] parts = name.split("\\|", -1);
            Set<String> modifiers = new HashSet<>(List.of(parts).subList(1, parts.length));
            for (String modifier : modifiers) {
                if (!UNDERSTOOD.contains(modifier)) {
                    throw new SigmaNotUnderstood("the modifier \"" + modifier + "\"");
                }
            }
            check(name, modifiers);
            all.add(new SigmaSearch(parts[0].isEmpty() ? null : parts[0], modifiers).values(value));
        });
        return SigmaExpression.all(all);
    }

    /** Modifiers that contradict each other would leave it to chance which of them holds. */
    private static void check(String name, Set<String> modifiers) {
        long kinds = modifiers.stream()
                .filter(m -> COMPARISONS.contains(m)
                        || Set.of("contains", "startswith", "endswith", "re", "cidr", "exists")
                                .contains(m))
                .count();
        boolean flagsAlone = !modifiers.contains("re") && modifiers.stream().anyMatch(FLAGS::contains);
        if (kinds > 1 || flagsAlone) {
            throw new SigmaNotUnderstood("\"" + name + "\": modifiers that do not go together");
        }
    }

    private SigmaExpression values(@Nullable Object value) {
        List<?> values = value instanceof List<?> several ? several : java.util.Collections.singletonList(value);
        if (values.isEmpty()) {
            throw new SigmaNotUnderstood("\"" + field + "\": no value");
        }
        List<SigmaExpression> tests = values.stream().map(this::test).toList();
        SigmaExpression whole = modifiers.contains("all") ? SigmaExpression.all(tests) : SigmaExpression.any(tests);
        return modifiers.contains("neq") ? new SigmaExpression.Not(whole) : whole;
    }

    private SigmaExpression test(@Nullable Object value) {
        if (value instanceof Map || value instanceof List) {
            throw new SigmaNotUnderstood("\"" + field + "\": a value that is no scalar");
        }
        if (field == null) {
            if (value == null) {
                throw new SigmaNotUnderstood("an empty keyword");
            }
            // A keyword is looked for within the record, so it need not be a whole value.
            SigmaTest test = modifiers.contains("re")
                    ? compile(value)
                    : new SigmaTest.Text(text(value).open(true, true));
            return new SigmaExpression.Keyword(test);
        }
        return new SigmaExpression.Field(field, compile(value));
    }

    private SigmaTest compile(@Nullable Object value) {
        if (modifiers.contains("exists")) {
            if (!(value instanceof Boolean wanted)) {
                throw new SigmaNotUnderstood("\"" + field + "|exists\": neither true nor false");
            }
            return new SigmaTest.Exists(wanted);
        }
        if (value == null) {
            return new SigmaTest.Absent();
        }
        if (modifiers.contains("re")) {
            return expression(String.valueOf(value));
        }
        if (modifiers.contains("cidr")) {
            return new SigmaTest.Network(NetworkPrefix.parse(String.valueOf(value))
                    .orElseThrow(() -> new SigmaNotUnderstood("the network \"" + value + "\"")));
        }
        for (String comparison : COMPARISONS) {
            if (modifiers.contains(comparison)) {
                return number(comparison, String.valueOf(value));
            }
        }
        return new SigmaTest.Text(text(value));
    }

    private SigmaPattern text(Object value) {
        SigmaPattern pattern = SigmaPattern.of(String.valueOf(value), modifiers.contains("cased"));
        if (modifiers.contains("windash")) {
            pattern = pattern.withAnyDash();
        }
        boolean contains = modifiers.contains("contains");
        return pattern.open(contains || modifiers.contains("endswith"), contains || modifiers.contains("startswith"));
    }

    private SigmaTest expression(String source) {
        if (source.length() > MAX_EXPRESSION) {
            throw new SigmaNotUnderstood("a regular expression of " + source.length() + " characters");
        }
        int flags = (modifiers.contains("i") ? Pattern.CASE_INSENSITIVE : 0)
                | (modifiers.contains("m") ? Pattern.MULTILINE : 0)
                | (modifiers.contains("s") ? Pattern.DOTALL : 0);
        try {
            Pattern pattern = Pattern.compile(source, flags);
            return new SigmaTest.Expression(
                    source, value -> pattern.matcher(value).find());
        } catch (PatternSyntaxException notLinear) {
            // Look-around and references back among them: RE2 has no way to do these in linear time.
            throw new SigmaNotUnderstood("the regular expression \"" + source + "\"");
        }
    }

    private static SigmaTest number(String comparison, String bound) {
        var kind = switch (comparison) {
            case "lt" -> SigmaTest.Comparison.LESS;
            case "lte" -> SigmaTest.Comparison.LESS_OR_EQUAL;
            case "gt" -> SigmaTest.Comparison.GREATER;
            default -> SigmaTest.Comparison.GREATER_OR_EQUAL;
        };
        if (!bound.matches("-?[0-9]{1,20}(\\.[0-9]{1,20})?")) {
            throw new SigmaNotUnderstood("the number \"" + bound + "\"");
        }
        return new SigmaTest.Numeric(kind, new BigDecimal(bound));
    }
}

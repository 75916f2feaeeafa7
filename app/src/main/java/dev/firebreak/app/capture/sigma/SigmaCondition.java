package dev.firebreak.app.capture.sigma;

import dev.firebreak.core.watch.sigma.SigmaExpression;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A rule's condition: searches joined by {@code and}, {@code or}, {@code not}, brackets, {@code 1 of} and {@code all of} (Sigma
 * specification, "Condition"). {@code not} binds more tightly than {@code and}, and that more than {@code or}.
 */
final class SigmaCondition {

    /** A condition nested more deeply is refused. */
    private static final int MAX_DEPTH = 50;

    private static final Pattern TOKEN = Pattern.compile("\\s*([()|]|[^\\s()|]+)");

    private final List<String> tokens = new ArrayList<>();
    private final Map<String, SigmaExpression> searches;
    private int at;
    private int depth;

    private SigmaCondition(String text, Map<String, SigmaExpression> searches) {
        this.searches = searches;
        Matcher matcher = TOKEN.matcher(text);
        while (matcher.find()) {
            tokens.add(matcher.group(1));
        }
    }

    /** The condition; throws {@link SigmaNotUnderstood}. */
    static SigmaExpression parse(String text, Map<String, SigmaExpression> searches) {
        var condition = new SigmaCondition(text, searches);
        SigmaExpression whole = condition.or();
        if (condition.at < condition.tokens.size()) {
            throw new SigmaNotUnderstood("the condition at \"" + condition.tokens.get(condition.at) + "\"");
        }
        return whole;
    }

    private SigmaExpression or() {
        List<SigmaExpression> parts = new ArrayList<>(List.of(and()));
        while (take("or")) {
            parts.add(and());
        }
        return SigmaExpression.any(parts);
    }

    private SigmaExpression and() {
        List<SigmaExpression> parts = new ArrayList<>(List.of(not()));
        while (take("and")) {
            parts.add(not());
        }
        return SigmaExpression.all(parts);
    }

    private SigmaExpression not() {
        if (++depth > MAX_DEPTH) {
            throw new SigmaNotUnderstood("a condition of this depth");
        }
        SigmaExpression part = take("not") ? new SigmaExpression.Not(not()) : one();
        depth--;
        return part;
    }

    private SigmaExpression one() {
        if (at == tokens.size()) {
            throw new SigmaNotUnderstood("a condition that ends early");
        }
        if (take("(")) {
            SigmaExpression inner = or();
            if (!take(")")) {
                throw new SigmaNotUnderstood("a bracket that is not closed");
            }
            return inner;
        }
        String token = tokens.get(at++);
        if (take("of")) {
            return some(token);
        }
        SigmaExpression search = searches.get(token);
        if (search == null) {
            throw new SigmaNotUnderstood("the search \"" + token + "\" in the condition");
        }
        return search;
    }

    private SigmaExpression some(String count) {
        String names = at < tokens.size() ? tokens.get(at++) : "";
        List<SigmaExpression> parts = searches.entrySet().stream()
                .filter(e -> fits(names, e.getKey()))
                .map(Map.Entry::getValue)
                .toList();
        if (parts.isEmpty()) {
            throw new SigmaNotUnderstood("\"of " + names + "\": no search of that name");
        }
        return switch (count.toLowerCase(java.util.Locale.ROOT)) {
            case "all" -> SigmaExpression.all(parts);
            case "any" -> SigmaExpression.any(parts);
            case String number
            when number.matches("[1-9][0-9]?") -> new SigmaExpression.AtLeast(Integer.parseInt(number), parts);
            default -> throw new SigmaNotUnderstood("\"" + count + " of\"");
        };
    }

    /** Names that begin with an underscore are helpers of the author, and never meant by "them". */
    private static boolean fits(String names, String name) {
        if (names.equals("them")) {
            return !name.startsWith("_");
        }
        String[] parts = names.split("\\*", -1);
        var expression = new StringBuilder();
        for (int i = 0; i < parts.length; i++) {
            expression.append(i == 0 ? "" : ".*").append(Pattern.quote(parts[i]));
        }
        return name.matches(expression.toString());
    }

    private boolean take(String word) {
        if (at < tokens.size() && tokens.get(at).equalsIgnoreCase(word)) {
            at++;
            return true;
        }
        return false;
    }
}

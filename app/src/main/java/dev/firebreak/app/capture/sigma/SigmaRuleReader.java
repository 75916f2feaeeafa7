package dev.firebreak.app.capture.sigma;

import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.Read;
import dev.firebreak.core.inventory.Source;
import dev.firebreak.core.text.Text;
import dev.firebreak.core.watch.sigma.SigmaExpression;
import dev.firebreak.core.watch.sigma.SigmaLevel;
import dev.firebreak.core.watch.sigma.SigmaLogSource;
import dev.firebreak.core.watch.sigma.SigmaRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads Sigma rules (Sigma specification 2.0). A rule with anything that is not understood is refused whole and named with the reason:
 * half a condition would match what its author did not mean, or miss what he did.
 */
public final class SigmaRuleReader {

    /** Characters of one file; the longest public rule has some 30,000. */
    private static final int MAX_CHARACTERS = 1 << 20;

    /** Fields of a rule that change what it matches, and are not understood here. */
    private static final List<String> CORRELATION = List.of("correlation", "action", "filter");

    private SigmaRuleReader() {}

    /**
     * The rules of one file, which may hold several documents.
     *
     * @param text the file's content
     * @param file its name, for problems and as the id of rules that have none
     */
    public static Read<SigmaRule> read(String text, String file) {
        List<SigmaRule> rules = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        if (text.length() > MAX_CHARACTERS) {
            problems.add(problem(file, file, Text.same("> " + MAX_CHARACTERS + " characters")));
            return new Read<>(rules, problems);
        }
        var settings = LoadSettings.builder()
                .setLabel(file)
                .setAllowDuplicateKeys(false)
                .setMaxAliasesForCollections(20)
                .setCodePointLimit(MAX_CHARACTERS)
                .build();
        try {
            for (Object document : new Load(settings).loadAllFromString(text)) {
                if (document != null) {
                    one(document, file, rules, problems);
                }
            }
        } catch (YamlEngineException notYaml) {
            problems.add(problem(file, file, Text.format("not YAML: %s", "YAML ではありません: %s", firstLine(notYaml))));
        }
        return new Read<>(rules, problems);
    }

    private static void one(Object document, String file, List<SigmaRule> rules, List<Problem> problems) {
        String title = file;
        try {
            Map<String, Object> rule = map(document, "the document");
            title = Objects.requireNonNullElse(text(rule, "title"), file);
            for (String field : CORRELATION) {
                if (rule.containsKey(field)) {
                    throw new SigmaNotUnderstood("\"" + field + "\"");
                }
            }
            Map<String, Object> detection = map(rule.get("detection"), "detection");
            if (detection.containsKey("timeframe")) {
                throw new SigmaNotUnderstood("\"timeframe\"");
            }
            rules.add(new SigmaRule(
                    Objects.requireNonNullElse(text(rule, "id"), file),
                    title,
                    level(text(rule, "level")),
                    logSource(map(rule.get("logsource"), "logsource")),
                    condition(detection)));
        } catch (SigmaNotUnderstood reason) {
            problems.add(problem(file, title, Text.same(Objects.requireNonNull(reason.getMessage()))));
        }
    }

    private static SigmaLevel level(@Nullable String text) {
        return text == null
                ? SigmaLevel.MEDIUM
                : SigmaLevel.parse(text.toLowerCase(Locale.ROOT))
                        .orElseThrow(() -> new SigmaNotUnderstood("level: " + text));
    }

    private static SigmaLogSource logSource(Map<String, Object> source) {
        return new SigmaLogSource(lower(source, "product"), lower(source, "category"), lower(source, "service"));
    }

    private static @Nullable String lower(Map<String, Object> source, String field) {
        String text = text(source, field);
        return text == null ? null : text.toLowerCase(Locale.ROOT);
    }

    private static SigmaExpression condition(Map<String, Object> detection) {
        Map<String, SigmaExpression> searches = new LinkedHashMap<>();
        detection.forEach((name, value) -> {
            if (!name.equals("condition")) {
                searches.put(name, SigmaSearch.parse(value));
            }
        });
        return switch (detection.get("condition")) {
            case String one -> SigmaCondition.parse(one, searches);
            case List<?> several
            when !several.isEmpty() ->
                SigmaExpression.any(several.stream()
                        .map(c -> SigmaCondition.parse(String.valueOf(c), searches))
                        .toList());
            case null, default -> throw new SigmaNotUnderstood("no condition");
        };
    }

    private static @Nullable String text(Map<String, Object> map, String field) {
        Object value = map.get(field);
        return value == null ? null : String.valueOf(value);
    }

    static Map<String, Object> map(@Nullable Object value, String what) {
        if (!(value instanceof Map<?, ?> given)) {
            throw new SigmaNotUnderstood(what + " is no mapping");
        }
        Map<String, Object> map = new LinkedHashMap<>();
        given.forEach((k, v) -> map.put(String.valueOf(k), v));
        return map;
    }

    private static Problem problem(String file, String title, Text reason) {
        return new Problem(
                Source.of(file),
                Text.format(
                        "Sigma rule \"%s\" is not used: not understood: %s",
                        "Sigma ルール「%s」は使用しません。解釈できない箇所: %s", title, reason));
    }

    private static String firstLine(YamlEngineException wrong) {
        String message = Objects.requireNonNullElse(wrong.getMessage(), "?");
        return message.lines().limit(3).reduce((a, b) -> a + " " + b.strip()).orElse("?");
    }
}

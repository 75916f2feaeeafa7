package dev.firebreak.app.report.guide;

import dev.firebreak.app.report.model.ReportTexts;
import dev.firebreak.core.guidance.Guide;
import dev.firebreak.core.text.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Sources of a guide, numbered in the order in which statements first name them. */
final class GuideSources {

    static final Text HEADING = new Text("Sources", "出典");
    static final Text DISPUTED = new Text("Disputed:", "見解が分かれる点:");
    static final Text ADVICE = new Text("Our advice:", "本ガイドの推奨:");

    private final Guide guide;
    private final Map<String, Integer> numbers = new LinkedHashMap<>();

    /** A source and its number. */
    record NumberedSource(
            int number, Text described, @Nullable String url) {}

    GuideSources(Guide guide) {
        this.guide = guide;
        for (Guide.Section section : guide.sections()) {
            section.paragraphs().forEach(this::number);
            section.items().forEach(this::number);
            section.disputes().forEach(d -> d.sides().forEach(this::number));
        }
    }

    static Text reviewed(Guide guide) {
        return Text.format("%s, last reviewed %s", "%s、最終確認日 %s", guide.advisory(), ReportTexts.date(guide.updated()));
    }

    private void number(Guide.Statement statement) {
        for (String key : statement.sources()) {
            numbers.computeIfAbsent(key, k -> numbers.size() + 1);
        }
    }

    /** " [1][3]" after a statement; nothing where it has no source. */
    String marks(Guide.Statement statement) {
        return statement.sources().isEmpty()
                ? ""
                : numbers(statement).stream().map(n -> "[" + n + "]").collect(Collectors.joining("", " ", ""));
    }

    List<Integer> numbers(Guide.Statement statement) {
        List<Integer> found = new ArrayList<>();
        for (String key : statement.sources()) {
            Integer number = numbers.get(key);
            if (number != null) {
                found.add(number);
            }
        }
        return found;
    }

    List<NumberedSource> all() {
        List<NumberedSource> all = new ArrayList<>();
        numbers.forEach((key, number) -> {
            Guide.Citation citation = guide.sources().get(key);
            all.add(
                    citation == null
                            ? new NumberedSource(number, Text.same(key), null)
                            : new NumberedSource(number, described(citation), citation.url()));
        });
        return all;
    }

    private static Text described(Guide.Citation citation) {
        return Text.format("%s (%s)", "%s（%s）", citation.what(), confidence(citation.confidence()));
    }

    private static Text confidence(String confidence) {
        return switch (confidence) {
            case "high" -> new Text("confidence: high", "確度: 高");
            case "medium" -> new Text("confidence: medium", "確度: 中");
            case "low" -> new Text("confidence: low", "確度: 低");
            default -> Text.format("confidence: %s", "確度: %s", confidence);
        };
    }
}

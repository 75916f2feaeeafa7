package dev.firebreak.app.feed;

import dev.firebreak.core.guidance.Guide;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Reads a guide, {@code ms17-010-guide.json}. */
final class GuideFile {

    private GuideFile() {}

    static Guide read(JsonNode file) {
        Map<String, Guide.Citation> sources = new LinkedHashMap<>();
        file.required("sources").properties().forEach(e -> sources.put(e.getKey(), citation(e.getValue())));
        return new Guide(
                Fields.text(file, "advisory"),
                Fields.wording(file.required("title")),
                Fields.day(file, "updated"),
                sources,
                Fields.list(file, "sections", GuideFile::section));
    }

    private static Guide.Citation citation(JsonNode object) {
        return new Guide.Citation(
                Fields.text(object, "what"), Fields.textOrNull(object, "url"), Fields.text(object, "confidence"));
    }

    private static Guide.Section section(JsonNode object) {
        return new Guide.Section(
                Fields.text(object, "id"),
                Fields.wording(object.required("title")),
                Fields.list(object, "paragraphs", GuideFile::statement),
                Fields.list(object, "items", GuideFile::statement),
                Fields.list(object, "disputes", GuideFile::dispute));
    }

    private static Guide.Statement statement(JsonNode object) {
        return new Guide.Statement(
                Fields.wording(object.required("text")),
                Fields.texts(object, "sources"),
                Fields.textOrNull(object, "command"));
    }

    private static Guide.Dispute dispute(JsonNode object) {
        return new Guide.Dispute(
                Fields.wording(object.required("question")),
                Fields.list(object, "sides", GuideFile::statement),
                Fields.wording(object.required("advice")));
    }
}

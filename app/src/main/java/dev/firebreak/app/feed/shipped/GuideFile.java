package dev.firebreak.app.feed.shipped;

import dev.firebreak.app.io.JsonFields;
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
                JsonFields.text(file, "advisory"),
                JsonFields.wording(file.required("title")),
                JsonFields.day(file, "updated"),
                sources,
                JsonFields.list(file, "sections", GuideFile::section));
    }

    private static Guide.Citation citation(JsonNode object) {
        return new Guide.Citation(
                JsonFields.text(object, "what"),
                JsonFields.textOrNull(object, "url"),
                JsonFields.text(object, "confidence"));
    }

    private static Guide.Section section(JsonNode object) {
        return new Guide.Section(
                JsonFields.text(object, "id"),
                JsonFields.wording(object.required("title")),
                JsonFields.list(object, "paragraphs", GuideFile::statement),
                JsonFields.list(object, "items", GuideFile::statement),
                JsonFields.list(object, "disputes", GuideFile::dispute));
    }

    private static Guide.Statement statement(JsonNode object) {
        return new Guide.Statement(
                JsonFields.wording(object.required("text")),
                JsonFields.texts(object, "sources"),
                JsonFields.textOrNull(object, "command"));
    }

    private static Guide.Dispute dispute(JsonNode object) {
        return new Guide.Dispute(
                JsonFields.wording(object.required("question")),
                JsonFields.list(object, "sides", GuideFile::statement),
                JsonFields.wording(object.required("advice")));
    }
}

package dev.firebreak.app.collect;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON from strangers: bounded in depth and size, and nothing is taken that says the same thing twice. */
final class Json {

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(64)
                            .maxStringLength(1 << 20)
                            .maxNumberLength(64)
                            .maxNameLength(1024)
                            .build())
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    /** The whole as a tree. Throws {@link JacksonException} with the place where it is wrong. */
    static JsonNode tree(String text) {
        return MAPPER.readTree(text);
    }

    /** Text of a field; null where it is absent, null or of another type, which is told. */
    static @Nullable String text(JsonNode object, String field, Consumer<String> wrong) {
        JsonNode value = object.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isString()) {
            wrong.accept(field);
            return null;
        }
        String text = value.stringValue().strip();
        return text.isEmpty() ? null : text;
    }

    /** Whole number of a field between bounds; null where it is absent, null or anything else, which is told. */
    static @Nullable Integer number(JsonNode object, String field, int least, int most, Consumer<String> wrong) {
        JsonNode value = object.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isIntegralNumber()
                || !value.canConvertToInt()
                || value.intValue() < least
                || value.intValue() > most) {
            wrong.accept(field);
            return null;
        }
        return value.intValue();
    }

    /** Texts of an array; what is none is told. */
    static List<String> texts(JsonNode object, String field, Consumer<String> wrong) {
        JsonNode value = object.path(field);
        List<String> texts = new ArrayList<>();
        if (value.isMissingNode() || value.isNull()) {
            return texts;
        }
        if (!value.isArray()) {
            wrong.accept(field);
            return texts;
        }
        for (JsonNode element : value) {
            if (element.isString()) {
                texts.add(element.stringValue());
            } else {
                wrong.accept(field);
            }
        }
        return texts;
    }

    /** The line, from 1, where a text stopped being JSON; 0 where that is not known. */
    static int line(JacksonException wrong) {
        return wrong.getLocation() == null ? 0 : Math.max(0, wrong.getLocation().getLineNr());
    }
}

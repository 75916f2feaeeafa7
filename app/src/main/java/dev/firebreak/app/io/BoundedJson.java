package dev.firebreak.app.io;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON from strangers: bounded in depth and size, and nothing is taken that says the same thing twice. Trees are put together
 * here and not by the library's mapper, which takes a tenth of a second to be made: longer than the rest of a short command.
 */
public final class BoundedJson {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(64)
                    .maxStringLength(1 << 20)
                    .maxNumberLength(64)
                    .maxNameLength(1024)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private BoundedJson() {}

    /** The whole as a tree. Throws {@link JacksonException} with the place where it is wrong. */
    public static JsonNode tree(String text) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            if (parser.nextToken() == null) {
                return NODES.missingNode();
            }
            JsonNode whole = value(parser);
            if (parser.nextToken() != null) {
                throw new StreamReadException(parser, "more follows where it should end");
            }
            return whole;
        }
    }

    /** The value that begins here; as deep as the parser allows. */
    private static JsonNode value(JsonParser parser) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                ObjectNode object = NODES.objectNode();
                while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                    String name = parser.currentName();
                    parser.nextToken();
                    object.set(name, value(parser));
                }
                yield object;
            }
            case START_ARRAY -> {
                ArrayNode array = NODES.arrayNode();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    array.add(value(parser));
                }
                yield array;
            }
            case VALUE_STRING -> NODES.stringNode(parser.getString());
            case VALUE_NUMBER_INT ->
                switch (parser.getNumberType()) {
                    case INT -> NODES.numberNode(parser.getIntValue());
                    case LONG -> NODES.numberNode(parser.getLongValue());
                    default -> NODES.numberNode(parser.getBigIntegerValue());
                };
            case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDoubleValue());
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NODES.nullNode();
            default -> throw new StreamReadException(parser, "not a value");
        };
    }

    /** Text of a field; null where it is absent, null or of another type, which is told. */
    public static @Nullable String text(JsonNode object, String field, Consumer<String> wrong) {
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
    public static @Nullable Integer number(JsonNode object, String field, int least, int most, Consumer<String> wrong) {
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
    public static List<String> texts(JsonNode object, String field, Consumer<String> wrong) {
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
    public static int line(JacksonException wrong) {
        return wrong.getLocation() == null ? 0 : Math.max(0, wrong.getLocation().getLineNr());
    }
}

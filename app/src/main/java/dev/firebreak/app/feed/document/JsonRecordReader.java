package dev.firebreak.app.feed.document;

import dev.firebreak.app.io.InputTooLarge;
import dev.firebreak.core.text.Text;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads a JSON document piece by piece: the elements of one list, and the fields beside it. Depth and size of each are
 * bounded. A piece that says one thing twice is left out and told: two answers are none.
 */
public final class JsonRecordReader {

    private static final int MAX_NODES = 2_000_000;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(64)
                    .maxNumberLength(64)
                    .maxStringLength(8 << 20)
                    .maxNameLength(1024)
                    .build())
            .build();
    private static final Text TWICE =
            new Text("the same field twice; skipped, since either may be wrong", "同じ項目が二つあり、どちらが正しいか判断できないため読み飛ばしました");
    private static final Text NO_OBJECT = new Text("not of the right shape, skipped", "形式が異なるため、読み飛ばしました");

    private final FeedSink sink;
    private int nodes;
    private boolean twice;

    public JsonRecordReader(FeedSink sink) {
        this.sink = sink;
    }

    /** Takes pieces of the document. */
    public interface RecordConsumer {
        /** An element of the list. */
        void element(JsonNode object, long line);

        /** A field beside the list. */
        void field(String name, JsonNode value);
    }

    /** Hands out the document, as far as it can be read. The list is a field of the outermost object. */
    public void read(InputStream in, String list, RecordConsumer consumer) throws IOException {
        try (JsonParser json = FACTORY.createParser(tools.jackson.core.ObjectReadContext.empty(), in)) {
            long line = 0;
            try {
                if (json.nextToken() != JsonToken.START_OBJECT) {
                    sink.addProblem(1, NO_OBJECT);
                    return;
                }
                Set<String> names = new HashSet<>();
                while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                    String name = json.currentName();
                    line = json.currentTokenLocation().getLineNr();
                    boolean again = !names.add(name);
                    if (again) {
                        sink.addProblem(line, TWICE);
                    }
                    json.nextToken();
                    if (name.equals(list) && !again) {
                        elements(json, consumer);
                    } else {
                        JsonNode value = piece(json);
                        if (value != null && !again) {
                            consumer.field(name, value);
                        }
                    }
                }
                if (json.currentToken() == null) {
                    throw new java.io.EOFException();
                }
            } catch (JacksonException e) {
                throw why(e);
            }
        } catch (JacksonException e) {
            throw why(e);
        }
    }

    private void elements(JsonParser json, RecordConsumer consumer) throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            sink.addProblem(json.currentTokenLocation().getLineNr(), NO_OBJECT);
            json.skipChildren();
            return;
        }
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() == null) {
                throw new java.io.EOFException();
            }
            long line = json.currentTokenLocation().getLineNr();
            JsonNode element = piece(json);
            if (element == null) {
                continue;
            }
            if (element.isObject()) {
                consumer.element(element, line);
            } else {
                sink.addProblem(line, NO_OBJECT);
            }
        }
    }

    /** One piece, or null where it contradicts itself. */
    private @Nullable JsonNode piece(JsonParser json) throws IOException {
        nodes = 0;
        twice = false;
        long line = json.currentTokenLocation().getLineNr();
        JsonNode node = node(json);
        if (twice) {
            sink.addProblem(line, TWICE);
            return null;
        }
        return node;
    }

    private JsonNode node(JsonParser json) throws IOException {
        if (++nodes > MAX_NODES) {
            throw new InputTooLarge(
                    new Text("one element is far too large; not read further", "要素が大きすぎるため、これ以降は読みません"));
        }
        JsonToken token = json.currentToken();
        if (token == null) {
            throw new java.io.EOFException();
        }
        return switch (token) {
            case START_OBJECT -> {
                ObjectNode object = NODES.objectNode();
                while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                    String name = json.currentName();
                    json.nextToken();
                    JsonNode value = node(json);
                    if (object.has(name)) {
                        twice = true;
                    } else {
                        object.set(name, value);
                    }
                }
                yield object;
            }
            case START_ARRAY -> {
                ArrayNode array = NODES.arrayNode();
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    array.add(node(json));
                }
                yield array;
            }
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NODES.nullNode();
            // Numbers stay text until somebody wants one: 1e999999999 is a trap only for who computes it.
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
                NODES.rawValueNode(new tools.jackson.databind.util.RawValue(json.getString()));
            default -> NODES.stringNode(json.getString());
        };
    }

    /** A text; empty where it is missing or of another type, which is complained of. */
    public String text(JsonNode object, String field, long line) {
        JsonNode value = object.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        if (!value.isString()) {
            sink.addProblem(
                    line,
                    Text.format("%s is not a text; it is ignored", "%s が文字列ではないため、無視します", FeedValues.shown(field)));
            return "";
        }
        return value.stringValue();
    }

    /** A number as it is written; empty where there is none. */
    public static String number(JsonNode object, String field) {
        JsonNode value = object.path(field);
        if (value instanceof tools.jackson.databind.node.POJONode pojo
                && pojo.getPojo() instanceof tools.jackson.databind.util.RawValue raw) {
            return String.valueOf(raw.rawValue());
        }
        return value.isString() ? value.stringValue() : "";
    }

    private static IOException why(JacksonException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException io) {
                return io;
            }
        }
        int line = e.getLocation() == null ? 1 : Math.max(e.getLocation().getLineNr(), 1);
        return new InputTooLarge(Text.format(
                "not well-formed JSON at line %d; what came before is kept",
                "%d 行目で JSON の構文が壊れています（それまでの内容は取り込みます）", line));
    }
}

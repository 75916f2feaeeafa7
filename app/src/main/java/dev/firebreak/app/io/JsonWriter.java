package dev.firebreak.app.io;

import dev.firebreak.core.catalogue.KnowledgeFreshness;
import dev.firebreak.core.text.SafeText;
import java.io.OutputStream;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.SerializableString;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.io.CharacterEscapes;
import tools.jackson.core.io.SerializedString;
import tools.jackson.core.json.JsonFactory;

/** JSON as we write it: UTF-8, streamed, and harmless when a terminal shows it. */
public final class JsonWriter {

    private JsonWriter() {}

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .characterEscapes(new Escapes())
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .disable(StreamWriteFeature.AUTO_CLOSE_CONTENT)
            .build();

    /** A generator of one value that leaves the stream open. */
    public static JsonGenerator to(OutputStream out) {
        return FACTORY.createGenerator(ObjectWriteContext.empty(), out, JsonEncoding.UTF8);
    }

    /** Writes a property that is null where nothing is known. */
    public static void text(JsonGenerator json, String name, @Nullable String value) {
        if (value == null) {
            json.writeNullProperty(name);
        } else {
            json.writeStringProperty(name, SafeText.encodable(value));
        }
    }

    public static void texts(JsonGenerator json, String name, Iterable<String> values) {
        json.writeArrayPropertyStart(name);
        for (String value : values) {
            json.writeString(SafeText.encodable(value));
        }
        json.writeEndArray();
    }

    /** JSON demands escapes for C0 only; terminals obey C1 and DEL too, and some characters turn text around. */
    private static final class Escapes extends CharacterEscapes {
        private static final long serialVersionUID = 1;
        private static final int DELETE = 0x7F;

        private final int[] ascii = standardAsciiEscapesForJSON();

        Escapes() {
            ascii[DELETE] = ESCAPE_STANDARD;
        }

        @Override
        public int[] getEscapeCodesForAscii() {
            return ascii.clone();
        }

        @Override
        public @Nullable SerializableString getEscapeSequence(int c) {
            boolean unseen = switch (Character.getType(c)) {
                case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                    true;
                default -> false;
            };
            return unseen && Character.isBmpCodePoint(c) ? new SerializedString(String.format("\\u%04X", c)) : null;
        }
    }

    /** {@code {"until":"2026-06-09","imported":"2026-06-28"}}; nulls where only what ships was used. */
    public static void knowledge(JsonGenerator json, @Nullable KnowledgeFreshness knowledge) {
        json.writeStartObject();
        day(json, "until", knowledge == null ? null : knowledge.until());
        day(json, "imported", knowledge == null ? null : knowledge.imported());
        day(json, "shipped", knowledge == null ? null : knowledge.shipped());
        json.writeEndObject();
    }

    private static void day(JsonGenerator json, String name, @Nullable LocalDate day) {
        if (day == null) {
            json.writeNullProperty(name);
        } else {
            json.writeStringProperty(name, day.toString());
        }
    }
}

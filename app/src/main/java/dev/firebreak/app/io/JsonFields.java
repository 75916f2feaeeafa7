package dev.firebreak.app.io;

import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.text.Text;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads fields of our own data files; what is missing or of another type is a bug in them and throws. */
public final class JsonFields {

    private JsonFields() {}

    public static String text(JsonNode object, String field) {
        return object.required(field).stringValue();
    }

    public static @Nullable String textOrNull(JsonNode object, String field) {
        JsonNode value = object.path(field);
        return value.isMissingNode() || value.isNull() ? null : value.stringValue();
    }

    public static @Nullable LocalDate dayOrNull(JsonNode object, String field) {
        String text = textOrNull(object, field);
        return text == null ? null : LocalDate.parse(text);
    }

    public static LocalDate day(JsonNode object, String field) {
        return LocalDate.parse(text(object, field));
    }

    public static Text wording(JsonNode object) {
        return new Text(text(object, "en"), text(object, "ja"));
    }

    public static Kb kb(JsonNode object) {
        return new Kb(object.required("kb").intValue());
    }

    public static List<String> texts(JsonNode object, String field) {
        return list(object, field, JsonNode::stringValue);
    }

    /** The elements of an array; none where the field is absent. */
    public static <T> List<T> list(JsonNode object, String field, Function<JsonNode, T> read) {
        return object.path(field).valueStream().map(read).toList();
    }
}

package dev.firebreak.app.capture.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Texts out of JSON values of any type. */
final class JsonTexts {

    private JsonTexts() {}

    /** A scalar as text; null for anything else, and for an empty text. */
    static @Nullable String scalar(JsonNode value) {
        if (value.isString()) {
            return value.stringValue().isEmpty() ? null : value.stringValue();
        }
        if (value.isNumber()) {
            return value.isIntegralNumber()
                    ? value.bigIntegerValue().toString()
                    : value.decimalValue().toPlainString();
        }
        return value.isBoolean() ? Boolean.toString(value.booleanValue()) : null;
    }

    /** The first of these fields that is a scalar. */
    static @Nullable String first(JsonNode object, String... fields) {
        for (String field : fields) {
            String text = scalar(object.path(field));
            if (text != null) {
                return text;
            }
        }
        return null;
    }

    /** All scalars by their path ({@code dns.rrname}); scalars of an array are joined by spaces. */
    static void flatten(String prefix, JsonNode object, Map<String, String> into) {
        object.forEachEntry((name, value) -> {
            String path = prefix.isEmpty() ? name : prefix + "." + name;
            if (value.isObject()) {
                flatten(path, value, into);
            } else if (value.isArray()) {
                List<String> texts = new ArrayList<>();
                value.forEach(element -> {
                    String text = scalar(element);
                    if (text != null) {
                        texts.add(text);
                    }
                });
                into.put(path, String.join(" ", texts));
            } else {
                // An empty text is a value: a rule may ask for it.
                String text = value.isString() ? value.stringValue() : scalar(value);
                if (text != null) {
                    into.put(path, text);
                }
            }
        });
    }
}

package dev.firebreak.app.web;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Holds answers against the OpenAPI document: as much of JSON Schema 2020-12 as our schemas use, and an error for what it does not know. */
public final class Schemas {

    private static final Set<String> KNOWN = Set.of(
            "type",
            "properties",
            "required",
            "additionalProperties",
            "items",
            "enum",
            "pattern",
            "minimum",
            "minLength",
            "maxLength",
            "anyOf",
            "$ref",
            "format",
            "description");

    private final JsonNode document;

    public Schemas(JsonNode document) {
        this.document = document;
    }

    /** What is wrong with a value; nothing where it is as described. */
    public List<String> faults(JsonNode schema, JsonNode value) {
        List<String> faults = new ArrayList<>();
        check(schema, value, "$", faults);
        return faults;
    }

    private void check(JsonNode schema, JsonNode value, String at, List<String> faults) {
        schema.propertyNames().forEach(name -> {
            if (!KNOWN.contains(name)) {
                throw new IllegalArgumentException("this checker does not know " + name);
            }
        });
        if (schema.has("$ref")) {
            JsonNode target = document.at(schema.get("$ref").asString().substring(1));
            if (target.isMissingNode()) {
                faults.add(at + ": no schema " + schema.get("$ref"));
            } else {
                check(target, value, at, faults);
            }
        }
        if (schema.has("anyOf")) {
            boolean fits = schema.get("anyOf")
                    .valueStream()
                    .anyMatch(s -> faults(s, value).isEmpty());
            if (!fits) {
                faults.add(at + ": " + value + " is none of " + schema.get("anyOf"));
            }
        }
        if (schema.has("enum") && schema.get("enum").valueStream().noneMatch(value::equals)) {
            faults.add(at + ": " + value + " is not in " + schema.get("enum"));
        }
        if (schema.has("type") && !types(schema.get("type")).contains(type(value))) {
            faults.add(at + ": " + value + " is not " + schema.get("type"));
        }
        if (schema.has("minimum")
                && value.isNumber()
                && value.asLong() < schema.get("minimum").asLong()) {
            faults.add(at + ": " + value + " is too small");
        }
        text(schema, value, at, faults);
        object(schema, value, at, faults);
        if (schema.has("items") && value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                check(schema.get("items"), value.get(i), at + "[" + i + "]", faults);
            }
        }
    }

    private static void text(JsonNode schema, JsonNode value, String at, List<String> faults) {
        if (!value.isString()) {
            return;
        }
        if (schema.has("pattern")
                && !Pattern.compile(schema.get("pattern").asString())
                        .matcher(value.asString())
                        .find()) {
            faults.add(at + ": " + value + " does not match " + schema.get("pattern"));
        }
        try {
            switch (schema.path("format").asString("")) {
                case "date" -> LocalDate.parse(value.asString());
                case "date-time" -> OffsetDateTime.parse(value.asString());
                case "duration" -> java.time.Duration.parse(value.asString());
                default -> {}
            }
        } catch (java.time.DateTimeException e) {
            faults.add(at + ": " + value + " is no " + schema.get("format"));
        }
    }

    private void object(JsonNode schema, JsonNode value, String at, List<String> faults) {
        if (!value.isObject()) {
            return;
        }
        JsonNode properties = schema.path("properties");
        schema.path("required").forEach(name -> {
            if (!value.has(name.asString())) {
                faults.add(at + ": " + name + " is missing");
            }
        });
        for (Map.Entry<String, JsonNode> property : value.properties()) {
            String where = at + "." + property.getKey();
            if (properties.has(property.getKey())) {
                check(properties.get(property.getKey()), property.getValue(), where, faults);
            } else if (schema.path("additionalProperties").isObject()) {
                check(schema.get("additionalProperties"), property.getValue(), where, faults);
            } else if (schema.path("additionalProperties").isBoolean()) {
                faults.add(where + ": not described");
            }
        }
    }

    private static List<String> types(JsonNode type) {
        return type.isArray() ? type.valueStream().map(JsonNode::asString).toList() : List.of(type.asString());
    }

    private static String type(JsonNode value) {
        return switch (value.getNodeType()) {
            case ARRAY -> "array";
            case OBJECT -> "object";
            case STRING -> "string";
            case BOOLEAN -> "boolean";
            case NULL -> "null";
            case NUMBER -> value.isIntegralNumber() ? "integer" : "number";
            case BINARY, MISSING, POJO -> Objects.toString(value.getNodeType());
        };
    }
}

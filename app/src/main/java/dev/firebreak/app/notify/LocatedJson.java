package dev.firebreak.app.notify;

import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.Source;
import dev.firebreak.core.text.Text;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/** JSON that a person wrote, in which every value knows its line, so that every complaint does. */
final class LocatedJson {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(16)
                    .maxNumberLength(32)
                    .maxStringLength(64 << 10)
                    .maxNameLength(256)
                    .build())
            .build();

    private final Source source;
    private final List<Problem> problems;

    private LocatedJson(Source source, List<Problem> problems) {
        this.source = source;
        this.problems = problems;
    }

    /** A value: an object of values, a list of values, or a string, number, boolean or null. */
    record Value(int line, @Nullable Object content) {}

    /** An object whose fields are taken one by one; what nobody took is complained about at the end. */
    static final class Fields {
        private final LocatedJson lines;
        private final int line;
        private final Map<String, Value> fields;
        private final Set<String> taken = new HashSet<>();

        private Fields(LocatedJson lines, int line, Map<String, Value> fields) {
            this.lines = lines;
            this.line = line;
            this.fields = fields;
        }

        int line() {
            return line;
        }

        int line(String name) {
            Value value = fields.get(name);
            return value == null ? line : value.line();
        }

        boolean has(String name) {
            return fields.containsKey(name);
        }

        @Nullable
        String text(String name) {
            return typed(name, String.class, new Text("text in quotes", "引用符で囲んだ文字列"));
        }

        boolean yes(String name) {
            return Boolean.TRUE.equals(typed(name, Boolean.class, Text.same("true / false")));
        }

        /** A whole number within bounds, or what holds where there is none. */
        int number(String name, int least, int most, int usual) {
            Long number = typed(name, Long.class, new Text("a whole number", "整数"));
            if (number == null) {
                return usual;
            }
            if (number < least || number > most) {
                lines.addProblem(
                        line(name), "\"%s\" must be between %s and %s", "「%s」は %s〜%s の範囲で指定してください", name, least, most);
                return usual;
            }
            return number.intValue();
        }

        @Nullable
        Fields object(String name) {
            Map<?, ?> map = typed(name, Map.class, new Text("an object { }", "オブジェクト { }"));
            return map == null ? null : lines.fields(line(name), map);
        }

        List<Fields> objects(String name) {
            List<Fields> objects = new ArrayList<>();
            for (Value value : list(name)) {
                if (value.content() instanceof Map<?, ?> map) {
                    objects.add(lines.fields(value.line(), map));
                } else {
                    lines.addProblem(
                            value.line(), "\"%s\" must hold objects { }", "「%s」の要素はオブジェクト { } で指定してください", name);
                }
            }
            return objects;
        }

        List<String> texts(String name) {
            List<String> texts = new ArrayList<>();
            for (Value value : list(name)) {
                if (value.content() instanceof String text) {
                    texts.add(text);
                } else {
                    lines.addProblem(value.line(), "\"%s\" must hold texts", "「%s」の要素は文字列で指定してください", name);
                }
            }
            return texts;
        }

        private List<Value> list(String name) {
            List<?> list = typed(name, List.class, new Text("a list [ ]", "リスト [ ]"));
            return list == null
                    ? List.of()
                    : list.stream().map(Value.class::cast).toList();
        }

        private <T> @Nullable T typed(String name, Class<T> type, Text what) {
            taken.add(name);
            Value value = fields.get(name);
            if (value == null || value.content() == null) {
                return null;
            }
            if (type.isInstance(value.content())) {
                return type.cast(value.content());
            }
            lines.addProblem(value.line(), "\"%s\" must be %s", "「%s」は%sで指定してください", name, what);
            return null;
        }

        /** A misspelt name would be a setting that does nothing. */
        void reportUnknownFields() {
            fields.forEach((name, value) -> {
                if (!taken.contains(name)) {
                    lines.addProblem(value.line(), "\"%s\" is not a setting here", "「%s」という設定項目はありません", name);
                }
            });
        }
    }

    /** The outermost object; null where the text is not one, which was complained about. */
    static @Nullable Fields read(String text, Source source, List<Problem> problems) {
        var lines = new LocatedJson(source, problems);
        try (JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            json.nextToken();
            Value value = lines.value(json);
            if (!(value.content() instanceof Map<?, ?> map)) {
                lines.addProblem(value.line(), "must begin with {", "先頭は { でなければなりません");
                return null;
            }
            if (json.nextToken() != null) {
                lines.addProblem(
                        json.currentTokenLocation().getLineNr(), "something follows the last }", "最後の } の後に余分な記述があります");
                return null;
            }
            return lines.fields(value.line(), map);
        } catch (JacksonException e) {
            int line = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getLineNr());
            lines.addProblem(
                    line, "not valid JSON here; nothing of the file is used", "JSON として読み取れません。このファイルの設定は使用しません");
            return null;
        }
    }

    void addProblem(int line, String en, String ja, Object... values) {
        problems.add(new Problem(source.at(line), Text.format(en, ja, values)));
    }

    private Fields fields(int line, Map<?, ?> map) {
        Map<String, Value> fields = new LinkedHashMap<>();
        map.forEach((name, value) -> fields.put((String) name, (Value) value));
        return new Fields(this, line, fields);
    }

    private Value value(JsonParser json) {
        int line = json.currentTokenLocation().getLineNr();
        JsonToken token = json.currentToken();
        if (token == JsonToken.START_OBJECT) {
            Map<String, Value> map = new LinkedHashMap<>();
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = json.currentName();
                int at = json.currentTokenLocation().getLineNr();
                json.nextToken();
                if (map.put(name, value(json)) != null) {
                    addProblem(at, "\"%s\" is there twice; the last one counts", "「%s」が重複しています。後の指定を使用します", name);
                }
            }
            return new Value(line, map);
        }
        if (token == JsonToken.START_ARRAY) {
            List<Value> list = new ArrayList<>();
            while (json.nextToken() != JsonToken.END_ARRAY) {
                list.add(value(json));
            }
            return new Value(line, list);
        }
        if (token == JsonToken.VALUE_STRING) {
            return new Value(line, json.getString());
        }
        if (token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE) {
            return new Value(line, token == JsonToken.VALUE_TRUE);
        }
        if (token == JsonToken.VALUE_NUMBER_INT && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            return new Value(line, json.getLongValue());
        }
        return new Value(line, token == JsonToken.VALUE_NULL || token == null ? null : 0.0);
    }
}

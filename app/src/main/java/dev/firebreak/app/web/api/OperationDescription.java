package dev.firebreak.app.web.api;

import dev.firebreak.core.text.Text;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an address does, as the OpenAPI document tells it. Written beside the address itself, so that none is without.
 *
 * @param id unique; what generated clients call it
 * @param takes kinds of body that it takes; none for a request without
 */
record OperationDescription(
        String id,
        Text summary,
        List<Parameter> parameters,
        List<String> takes,
        @Nullable String body,
        List<Answer> answers) {

    OperationDescription {
        parameters = List.copyOf(parameters);
        takes = List.copyOf(takes);
        answers = List.copyOf(answers);
    }

    /**
     * Something the address may say.
     *
     * @param in {@code path} or {@code query}
     * @param schema a name among the schemas, or a type of JSON
     */
    record Parameter(String in, String name, String schema, boolean required, Text what) {}

    /**
     * What may come back.
     *
     * @param schema a name among the schemas; null for an answer without a body, or with one that is not JSON
     */
    record Answer(
            int status,
            Text what,
            @Nullable String type,
            @Nullable String schema) {}

    static OperationDescription of(String id, String en, String ja) {
        return new OperationDescription(id, new Text(en, ja), List.of(), List.of(), null, List.of());
    }

    OperationDescription path(String name, String en, String ja) {
        return with(new Parameter("path", name, "string", true, new Text(en, ja)));
    }

    OperationDescription query(String name, String schema, String en, String ja) {
        return with(new Parameter("query", name, schema, false, new Text(en, ja)));
    }

    /** A part of a long list. */
    OperationDescription paged() {
        return query("offset", "integer", "Leaves out so many at the beginning.", "先頭から読み飛ばす件数。")
                .query("limit", "integer", "At most so many, 1 to 1000.", "最大件数（1～1000）。");
    }

    private OperationDescription with(Parameter parameter) {
        List<Parameter> more = new ArrayList<>(parameters);
        more.add(parameter);
        return new OperationDescription(id, summary, more, takes, body, answers);
    }

    /** @param schema null where the body is not JSON */
    OperationDescription takes(@Nullable String schema, String... types) {
        return new OperationDescription(id, summary, parameters, List.of(types), schema, answers);
    }

    OperationDescription answers(int status, String schema, String en, String ja) {
        return answers(status, "application/json", schema, en, ja);
    }

    OperationDescription answers(int status, @Nullable String type, @Nullable String schema, String en, String ja) {
        List<Answer> more = new ArrayList<>(answers);
        more.add(new Answer(status, new Text(en, ja), type, schema));
        return new OperationDescription(id, summary, parameters, takes, body, more);
    }

    OperationDescription fails(int status, String en, String ja) {
        return answers(status, "application/problem+json", "Problem", en, ja);
    }
}

package dev.firebreak.app.web.api;

import dev.firebreak.core.advisory.Language;
import dev.firebreak.core.advisory.Wording;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The description of every address (OpenAPI 3.1), made of what is written beside each of them; what bodies look like stands in
 * {@code schemas.json} (JSON Schema 2020-12).
 */
final class OpenApi {

    private static final Set<String> TYPES = Set.of("string", "integer", "boolean");

    private final List<Call> calls;
    private final JsonNode schemas;

    OpenApi(List<Call> calls) {
        List<Call> all = new ArrayList<>(calls);
        all.add(described(ctx -> {}));
        this.calls = List.copyOf(all);
        try (InputStream in = Objects.requireNonNull(OpenApi.class.getResourceAsStream("schemas.json"))) {
            this.schemas = JsonMapper.shared().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Call call(Gate gate) {
        return described(ctx -> Answers.tagged(ctx, document(gate.caller(ctx).language())));
    }

    private static Call described(io.javalin.http.Handler handler) {
        return Call.get(
                "/api/v1/openapi.json",
                Access.ANYONE,
                Operation.of("openapi", "This document.", "この文書。")
                        .answers(200, "application/json", null, "OpenAPI 3.1.", "OpenAPI 3.1。"),
                handler);
    }

    Map<String, @Nullable Object> document(Language language) {
        Map<String, Map<String, @Nullable Object>> paths = new LinkedHashMap<>();
        for (Call call : calls) {
            paths.computeIfAbsent(call.path(), p -> new LinkedHashMap<>())
                    .put(call.method().name().toLowerCase(Locale.ROOT), operation(call, language));
        }
        return Rows.of(
                "openapi", "3.1.0",
                "info",
                        Rows.of(
                                "title", "Firebreak",
                                "version", "1",
                                "description",
                                        new Wording(
                                                        "Answers carry an ETag; errors are problem details (RFC 9457). Moments are UTC (RFC 3339).",
                                                        "応答には ETag が付きます。エラーは problem+json（RFC 9457）、日時は UTC（RFC 3339）です。")
                                                .in(language)),
                "servers", List.of(Rows.of("url", "/")),
                "security", List.of(Rows.of("token", List.of())),
                "paths", paths,
                "components",
                        Rows.of(
                                "securitySchemes",
                                Rows.of(
                                        "token",
                                        Rows.of(
                                                "type", "http",
                                                "scheme", "bearer",
                                                "description",
                                                        new Wording(
                                                                        "A machine's token, its site's, or an API key.",
                                                                        "端末のトークン、拠点のトークン、または API キー。")
                                                                .in(language))),
                                "schemas",
                                schemas));
    }

    private static Map<String, @Nullable Object> operation(Call call, Language language) {
        Operation operation = call.operation();
        Map<String, @Nullable Object> told = Rows.of(
                "operationId", operation.id(),
                "summary", operation.summary().in(language),
                "x-access", call.access().name().toLowerCase(Locale.ROOT));
        if (call.access() == Access.ANYONE) {
            told.put("security", List.of());
        }
        if (!operation.parameters().isEmpty()) {
            told.put(
                    "parameters",
                    operation.parameters().stream()
                            .map(p -> Rows.of(
                                    "name", p.name(),
                                    "in", p.in(),
                                    "required", p.required(),
                                    "description", p.what().in(language),
                                    "schema", schema(p.schema())))
                            .toList());
        }
        if (!operation.takes().isEmpty()) {
            Map<String, @Nullable Object> content = new LinkedHashMap<>();
            operation
                    .takes()
                    .forEach(type -> content.put(
                            type, operation.body() == null ? Map.of() : Rows.of("schema", schema(operation.body()))));
            told.put("requestBody", Rows.of("required", true, "content", content));
        }
        told.put("responses", responses(call, language));
        return told;
    }

    private static Map<String, @Nullable Object> responses(Call call, Language language) {
        Map<String, Map<String, @Nullable Object>> responses = new LinkedHashMap<>();
        for (Operation.Answer answer : call.operation().answers()) {
            Map<String, @Nullable Object> response = responses.computeIfAbsent(
                    Integer.toString(answer.status()),
                    s -> Rows.of("description", answer.what().in(language)));
            if (answer.type() != null) {
                @SuppressWarnings("unchecked")
                Map<String, @Nullable Object> content =
                        (Map<String, @Nullable Object>) response.computeIfAbsent("content", c -> new LinkedHashMap<>());
                content.put(
                        answer.type(), answer.schema() == null ? Map.of() : Rows.of("schema", schema(answer.schema())));
            }
        }
        Map<String, @Nullable Object> told = new LinkedHashMap<>(responses);
        told.put(
                "default",
                Rows.of(
                        "description",
                        new Wording("Refused, or a fault of ours.", "拒否、またはサーバー側の不具合。").in(language),
                        "content",
                        Rows.of("application/problem+json", Rows.of("schema", schema("Problem")))));
        return told;
    }

    private static Map<String, @Nullable Object> schema(String name) {
        return TYPES.contains(name) ? Rows.of("type", name) : Rows.of("$ref", "#/components/schemas/" + name);
    }
}

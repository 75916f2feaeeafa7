package dev.firebreak.app.web.api;

import dev.firebreak.app.web.auth.ApiGate;
import dev.firebreak.app.web.http.Access;
import dev.firebreak.app.web.http.JsonResponses;
import dev.firebreak.core.text.Language;
import dev.firebreak.core.text.Text;
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
final class OpenApiDocument {

    private static final Set<String> TYPES = Set.of("string", "integer", "boolean");

    private final List<ApiOperation> calls;
    private final JsonNode schemas;

    OpenApiDocument(List<ApiOperation> calls) {
        List<ApiOperation> all = new ArrayList<>(calls);
        all.add(described(ctx -> {}));
        this.calls = List.copyOf(all);
        try (InputStream in = Objects.requireNonNull(OpenApiDocument.class.getResourceAsStream("schemas.json"))) {
            this.schemas = JsonMapper.shared().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ApiOperation call(ApiGate gate) {
        return described(
                ctx -> JsonResponses.tagged(ctx, document(gate.caller(ctx).language())));
    }

    private static ApiOperation described(io.javalin.http.Handler handler) {
        return ApiOperation.get(
                "/api/v1/openapi.json",
                Access.ANYONE,
                OperationDescription.of("openapi", "This document.", "この文書。")
                        .answers(200, "application/json", null, "OpenAPI 3.1.", "OpenAPI 3.1。"),
                handler);
    }

    Map<String, @Nullable Object> document(Language language) {
        Map<String, Map<String, @Nullable Object>> paths = new LinkedHashMap<>();
        for (ApiOperation call : calls) {
            paths.computeIfAbsent(call.path(), p -> new LinkedHashMap<>())
                    .put(call.method().name().toLowerCase(Locale.ROOT), operation(call, language));
        }
        return ApiRows.of(
                "openapi", "3.1.0",
                "info",
                        ApiRows.of(
                                "title", "Firebreak",
                                "version", "1",
                                "description",
                                        new Text(
                                                        "Answers carry an ETag; errors are problem details (RFC 9457). Moments are UTC (RFC 3339).",
                                                        "応答には ETag が付きます。エラーは problem+json（RFC 9457）、日時は UTC（RFC 3339）です。")
                                                .in(language)),
                "servers", List.of(ApiRows.of("url", "/")),
                "security", List.of(ApiRows.of("token", List.of())),
                "paths", paths,
                "components",
                        ApiRows.of(
                                "securitySchemes",
                                ApiRows.of(
                                        "token",
                                        ApiRows.of(
                                                "type", "http",
                                                "scheme", "bearer",
                                                "description",
                                                        new Text(
                                                                        "A machine's token, its site's, or an API key.",
                                                                        "端末のトークン、拠点のトークン、または API キー。")
                                                                .in(language))),
                                "schemas",
                                schemas));
    }

    private static Map<String, @Nullable Object> operation(ApiOperation call, Language language) {
        OperationDescription operation = call.operation();
        Map<String, @Nullable Object> told = ApiRows.of(
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
                            .map(p -> ApiRows.of(
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
                            type,
                            operation.body() == null ? Map.of() : ApiRows.of("schema", schema(operation.body()))));
            told.put("requestBody", ApiRows.of("required", true, "content", content));
        }
        told.put("responses", responses(call, language));
        return told;
    }

    private static Map<String, @Nullable Object> responses(ApiOperation call, Language language) {
        Map<String, Map<String, @Nullable Object>> responses = new LinkedHashMap<>();
        for (OperationDescription.Answer answer : call.operation().answers()) {
            Map<String, @Nullable Object> response = responses.computeIfAbsent(
                    Integer.toString(answer.status()),
                    s -> ApiRows.of("description", answer.what().in(language)));
            if (answer.type() != null) {
                @SuppressWarnings("unchecked")
                Map<String, @Nullable Object> content =
                        (Map<String, @Nullable Object>) response.computeIfAbsent("content", c -> new LinkedHashMap<>());
                content.put(
                        answer.type(),
                        answer.schema() == null ? Map.of() : ApiRows.of("schema", schema(answer.schema())));
            }
        }
        Map<String, @Nullable Object> told = new LinkedHashMap<>(responses);
        told.put(
                "default",
                ApiRows.of(
                        "description",
                        new Text("Refused, or a fault of ours.", "拒否、またはサーバー側の不具合。").in(language),
                        "content",
                        ApiRows.of("application/problem+json", ApiRows.of("schema", schema("Problem")))));
        return told;
    }

    private static Map<String, @Nullable Object> schema(String name) {
        return TYPES.contains(name) ? ApiRows.of("type", name) : ApiRows.of("$ref", "#/components/schemas/" + name);
    }
}

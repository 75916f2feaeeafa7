package dev.firebreak.app.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A program that asks, and holds every answer against the OpenAPI document. */
public final class ApiClient {

    private static final JsonMapper JSON = JsonMapper.shared();

    public final JsonNode document;
    private final String url;
    private final Set<String> asked;

    /** @param asked gathers what was asked, as {@code get /api/v1/board} */
    public ApiClient(String url, Set<String> asked) throws Exception {
        this.url = url;
        this.asked = asked;
        this.document = JSON.readTree(Browser.CLIENT
                .send(
                        HttpRequest.newBuilder(URI.create(url + "/api/v1/openapi.json"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body());
    }

    /** Everything that is described, in the same form. */
    public Set<String> described() {
        Set<String> all = new TreeSet<>();
        document.get("paths")
                .properties()
                .forEach(path ->
                        path.getValue().propertyNames().forEach(method -> all.add(method + " " + path.getKey())));
        return all;
    }

    public record Answer(HttpResponse<String> http) {
        public int status() {
            return http.statusCode();
        }

        public JsonNode json() {
            return JSON.readTree(http.body());
        }

        public String header(String name) {
            return http.headers().firstValue(name).orElse("");
        }
    }

    public Answer ask(String method, String path, String token, byte[] body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer " + token)
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<String> answer = Browser.CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString(UTF_8));
        describe(method, path, answer);
        return new Answer(answer);
    }

    /** The answer is one of those that the document promises. */
    public void describe(String method, String path, HttpResponse<String> answer) {
        String bare = path.replaceAll("\\?.*", "");
        Map.Entry<String, JsonNode> found = document.get("paths").properties().stream()
                .filter(p -> bare.matches(p.getKey().replace(".", "\\.").replaceAll("\\{[a-z0-9]+}", "[^/]+")))
                .filter(p -> p.getValue().has(method.toLowerCase(Locale.ROOT)))
                .min(Comparator.comparing(p -> p.getKey().contains("{")))
                .orElseThrow();
        asked.add(method.toLowerCase(Locale.ROOT) + " " + found.getKey());
        JsonNode responses =
                found.getValue().get(method.toLowerCase(Locale.ROOT)).get("responses");
        if (answer.statusCode() == 304) {
            return;
        }
        JsonNode response = responses.path(Integer.toString(answer.statusCode()));
        JsonNode promised = response.isMissingNode() ? responses.get("default") : response;
        String type = answer.headers().firstValue("Content-Type").orElse("").replaceAll(";.*", "");
        if (answer.statusCode() >= 400) {
            assertThat(type).isEqualTo("application/problem+json");
        }
        if (!promised.has("content")) {
            assertThat(answer.body()).isEmpty();
            return;
        }
        JsonNode content = promised.get("content").path(type);
        assertThat(content.isMissingNode())
                .as(method + " " + path + " answers with " + type)
                .isFalse();
        var schemas = new Schemas(document);
        if (content.has("schema")) {
            Stream<String> values =
                    type.equals("application/x-ndjson") ? answer.body().lines() : Stream.of(answer.body());
            values.forEach(value -> assertThat(schemas.faults(content.get("schema"), JSON.readTree(value)))
                    .as(method + " " + path)
                    .isEmpty());
        }
    }
}

package dev.firebreak.app.sinkhole;

import dev.firebreak.app.io.BoundedJson;
import dev.firebreak.app.io.JsonWriter;
import dev.firebreak.core.watch.killswitch.SinkholeCall;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/**
 * Calls as lines of JSON, as the log keeps them and {@code sinkhole log} prints them. Control characters are escaped: whatever a caller sends, a
 * line stays one line, and a terminal that shows it obeys nothing in it.
 */
public final class CallLines {

    private CallLines() {}

    /** The call as one line, with its line break. */
    public static byte[] line(SinkholeCall call) {
        var out = new ByteArrayOutputStream(320);
        try (JsonGenerator json = JsonWriter.to(out)) {
            json.writeStartObject();
            json.writeStringProperty("time", call.time().toString());
            json.writeStringProperty("kind", call.isDns() ? "dns" : "http");
            json.writeStringProperty("source", call.source());
            json.writeStringProperty("segment", call.segment());
            JsonWriter.text(json, "name", call.name());
            JsonWriter.text(json, "indicator", call.indicator());
            switch (call.request()) {
                case SinkholeCall.Dns dns -> {
                    json.writeStringProperty("type", dns.type());
                    json.writeStringProperty("transport", dns.transport());
                    json.writeBooleanProperty("resolver", dns.resolver());
                }
                case SinkholeCall.Http http -> {
                    JsonWriter.text(json, "method", http.method());
                    JsonWriter.text(json, "path", http.path());
                    JsonWriter.text(json, "agent", http.agent());
                    JsonWriter.text(json, "via", http.via());
                }
            }
            JsonWriter.text(json, "nonce", call.nonce());
            json.writeEndObject();
        }
        out.write('\n');
        return out.toByteArray();
    }

    /** The call of a line; empty where it is none that {@link #line} wrote. */
    public static Optional<SinkholeCall> read(byte[] bytes, int from, int to) {
        try {
            JsonNode json = BoundedJson.tree(new String(bytes, from, to - from, StandardCharsets.UTF_8));
            return Optional.ofNullable(call(json));
        } catch (JacksonException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private static @Nullable SinkholeCall call(JsonNode json) {
        String kind = json.path("kind").asString("");
        SinkholeCall.Request request = switch (kind) {
            case "dns" ->
                new SinkholeCall.Dns(
                        json.path("type").asString(""),
                        json.path("transport").asString(""),
                        json.path("resolver").booleanValue(false));
            case "http" ->
                new SinkholeCall.Http(
                        json.path("method").asString(""),
                        json.path("path").asString(""),
                        text(json, "agent"),
                        text(json, "via"));
            default -> null;
        };
        String source = text(json, "source");
        String time = text(json, "time");
        if (request == null || source == null || time == null) {
            return null;
        }
        return new SinkholeCall(
                Instant.parse(time),
                source,
                json.path("segment").asString(""),
                json.path("name").asString(""),
                text(json, "indicator"),
                text(json, "nonce"),
                request);
    }

    private static @Nullable String text(JsonNode json, String name) {
        return json.path(name).isString() ? json.path(name).stringValue() : null;
    }
}

package dev.firebreak.app.report.watch;

import dev.firebreak.app.io.JsonWriter;
import dev.firebreak.core.text.Language;
import dev.firebreak.core.watch.Detection;
import dev.firebreak.core.watch.Event;
import dev.firebreak.core.watch.Flow;
import dev.firebreak.core.watch.incident.Incident;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/** Detections ({@code firebreak.detection/1}), events ({@code firebreak.event/1}) and incidents ({@code firebreak.incident/1}) as JSON. */
public final class WatchJson {

    /** Always six digits of a second, so that lines sort as text. */
    private static final DateTimeFormatter MICROS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private WatchJson() {}

    /** {@code 2017-05-18T08:12:10.218786Z} */
    public static String time(Instant time) {
        return MICROS.format(time);
    }

    /** A line. */
    public static void line(Detection detection, Language language, OutputStream out) {
        write(out, json -> detection(json, detection, language));
    }

    /** A line. */
    public static void line(Event event, OutputStream out) {
        write(out, json -> event(json, event));
    }

    /** A line. */
    public static void line(Incident incident, Language language, OutputStream out) {
        write(out, json -> incident(json, incident, language));
    }

    /** The object of a detection. */
    public static void detection(JsonGenerator json, Detection detection, Language language) {
        json.writeStartObject();
        json.writeStringProperty("schema", "firebreak.detection/1");
        json.writeStringProperty("time", time(detection.time()));
        JsonWriter.text(json, "rule", detection.rule());
        json.writeStringProperty("severity", detection.severity().name().toLowerCase(Locale.ROOT));
        flow(json, detection.flow());
        json.writeNumberProperty("count", detection.count());
        JsonWriter.texts(
                json,
                "because",
                detection.because().stream().map(text -> text.in(language)).toList());
        JsonWriter.text(json, "origin", detection.origin());
        json.writeEndObject();
    }

    private static void flow(JsonGenerator json, Flow flow) {
        JsonWriter.text(json, "source", flow.source());
        port(json, "sourcePort", flow.sourcePort());
        JsonWriter.text(json, "target", flow.target());
        port(json, "targetPort", flow.targetPort());
    }

    private static void port(JsonGenerator json, String name, int port) {
        if (port == 0) {
            json.writeNullProperty(name);
        } else {
            json.writeNumberProperty(name, port);
        }
    }

    /** The object of an event. */
    public static void event(JsonGenerator json, Event event) {
        json.writeStartObject();
        json.writeStringProperty("schema", "firebreak.event/1");
        json.writeStringProperty("time", time(event.time()));
        String kind = event.getClass().getSimpleName();
        json.writeStringProperty("kind", Character.toLowerCase(kind.charAt(0)) + kind.substring(1));
        flow(json, event.flow());
        switch (event) {
            case Event.ConnectionAttempt attempt ->
                json.writeStringProperty("outcome", attempt.outcome().name().toLowerCase(Locale.ROOT));
            case Event.SmbCommand command -> {
                json.writeStringProperty("phase", command.phase().name().toLowerCase(Locale.ROOT));
                json.writeNumberProperty("command", command.command());
                json.writeNumberProperty(
                        "function", command.function() < 0 ? command.function() : command.function() & 0xFFFF);
                json.writeNumberProperty("status", command.status() & 0xFFFF_FFFFL);
                json.writeNumberProperty("process", command.key().process());
                json.writeNumberProperty("multiplex", command.key().multiplex());
                json.writeNumberProperty("tree", command.key().tree());
                json.writeNumberProperty("user", command.key().user());
            }
            case Event.DnsQuery query -> {
                JsonWriter.text(json, "name", query.name());
                json.writeStringProperty("type", query.type());
                JsonWriter.text(json, "result", query.result());
                JsonWriter.texts(json, "answers", query.answers());
            }
            case Event.HttpRequest request -> {
                JsonWriter.text(json, "method", request.method());
                JsonWriter.text(json, "host", request.host());
                JsonWriter.text(json, "path", request.path());
                JsonWriter.text(json, "agent", request.agent());
            }
            case Event.FileOperation operation -> {
                json.writeStringProperty("action", operation.action().name().toLowerCase(Locale.ROOT));
                JsonWriter.text(json, "user", operation.user());
                JsonWriter.text(json, "path", operation.path());
                JsonWriter.text(json, "newPath", operation.newPath());
                json.writeNumberProperty("bytes", operation.bytes());
            }
            case Event.LogRecord logged -> {
                JsonWriter.text(json, "channel", logged.channel());
                json.writeNumberProperty("id", logged.id());
                json.writeObjectPropertyStart("fields");
                for (Map.Entry<String, String> field : logged.fields().entrySet()) {
                    JsonWriter.text(json, field.getKey(), field.getValue());
                }
                json.writeEndObject();
            }
            case Event.MailPart part -> {
                JsonWriter.text(json, "message", part.message());
                json.writeStringProperty("part", part.kind().name().toLowerCase(Locale.ROOT));
                JsonWriter.text(json, "value", part.value());
                JsonWriter.text(json, "contentType", part.contentType());
                JsonWriter.text(json, "sha256", part.sha256());
            }
        }
        JsonWriter.text(json, "origin", event.origin());
        json.writeEndObject();
    }

    /** The object of an incident. */
    public static void incident(JsonGenerator json, Incident incident, Language language) {
        json.writeStartObject();
        json.writeStringProperty("schema", "firebreak.incident/1");
        JsonWriter.text(json, "id", incident.id());
        json.writeStringProperty("severity", incident.severity().name().toLowerCase(Locale.ROOT));
        json.writeStringProperty("began", time(incident.began()));
        json.writeStringProperty("last", time(incident.last()));
        JsonWriter.text(json, "first", incident.first());
        JsonWriter.texts(json, "isolateFirst", incident.isolateFirst());
        json.writeNumberProperty("vulnerableHit", incident.vulnerableHit());
        json.writeArrayPropertyStart("hosts");
        for (Incident.Host host : incident.hosts()) {
            json.writeStartObject();
            JsonWriter.text(json, "address", host.address());
            json.writeStringProperty("role", host.role().id());
            json.writeBooleanProperty("attacked", host.isAttacked());
            JsonWriter.text(
                    json,
                    "machine",
                    host.machine() == null ? null : host.machine().name());
            JsonWriter.text(
                    json,
                    "ms17010",
                    host.machine() == null ? null : host.machine().verdict().id());
            json.writeStringProperty("seen", time(host.seen()));
            JsonWriter.texts(json, "rules", host.rules());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayPropertyStart("path");
        for (Incident.Hop hop : incident.path()) {
            json.writeStartObject();
            json.writeStringProperty("time", time(hop.time()));
            JsonWriter.text(json, "source", hop.source());
            JsonWriter.text(json, "target", hop.target());
            JsonWriter.text(json, "rule", hop.rule());
            json.writeBooleanProperty("succeeded", hop.succeeded());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeNumberProperty("detections", incident.detections().size());
        json.writeEndObject();
    }

    private interface Body {
        void write(JsonGenerator json);
    }

    private static void write(OutputStream out, Body body) {
        var line = new ByteArrayOutputStream(512);
        try (JsonGenerator json = JsonWriter.to(line)) {
            body.write(json);
        }
        line.write('\n');
        try {
            line.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

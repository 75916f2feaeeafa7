package dev.firebreak.app.capture.stix;

import dev.firebreak.app.io.BoundedJson;
import dev.firebreak.app.io.JsonWriter;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.Read;
import dev.firebreak.core.inventory.Source;
import dev.firebreak.core.text.Text;
import dev.firebreak.core.watch.Indicator;
import dev.firebreak.core.watch.Indicator.Confidence;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/** Indicators as a bundle of STIX 2.1 (OASIS standard, 2021-06-10); bundles of 2.0 are read too. */
public final class StixBundle {

    private static final int HIGH = 70;
    private static final int MEDIUM = 30;

    private StixBundle() {}

    /**
     * The indicators of a bundle. One that is revoked or no longer valid, and one whose pattern is not understood, is a problem.
     *
     * @param text the whole document
     * @param file its name, for problems and as the source of indicators that name none
     * @param now at which an indicator must be valid
     */
    public static Read<Indicator> read(String text, String file, Instant now) {
        List<Indicator> indicators = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        JsonNode bundle;
        try {
            bundle = BoundedJson.tree(text);
        } catch (JacksonException notJson) {
            problems.add(new Problem(
                    new Source(file, BoundedJson.line(notJson)),
                    new Text("this is not JSON; not used", "JSON ではないため、使用しません")));
            return new Read<>(indicators, problems);
        }
        if (!"bundle".equals(bundle.path("type").asString(""))) {
            problems.add(
                    new Problem(Source.of(file), new Text("not a STIX bundle; not used", "STIX のバンドルではないため、使用しません")));
            return new Read<>(indicators, problems);
        }
        Set<String> seen = new HashSet<>();
        for (JsonNode object : bundle.path("objects")) {
            if ("indicator".equals(object.path("type").asString(""))) {
                Text wrong = indicator(object, file, now, seen, indicators);
                if (wrong != null) {
                    problems.add(new Problem(
                            Source.of(file), Text.format("indicator \"%s\": %s", "指標「%s」: %s", name(object), wrong)));
                }
            }
        }
        return new Read<>(indicators, problems);
    }

    private static String name(JsonNode object) {
        String name = object.path("name").asString("");
        return name.isBlank() ? object.path("id").asString("?") : name;
    }

    private static @Nullable Text indicator(
            JsonNode object, String file, Instant now, Set<String> seen, List<Indicator> into) {
        if (object.path("revoked").asBoolean(false)
                || isPast(object.path("valid_until").asString(""), now)) {
            return new Text("revoked or no longer valid; not used", "取り消されたか有効期限が切れているため、使用しません");
        }
        String type = object.path("pattern_type").asString("stix");
        String pattern = object.path("pattern").asString("");
        List<StixPattern.Comparison> comparisons = type.equals("stix") ? StixPattern.parse(pattern) : null;
        if (comparisons == null) {
            return Text.format("the pattern is not understood; not used: %s", "パターンを解釈できないため、使用しません: %s", pattern);
        }
        String name = name(object);
        int confidence = object.path("confidence").asInt(MEDIUM);
        var reference = new Indicator.Reference(
                file + ": " + name,
                url(object.path("external_references")),
                confidence >= HIGH ? Confidence.HIGH : confidence >= MEDIUM ? Confidence.MEDIUM : Confidence.LOW);
        for (StixPattern.Comparison comparison : comparisons) {
            try {
                var indicator = new Indicator(
                        slug(name),
                        name,
                        comparison.kind(),
                        comparison.value(),
                        day(object.path("valid_from").asString("")),
                        List.of(reference));
                if (seen.add(indicator.kind() + " " + indicator.value())) {
                    into.add(indicator);
                }
            } catch (IllegalArgumentException notAValue) {
                return Text.format("the value is not used: %s", "この値は使用しません: %s", comparison.value());
            }
        }
        return null;
    }

    private static boolean isPast(String text, Instant now) {
        try {
            return !text.isEmpty() && !Instant.parse(text).isAfter(now);
        } catch (DateTimeException noTime) {
            return false;
        }
    }

    private static @Nullable LocalDate day(String text) {
        try {
            return text.isEmpty() ? null : LocalDate.ofInstant(Instant.parse(text), ZoneOffset.UTC);
        } catch (DateTimeException noTime) {
            return null;
        }
    }

    private static @Nullable String url(JsonNode references) {
        for (JsonNode reference : references) {
            String url = reference.path("url").asString("");
            if (!url.isEmpty()) {
                return url;
            }
        }
        return null;
    }

    /** An id of the letters that ids may have. */
    private static String slug(String name) {
        String slug =
                name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        return slug.isEmpty()
                ? "stix"
                : slug.substring(0, Math.min(slug.length(), 80)).replaceAll("-$", "");
    }

    /** Writes indicators as a bundle; the same indicators give the same bytes. */
    public static void write(List<Indicator> indicators, Instant now, OutputStream out) {
        try (JsonGenerator json = JsonWriter.to(out)) {
            json.writeStartObject();
            json.writeStringProperty("type", "bundle");
            json.writeStringProperty("id", "bundle--" + uuid("bundle " + now + indicators.size()));
            json.writeArrayPropertyStart("objects");
            indicators.forEach(indicator -> write(indicator, now, json));
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private static void write(Indicator indicator, Instant now, JsonGenerator json) {
        String first =
                Objects.requireNonNullElseGet(indicator.firstSeen(), () -> LocalDate.ofInstant(now, ZoneOffset.UTC))
                        + "T00:00:00Z";
        json.writeStartObject();
        json.writeStringProperty("type", "indicator");
        json.writeStringProperty("spec_version", "2.1");
        json.writeStringProperty("id", "indicator--" + uuid(indicator.kind() + " " + indicator.value()));
        json.writeStringProperty("created", first);
        json.writeStringProperty("modified", first);
        json.writeStringProperty("name", indicator.campaign() + " " + indicator.id());
        json.writeArrayPropertyStart("indicator_types");
        json.writeString("malicious-activity");
        json.writeEndArray();
        json.writeStringProperty("pattern", StixPattern.of(indicator));
        json.writeStringProperty("pattern_type", "stix");
        json.writeStringProperty("valid_from", first);
        json.writeArrayPropertyStart("external_references");
        for (Indicator.Reference source : indicator.sources()) {
            json.writeStartObject();
            json.writeStringProperty("source_name", source.what());
            if (source.url() != null) {
                json.writeStringProperty("url", source.url());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static UUID uuid(String name) {
        return UUID.nameUUIDFromBytes(("firebreak " + name).getBytes(StandardCharsets.UTF_8));
    }
}

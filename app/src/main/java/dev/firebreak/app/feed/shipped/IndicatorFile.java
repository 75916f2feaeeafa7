package dev.firebreak.app.feed.shipped;

import dev.firebreak.app.io.JsonFields;
import dev.firebreak.core.watch.Indicator;
import dev.firebreak.core.watch.Indicators;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Reads {@code indicators.json}: indicators, each with the sources of its fact. Unknown and missing fields are refused. */
final class IndicatorFile {

    private static final String SCHEMA = "firebreak.indicators/1";
    private static final Map<String, Indicator.Kind> KINDS = new HashMap<>();

    static {
        for (Indicator.Kind kind : Indicator.Kind.values()) {
            KINDS.put(kind.id(), kind);
        }
    }

    private IndicatorFile() {}

    static Indicators read(JsonNode file) {
        only(file, Set.of("schema", "sources", "indicators"));
        if (!SCHEMA.equals(JsonFields.text(file, "schema"))) {
            throw new IllegalStateException("not " + SCHEMA);
        }
        Map<String, Indicator.Reference> sources = new HashMap<>();
        file.required("sources").propertyStream().forEach(e -> sources.put(e.getKey(), reference(e.getValue())));
        Set<String> cited = new HashSet<>();
        List<Indicator> all = JsonFields.list(file, "indicators", entry -> indicator(entry, sources, cited));
        if (!cited.equals(sources.keySet())) {
            throw new IllegalStateException("sources that no indicator cites: " + sources.keySet() + " but " + cited);
        }
        return new Indicators(all);
    }

    private static Indicator indicator(JsonNode entry, Map<String, Indicator.Reference> sources, Set<String> cited) {
        only(entry, Set.of("id", "campaign", "kind", "value", "firstSeen", "sources"));
        String kind = JsonFields.text(entry, "kind");
        Indicator.Kind known = KINDS.get(kind);
        if (known == null) {
            throw new IllegalStateException("not a kind of indicator: " + kind);
        }
        return new Indicator(
                JsonFields.text(entry, "id"),
                JsonFields.text(entry, "campaign"),
                known,
                JsonFields.text(entry, "value"),
                JsonFields.dayOrNull(entry, "firstSeen"),
                JsonFields.texts(entry, "sources").stream()
                        .map(id -> source(id, sources, cited))
                        .toList());
    }

    private static Indicator.Reference source(String id, Map<String, Indicator.Reference> sources, Set<String> cited) {
        Indicator.Reference reference = sources.get(id);
        if (reference == null) {
            throw new IllegalStateException("not a source: " + id);
        }
        cited.add(id);
        return reference;
    }

    private static Indicator.Reference reference(JsonNode entry) {
        only(entry, Set.of("what", "url", "confidence"));
        return new Indicator.Reference(
                JsonFields.text(entry, "what"),
                JsonFields.textOrNull(entry, "url"),
                Indicator.Confidence.valueOf(
                        JsonFields.text(entry, "confidence").toUpperCase(Locale.ROOT)));
    }

    /** All of these fields and no others. */
    private static void only(JsonNode object, Set<String> fields) {
        if (!Set.copyOf(object.propertyNames()).equals(fields)) {
            throw new IllegalStateException("fields must be " + fields + ": " + object.propertyNames());
        }
    }
}

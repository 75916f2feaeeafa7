package dev.firebreak.app.feed.shipped;

import dev.firebreak.app.io.JsonFields;
import dev.firebreak.core.advisory.Architecture;
import dev.firebreak.core.advisory.Build;
import dev.firebreak.core.advisory.Edition;
import dev.firebreak.core.advisory.Platform;
import dev.firebreak.core.advisory.Product;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Reads {@code products.json}. */
final class ProductFile {

    private ProductFile() {}

    static List<Product> read(JsonNode file) {
        return JsonFields.list(file, "products", ProductFile::product);
    }

    private static Product product(JsonNode object) {
        return new Product(
                JsonFields.text(object, "id"),
                names(object),
                JsonFields.text(object, "short"),
                Platform.valueOf(JsonFields.text(object, "platform").toUpperCase(Locale.ROOT)),
                Build.of(JsonFields.text(object, "nt")),
                Set.copyOf(JsonFields.list(object, "ntAlso", nt -> Build.of(nt.stringValue()))),
                object.required("servicePack").intValue(),
                lifecycle(object.path("lifecycle")));
    }

    private static Map<Architecture, String> names(JsonNode object) {
        Map<Architecture, String> names = new EnumMap<>(Architecture.class);
        for (Architecture architecture : JsonFields.list(object, "architectures", a -> architecture(a.stringValue()))) {
            String own = JsonFields.textOrNull(object.path("names"), architecture.id());
            names.put(
                    architecture,
                    own != null ? own : JsonFields.text(object, "name").replace("{arch}", architecture.inNames()));
        }
        return names;
    }

    static Architecture architecture(String id) {
        return Architecture.ofId(id).orElseThrow(() -> new IllegalStateException("not an architecture: " + id));
    }

    private static Map<Edition, String> lifecycle(JsonNode object) {
        Map<Edition, String> ids = new EnumMap<>(Edition.class);
        object.properties()
                .forEach(e -> ids.put(
                        Edition.ofId(e.getKey()).orElseThrow(() -> new IllegalStateException("not an edition: " + e)),
                        e.getValue().stringValue()));
        return ids;
    }
}

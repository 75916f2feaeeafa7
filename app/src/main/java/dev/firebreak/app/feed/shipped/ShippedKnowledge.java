package dev.firebreak.app.feed.shipped;

import dev.firebreak.core.advisory.Advisory;
import dev.firebreak.core.advisory.Knowledge;
import dev.firebreak.core.advisory.Lifecycle;
import dev.firebreak.core.advisory.Product;
import dev.firebreak.core.advisory.UpdateLine;
import dev.firebreak.core.advisory.UpdateLines;
import dev.firebreak.core.guidance.Guide;
import dev.firebreak.core.watch.Indicators;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The knowledge that ships in the jar. It is our own reviewed data, so what does not fit in it is a bug and crashes;
 * where each fact comes from is in docs/knowledge.md.
 */
public final class ShippedKnowledge {

    private static final String FOLDER = "/dev/firebreak/knowledge/";
    private static final List<String> ADVISORIES = List.of("ms17-010");

    private final Function<String, JsonNode> json;
    private @Nullable UpdateLines lines;

    public ShippedKnowledge() {
        this(text -> JsonMapper.shared().readTree(text));
    }

    /** @param json reads JSON; making the library's own mapper takes longer than a short command */
    public ShippedKnowledge(Function<String, JsonNode> json) {
        this.json = json;
    }

    /** Products, advisories, mitigations, support dates and languages. */
    public Knowledge knowledge() {
        Map<String, UpdateLine> lines = lines().byId();
        JsonNode catalogue = tree("products.json");
        List<Product> products = ProductFile.read(catalogue);
        List<Advisory> advisories = ADVISORIES.stream()
                .map(name -> AdvisoryFile.read(tree(name + ".json"), products, lines))
                .toList();
        Map<String, List<String>> sources = new HashMap<>();
        for (String name : ADVISORIES) {
            JsonNode tree = tree(name + ".json");
            sources.put(tree.path("id").asString(), AdvisoryFile.sources(tree));
        }
        List<Lifecycle> lifecycles = LifecycleFile.read(tree("lifecycle.json"));
        return new Knowledge(products, advisories, lifecycles, LanguageFile.read(tree("languages.json")))
                .withSources(sources)
                .withMitigations(MitigationFile.read(tree("mitigations.json")));
    }

    /** The lines of updates, which mend what feeds leave out. */
    public synchronized UpdateLines lines() {
        UpdateLines known = lines;
        if (known == null) {
            known = new UpdateLines(UpdateLineFile.read(text("lines.tsv")));
            lines = known;
        }
        return known;
    }

    /** Changes when what ships and bears on the catalogue changes: an index compiled with it is then out of date. */
    public String fingerprint() {
        var crc = new java.util.zip.CRC32C();
        for (String name : List.of("lines.tsv", "products.json")) {
            crc.update(text(name).getBytes(StandardCharsets.UTF_8));
        }
        return Long.toHexString(crc.getValue());
    }

    /** What we say to people about each advisory. */
    public List<Guide> guides() {
        return ADVISORIES.stream()
                .map(name -> GuideFile.read(tree(name + "-guide.json")))
                .toList();
    }

    /** Traces by which attacks are recognised. */
    public Indicators indicators() {
        return IndicatorFile.read(tree("indicators.json"));
    }

    private JsonNode tree(String name) {
        return json.apply(text(name));
    }

    private static String text(String name) {
        try (InputStream in = open(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String name) {
        InputStream in = ShippedKnowledge.class.getResourceAsStream(FOLDER + name);
        if (in == null) {
            throw new IllegalStateException("not in the jar: " + FOLDER + name);
        }
        return in;
    }
}

package dev.firebreak.app.feed.shipped;

import dev.firebreak.app.io.JsonFields;
import dev.firebreak.core.advisory.Advisory;
import dev.firebreak.core.advisory.Applicability;
import dev.firebreak.core.advisory.Architecture;
import dev.firebreak.core.advisory.Build;
import dev.firebreak.core.advisory.Cvss;
import dev.firebreak.core.advisory.FileRule;
import dev.firebreak.core.advisory.Fix;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.advisory.KbSet;
import dev.firebreak.core.advisory.Product;
import dev.firebreak.core.advisory.Remedy;
import dev.firebreak.core.advisory.ServicePack;
import dev.firebreak.core.advisory.Update;
import dev.firebreak.core.advisory.UpdateKind;
import dev.firebreak.core.advisory.UpdateLine;
import dev.firebreak.core.advisory.UpdatePackage;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads an advisory of our own, {@code ms17-010.json}: what closes it, where, and how one sees that. */
final class AdvisoryFile {

    private final Map<String, UpdateLine> lines;
    private final Map<String, List<Advisory.Scoped>> byProduct = new HashMap<>();

    private AdvisoryFile(Map<String, UpdateLine> lines) {
        this.lines = lines;
    }

    static Advisory read(JsonNode file, List<Product> products, Map<String, UpdateLine> lines) {
        var reader = new AdvisoryFile(lines);
        List<JsonNode> affected = JsonFields.list(file, "affected", entry -> entry);
        // Service packs point at products whose fix has to be known first.
        affected.stream().filter(e -> !e.has("prerequisite")).forEach(reader::affected);
        affected.stream().filter(e -> e.has("prerequisite")).forEach(reader::needsServicePack);
        for (String id : JsonFields.texts(file.path("unknownProducts"), "products")) {
            reader.add(
                    id,
                    Set.of(),
                    new Applicability.Unsaid(
                            JsonFields.wording(file.required("unknownProducts").required("why"))));
        }
        Set<String> known = products.stream().map(Product::id).collect(Collectors.toSet());
        if (!known.containsAll(reader.byProduct.keySet())) {
            throw new IllegalStateException("products of no catalogue: " + reader.byProduct.keySet());
        }
        return new Advisory(
                new Advisory.Naming(
                        JsonFields.text(file, "id"),
                        Set.copyOf(JsonFields.texts(file, "aliases")),
                        JsonFields.texts(file, "cves"),
                        JsonFields.wording(file.required("title")),
                        JsonFields.day(file, "published")),
                reader.byProduct,
                shippedFixed(file),
                List.of(),
                JsonFields.list(file, "languagesUnconfirmed", AdvisoryFile::unconfirmed),
                scores(file));
    }

    private static Map<String, Cvss> scores(JsonNode file) {
        Map<String, Cvss> scores = new HashMap<>();
        file.path("scores")
                .propertyStream()
                .forEach(e -> scores.put(
                        e.getKey(),
                        new Cvss(
                                JsonFields.text(e.getValue(), "vector"),
                                e.getValue().required("base").doubleValue())));
        return scores;
    }

    private void affected(JsonNode entry) {
        Fix fix = fix(entry);
        add(entry, new Applicability.Affected(fix));
    }

    private void needsServicePack(JsonNode entry) {
        JsonNode first = entry.required("prerequisite");
        String then = JsonFields.text(first, "product");
        Fix fix = byProduct.getOrDefault(then, List.of()).stream()
                .map(Advisory.Scoped::said)
                .<Fix>mapMulti((said, out) -> {
                    if (said instanceof Applicability.Affected(var found)) {
                        out.accept(found);
                    }
                })
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("a service pack leads to " + then + ", which has no fix"));
        List<ServicePack> path = first.has("path")
                ? JsonFields.list(first, "path", AdvisoryFile::servicePack)
                : List.of(servicePack(first));
        add(entry, new Applicability.NeedsServicePack(path, fix, then));
    }

    private void add(JsonNode entry, Applicability said) {
        Set<Architecture> architectures =
                Set.copyOf(JsonFields.list(entry, "architectures", a -> ProductFile.architecture(a.stringValue())));
        for (String id : JsonFields.texts(entry, "products")) {
            add(id, architectures, said);
        }
    }

    private void add(String product, Set<Architecture> architectures, Applicability said) {
        byProduct.computeIfAbsent(product, p -> new ArrayList<>()).add(new Advisory.Scoped(architectures, said));
    }

    private static ServicePack servicePack(JsonNode object) {
        JsonNode kb = object.required("kb");
        return new ServicePack(kb.isNull() ? null : new Kb(kb.intValue()), JsonFields.wording(object.required("name")));
    }

    private Fix fix(JsonNode entry) {
        List<Remedy> remedies = JsonFields.list(entry, "remedies", AdvisoryFile::remedy);
        List<Kb> contains = new ArrayList<>(remedies.stream().map(Remedy::kb).toList());
        contains.addAll(JsonFields.list(entry, "alsoFixedBy", JsonFields::kb));
        @Nullable UpdateLine line = null;
        for (JsonNode part : entry.path("lines")) {
            line = line(part);
            Kb from = new Kb(part.required("from").intValue());
            List<Update> updates = line.from(from);
            if (updates.isEmpty()) {
                throw new IllegalStateException(from + " is not on " + line.id());
            }
            updates.forEach(u -> contains.add(u.kb()));
        }
        KbSet fixing = KbSet.of(contains);
        return new Fix(
                remedies,
                fixing,
                JsonFields.list(entry, "unproven", part -> doubt(part, fixing)),
                JsonFields.list(entry, "neverFixes", AdvisoryFile::trap),
                JsonFields.list(entry, "files", AdvisoryFile::fileRule),
                build(entry, "leastRevision"),
                line);
    }

    private UpdateLine line(JsonNode part) {
        String id = JsonFields.text(part, "line");
        UpdateLine line = lines.get(id);
        if (line == null) {
            throw new IllegalStateException("no such line: " + id);
        }
        return line;
    }

    /** One update, or those of a line that came out after a day, of which nobody confirmed that they carry the fix. */
    private Fix.Remark doubt(JsonNode part, KbSet fixing) {
        KbSet doubted = part.has("kb")
                ? KbSet.of(List.of(JsonFields.kb(part)))
                : KbSet.of(cameAfter(line(part), JsonFields.dayOrNull(part, "after")));
        return new Fix.Remark(doubted.without(fixing), JsonFields.wording(part.required("why")));
    }

    /** What follows the last update that was surely out on that day. */
    private static List<Kb> cameAfter(UpdateLine line, @Nullable LocalDate day) {
        List<Update> updates = line.updates();
        int first = 0;
        for (int i = 0; day != null && i < updates.size(); i++) {
            first = updates.get(i).outOn(day) ? i + 1 : first;
        }
        return updates.subList(first, updates.size()).stream().map(Update::kb).toList();
    }

    private static Fix.Remark trap(JsonNode part) {
        return new Fix.Remark(KbSet.of(List.of(JsonFields.kb(part))), JsonFields.wording(part.required("why")));
    }

    private static Remedy remedy(JsonNode object) {
        String kind = JsonFields.text(object, "kind");
        return new Remedy(
                JsonFields.kb(object),
                UpdateKind.ofId(kind).orElseThrow(() -> new IllegalStateException("not a kind: " + kind)),
                JsonFields.day(object, "published"),
                JsonFields.day(object, "public"),
                object.path("preferred").booleanValue(false),
                JsonFields.list(object, "replaces", n -> new Kb(n.intValue())),
                JsonFields.list(object, "packages", AdvisoryFile::updatePackage));
    }

    private static UpdatePackage updatePackage(JsonNode object) {
        return new UpdatePackage(
                ProductFile.architecture(JsonFields.text(object, "architecture")),
                JsonFields.textOrNull(object, "language"),
                JsonFields.textOrNull(object, "file"),
                JsonFields.textOrNull(object, "sha1"),
                JsonFields.textOrNull(object, "url"));
    }

    private static FileRule fileRule(JsonNode object) {
        return new FileRule(
                JsonFields.text(object, "name"),
                JsonFields.list(
                        object,
                        "ranges",
                        range -> new FileRule.Range(Build.of(JsonFields.text(range, "from")), build(range, "below"))));
    }

    private static @Nullable Build build(JsonNode object, String field) {
        String text = JsonFields.textOrNull(object, field);
        return text == null ? null : Build.of(text);
    }

    private static Advisory.@Nullable ShippedFixed shippedFixed(JsonNode file) {
        return JsonFields.list(
                        file,
                        "notAffected",
                        part -> new Advisory.ShippedFixed(
                                Build.of(JsonFields.text(part, "ntFrom")), JsonFields.wording(part.required("why"))))
                .stream()
                .findFirst()
                .orElse(null);
    }

    private static Advisory.Unconfirmed unconfirmed(JsonNode object) {
        return new Advisory.Unconfirmed(
                JsonFields.kb(object),
                JsonFields.text(object, "language"),
                JsonFields.wording(object.required("why")),
                JsonFields.text(object, "search"));
    }

    /** Where its facts come from, a line each, the surest first. */
    static List<String> sources(JsonNode advisory) {
        List<String> order = List.of("high", "medium", "low");
        List<JsonNode> all = new ArrayList<>();
        advisory.path("sources").forEach(all::add);
        return all.stream()
                .sorted(Comparator.comparingInt(
                        source -> order.indexOf(source.path("confidence").asString())))
                .map(source -> source.path("what").asString()
                        + (source.path("url").isString()
                                ? "  " + source.path("url").asString()
                                : ""))
                .toList();
    }
}

package dev.firebreak.app.feed;

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
        List<JsonNode> affected = Fields.list(file, "affected", entry -> entry);
        // Service packs point at products whose fix has to be known first.
        affected.stream().filter(e -> !e.has("prerequisite")).forEach(reader::affected);
        affected.stream().filter(e -> e.has("prerequisite")).forEach(reader::needsServicePack);
        for (String id : Fields.texts(file.path("unknownProducts"), "products")) {
            reader.say(
                    id,
                    Set.of(),
                    new Applicability.Unsaid(
                            Fields.wording(file.required("unknownProducts").required("why"))));
        }
        Set<String> known = products.stream().map(Product::id).collect(Collectors.toSet());
        if (!known.containsAll(reader.byProduct.keySet())) {
            throw new IllegalStateException("products of no catalogue: " + reader.byProduct.keySet());
        }
        return new Advisory(
                Fields.text(file, "id"),
                Set.copyOf(Fields.texts(file, "aliases")),
                Fields.texts(file, "cves"),
                Fields.wording(file.required("title")),
                Fields.day(file, "published"),
                reader.byProduct,
                shippedFixed(file),
                Fields.list(file, "mitigations", m -> Fields.text(m, "id")).contains("disableSmb1"),
                Fields.list(file, "languagesUnconfirmed", AdvisoryFile::unconfirmed),
                scores(file));
    }

    private static Map<String, Cvss> scores(JsonNode file) {
        Map<String, Cvss> scores = new HashMap<>();
        file.path("scores")
                .propertyStream()
                .forEach(e -> scores.put(
                        e.getKey(),
                        new Cvss(
                                Fields.text(e.getValue(), "vector"),
                                e.getValue().required("base").doubleValue())));
        return scores;
    }

    private void affected(JsonNode entry) {
        Fix fix = fix(entry);
        say(entry, new Applicability.Affected(fix));
    }

    private void needsServicePack(JsonNode entry) {
        JsonNode first = entry.required("prerequisite");
        String then = Fields.text(first, "product");
        Fix fix = byProduct.getOrDefault(then, List.of()).stream()
                .map(Advisory.Scoped::said)
                .<Fix>mapMulti((said, out) -> {
                    if (said instanceof Applicability.Affected(var found)) {
                        out.accept(found);
                    }
                })
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("a service pack leads to " + then + ", which has no fix"));
        List<ServicePack> path =
                first.has("path") ? Fields.list(first, "path", AdvisoryFile::servicePack) : List.of(servicePack(first));
        say(entry, new Applicability.NeedsServicePack(path, fix, then));
    }

    private void say(JsonNode entry, Applicability said) {
        Set<Architecture> architectures =
                Set.copyOf(Fields.list(entry, "architectures", a -> ProductFile.architecture(a.stringValue())));
        for (String id : Fields.texts(entry, "products")) {
            say(id, architectures, said);
        }
    }

    private void say(String product, Set<Architecture> architectures, Applicability said) {
        byProduct.computeIfAbsent(product, p -> new ArrayList<>()).add(new Advisory.Scoped(architectures, said));
    }

    private static ServicePack servicePack(JsonNode object) {
        JsonNode kb = object.required("kb");
        return new ServicePack(kb.isNull() ? null : new Kb(kb.intValue()), Fields.wording(object.required("name")));
    }

    private Fix fix(JsonNode entry) {
        List<Remedy> remedies = Fields.list(entry, "remedies", AdvisoryFile::remedy);
        List<Kb> contains = new ArrayList<>(remedies.stream().map(Remedy::kb).toList());
        contains.addAll(Fields.list(entry, "alsoFixedBy", Fields::kb));
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
                Fields.list(entry, "unproven", part -> doubt(part, fixing)),
                Fields.list(entry, "neverFixes", AdvisoryFile::trap),
                Fields.list(entry, "files", AdvisoryFile::fileRule),
                build(entry, "leastRevision"),
                line);
    }

    private UpdateLine line(JsonNode part) {
        String id = Fields.text(part, "line");
        UpdateLine line = lines.get(id);
        if (line == null) {
            throw new IllegalStateException("no such line: " + id);
        }
        return line;
    }

    /** One update, or those of a line that came out after a day, of which nobody confirmed that they carry the fix. */
    private Fix.Remark doubt(JsonNode part, KbSet fixing) {
        KbSet doubted = part.has("kb")
                ? KbSet.of(List.of(Fields.kb(part)))
                : KbSet.of(cameAfter(line(part), Fields.dayOrNull(part, "after")));
        return new Fix.Remark(doubted.without(fixing), Fields.wording(part.required("why")));
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
        return new Fix.Remark(KbSet.of(List.of(Fields.kb(part))), Fields.wording(part.required("why")));
    }

    private static Remedy remedy(JsonNode object) {
        String kind = Fields.text(object, "kind");
        return new Remedy(
                Fields.kb(object),
                UpdateKind.ofId(kind).orElseThrow(() -> new IllegalStateException("not a kind: " + kind)),
                Fields.day(object, "published"),
                Fields.day(object, "public"),
                object.path("preferred").booleanValue(false),
                Fields.list(object, "replaces", n -> new Kb(n.intValue())),
                Fields.list(object, "packages", AdvisoryFile::updatePackage));
    }

    private static UpdatePackage updatePackage(JsonNode object) {
        return new UpdatePackage(
                ProductFile.architecture(Fields.text(object, "architecture")),
                Fields.textOrNull(object, "language"),
                Fields.textOrNull(object, "file"),
                Fields.textOrNull(object, "sha1"),
                Fields.textOrNull(object, "url"));
    }

    private static FileRule fileRule(JsonNode object) {
        return new FileRule(
                Fields.text(object, "name"),
                Fields.list(
                        object,
                        "ranges",
                        range -> new FileRule.Range(Build.of(Fields.text(range, "from")), build(range, "below"))));
    }

    private static @Nullable Build build(JsonNode object, String field) {
        String text = Fields.textOrNull(object, field);
        return text == null ? null : Build.of(text);
    }

    private static Advisory.@Nullable ShippedFixed shippedFixed(JsonNode file) {
        return Fields.list(
                        file,
                        "notAffected",
                        part -> new Advisory.ShippedFixed(
                                Build.of(Fields.text(part, "ntFrom")), Fields.wording(part.required("why"))))
                .stream()
                .findFirst()
                .orElse(null);
    }

    private static Advisory.Unconfirmed unconfirmed(JsonNode object) {
        return new Advisory.Unconfirmed(
                Fields.kb(object),
                Fields.text(object, "language"),
                Fields.wording(object.required("why")),
                Fields.text(object, "search"));
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

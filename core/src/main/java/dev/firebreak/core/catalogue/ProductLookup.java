package dev.firebreak.core.catalogue;

import dev.firebreak.core.advisory.Knowledge;
import dev.firebreak.core.advisory.Product;
import dev.firebreak.core.text.Text;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Looks products up in the catalogue, by id or by a part of the name: their newest updates and ends of support. */
final class ProductLookup {

    private static final int MAX_LISTED = 40;

    private final Catalogue catalogue;
    private final Knowledge knowledge;
    private final Map<String, Product> products = new TreeMap<>();

    ProductLookup(Catalogue catalogue, Knowledge knowledge) {
        this.catalogue = catalogue;
        this.knowledge = knowledge;
        knowledge.products().forEach(p -> this.products.put(p.id(), p));
    }

    /** Lines by heading; none where no product has that id or name. */
    Map<Text, List<Text>> find(String name) {
        String wanted = name.strip().toLowerCase(Locale.ROOT);
        Map<Text, List<Text>> sections = new LinkedHashMap<>();
        for (ProductUpdates productUpdates : catalogue.all()) {
            String own = where(productUpdates, 0);
            if (!productUpdates.product().equals(wanted)
                    && !own.toLowerCase(Locale.ROOT).contains(wanted)) {
                continue;
            }
            long cves = productUpdates.vulnerabilities().stream()
                    .flatMapToInt(h -> IntStream.of(h.cves()))
                    .distinct()
                    .count();
            List<Text> lines = new ArrayList<>();
            lines.add(Text.format(
                    "%d updates, %d CVEs, %d repairs",
                    "更新 %d 件、CVE %d 件、補正 %d 件",
                    productUpdates.order().size(),
                    cves,
                    productUpdates.order().repairs().size()));
            IntStream.range(0, productUpdates.order().size())
                    .boxed()
                    .filter(kb -> productUpdates.days()[kb] != ProductUpdates.NO_DAY)
                    .sorted(Comparator.comparingInt(kb -> -productUpdates.days()[kb]))
                    .limit(5)
                    .forEach(kb -> lines.add(Text.format(
                            "%s  %s", "%s  %s", named(productUpdates, kb), productUpdates.kinds()[kb].label())));
            sections.put(Text.same(own), lines);
        }
        List<Text> support = support(wanted);
        if (!support.isEmpty()) {
            sections.put(new Text("SUPPORT", "サポート期限"), support);
        }
        return sections;
    }

    /** Ends of support of lifecycles with that name, or of products with that name. */
    private List<Text> support(String wanted) {
        Set<String> ids = new TreeSet<>();
        for (Product product : products.values()) {
            boolean is = product.id().equals(wanted)
                    || product.architectures().stream()
                            .anyMatch(a ->
                                    product.name(a).toLowerCase(Locale.ROOT).contains(wanted));
            if (is) {
                ids.addAll(product.lifecycle().values());
            }
        }
        return knowledge.lifecycles().stream()
                .filter(l -> ids.contains(l.id())
                        || l.id().equals(wanted)
                        || l.name().toLowerCase(Locale.ROOT).contains(wanted))
                .map(l -> Text.format(
                        "%s: mainstream %s, extended %s, ESU %s",
                        "%s: メインストリーム %s、延長 %s、ESU %s",
                        l.name(),
                        end(l.mainstreamEnd()),
                        end(l.extendedEnd()),
                        end(l.esuEnd())))
                .limit(MAX_LISTED)
                .toList();
    }

    private static Text end(@Nullable LocalDate day) {
        return day == null ? Text.same("-") : Text.date(day);
    }

    /** The name of a product, with the component whose updates are meant. */
    String where(ProductUpdates productUpdates, int component) {
        Product product = products.get(productUpdates.product());
        String name = product == null ? productUpdates.product() : product.name(productUpdates.architecture());
        return component == 0 ? name : productUpdates.components().get(component) + " @ " + name;
    }

    /** An update with its date. */
    static Text named(ProductUpdates productUpdates, int kb) {
        Text number = Text.same(productUpdates.order().kb(kb).toString());
        return productUpdates
                .published(kb)
                .map(day -> Text.format("%s (%s)", "%s（%s）", number, Text.date(day)))
                .orElse(number);
    }
}

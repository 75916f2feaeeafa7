package dev.firebreak.core.catalogue;

import dev.firebreak.core.advisory.Advisory;
import dev.firebreak.core.advisory.Applicability;
import dev.firebreak.core.advisory.Architecture;
import dev.firebreak.core.advisory.Fix;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.advisory.KbSet;
import dev.firebreak.core.advisory.Knowledge;
import dev.firebreak.core.advisory.Product;
import dev.firebreak.core.advisory.Remedy;
import dev.firebreak.core.advisory.ServicePack;
import dev.firebreak.core.advisory.UpdateLine;
import dev.firebreak.core.advisory.UpdatePackage;
import dev.firebreak.core.catalogue.CatalogueLookup.Answer;
import dev.firebreak.core.catalogue.CatalogueLookup.Section;
import dev.firebreak.core.text.Text;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the advisories that ship say of an update, a CVE or themselves: it needs no feed. */
final class ShippedKnowledgeLookup {

    private static final Text FIXED_BY = new Text("Updates that fix it (shipped knowledge)", "修正する更新プログラム（同梱の情報）");
    private static final Text PACKAGES = new Text("Packages", "パッケージ");
    private static final Text LINES = new Text("Series of updates that contain the fix", "修正を含む更新プログラムの系列");
    private static final Text CONTAINED_IN = new Text("Contained in", "この修正を含む後続の更新プログラム");
    private static final Text SOURCES = new Text("Sources", "出典");
    private static final int MAX_UPDATES = 40;

    private final Knowledge knowledge;
    private final Map<String, Product> products = new TreeMap<>();

    ShippedKnowledgeLookup(Knowledge knowledge) {
        this.knowledge = knowledge;
        knowledge.products().forEach(p -> products.put(p.id(), p));
    }

    /** What one advisory says of a product, with the name of the product. */
    private record ProductFix(String product, Fix fix, List<ServicePack> first) {}

    private List<ProductFix> said(Advisory advisory) {
        List<ProductFix> all = new ArrayList<>();
        advisory.byProduct()
                .forEach((id, scopes) -> scopes.forEach(scope -> {
                    Product product = products.get(id);
                    String name = product == null ? id : name(product, scope.architectures());
                    switch (scope.said()) {
                        case Applicability.Affected(var fix) -> all.add(new ProductFix(name, fix, List.of()));
                        case Applicability.NeedsServicePack needs ->
                            all.add(new ProductFix(name, needs.then(), needs.path()));
                        case Applicability.NotAffected _, Applicability.Unsaid _ -> {}
                    }
                }));
        all.sort(Comparator.comparing(ProductFix::product));
        return all;
    }

    private static String name(Product product, Set<Architecture> architectures) {
        return architectures.isEmpty() || architectures.equals(product.architectures())
                ? product.shortName()
                : product.shortName()
                        + architectures.stream().sorted().map(a -> " " + a.id()).collect(Collectors.joining());
    }

    /** A CVE of an advisory that ships. */
    Answer cve(String cve, Advisory advisory) {
        List<Section> sections = new ArrayList<>();
        sections.add(new Section(
                Text.format("Part of %s", "%s に含まれる脆弱性", advisory.id()),
                List.of(
                        Text.format("published %s", "%s 公開", Text.date(advisory.published())),
                        Text.format("guidance: firebreak guide %s", "対処方法: firebreak guide %s", advisory.id()))));
        sections.addAll(advisory(advisory));
        return new Answer(Text.format("%s  %s", "%s  %s", Text.same(cve), advisory.title()), sections);
    }

    /** What closes it, on which lines, and who says so. */
    List<Section> advisory(Advisory advisory) {
        List<Section> sections = new ArrayList<>();
        Map<Text, Set<String>> byUpdates = new LinkedHashMap<>();
        Set<Fix> fixes = new LinkedHashSet<>();
        for (ProductFix said : said(advisory)) {
            byUpdates.computeIfAbsent(updates(said), u -> new LinkedHashSet<>()).add(said.product());
            fixes.add(said.fix());
        }
        add(
                sections,
                FIXED_BY,
                byUpdates.entrySet().stream()
                        .map(e -> Text.format("%s: %s", "%s: %s", e.getKey(), String.join(", ", e.getValue())))
                        .toList());
        add(sections, LINES, lines(fixes));
        sources(advisory).ifPresent(sections::add);
        return sections;
    }

    private static Text updates(ProductFix said) {
        String kbs = said.fix().remedies().stream()
                .map(r -> r.kb().toString())
                .distinct()
                .collect(Collectors.joining(" / "));
        Text updates = kbs.isEmpty() ? new Text("no update is known", "確認できた更新プログラムなし") : Text.same(kbs);
        return said.first().isEmpty()
                ? updates
                : Text.format("%s + %s", "%s + %s", said.first().getLast().name(), updates);
    }

    /** What it closes where, its files, its lines, and what has it too; empty where no shipped advisory mentions it. */
    List<Section> update(Kb kb) {
        List<Section> sections = new ArrayList<>();
        for (Advisory advisory : knowledge.advisories()) {
            update(kb, advisory, sections);
        }
        return sections;
    }

    private void update(Kb kb, Advisory advisory, List<Section> sections) {
        Set<String> remedyOn = new LinkedHashSet<>();
        Set<String> carrierOn = new LinkedHashSet<>();
        Map<Text, Set<String>> doubts = new LinkedHashMap<>();
        Set<Text> packages = new LinkedHashSet<>();
        Set<Fix> fixes = new LinkedHashSet<>();
        Map<String, KbSet> later = new LinkedHashMap<>();
        for (ProductFix said : said(advisory)) {
            Fix fix = said.fix();
            Optional<Remedy> remedy =
                    fix.remedies().stream().filter(r -> r.kb().equals(kb)).findFirst();
            if (remedy.isPresent()) {
                remedyOn.add(said.product());
                fixes.add(fix);
                remedy.get().packages().forEach(p -> packages.add(file(p)));
                later.put(said.product(), fix.contains());
            } else if (fix.contains().contains(kb)) {
                carrierOn.add(said.product());
                fixes.add(fix);
            }
            for (Fix.Remark trap : fix.traps()) {
                if (trap.kbs().contains(kb)) {
                    doubts.computeIfAbsent(
                                    Text.format("does not fix %s: %s", "%s は修正されません: %s", advisory.id(), trap.why()),
                                    w -> new LinkedHashSet<>())
                            .add(said.product());
                }
            }
            for (Fix.Remark doubt : fix.doubts()) {
                if (doubt.kbs().contains(kb)) {
                    doubts.computeIfAbsent(
                                    Text.format(
                                            "not confirmed to fix %s: %s",
                                            "%s を修正するかどうか未確認: %s", advisory.id(), doubt.why()),
                                    w -> new LinkedHashSet<>())
                            .add(said.product());
                }
            }
        }
        List<Text> says = new ArrayList<>();
        if (!remedyOn.isEmpty()) {
            says.add(Text.format("fixes it on: %s", "修正の対象: %s", String.join(", ", remedyOn)));
        }
        if (!carrierOn.isEmpty()) {
            says.add(Text.format("contains the fix on: %s", "修正を含む製品: %s", String.join(", ", carrierOn)));
        }
        doubts.forEach((why, on) -> says.add(Text.format("%s (%s)", "%s（%s）", why, String.join(", ", on))));
        if (says.isEmpty()) {
            return;
        }
        sections.add(new Section(Text.format("%s  %s", "%s  %s", Text.same(advisory.id()), advisory.title()), says));
        if (packages.isEmpty()) {
            packages.add(Text.format(
                    "no file name is shipped; search: %s",
                    "ファイル名は同梱していません。検索: %s", "https://www.catalog.update.microsoft.com/Search.aspx?q=" + kb));
        }
        add(sections, PACKAGES, packages);
        add(sections, LINES, lines(fixes));
        add(sections, CONTAINED_IN, containedIn(kb, later));
        sources(advisory).ifPresent(sections::add);
    }

    private static List<Text> containedIn(Kb kb, Map<String, KbSet> later) {
        Map<String, Set<String>> byUpdates = new LinkedHashMap<>();
        later.forEach((product, kbs) -> {
            List<Kb> others =
                    kbs.toList().stream().filter(other -> !other.equals(kb)).toList();
            if (!others.isEmpty()) {
                byUpdates
                        .computeIfAbsent(
                                others.size() + ": "
                                        + others.stream()
                                                .limit(MAX_UPDATES)
                                                .map(Kb::toString)
                                                .collect(Collectors.joining(" "))
                                        + (others.size() > MAX_UPDATES ? " …" : ""),
                                u -> new LinkedHashSet<>())
                        .add(product);
            }
        });
        return byUpdates.entrySet().stream()
                .map(e -> Text.format(
                        "%s: the fix is in %s", "%s: 修正を含む更新 %s", String.join(", ", e.getValue()), e.getKey()))
                .toList();
    }

    private static Text file(UpdatePackage file) {
        List<String> parts = new ArrayList<>();
        if (file.architecture() != null) {
            parts.add(file.architecture().id());
        }
        addIfKnown(parts, file.language());
        addIfKnown(parts, file.file());
        addIfKnown(parts, file.sha1() == null ? null : "sha1 " + file.sha1());
        addIfKnown(parts, file.url());
        return Text.same(String.join("  ", parts));
    }

    private static void addIfKnown(List<String> parts, @Nullable String text) {
        if (text != null) {
            parts.add(text);
        }
    }

    private static List<Text> lines(Collection<Fix> fixes) {
        Map<String, UpdateLine> lines = new TreeMap<>();
        fixes.forEach(fix -> {
            UpdateLine line = fix.line();
            if (line != null) {
                lines.put(line.id(), line);
            }
        });
        return lines.values().stream()
                .map(line -> Text.format(
                        "%s: %d updates, the last %s",
                        "%s: 更新 %d 件（最後は %s）",
                        line.id(),
                        line.updates().size(),
                        line.updates().getLast().kb()))
                .toList();
    }

    private Optional<Section> sources(Advisory advisory) {
        List<Text> lines =
                knowledge.sources(advisory.id()).stream().map(Text::same).toList();
        return lines.isEmpty() ? Optional.empty() : Optional.of(new Section(SOURCES, lines));
    }

    /** No heading stands over nothing. */
    private static void add(List<Section> sections, Text heading, Collection<Text> lines) {
        if (!lines.isEmpty()) {
            sections.add(new Section(heading, List.copyOf(lines)));
        }
    }
}

package dev.firebreak.core.advisory;

import dev.firebreak.core.advisory.Lookup.Found;
import dev.firebreak.core.advisory.Lookup.Section;
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
final class ShippedLookup {

    private static final Wording FIXED_BY =
            new Wording("Updates that fix it (shipped knowledge)", "修正する更新プログラム（同梱の情報）");
    private static final Wording PACKAGES = new Wording("Packages", "パッケージ");
    private static final Wording LINES = new Wording("Lines of updates that carry the fix", "修正を含む更新プログラムの系列");
    private static final Wording CONTAINED_IN = new Wording("Contained in", "この修正を含む後続の更新プログラム");
    private static final Wording SOURCES = new Wording("Sources", "出典");
    private static final int MOST_UPDATES = 40;

    private final Knowledge knowledge;
    private final Map<String, Product> products = new TreeMap<>();

    ShippedLookup(Knowledge knowledge) {
        this.knowledge = knowledge;
        knowledge.products().forEach(p -> products.put(p.id(), p));
    }

    /** What one advisory says of a product, with the name of the product. */
    private record Said(String product, Fix fix, List<ServicePack> first) {}

    private List<Said> said(Advisory advisory) {
        List<Said> all = new ArrayList<>();
        advisory.byProduct()
                .forEach((id, scopes) -> scopes.forEach(scope -> {
                    Product product = products.get(id);
                    String name = product == null ? id : name(product, scope.architectures());
                    switch (scope.said()) {
                        case Applicability.Affected(var fix) -> all.add(new Said(name, fix, List.of()));
                        case Applicability.NeedsServicePack needs ->
                            all.add(new Said(name, needs.then(), needs.path()));
                        case Applicability.NotAffected _, Applicability.Unsaid _ -> {}
                    }
                }));
        all.sort(Comparator.comparing(Said::product));
        return all;
    }

    private static String name(Product product, Set<Architecture> architectures) {
        return architectures.isEmpty() || architectures.equals(product.architectures())
                ? product.shortName()
                : product.shortName()
                        + architectures.stream().sorted().map(a -> " " + a.id()).collect(Collectors.joining());
    }

    /** A CVE of an advisory that ships. */
    Found cve(String cve, Advisory advisory) {
        List<Section> sections = new ArrayList<>();
        sections.add(new Section(
                Wording.format("Part of %s", "%s に含まれる脆弱性", advisory.id()),
                List.of(
                        Wording.format("published %s", "%s 公開", Wording.date(advisory.published())),
                        Wording.format("guidance: firebreak guide %s", "対処方法: firebreak guide %s", advisory.id()))));
        sections.addAll(advisory(advisory));
        return new Found(Wording.format("%s  %s", "%s  %s", Wording.same(cve), advisory.title()), sections);
    }

    /** What closes it, on which lines, and who says so. */
    List<Section> advisory(Advisory advisory) {
        List<Section> sections = new ArrayList<>();
        Map<Wording, Set<String>> byUpdates = new LinkedHashMap<>();
        Set<Fix> fixes = new LinkedHashSet<>();
        for (Said said : said(advisory)) {
            byUpdates.computeIfAbsent(updates(said), u -> new LinkedHashSet<>()).add(said.product());
            fixes.add(said.fix());
        }
        add(
                sections,
                FIXED_BY,
                byUpdates.entrySet().stream()
                        .map(e -> Wording.format("%s: %s", "%s: %s", e.getKey(), String.join(", ", e.getValue())))
                        .toList());
        add(sections, LINES, lines(fixes));
        sources(advisory).ifPresent(sections::add);
        return sections;
    }

    private static Wording updates(Said said) {
        String kbs = said.fix().remedies().stream()
                .map(r -> r.kb().toString())
                .distinct()
                .collect(Collectors.joining(" / "));
        Wording updates = kbs.isEmpty() ? new Wording("no update is known", "確認できた更新プログラムなし") : Wording.same(kbs);
        return said.first().isEmpty()
                ? updates
                : Wording.format("%s + %s", "%s + %s", said.first().getLast().name(), updates);
    }

    /** What it closes where, its files, its lines, and what has it too; empty where no advisory that ships speaks of it. */
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
        Map<Wording, Set<String>> doubts = new LinkedHashMap<>();
        Set<Wording> packages = new LinkedHashSet<>();
        Set<Fix> fixes = new LinkedHashSet<>();
        Map<String, KbSet> later = new LinkedHashMap<>();
        for (Said said : said(advisory)) {
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
                                    Wording.format("does not fix %s: %s", "%s は修正されません: %s", advisory.id(), trap.why()),
                                    w -> new LinkedHashSet<>())
                            .add(said.product());
                }
            }
            for (Fix.Remark doubt : fix.doubts()) {
                if (doubt.kbs().contains(kb)) {
                    doubts.computeIfAbsent(
                                    Wording.format(
                                            "not confirmed to fix %s: %s",
                                            "%s を修正するかどうか未確認: %s", advisory.id(), doubt.why()),
                                    w -> new LinkedHashSet<>())
                            .add(said.product());
                }
            }
        }
        List<Wording> says = new ArrayList<>();
        if (!remedyOn.isEmpty()) {
            says.add(Wording.format("fixes it on: %s", "修正の対象: %s", String.join(", ", remedyOn)));
        }
        if (!carrierOn.isEmpty()) {
            says.add(Wording.format("contains the fix on: %s", "修正を含む製品: %s", String.join(", ", carrierOn)));
        }
        doubts.forEach((why, on) -> says.add(Wording.format("%s (%s)", "%s（%s）", why, String.join(", ", on))));
        if (says.isEmpty()) {
            return;
        }
        sections.add(
                new Section(Wording.format("%s  %s", "%s  %s", Wording.same(advisory.id()), advisory.title()), says));
        if (packages.isEmpty()) {
            packages.add(Wording.format(
                    "no file name is shipped; search: %s",
                    "ファイル名は同梱していません。検索: %s", "https://www.catalog.update.microsoft.com/Search.aspx?q=" + kb));
        }
        add(sections, PACKAGES, packages);
        add(sections, LINES, lines(fixes));
        add(sections, CONTAINED_IN, containedIn(kb, later));
        sources(advisory).ifPresent(sections::add);
    }

    private static List<Wording> containedIn(Kb kb, Map<String, KbSet> later) {
        Map<String, Set<String>> byUpdates = new LinkedHashMap<>();
        later.forEach((product, kbs) -> {
            List<Kb> others =
                    kbs.toList().stream().filter(other -> !other.equals(kb)).toList();
            if (!others.isEmpty()) {
                byUpdates
                        .computeIfAbsent(
                                others.size() + ": "
                                        + others.stream()
                                                .limit(MOST_UPDATES)
                                                .map(Kb::toString)
                                                .collect(Collectors.joining(" "))
                                        + (others.size() > MOST_UPDATES ? " …" : ""),
                                u -> new LinkedHashSet<>())
                        .add(product);
            }
        });
        return byUpdates.entrySet().stream()
                .map(e -> Wording.format(
                        "%s: the fix is in %s", "%s: 修正を含む更新 %s", String.join(", ", e.getValue()), e.getKey()))
                .toList();
    }

    private static Wording file(UpdatePackage file) {
        List<String> parts = new ArrayList<>();
        if (file.architecture() != null) {
            parts.add(file.architecture().id());
        }
        addIfKnown(parts, file.language());
        addIfKnown(parts, file.file());
        addIfKnown(parts, file.sha1() == null ? null : "sha1 " + file.sha1());
        addIfKnown(parts, file.url());
        return Wording.same(String.join("  ", parts));
    }

    private static void addIfKnown(List<String> parts, @Nullable String text) {
        if (text != null) {
            parts.add(text);
        }
    }

    private static List<Wording> lines(Collection<Fix> fixes) {
        Map<String, UpdateLine> lines = new TreeMap<>();
        fixes.forEach(fix -> {
            UpdateLine line = fix.line();
            if (line != null) {
                lines.put(line.id(), line);
            }
        });
        return lines.values().stream()
                .map(line -> Wording.format(
                        "%s: %d updates, the last %s",
                        "%s: 更新 %d 件（最後は %s）",
                        line.id(),
                        line.updates().size(),
                        line.updates().getLast().kb()))
                .toList();
    }

    private Optional<Section> sources(Advisory advisory) {
        List<Wording> lines =
                knowledge.sources(advisory.id()).stream().map(Wording::same).toList();
        return lines.isEmpty() ? Optional.empty() : Optional.of(new Section(SOURCES, lines));
    }

    /** No heading stands over nothing. */
    private static void add(List<Section> sections, Wording heading, Collection<Wording> lines) {
        if (!lines.isEmpty()) {
            sections.add(new Section(heading, List.copyOf(lines)));
        }
    }
}

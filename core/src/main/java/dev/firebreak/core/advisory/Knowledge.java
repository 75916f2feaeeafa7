package dev.firebreak.core.advisory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All that Firebreak knows about the outside: products, advisories, support dates, languages. Immutable. */
public final class Knowledge {

    private final List<Product> products;
    private final Map<Build, List<Product>> productsByBranch;
    private final List<Advisory> advisories;
    private final Map<String, Lifecycle> lifecycles;
    private final Map<String, String> packageLanguages;
    private final Map<String, List<String>> sources;
    private final List<Mitigation> mitigations;

    /**
     * @param packageLanguages letters in package names by locale in lower case: {@code ja} to {@code JPN},
     *     {@code zh-tw} to {@code CHT}
     */
    public Knowledge(
            List<Product> products,
            List<Advisory> advisories,
            List<Lifecycle> lifecycles,
            Map<String, String> packageLanguages) {
        this(products, advisories, lifecycles, packageLanguages, Map.of(), List.of());
    }

    private Knowledge(
            List<Product> products,
            List<Advisory> advisories,
            List<Lifecycle> lifecycles,
            Map<String, String> packageLanguages,
            Map<String, List<String>> sources,
            List<Mitigation> mitigations) {
        this.sources = Map.copyOf(sources);
        this.mitigations = List.copyOf(mitigations);
        this.products = List.copyOf(products);
        this.productsByBranch = new HashMap<>();
        for (Product product : products) {
            Stream.concat(Stream.of(product.nt()), product.alsoNt().stream())
                    .forEach(nt -> productsByBranch
                            .computeIfAbsent(nt.branch(), branch -> new ArrayList<>())
                            .add(product));
        }
        this.advisories = List.copyOf(advisories);
        this.lifecycles = lifecycles.stream().collect(Collectors.toUnmodifiableMap(Lifecycle::id, l -> l));
        this.packageLanguages = Map.copyOf(packageLanguages);
    }

    /** The same, and these advisories besides. */
    public Knowledge with(List<Advisory> more) {
        return new Knowledge(
                products,
                Stream.concat(advisories.stream(), more.stream().map(a -> a.withMitigations(mitigations)))
                        .toList(),
                List.copyOf(lifecycles.values()),
                packageLanguages,
                sources,
                mitigations);
    }

    /** The same, with where each advisory's facts come from, by its id. */
    public Knowledge withSources(Map<String, List<String>> said) {
        return new Knowledge(
                products, advisories, List.copyOf(lifecycles.values()), packageLanguages, said, mitigations);
    }

    /** The same with mitigations; each advisory, ours and imported, gets those that cover it. */
    public Knowledge withMitigations(List<Mitigation> known) {
        return new Knowledge(
                products,
                advisories.stream().map(a -> a.withMitigations(known)).toList(),
                List.copyOf(lifecycles.values()),
                packageLanguages,
                sources,
                known);
    }

    /** Every mitigation known, whatever advisory it belongs to. */
    public List<Mitigation> mitigations() {
        return mitigations;
    }

    /** The mitigation of that id. */
    public Optional<Mitigation> mitigation(String id) {
        return mitigations.stream().filter(m -> m.id().equals(id)).findFirst();
    }

    /** Where the facts of an advisory come from, a line each; none where that is not kept. */
    public List<String> sources(String advisory) {
        return sources.getOrDefault(advisory, List.of());
    }

    /** The same with other support dates: of the same id, they take the place of ours. */
    public Knowledge withSupport(List<Lifecycle> said) {
        Map<String, Lifecycle> all = new HashMap<>(lifecycles);
        said.forEach(l -> all.merge(l.id(), l, Lifecycle::said));
        return new Knowledge(products, advisories, List.copyOf(all.values()), packageLanguages, sources, mitigations);
    }

    public List<Product> products() {
        return products;
    }

    /** Products built on this branch. */
    public List<Product> onBranch(Build branch) {
        return productsByBranch.getOrDefault(branch.branch(), List.of());
    }

    public List<Advisory> advisories() {
        return advisories;
    }

    /** The advisory of that id, CVE or other name. */
    public Optional<Advisory> advisory(String name) {
        return advisories.stream().filter(a -> a.isNamed(name)).findFirst();
    }

    /** All support dates, by id. */
    public List<Lifecycle> lifecycles() {
        return lifecycles.values().stream()
                .sorted(Comparator.comparing(Lifecycle::id))
                .toList();
    }

    /** Support dates of that id. */
    public Optional<Lifecycle> lifecycle(String id) {
        return Optional.ofNullable(lifecycles.get(id));
    }

    /** Letters that package names use for a language given as {@code ja-jp}, {@code pt-BR} or {@code de}. */
    public Optional<String> packageLanguage(String tag) {
        String whole = tag.toLowerCase(Locale.ROOT).replace('_', '-');
        String found = packageLanguages.get(whole);
        if (found == null && whole.indexOf('-') > 0) {
            found = packageLanguages.get(whole.substring(0, whole.indexOf('-')));
        }
        return Optional.ofNullable(found);
    }
}

package dev.firebreak.core.catalogue;

import dev.firebreak.core.advisory.Build;
import dev.firebreak.core.advisory.CveFact;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.advisory.KbSet;
import dev.firebreak.core.advisory.Knowledge;
import dev.firebreak.core.advisory.PatchTuesday;
import dev.firebreak.core.advisory.Product;
import dev.firebreak.core.advisory.Update;
import dev.firebreak.core.advisory.UpdateKind;
import dev.firebreak.core.advisory.UpdateLine;
import dev.firebreak.core.advisory.UpdateLines;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes a catalogue of what feeds say: takes statements one by one, then sorts them. Their order does not matter. */
public final class CatalogueBuilder {

    /** Since then a product's updates of a month stand for each other: rollup or security-only, not both. */
    private static final LocalDate ALTERNATIVES_SINCE = LocalDate.of(2016, 10, 1);

    private final Map<String, Product> products;
    private final RefutedClaims denials;
    private final UpdateLines lines;
    private final Map<Kb, Set<String>> onLines = new HashMap<>();
    private final ProductNames spellings;
    private final ReleaseDates published;
    private final Map<ProductUpdates.Key, ProductStatements> piles = new HashMap<>();
    private final TreeMap<String, CveText> cves = new TreeMap<>();
    private final Map<String, CveFact> facts = new HashMap<>();
    private final Map<Kb, String> titles = new HashMap<>();
    private final Map<String, TreeSet<Kb>> bulletins = new TreeMap<>();

    /** What is said of a CVE wherever it is. */
    private record CveText(String title, String severity) {
        CveText or(CveText other) {
            return new CveText(first(title, other.title), worse(severity, other.severity));
        }

        private static String first(String a, String b) {
            return a.isEmpty() || (!b.isEmpty() && b.compareTo(a) < 0) ? b : a;
        }

        private static String worse(String a, String b) {
            List<String> order = List.of("", "Low", "Moderate", "Important", "Critical");
            return order.indexOf(a) >= order.indexOf(b) ? a : b;
        }
    }

    /** Statements on one product. */
    private static final class ProductStatements {
        private final TreeSet<Kb> kbs = new TreeSet<>();
        private final Set<Supersedence.Replacement> said = new HashSet<>();
        private final TreeSet<Kb> cumulative = new TreeSet<>();
        private final TreeSet<Kb> denied = new TreeSet<>();
        private final Map<Kb, Integer> revisions = new HashMap<>();
        private final MisattributedUpdates foreign = new MisattributedUpdates();
        private final TreeMap<String, TreeMap<String, TreeSet<Kb>>> byComponent = new TreeMap<>();
    }

    /** @param knowledge names the products, and the claims that were found to be wrong */
    public CatalogueBuilder(Knowledge knowledge, UpdateLines lines) {
        List<Product> products = knowledge.products();
        this.products = products.stream().collect(Collectors.toMap(Product::id, p -> p));
        this.denials = new RefutedClaims(knowledge);
        this.lines = lines;
        lines.byId()
                .forEach((id, line) -> line.updates()
                        .forEach(u -> onLines.computeIfAbsent(u.kb(), k -> new HashSet<>())
                                .add(id)));
        this.spellings = new ProductNames(products);
        this.published = new ReleaseDates(lines);
    }

    /** Takes one statement; those on programs that are no part of Windows are passed over. */
    public void take(VendorStatement statement) {
        Kb kb = statement.kb();
        if (kb != null) {
            published.date(kb, statement.published());
        }
        spellings
                .read(statement.product(), statement.component())
                .ifPresent(s -> take(statement, s, Objects.requireNonNull(products.get(s.product()))));
    }

    private void take(VendorStatement statement, ProductName spelling, Product product) {
        ProductStatements pile = piles.computeIfAbsent(
                new ProductUpdates.Key(spelling.product(), spelling.architecture()), key -> new ProductStatements());
        boolean foreign = statement.kb() != null && isOfOthers(statement.kb(), product);
        Kb kb = foreign ? null : statement.kb();
        if (kb != null) {
            pile.kbs.add(kb);
            statement.supersedes().forEach(older -> pile.said.add(new Supersedence.Replacement(older, kb)));
            if (ComponentSupersedence.isCumulative(statement.title())) {
                pile.cumulative.add(kb);
            }
            Build fixed = statement.fixedBuild();
            if (fixed != null && fixed.hasRevision() && fixed.sameBranch(product.nt())) {
                pile.revisions.merge(kb, fixed.revision(), Math::max);
            }
            titles.merge(kb, statement.title(), CveText::first);
            statement
                    .advisories()
                    .forEach(id -> bulletins
                            .computeIfAbsent(id.toUpperCase(java.util.Locale.ROOT), i -> new TreeSet<>())
                            .add(kb));
        }
        String cve = vulnerability(statement);
        if (cve == null || spelling.core() || isGuidance(cve, spelling)) {
            return;
        }
        cves.merge(cve, new CveText(statement.title(), statement.severity()), CveText::or);
        TreeSet<Kb> closing = pile.byComponent
                .computeIfAbsent(spelling.component(), c -> new TreeMap<>())
                .computeIfAbsent(cve, c -> new TreeSet<>());
        if (foreign) {
            pile.foreign.named(spelling.component(), cve, Objects.requireNonNull(statement.kb()));
        }
        if (kb != null && denials.isDenied(spelling.product(), spelling.architecture(), kb, cve)) {
            pile.denied.add(kb);
        } else if (kb != null) {
            closing.add(kb);
        }
    }

    /** Whether it stands on lines, and on none that serves this product, though one does. */
    private boolean isOfOthers(Kb kb, Product product) {
        Set<String> on = onLines.getOrDefault(kb, Set.of());
        Optional<UpdateLine> carrying = lines.carrying(product);
        return !on.isEmpty()
                && carrying.isPresent()
                && !on.contains(carrying.get().id())
                && lines.securityOnly(product)
                        .filter(line -> on.contains(line.id()))
                        .isEmpty();
    }

    /** Its CVE; the advisory's id where it has none: Flash Player's holes have been told only so since 2017. */
    private static @Nullable String vulnerability(VendorStatement statement) {
        return statement.cve() != null
                ? statement.cve()
                : statement.advisories().stream()
                        .filter(id -> id.startsWith("ADV"))
                        .sorted()
                        .findFirst()
                        .orElse(null);
    }

    /** Guidance on Windows itself (servicing stacks, certificates, settings) is no hole; on Flash it stands for its CVEs. */
    private static boolean isGuidance(String cve, ProductName spelling) {
        return cve.startsWith("ADV") && spelling.component().isEmpty();
    }

    /** Takes what a feed says of a CVE itself. */
    public void take(CveFact fact) {
        facts.merge(fact.cve(), fact, CatalogueBuilder::joined);
    }

    /** Of two facts on one thing the later counts. */
    private static CveFact joined(CveFact a, CveFact b) {
        return new CveFact(
                a.cve(),
                b.exploitedSince() != null ? b.exploitedSince() : a.exploitedSince(),
                b.due() != null ? b.due() : a.due(),
                b.epss() != null ? b.epss() : a.epss(),
                b.cvss() != null ? b.cvss() : a.cvss());
    }

    /** The catalogue of all that was taken. */
    public Catalogue catalogue() {
        Map<String, Integer> index = new HashMap<>();
        List<Catalogue.Cve> known = new ArrayList<>();
        cves.forEach((id, said) -> {
            index.put(id, known.size());
            known.add(new Catalogue.Cve(id, said.title(), said.severity(), facts.get(id)));
        });
        Map<ProductUpdates.Key, ProductUpdates> productUpdates = new HashMap<>();
        piles.forEach((key, pile) -> productUpdates.put(key, productUpdates(key, pile, index)));
        Map<Integer, String> titlesByNumber = new HashMap<>();
        titles.forEach((kb, title) -> titlesByNumber.put(kb.number(), title));
        Map<String, KbSet> ids = new HashMap<>();
        bulletins.forEach((id, kbs) -> ids.put(id, KbSet.of(kbs)));
        return new Catalogue(
                known,
                titlesByNumber,
                ids,
                productUpdates.keySet(),
                key -> Optional.ofNullable(productUpdates.get(key)),
                patchTuesdays(productUpdates.values()));
    }

    private static SortedSet<LocalDate> patchTuesdays(Collection<ProductUpdates> productUpdates) {
        return productUpdates.stream()
                .flatMapToInt(ProductUpdates::patchTuesdays)
                .distinct()
                .mapToObj(LocalDate::ofEpochDay)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private ProductUpdates productUpdates(ProductUpdates.Key key, ProductStatements pile, Map<String, Integer> index) {
        Product product = Objects.requireNonNull(products.get(key.product()));
        Optional<UpdateLine> carrying = lines.carrying(product);
        Optional<UpdateLine> securityOnly = lines.securityOnly(product);
        List<SupersedenceRepair> inferred =
                new ArrayList<>(pile.foreign.mend(pile.byComponent, carrying.orElse(null), published));
        inferred.addAll(new ComponentSupersedence(published, carrying.orElse(null), securityOnly.orElse(null))
                .mend(pile.cumulative, pile.byComponent));
        pile.denied.forEach(kb -> inferred.add(SupersedenceRepair.claimDenied(kb)));
        Supersedence order = Supersedence.of(
                pile.kbs, pile.said, inferred, published, carrying.orElse(null), securityOnly.orElse(null));
        int size = order.size();
        int[] days = new int[size];
        int[] notBefore = new int[size];
        int[] revisions = new int[size];
        int[] places = new int[size];
        UpdateKind[] kinds = new UpdateKind[size];
        for (int i = 0; i < size; i++) {
            Kb kb = order.kb(i);
            days[i] = published.on(kb).map(d -> (int) d.toEpochDay()).orElse(ProductUpdates.NO_DAY);
            notBefore[i] = ProductUpdates.NO_DAY;
            revisions[i] = pile.revisions.getOrDefault(kb, Build.NO_REVISION);
            kinds[i] = UpdateKind.STANDALONE;
            places[i] = -1;
        }
        securityOnly.ifPresent(line -> line.updates().forEach(u -> kinds[order.indexOf(u.kb().number())] = u.kind()));
        carrying.ifPresent(line -> {
            for (int place = 0; place < line.updates().size(); place++) {
                Update update = line.updates().get(place);
                int i = order.indexOf(update.kb().number());
                kinds[i] = update.kind();
                places[i] = update.kind() == UpdateKind.STANDALONE ? -1 : place;
                revisions[i] = Math.max(revisions[i], update.revision());
                if (update.kind() == UpdateKind.OUT_OF_BAND && update.published() == null) {
                    notBefore[i] = notBefore(line, place);
                }
            }
        });
        if (Hotpatches.exist(product.nt())) {
            // Beside the cumulative update of the same Patch Tuesday, for the whole system.
            inferred.stream()
                    .filter(r -> r.kind() == SupersedenceRepair.Kind.IN_CUMULATIVE)
                    .map(r -> order.indexOf(r.kbs().getFirst().number()))
                    .filter(i -> days[i] != ProductUpdates.NO_DAY && PatchTuesday.is(LocalDate.ofEpochDay(days[i])))
                    .forEach(i -> kinds[i] = UpdateKind.HOTPATCH);
        }
        List<String> components = new ArrayList<>(List.of(""));
        List<Vulnerability> vulnerabilities = new ArrayList<>();
        vulnerabilities(pile.byComponent.getOrDefault("", new TreeMap<>()), 0, order, places, index, vulnerabilities);
        pile.byComponent.tailMap("", false).forEach((component, byCve) -> {
            TreeMap<String, TreeSet<Kb>> beside = new TreeMap<>();
            TreeMap<String, TreeSet<Kb>> withSystem = new TreeMap<>();
            byCve.forEach((cve, kbs) -> {
                boolean onLine = kbs.stream().anyMatch(kb -> places[order.indexOf(kb.number())] >= 0);
                (onLine ? withSystem : beside).put(cve, kbs);
            });
            // What the system's own rollup or cumulative update closes is Windows itself, whatever a feed calls it.
            vulnerabilities(withSystem, 0, order, places, index, vulnerabilities);
            if (!beside.isEmpty()) {
                components.add(component);
                vulnerabilities(beside, components.size() - 1, order, places, index, vulnerabilities);
            }
        });
        return new ProductUpdates(
                key.product(),
                key.architecture(),
                order,
                days,
                notBefore,
                kinds,
                revisions,
                places,
                components,
                vulnerabilities);
    }

    /** The day of the last dated update before that place of a line; the earliest day there is where none is dated. */
    private static int notBefore(UpdateLine line, int place) {
        LocalDate told = line.updates().get(place).notBefore();
        for (int before = place - 1; told == null && before >= 0; before--) {
            told = line.updates().get(before).published();
        }
        return told == null ? ProductUpdates.NO_DAY + 1 : (int) told.toEpochDay();
    }

    private void vulnerabilities(
            TreeMap<String, TreeSet<Kb>> closing,
            int component,
            Supersedence order,
            int[] places,
            Map<String, Integer> index,
            List<Vulnerability> vulnerabilities) {
        TreeMap<String, List<String>> together = new TreeMap<>();
        // What no update closes has no day either: its year is all that tells when it can have been known.
        closing.forEach((cve, kbs) -> together.computeIfAbsent(
                        kbs.isEmpty() ? "year " + Vulnerability.year(cve) : kbs.toString(), k -> new ArrayList<>())
                .add(cve));
        for (List<String> same : together.values()) {
            TreeSet<Kb> kbs = Objects.requireNonNull(closing.get(same.getFirst()));
            int[] numbers =
                    same.stream().mapToInt(cve -> index.getOrDefault(cve, 0)).toArray();
            vulnerabilities.add(new Vulnerability(component, parts(kbs, order, places), numbers));
        }
    }

    /**
     * Updates of the rollup years stand for each other; of those before, each brings another part of the fix, as far as
     * a feed tells.
     */
    private int[][] parts(TreeSet<Kb> kbs, Supersedence order, int[] places) {
        List<int[]> parts = new ArrayList<>();
        TreeSet<Integer> alternatives = new TreeSet<>();
        for (Kb kb : kbs) {
            int i = order.indexOf(kb.number());
            boolean modern = places[i] >= 0
                    || published
                            .on(kb)
                            .map(d -> !d.isBefore(ALTERNATIVES_SINCE))
                            .orElse(false);
            if (modern) {
                alternatives.add(i);
            } else {
                parts.add(new int[] {i});
            }
        }
        if (!alternatives.isEmpty()) {
            parts.add(alternatives.stream().mapToInt(i -> i).toArray());
        }
        return parts.toArray(int[][]::new);
    }
}

package dev.firebreak.core.catalogue;

import dev.firebreak.core.advisory.Advisory;
import dev.firebreak.core.advisory.CveFact;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.advisory.KbSet;
import dev.firebreak.core.advisory.Knowledge;
import dev.firebreak.core.advisory.UpdateKind;
import dev.firebreak.core.text.Text;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Looks one thing up in the catalogue: an update, a CVE, a bulletin or a product. */
public final class CatalogueLookup {

    private static final Text CLOSED_BY = new Text(
            "Closed by (/ is or, + is and; and by all that contains them)", "修正する更新（/ はいずれか、+ はすべて。これらを含む更新でもよい）");
    private static final int MAX_LISTED = 40;
    private static final int MAX_STEPS = 6;
    private static final int MAX_SENTENCES = 5;

    /** What is known, in paragraphs. */
    public record Answer(Text title, List<Section> sections) {
        public Answer {
            sections = List.copyOf(sections);
        }
    }

    /** Lines under a heading; their indentation draws chains. */
    public record Section(Text heading, List<Text> lines) {
        public Section {
            lines = List.copyOf(lines);
        }
    }

    private final Catalogue catalogue;
    private final Knowledge knowledge;
    private final ProductLookup productLookup;
    private final ShippedKnowledgeLookup shipped;

    public CatalogueLookup(Catalogue catalogue, Knowledge knowledge) {
        this.catalogue = catalogue;
        this.knowledge = knowledge;
        this.shipped = new ShippedKnowledgeLookup(knowledge);
        this.productLookup = new ProductLookup(catalogue, knowledge);
    }

    /**
     * What is known of a KB, a CVE, a bulletin, or a product by its id or a part of its name.
     * Of bulletins those that ship are asked first: feeds seldom tell their numbers.
     */
    public Optional<Answer> find(String name) {
        String id = name.strip().toUpperCase(Locale.ROOT);
        if (id.isEmpty()) {
            return Optional.empty();
        }
        Optional<Advisory> named = knowledge.advisories().stream()
                .filter(a -> a.isNamed(id) && !a.cves().contains(id))
                .findFirst();
        if (named.isPresent()) {
            return Optional.of(advisory(named.get()));
        }
        if (catalogue.indexOf(id) >= 0) {
            return Optional.of(cve(catalogue.indexOf(id)));
        }
        Optional<Advisory> about = knowledge.advisory(id);
        if (about.isPresent()) {
            return Optional.of(shipped.cve(id, about.get()));
        }
        if (!catalogue.bulletin(id).isEmpty()) {
            return Optional.of(bulletin(id));
        }
        Optional<Kb> kb = Kb.parse(id);
        return kb.isPresent() ? update(kb.get()) : product(name.strip());
    }

    /**
     * What was repaired on the way to what a machine has or needs: of each kind some in whole sentences, the rest by number.
     *
     * @param kbs updates that are installed, or needed
     */
    public Section repairs(ProductUpdates productUpdates, KbSet kbs) {
        BitSet within = new BitSet();
        kbs.numbers().forEach(kb -> {
            int index = productUpdates.order().indexOf(kb);
            if (index >= 0) {
                within.or(productUpdates.order().contained(index));
            }
        });
        TreeMap<SupersedenceRepair.Kind, List<SupersedenceRepair>> byKind = new TreeMap<>();
        for (SupersedenceRepair repair : productUpdates.order().repairs()) {
            // What was added reaches the machine through the newer update, the last one named; what was refused
            // concerns
            // each that it names.
            int newer = productUpdates.order().indexOf(repair.kbs().getLast().number());
            boolean used = (newer >= 0 && within.get(newer))
                    || (repair.kind().refuses() && repair.kbs().stream().anyMatch(kbs::contains));
            if (used) {
                byKind.computeIfAbsent(repair.kind(), k -> new ArrayList<>()).add(repair);
            }
        }
        List<Text> lines = new ArrayList<>();
        byKind.values().forEach(repairs -> {
            repairs.stream().limit(MAX_SENTENCES).map(SupersedenceRepair::why).forEach(lines::add);
            if (repairs.size() > MAX_SENTENCES) {
                lines.add(Text.format(
                        "and %d more like that: %s",
                        "同様の補正がほかに %d 件: %s",
                        repairs.size() - MAX_SENTENCES,
                        repairs.stream()
                                .skip(MAX_SENTENCES)
                                .map(CatalogueLookup::pair)
                                .distinct()
                                .collect(Collectors.joining(" "))));
            }
        });
        return new Section(
                new Text("WHERE FEEDS WERE CORRECTED", "フィードの記載を補正した箇所"),
                lines.isEmpty() ? List.of(new Text("Nowhere.", "なし。")) : lines);
    }

    /** {@code KB4480955<KB4486563}. */
    private static String pair(SupersedenceRepair repair) {
        return repair.kbs().stream().distinct().map(Kb::toString).collect(Collectors.joining("<"));
    }

    private Answer cve(int index) {
        Catalogue.Cve cve = catalogue.cve(index);
        List<Section> sections = new ArrayList<>();
        CveFact fact = cve.fact();
        if (fact != null && fact.exploitedSince() != null) {
            sections.add(new Section(
                    new Text("Known to be exploited (CISA)", "悪用確認済み（CISA）"),
                    List.of(Text.format("since %s", "%s 掲載", fact.exploitedSince()))));
        }
        closedBy(new TreeSet<>(List.of(index)), sections);
        knowledge.advisory(cve.id()).ifPresent(a -> {
            sections.addAll(shipped.cve(cve.id(), a).sections());
        });
        return new Answer(
                title(cve.id(), cve.severity().isBlank() ? cve.title() : cve.title() + " – " + cve.severity()),
                sections);
    }

    private void closedBy(Set<Integer> cves, List<Section> sections) {
        List<Text> lines = closedBy(cves);
        if (!lines.isEmpty()) {
            sections.add(new Section(CLOSED_BY, lines));
        }
    }

    private List<Text> closedBy(Set<Integer> cves) {
        Set<Text> lines = new LinkedHashSet<>();
        for (ProductUpdates productUpdates : catalogue.all()) {
            for (Vulnerability vulnerability : productUpdates.vulnerabilities()) {
                if (IntStream.of(vulnerability.cves()).anyMatch(cves::contains)) {
                    String updates = Stream.of(vulnerability.parts())
                            .map(part -> IntStream.of(part)
                                    .mapToObj(
                                            kb -> productUpdates.order().kb(kb).toString())
                                    .collect(Collectors.joining(" / ")))
                            .collect(Collectors.joining(" + "));
                    Text none = new Text("no update is named", "更新の記載なし");
                    lines.add(Text.format(
                            "%s: %s",
                            "%s: %s",
                            Text.same(productLookup.where(productUpdates, vulnerability.component())),
                            updates.isEmpty() ? none : Text.same(updates)));
                }
            }
        }
        return List.copyOf(lines);
    }

    private Answer advisory(Advisory advisory) {
        List<Section> sections = new ArrayList<>();
        sections.add(new Section(
                Text.format("published %s", "%s 公開", Text.date(advisory.published())),
                List.of(
                        Text.same(String.join(" ", advisory.cves())),
                        Text.format("guidance: firebreak guide %s", "対処方法: firebreak guide %s", advisory.id()))));
        TreeSet<Integer> wanted = new TreeSet<>();
        advisory.cves().stream().map(catalogue::indexOf).filter(c -> c >= 0).forEach(wanted::add);
        closedBy(wanted, sections);
        sections.addAll(shipped.advisory(advisory));
        return new Answer(Text.format("%s  %s", "%s  %s", Text.same(advisory.id()), advisory.title()), sections);
    }

    private Answer bulletin(String id) {
        List<Text> lines = catalogue.bulletin(id).toList().stream()
                .map(kb -> Text.same(kb + "  " + catalogue.title(kb)))
                .toList();
        return new Answer(Text.same(id), List.of(new Section(new Text("Its updates", "含まれる更新プログラム"), lines)));
    }

    private Optional<Answer> update(Kb kb) {
        List<Section> sections = new ArrayList<>();
        Map<List<Text>, List<String>> alike = new TreeMap<>(Comparator.comparing(Object::toString));
        // A rollup's title in a feed is that of one of its CVEs.
        boolean onLine = false;
        for (ProductUpdates productUpdates : catalogue.all()) {
            int index = productUpdates.order().indexOf(kb.number());
            if (index >= 0) {
                onLine |= productUpdates.onLine(index) || productUpdates.kinds()[index] != UpdateKind.STANDALONE;
                alike.computeIfAbsent(lines(productUpdates, index), l -> new ArrayList<>())
                        .add(productLookup.where(productUpdates, 0));
            }
        }
        alike.forEach((lines, where) -> sections.add(new Section(Text.same(String.join(", ", where)), lines)));
        sections.addAll(shipped.update(kb));
        return sections.isEmpty()
                ? Optional.empty()
                : Optional.of(new Answer(
                        onLine ? Text.same(kb.toString()) : title(kb.toString(), catalogue.title(kb)), sections));
    }

    private List<Text> lines(ProductUpdates productUpdates, int kb) {
        List<Text> lines = new ArrayList<>();
        lines.add(Text.format(
                "%s, %s",
                "%s、%s",
                productUpdates.kinds()[kb].label(),
                productUpdates.published(kb).map(Text::date).orElse(new Text("date not known", "公開日不明"))));
        TreeSet<String> cves = new TreeSet<>();
        for (Vulnerability vulnerability : productUpdates.vulnerabilities()) {
            if (Stream.of(vulnerability.parts()).flatMapToInt(IntStream::of).anyMatch(k -> k == kb)) {
                IntStream.of(vulnerability.cves())
                        .forEach(c -> cves.add(catalogue.cve(c).id()));
            }
        }
        if (!cves.isEmpty()) {
            lines.add(Text.format(
                    "fixes %d CVEs: %s",
                    "CVE %d 件を修正: %s",
                    cves.size(),
                    cves.stream().limit(MAX_LISTED).collect(Collectors.joining(" "))));
        }
        chain(productUpdates, kb, lines);
        for (SupersedenceRepair repair : productUpdates.order().repairs()) {
            if (repair.kbs().contains(productUpdates.order().kb(kb))) {
                lines.add(Text.format("corrected: %s", "補正: %s", repair.why()));
            }
        }
        return lines;
    }

    /** The nearest successors above it, what it replaces below. */
    private static void chain(ProductUpdates productUpdates, int kb, List<Text> lines) {
        List<Text> later = new ArrayList<>();
        List<List<Integer>> carriers = carriers(productUpdates);
        int at = kb;
        for (int steps = 0; steps < MAX_STEPS; steps++) {
            int next = carriers.get(at).stream()
                    .min(Comparator.comparingInt(k -> productUpdates.days()[k] == ProductUpdates.NO_DAY
                            ? Integer.MAX_VALUE
                            : productUpdates.days()[k]))
                    .orElse(-1);
            if (next < 0) {
                break;
            }
            later.add(ProductLookup.named(productUpdates, next));
            at = next;
        }
        BitSet above = new BitSet();
        ArrayDeque<Integer> open = new ArrayDeque<>(carriers.get(kb));
        while (!open.isEmpty()) {
            int next = open.pop();
            if (!above.get(next)) {
                above.set(next);
                open.addAll(carriers.get(next));
            }
        }
        int all = above.cardinality();
        lines.add(Text.format("contained in %d later updates", "これを含む後続の更新 %d 件", all));
        for (int i = later.size() - 1; i >= 0; i--) {
            lines.add(branch(later.size() - i - 1, later.get(i), ""));
        }
        lines.add(branch(later.size(), ProductLookup.named(productUpdates, kb), "  ◀"));
        int[] direct = productUpdates.order().direct(kb);
        IntStream.of(direct)
                .limit(MAX_LISTED)
                .forEach(older -> lines.add(branch(later.size() + 1, ProductLookup.named(productUpdates, older), "")));
        lines.add(Text.format(
                "contains %d earlier updates",
                "含んでいる以前の更新 %d 件", productUpdates.order().contained(kb).cardinality() - 1));
    }

    /** For each update those that contain it by a word of their own. */
    private static List<List<Integer>> carriers(ProductUpdates productUpdates) {
        List<List<Integer>> carriers = new ArrayList<>();
        for (int kb = 0; kb < productUpdates.order().size(); kb++) {
            carriers.add(new ArrayList<>());
        }
        for (int kb = 0; kb < productUpdates.order().size(); kb++) {
            for (int older : productUpdates.order().direct(kb)) {
                carriers.get(older).add(kb);
            }
        }
        return carriers;
    }

    private static Text branch(int depth, Text update, String mark) {
        return Text.format("%s└ %s%s", "%s└ %s%s", "  ".repeat(depth), update, mark);
    }

    private Optional<Answer> product(String name) {
        List<Section> sections = new ArrayList<>();
        productLookup.find(name).forEach((heading, lines) -> sections.add(new Section(heading, lines)));
        return sections.isEmpty() ? Optional.empty() : Optional.of(new Answer(Text.same(name), sections));
    }

    private static Text title(String id, String title) {
        return Text.same(title.isBlank() ? id : id + "  " + title);
    }
}

package dev.firebreak.core.advisory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Looks one thing up in the catalogue: an update, a CVE, a bulletin or a product. */
public final class Lookup {

    private static final int MOST_LISTED = 40;

    /** What is known, in paragraphs. */
    public record Found(Wording title, List<Section> sections) {
        public Found {
            sections = List.copyOf(sections);
        }
    }

    /** Lines under a heading; their indentation draws chains. */
    public record Section(Wording heading, List<Wording> lines) {
        public Section {
            lines = List.copyOf(lines);
        }
    }

    private final Catalogue catalogue;
    private final Map<String, Product> products = new TreeMap<>();

    public Lookup(Catalogue catalogue, List<Product> products) {
        this.catalogue = catalogue;
        products.forEach(p -> this.products.put(p.id(), p));
    }

    /** What is known of a KB, a CVE, a bulletin, or a product by its id or a part of its name. */
    public Optional<Found> find(String name) {
        String id = name.strip().toUpperCase(Locale.ROOT);
        if (catalogue.indexOf(id) >= 0) {
            return Optional.of(cve(catalogue.indexOf(id)));
        }
        if (!catalogue.bulletin(id).isEmpty()) {
            return Optional.of(bulletin(id));
        }
        Optional<Kb> kb = Kb.parse(id);
        return kb.isPresent() ? update(kb.get()) : product(name);
    }

    /** What was mended about updates of a product: where one of these is said to contain another, and how we know. */
    public Section repairs(Shelf shelf, KbSet kbs) {
        List<Wording> lines = shelf.order().repairs().stream()
                .filter(r -> r.kbs().stream().anyMatch(kbs::contains))
                .map(Repair::why)
                .distinct()
                .limit(MOST_LISTED)
                .toList();
        return new Section(
                new Wording("WHERE FEEDS WERE MENDED", "フィードの記載を補正した箇所"),
                lines.isEmpty() ? List.of(new Wording("Nowhere.", "なし。")) : lines);
    }

    private Found cve(int index) {
        Catalogue.Cve cve = catalogue.cve(index);
        List<Section> sections = new ArrayList<>();
        CveFact fact = cve.fact();
        if (fact != null && fact.exploitedSince() != null) {
            sections.add(new Section(
                    new Wording("Known to be exploited (CISA)", "悪用確認済み（CISA）"),
                    List.of(Wording.format("since %s", "%s 掲載", fact.exploitedSince()))));
        }
        List<Wording> lines = new ArrayList<>();
        for (Shelf shelf : catalogue.all()) {
            for (Hole hole : shelf.holes()) {
                if (IntStream.of(hole.cves()).anyMatch(c -> c == index)) {
                    String updates = Stream.of(hole.parts())
                            .map(part -> IntStream.of(part)
                                    .mapToObj(kb -> shelf.order().kb(kb).toString())
                                    .collect(Collectors.joining(" / ")))
                            .collect(Collectors.joining(" + "));
                    lines.add(Wording.same(where(shelf, hole.component()) + ": " + updates));
                }
            }
        }
        sections.add(new Section(
                new Wording(
                        "Closed by (/ is or, + is and; and by all that contains them)",
                        "修正する更新（/ はいずれか、+ はすべて。これらを含む更新でもよい）"),
                lines));
        return new Found(
                title(cve.id(), cve.severity().isBlank() ? cve.title() : cve.title() + " – " + cve.severity()),
                sections);
    }

    private Found bulletin(String id) {
        List<Wording> lines = catalogue.bulletin(id).toList().stream()
                .map(kb -> Wording.same(kb + "  " + catalogue.title(kb)))
                .toList();
        return new Found(Wording.same(id), List.of(new Section(new Wording("Its updates", "含まれる更新プログラム"), lines)));
    }

    private Optional<Found> update(Kb kb) {
        List<Section> sections = new ArrayList<>();
        Map<List<Wording>, List<String>> alike = new TreeMap<>(Comparator.comparing(Object::toString));
        for (Shelf shelf : catalogue.all()) {
            int index = shelf.order().indexOf(kb.number());
            if (index >= 0) {
                alike.computeIfAbsent(lines(shelf, index), l -> new ArrayList<>())
                        .add(where(shelf, 0));
            }
        }
        alike.forEach((lines, where) -> sections.add(new Section(Wording.same(String.join(", ", where)), lines)));
        return sections.isEmpty()
                ? Optional.empty()
                : Optional.of(new Found(title(kb.toString(), catalogue.title(kb)), sections));
    }

    private List<Wording> lines(Shelf shelf, int kb) {
        List<Wording> lines = new ArrayList<>();
        lines.add(Wording.format(
                "%s, %s",
                "%s、%s",
                shelf.kinds()[kb].label(),
                shelf.published(kb).map(Wording::date).orElse(new Wording("date not known", "公開日不明"))));
        TreeSet<String> cves = new TreeSet<>();
        for (Hole hole : shelf.holes()) {
            if (Stream.of(hole.parts()).flatMapToInt(IntStream::of).anyMatch(k -> k == kb)) {
                IntStream.of(hole.cves()).forEach(c -> cves.add(catalogue.cve(c).id()));
            }
        }
        lines.add(Wording.format(
                "closes %d CVEs: %s",
                "CVE %d 件を修正: %s", cves.size(), cves.stream().limit(MOST_LISTED).collect(Collectors.joining(" "))));
        chain(shelf, kb, lines);
        for (Repair repair : shelf.order().repairs()) {
            if (repair.kbs().contains(shelf.order().kb(kb))) {
                lines.add(Wording.format("mended: %s", "補正: %s", repair.why()));
            }
        }
        return lines;
    }

    /** The nearest successors above it, what it replaces below. */
    private static void chain(Shelf shelf, int kb, List<Wording> lines) {
        List<Wording> later = new ArrayList<>();
        int at = kb;
        for (int steps = 0; steps < 6; steps++) {
            int older = at;
            int next = IntStream.range(0, shelf.order().size())
                    .filter(k -> IntStream.of(shelf.order().direct(k)).anyMatch(o -> o == older))
                    .boxed()
                    .min(Comparator.comparingInt(
                            k -> shelf.days()[k] == Shelf.NO_DAY ? Integer.MAX_VALUE : shelf.days()[k]))
                    .orElse(-1);
            if (next < 0) {
                break;
            }
            later.add(named(shelf, next));
            at = next;
        }
        int all = (int) IntStream.range(0, shelf.order().size())
                .filter(k -> k != kb && shelf.order().contained(k).get(kb))
                .count();
        lines.add(Wording.format("contained in %d later updates", "これを含む後続の更新 %d 件", all));
        for (int i = later.size() - 1; i >= 0; i--) {
            lines.add(branch(later.size() - i - 1, later.get(i), ""));
        }
        lines.add(branch(later.size(), named(shelf, kb), "  ◀"));
        int[] direct = shelf.order().direct(kb);
        IntStream.of(direct)
                .limit(MOST_LISTED)
                .forEach(older -> lines.add(branch(later.size() + 1, named(shelf, older), "")));
        lines.add(Wording.format(
                "contains %d earlier updates",
                "含んでいる以前の更新 %d 件", shelf.order().contained(kb).cardinality() - 1));
    }

    private static Wording branch(int depth, Wording update, String mark) {
        return Wording.format("%s└ %s%s", "%s└ %s%s", "  ".repeat(depth), update, mark);
    }

    private static Wording named(Shelf shelf, int kb) {
        Wording number = Wording.same(shelf.order().kb(kb).toString());
        return shelf.published(kb)
                .map(day -> Wording.format("%s (%s)", "%s（%s）", number, Wording.date(day)))
                .orElse(number);
    }

    private Optional<Found> product(String name) {
        String wanted = name.strip().toLowerCase(Locale.ROOT);
        List<Section> sections = new ArrayList<>();
        for (Shelf shelf : catalogue.all()) {
            String own = where(shelf, 0);
            if (!shelf.product().equals(wanted) && !own.toLowerCase(Locale.ROOT).contains(wanted)) {
                continue;
            }
            long cves = shelf.holes().stream()
                    .flatMapToInt(h -> IntStream.of(h.cves()))
                    .distinct()
                    .count();
            List<Wording> lines = new ArrayList<>();
            lines.add(Wording.format(
                    "%d updates, %d CVEs, %d repairs",
                    "更新 %d 件、CVE %d 件、補正 %d 件",
                    shelf.order().size(),
                    cves,
                    shelf.order().repairs().size()));
            IntStream.range(0, shelf.order().size())
                    .boxed()
                    .filter(kb -> shelf.days()[kb] != Shelf.NO_DAY)
                    .sorted(Comparator.comparingInt(kb -> -shelf.days()[kb]))
                    .limit(5)
                    .forEach(kb ->
                            lines.add(Wording.format("%s  %s", "%s  %s", named(shelf, kb), shelf.kinds()[kb].label())));
            sections.add(new Section(Wording.same(own), lines));
        }
        return sections.isEmpty() ? Optional.empty() : Optional.of(new Found(Wording.same(name.strip()), sections));
    }

    private String where(Shelf shelf, int component) {
        Product product = products.get(shelf.product());
        String name = product == null ? shelf.product() : product.name(shelf.architecture());
        return component == 0 ? name : shelf.components().get(component) + " @ " + name;
    }

    private static Wording title(String id, String title) {
        return Wording.same(title.isBlank() ? id : id + "  " + title);
    }
}

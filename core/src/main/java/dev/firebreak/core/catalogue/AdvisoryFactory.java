package dev.firebreak.core.catalogue;

import dev.firebreak.core.advisory.Advisory;
import dev.firebreak.core.advisory.Applicability;
import dev.firebreak.core.advisory.Build;
import dev.firebreak.core.advisory.CveFact;
import dev.firebreak.core.advisory.Cvss;
import dev.firebreak.core.advisory.Fix;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.advisory.KbSet;
import dev.firebreak.core.advisory.Product;
import dev.firebreak.core.advisory.Remedy;
import dev.firebreak.core.advisory.RevisionGap;
import dev.firebreak.core.advisory.Update;
import dev.firebreak.core.advisory.UpdateKind;
import dev.firebreak.core.advisory.UpdateLine;
import dev.firebreak.core.advisory.UpdateLines;
import dev.firebreak.core.text.Text;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Makes an advisory of what the catalogue says of one CVE, bulletin or update, so that it is judged like one of ours. */
public final class AdvisoryFactory {

    private final Catalogue catalogue;
    private final Map<String, Product> products = new HashMap<>();
    private final UpdateLines lines;

    public AdvisoryFactory(Catalogue catalogue, List<Product> products, UpdateLines lines) {
        this.catalogue = catalogue;
        products.forEach(p -> this.products.put(p.id(), p));
        this.lines = lines;
    }

    /** The advisory of that CVE, bulletin or KB, in any case; nothing where no feed mentions it. */
    public Optional<Advisory> named(String name) {
        Optional<Kb> kb = Kb.parse(name.strip());
        String id = kb.map(Kb::toString).orElse(name.strip().toUpperCase(Locale.ROOT));
        int cve = catalogue.indexOf(id);
        KbSet kbs = kb.isPresent() ? KbSet.of(List.of(kb.get())) : catalogue.bulletin(id);
        if (cve < 0 && kbs.isEmpty()) {
            return Optional.empty();
        }
        Map<String, List<Advisory.Scoped>> byProduct = new HashMap<>();
        TreeSet<Integer> cves = new TreeSet<>();
        @Nullable LocalDate first = null;
        for (ProductUpdates productUpdates : catalogue.all()) {
            List<Vulnerability> vulnerabilities = new ArrayList<>();
            for (Vulnerability vulnerability : productUpdates.vulnerabilities()) {
                if (cve >= 0
                        ? IntStream.of(vulnerability.cves()).anyMatch(c -> c == cve)
                        : names(vulnerability, productUpdates, kbs)) {
                    vulnerabilities.add(vulnerability);
                    IntStream.of(vulnerability.cves())
                            .filter(c -> cve < 0 || c == cve)
                            .forEach(cves::add);
                }
            }
            Product product = products.get(productUpdates.product());
            if (vulnerabilities.isEmpty() || product == null) {
                continue;
            }
            byProduct
                    .computeIfAbsent(product.id(), p -> new ArrayList<>())
                    .add(new Advisory.Scoped(
                            Set.of(productUpdates.architecture()), said(productUpdates, product, vulnerabilities)));
            LocalDate out = firstOut(productUpdates, vulnerabilities);
            first = first == null || (out != null && out.isBefore(first)) ? out : first;
        }
        if (byProduct.isEmpty()) {
            return Optional.empty();
        }
        String title = cve >= 0
                ? catalogue.cve(cve).title()
                : kbs.toList().stream().map(catalogue::title).findFirst().orElse("");
        return Optional.of(new Advisory(
                new Advisory.Naming(
                        id,
                        Set.of(),
                        cves.stream().map(c -> catalogue.cve(c).id()).toList(),
                        Text.same(title.isBlank() ? id : title),
                        first == null ? LocalDate.EPOCH : first),
                byProduct,
                null,
                List.of(),
                List.of(),
                scores(cves)));
    }

    private Map<String, Cvss> scores(Set<Integer> cves) {
        Map<String, Cvss> scores = new HashMap<>();
        for (int cve : cves) {
            CveFact fact = catalogue.cve(cve).fact();
            if (fact != null && fact.cvss() != null) {
                scores.put(fact.cve(), fact.cvss());
            }
        }
        return scores;
    }

    private static boolean names(Vulnerability vulnerability, ProductUpdates productUpdates, KbSet kbs) {
        for (int[] part : vulnerability.parts()) {
            for (int kb : part) {
                if (kbs.contains(productUpdates.order().kb(kb))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static @Nullable LocalDate firstOut(ProductUpdates productUpdates, List<Vulnerability> vulnerabilities) {
        return vulnerabilities.stream()
                .flatMap(h -> java.util.Arrays.stream(h.parts()))
                .flatMapToInt(IntStream::of)
                .mapToObj(productUpdates::published)
                .flatMap(Optional::stream)
                .min(LocalDate::compareTo)
                .orElse(null);
    }

    private Applicability said(ProductUpdates productUpdates, Product product, List<Vulnerability> vulnerabilities) {
        List<Vulnerability> own =
                vulnerabilities.stream().filter(h -> h.component() == 0).toList();
        List<int[]> parts = (own.isEmpty() ? vulnerabilities : own)
                .stream().flatMap(h -> java.util.Arrays.stream(h.parts())).toList();
        if (parts.isEmpty()) {
            return new Applicability.Affected(
                    new Fix(List.of(), KbSet.EMPTY, List.of(), List.of(), List.of(), null, null));
        }
        boolean withWindows = parts.stream().allMatch(part -> IntStream.of(part).anyMatch(productUpdates::onLine));
        if (own.isEmpty() && !withWindows) {
            String component =
                    productUpdates.components().get(vulnerabilities.getFirst().component());
            return new Applicability.Unsaid(Text.format(
                    "it is in %s, and the collected evidence does not show whether that is installed",
                    "%s の脆弱性ですが、導入されているかどうかの情報が収集されていません", component));
        }
        return new Applicability.Affected(fix(productUpdates, product, parts));
    }

    private Fix fix(ProductUpdates productUpdates, Product product, List<int[]> parts) {
        @Nullable BitSet all = null;
        BitSet any = new BitSet();
        Set<Integer> named = new HashSet<>();
        for (int[] part : parts) {
            BitSet carriers = carriers(productUpdates, part);
            any.or(carriers);
            if (all == null) {
                all = carriers;
            } else {
                all.and(carriers);
            }
            IntStream.of(part).forEach(named::add);
        }
        BitSet contains = all == null ? new BitSet() : all;
        Optional<UpdateLine> line = lines.carrying(product);
        @Nullable Build least = leastRevision(productUpdates, product, parts);
        return new Fix(
                named.stream().sorted().map(kb -> remedy(productUpdates, kb)).toList(),
                kbs(productUpdates, contains),
                doubts(productUpdates, parts, any, contains),
                List.of(),
                List.of(),
                least,
                gap(product, least, line.orElse(null)),
                knownSince(productUpdates, parts),
                named.stream().anyMatch(productUpdates::onLine)
                        ? line.map(whole -> stated(whole, productUpdates)).orElse(null)
                        : null);
    }

    /** Before the first update of the product nobody knew of it; where one is not dated, that may be any day. */
    private static @Nullable LocalDate knownSince(ProductUpdates productUpdates, List<int[]> parts) {
        int first = parts.stream()
                .flatMapToInt(IntStream::of)
                .map(kb -> productUpdates.days()[kb])
                .min()
                .orElse(ProductUpdates.NO_DAY);
        return first == ProductUpdates.NO_DAY ? null : LocalDate.ofEpochDay(first);
    }

    private static @Nullable RevisionGap gap(Product product, @Nullable Build least, @Nullable UpdateLine line) {
        if (least == null || line == null || !Hotpatches.exist(product.nt())) {
            return null;
        }
        int above = Build.NO_REVISION;
        Set<Integer> known = new HashSet<>();
        for (Update update : line.updates()) {
            known.add(update.revision());
            if (update.kind() == UpdateKind.CUMULATIVE && update.revision() < least.revision()) {
                above = Math.max(above, update.revision());
            }
        }
        return new RevisionGap(above, least.revision(), known);
    }

    /** What of a line is the product's own by a statement: other products, whose support lasts longer, share it. */
    private static UpdateLine stated(UpdateLine line, ProductUpdates productUpdates) {
        Set<Kb> named = new HashSet<>();
        for (Vulnerability vulnerability : productUpdates.vulnerabilities()) {
            for (int[] part : vulnerability.parts()) {
                IntStream.of(part).mapToObj(productUpdates.order()::kb).forEach(named::add);
            }
        }
        return new UpdateLine(
                line.id(),
                line.updates().stream().filter(u -> named.contains(u.kb())).toList());
    }

    private static BitSet carriers(ProductUpdates productUpdates, int[] part) {
        BitSet carriers = new BitSet();
        for (int kb = 0; kb < productUpdates.order().size(); kb++) {
            BitSet within = productUpdates.order().contained(kb);
            for (int older : part) {
                if (within.get(older)) {
                    carriers.set(kb);
                }
            }
        }
        return carriers;
    }

    private static List<Fix.Remark> doubts(
            ProductUpdates productUpdates, List<int[]> parts, BitSet any, BitSet contains) {
        List<Fix.Remark> doubts = new ArrayList<>();
        BitSet some = (BitSet) any.clone();
        some.andNot(contains);
        if (!some.isEmpty()) {
            doubts.add(new Fix.Remark(
                    kbs(productUpdates, some),
                    new Text(
                            "a feed names several updates, and does not say whether all of them are needed",
                            "フィードは複数の更新を挙げていますが、すべて必要かどうかの記載がありません")));
        }
        BitSet later = new BitSet();
        boolean linked = false;
        int first = parts.stream()
                .flatMapToInt(IntStream::of)
                .map(kb -> productUpdates.days()[kb])
                .max()
                .orElse(ProductUpdates.NO_DAY);
        for (int kb = 0; kb < productUpdates.order().size(); kb++) {
            if (productUpdates.onLine(kb)) {
                linked |= any.get(kb);
                later.set(
                        kb,
                        productUpdates.days()[kb] != ProductUpdates.NO_DAY
                                && productUpdates.days()[kb] >= first);
            }
        }
        if (!linked && !later.isEmpty()) {
            doubts.add(new Fix.Remark(
                    kbs(productUpdates, later),
                    new Text(
                            "it is a later rollup, but no feed states whether it contains the fix",
                            "後から公開されたロールアップですが、修正を含むかどうかの記載がどのフィードにもありません")));
        }
        return doubts;
    }

    private static @Nullable Build leastRevision(ProductUpdates productUpdates, Product product, List<int[]> parts) {
        if (product.nt().major() < 10) {
            return null;
        }
        int least = Build.NO_REVISION;
        for (int[] part : parts) {
            int own = IntStream.of(part)
                    .filter(kb -> productUpdates.kinds()[kb] != UpdateKind.HOTPATCH)
                    .map(kb -> productUpdates.revisions()[kb])
                    .filter(r -> r != Build.NO_REVISION)
                    .min()
                    .orElse(Build.NO_REVISION);
            if (own == Build.NO_REVISION) {
                return null;
            }
            least = Math.max(least, own);
        }
        return product.nt().branch().withRevision(least);
    }

    private static Remedy remedy(ProductUpdates productUpdates, int kb) {
        LocalDate out = productUpdates.published(kb).orElse(LocalDate.EPOCH);
        List<Kb> replaces = IntStream.of(productUpdates.order().direct(kb))
                .mapToObj(productUpdates.order()::kb)
                .toList();
        return new Remedy(
                productUpdates.order().kb(kb),
                productUpdates.kinds()[kb],
                out,
                out,
                productUpdates.onLine(kb),
                replaces,
                List.of());
    }

    private static KbSet kbs(ProductUpdates productUpdates, BitSet indices) {
        return KbSet.of(indices.stream().mapToObj(productUpdates.order()::kb).toList());
    }
}

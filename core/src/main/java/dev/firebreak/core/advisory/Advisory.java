package dev.firebreak.core.advisory;

import dev.firebreak.core.text.Text;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A vendor's statement on a vulnerability: affected products, remedies, mitigations.
 *
 * @param byProduct what it says of each product id; where architectures differ, one entry for each group of them
 * @param shippedFixed first branch of Windows that shipped without the hole; null where none is known
 * @param mitigations settings that keep it out of reach where the fix is missing
 * @param scores severity by CVE id, as far as the vendor states it
 */
public record Advisory(
        Naming naming,
        Map<String, List<Scoped>> byProduct,
        @Nullable ShippedFixed shippedFixed,
        List<Mitigation> mitigations,
        List<Unconfirmed> unconfirmed,
        Map<String, Cvss> scores) {

    public Advisory {
        byProduct = Map.copyOf(byProduct);
        mitigations = List.copyOf(mitigations);
        unconfirmed = List.copyOf(unconfirmed);
        scores = Map.copyOf(scores);
    }

    /** One that says nothing of any product yet. */
    public Advisory(Naming naming) {
        this(naming, Map.of(), null, List.of(), List.of(), Map.of());
    }

    /**
     * What it is called.
     *
     * @param id the vendor's id, {@code MS17-010}
     * @param aliases other names it can be asked for by
     * @param cves its CVE ids
     * @param published when it was first published
     */
    public record Naming(String id, Set<String> aliases, List<String> cves, Text title, LocalDate published) {
        public Naming {
            aliases = Set.copyOf(aliases);
            cves = List.copyOf(cves);
        }
    }

    public String id() {
        return naming.id();
    }

    public Set<String> aliases() {
        return naming.aliases();
    }

    public List<String> cves() {
        return naming.cves();
    }

    public Text title() {
        return naming.title();
    }

    public LocalDate published() {
        return naming.published();
    }

    /**
     * What is said of some architectures of a product.
     *
     * @param architectures none means all
     */
    public record Scoped(Set<Architecture> architectures, Applicability said) {
        public Scoped {
            architectures = Set.copyOf(architectures);
        }
    }

    /** From this branch on, Windows shipped with the fix. */
    public record ShippedFixed(Build from, Text why) {}

    /** A package that should exist and whose name nobody could confirm; {@code search} is where to look. */
    public record Unconfirmed(Kb kb, String language, Text why, String search) {}

    /** What it says of this product; where the architecture is not known, what it says of the first it names. */
    public Applicability of(Product product, @Nullable Architecture architecture) {
        return byProduct.getOrDefault(product.id(), List.of()).stream()
                .filter(s -> architecture == null
                        || s.architectures().isEmpty()
                        || s.architectures().contains(architecture))
                .map(Scoped::said)
                .findFirst()
                .orElseGet(() -> ofBranch(product.nt()));
    }

    /** What it says of a branch of Windows of which no product is known. */
    public Applicability ofBranch(Build branch) {
        if (shippedFixed != null && branch.branch().compareTo(shippedFixed.from()) >= 0) {
            return new Applicability.NotAffected(shippedFixed.why());
        }
        return new Applicability.Unsaid(
                Text.format("%s does not mention build %s", "%s には、ビルド %s についての記載がありません", id(), branch.branch()));
    }

    /** Why no file is named for that language, if that is known. */
    public Optional<Unconfirmed> unconfirmed(Kb kb, String language) {
        return unconfirmed.stream()
                .filter(u -> u.kb().equals(kb) && u.language().equals(language))
                .findFirst();
    }

    /** Whether it says of every Windows that is not mentioned that it shipped fixed; what it leaves out all the same is a gap. */
    public boolean isComplete() {
        return shippedFixed != null;
    }

    /** TCP ports that attacks come by, the main one first; none where that is not known. */
    public List<Integer> ports() {
        return mitigations.stream().flatMap(m -> m.ports().stream()).distinct().toList();
    }

    /** The same with those of these mitigations that keep all of its vulnerabilities out of reach. */
    public Advisory withMitigations(List<Mitigation> known) {
        return new Advisory(
                naming,
                byProduct,
                shippedFixed,
                known.stream().filter(m -> m.covers(cves())).toList(),
                unconfirmed,
                scores);
    }

    /** Every update that can be told to install against it: its remedies, and the service packs that come before. */
    public Set<Kb> updates() {
        Set<Kb> updates = new HashSet<>();
        byProduct.values().stream().flatMap(List::stream).map(Scoped::said).forEach(said -> {
            switch (said) {
                case Applicability.Affected(var fix) -> fix.remedies().forEach(remedy -> updates.add(remedy.kb()));
                case Applicability.NeedsServicePack needs -> {
                    needs.then().remedies().forEach(remedy -> updates.add(remedy.kb()));
                    needs.path().stream()
                            .map(ServicePack::kb)
                            .filter(Objects::nonNull)
                            .forEach(updates::add);
                }
                case Applicability.NotAffected _, Applicability.Unsaid _ -> {}
            }
        });
        return updates;
    }

    /** Whether it answers to this name, in any case. */
    public boolean isNamed(String name) {
        return id().equalsIgnoreCase(name)
                || cves().stream().anyMatch(name::equalsIgnoreCase)
                || aliases().stream().anyMatch(name::equalsIgnoreCase);
    }
}

package dev.firebreak.core.advisory;

import dev.firebreak.core.text.Text;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A setting that keeps an attack from reaching a vulnerability without the fix: what to observe, and how to set and undo it.
 *
 * @param id {@code smb1-server-off}; the same everywhere, so that orders and reports can name it
 * @param cves the vulnerabilities it keeps out of reach; of others it says nothing
 * @param proof which observed settings show that it is in place
 * @param variants how it is made, by version of Windows; a product that none fits cannot have it
 * @param ports TCP ports that the attack comes by, to be blocked where it cannot be made
 * @param sources where each fact comes from
 */
public record Mitigation(
        String id,
        Wording wording,
        Set<String> cves,
        Proof proof,
        List<Variant> variants,
        List<Integer> ports,
        List<FactSource> sources) {

    public Mitigation {
        cves = Set.copyOf(cves);
        variants = List.copyOf(variants);
        ports = List.copyOf(ports);
        sources = List.copyOf(sources);
    }

    /**
     * It in words.
     *
     * @param name a short name for lists
     * @param instruction what to do, as an imperative that can follow "Until then,"
     * @param breaks what stops working
     * @param remains what an attacker can still do
     */
    public record Wording(Text name, Text instruction, Text breaks, Text remains) {}

    /**
     * What shows that it is in place. All conditions must be observed, and no other value of any of their settings.
     *
     * @param conditions none means that no evidence of ours ever proves it: a blocked port for one
     * @param scope the products on which it proves anything
     * @param elsewhere why it proves nothing on another product; null where the scope leaves none out
     */
    public record Proof(
            List<Condition> conditions,
            Scope scope,
            @Nullable Text elsewhere) {
        public Proof {
            conditions = List.copyOf(conditions);
        }
    }

    /**
     * One setting with the value it must have.
     *
     * @param means what that value means, for people
     */
    public record Condition(Setting setting, String value, Text means) {
        public Condition {
            if (!setting.allowed().contains(value)) {
                throw new IllegalArgumentException(value + " is no value of " + setting.id());
            }
        }
    }

    /**
     * Some products.
     *
     * @param from first branch of Windows; null for any
     * @param below first branch that is not meant any more; null for none
     * @param platforms none means all
     */
    public record Scope(@Nullable Build from, @Nullable Build below, Set<Platform> platforms) {

        /** Every product. */
        public static final Scope ALL = new Scope(null, null, Set.of());

        public Scope {
            platforms = Set.copyOf(platforms);
        }

        public boolean holds(Product product) {
            Build branch = product.nt().branch();
            return (from == null || !branch.precedes(from))
                    && (below == null || branch.precedes(below))
                    && (platforms.isEmpty() || platforms.contains(product.platform()));
        }
    }

    /**
     * How it is made on some products.
     *
     * @param changes all of them, in this order
     * @param restart whether it takes effect only after a restart of Windows
     */
    public record Variant(Scope scope, List<SystemChange> changes, boolean restart) {
        public Variant {
            changes = List.copyOf(changes);
        }
    }

    /**
     * Where facts come from.
     *
     * @param facts which: proof, apply, breaks, remains, scope
     * @param what a document's name, with its KB or advisory number
     */
    public record FactSource(List<String> facts, String what, String url) {
        public FactSource {
            facts = List.copyOf(facts);
        }
    }

    /** Whether it keeps all of these out of reach; none of them proves nothing. */
    public boolean covers(Collection<String> vulnerabilities) {
        return !vulnerabilities.isEmpty() && cves.containsAll(vulnerabilities);
    }

    /** Whether our evidence can show that it is in place, on any product. */
    public boolean isProvable() {
        return !proof.conditions().isEmpty();
    }

    /** How it is made on this product; nothing where this Windows cannot have it. */
    public Optional<Variant> variant(Product product) {
        return variants.stream().filter(v -> v.scope().holds(product)).findFirst();
    }
}

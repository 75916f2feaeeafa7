package dev.firebreak.core.assess;

import dev.firebreak.core.advisory.Architecture;
import dev.firebreak.core.advisory.Build;
import dev.firebreak.core.advisory.Edition;
import dev.firebreak.core.advisory.Product;
import dev.firebreak.core.inventory.Evidence.OsObserved;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which Windows a machine runs, as far as its evidence tells.
 *
 * @param candidates products that fit, the likeliest first; none where it is not known
 * @param build its branch, with the revision where all tell the same; null where unknown
 * @param architecture null where unknown or contradictory
 * @param edition group of editions; null where the name does not say
 * @param seen what the machine said of itself
 * @param contradictory whether it told two different things
 * @param servicePackTold whether the service pack is known
 * @param locale its system locale in lower case; null where unknown
 * @param display language Windows speaks to its users; null where unknown
 */
public record ProductIdentity(
        List<Product> candidates,
        @Nullable Build build,
        @Nullable Architecture architecture,
        @Nullable Edition edition,
        List<OsObserved> seen,
        boolean contradictory,
        boolean servicePackTold,
        @Nullable String locale,
        @Nullable String display) {

    public ProductIdentity {
        candidates = List.copyOf(candidates);
        seen = List.copyOf(seen);
    }

    /** Name of the product for people; null where it is not known. */
    public @Nullable String productName() {
        List<String> names = candidates.stream()
                .map(p -> p.name(architecture))
                .distinct()
                .limit(3)
                .toList();
        if (!names.isEmpty()) {
            return String.join(" / ", names);
        }
        return seen.stream()
                .map(OsObserved::caption)
                .<String>mapMulti((caption, out) -> {
                    if (caption != null && !caption.isBlank()) {
                        out.accept(caption);
                    }
                })
                .findFirst()
                .orElse(null);
    }

    /** The likeliest product; null where none fits. */
    public @Nullable Product product() {
        return candidates.isEmpty() ? null : candidates.getFirst();
    }
}

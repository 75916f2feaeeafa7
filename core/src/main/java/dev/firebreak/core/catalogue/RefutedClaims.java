package dev.firebreak.core.catalogue;

import dev.firebreak.core.advisory.Advisory;
import dev.firebreak.core.advisory.Applicability;
import dev.firebreak.core.advisory.Architecture;
import dev.firebreak.core.advisory.Fix;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.advisory.Knowledge;
import dev.firebreak.core.advisory.Product;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Claims of feeds that our own knowledge says are wrong: an update said to close a CVE that it does not close
 * (KB4015546 and CVE-2017-0143, by KB4023262). They must not make a machine look safer than it is.
 */
final class RefutedClaims {

    /** Advisories by CVE; one CVE may be in several. */
    private final Map<String, List<Advisory>> advisories = new HashMap<>();

    private final Map<String, Product> products = new HashMap<>();

    RefutedClaims(Knowledge knowledge) {
        knowledge.products().forEach(product -> products.put(product.id(), product));
        for (Advisory advisory : knowledge.advisories()) {
            advisory.cves()
                    .forEach(cve -> advisories
                            .computeIfAbsent(cve, c -> new ArrayList<>())
                            .add(advisory));
        }
    }

    boolean isDenied(String product, @Nullable Architecture architecture, Kb kb, String cve) {
        Product known = products.get(product);
        return known != null
                && advisories.getOrDefault(cve, List.of()).stream()
                        .map(advisory -> advisory.of(known, architecture))
                        .anyMatch(said ->
                                traps(said).stream().anyMatch(trap -> trap.kbs().contains(kb)));
    }

    private static List<Fix.Remark> traps(Applicability said) {
        return switch (said) {
            case Applicability.Affected affected -> affected.fix().traps();
            case Applicability.NeedsServicePack first -> first.then().traps();
            case Applicability.NotAffected _, Applicability.Unsaid _ -> List.of();
        };
    }
}

package dev.firebreak.core.advisory;

import dev.firebreak.core.text.Text;
import java.util.List;

/** What an advisory says about a product. */
public sealed interface Applicability {

    /** Affected, and this closes it. */
    record Affected(Fix fix) implements Applicability {}

    /**
     * Affected, and no update can be installed before these service packs.
     *
     * @param path in the order of installation
     * @param then what closes it afterwards
     * @param thenAs the product it is then
     */
    record NeedsServicePack(List<ServicePack> path, Fix then, String thenAs) implements Applicability {
        public NeedsServicePack {
            path = List.copyOf(path);
        }
    }

    /** Shipped without the hole. */
    record NotAffected(Text why) implements Applicability {}

    /** The advisory does not mention it, which is no statement that it is safe. */
    record Unsaid(Text why) implements Applicability {}
}

package dev.firebreak.core.catalogue;

import dev.firebreak.core.advisory.Build;
import dev.firebreak.core.advisory.Kb;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One thing a feed says: this update closes this hole on this product. Feeds are incomplete and contradict each other; a
 * statement is what one of them said, not what we believe.
 *
 * @param cve {@code CVE-2017-0143}; null where the feed names an update without one
 * @param kb the update; null where the feed says that a product is affected and names none
 * @param product as the feed spells it
 * @param component part of Windows or program on it, as the feed spells it; empty where it says none
 * @param supersedes updates it replaces, by this feed's word
 * @param fixedBuild build that has the fix; null where the feed does not say
 */
public record VendorStatement(
        @Nullable String cve,
        @Nullable Kb kb,
        String product,
        String component,
        Bulletin bulletin,
        List<Kb> supersedes,
        @Nullable Build fixedBuild) {

    /**
     * What the feed says of the bulletin or CVE.
     *
     * @param published day of the bulletin or of its last revision that the feed dates; null where it does not
     * @param title of the bulletin or CVE
     * @param severity as the feed says it, {@code Critical}; empty where it says none
     * @param impact as the feed says it, {@code Remote Code Execution}; empty where it says none
     * @param advisories other ids of the bulletin, {@code MS17-010}
     */
    public record Bulletin(
            @Nullable LocalDate published, String title, String severity, String impact, Set<String> advisories) {
        public Bulletin {
            advisories = Set.copyOf(advisories);
        }
    }

    public VendorStatement {
        supersedes = List.copyOf(supersedes);
    }

    public @Nullable LocalDate published() {
        return bulletin.published();
    }

    public String title() {
        return bulletin.title();
    }

    public String severity() {
        return bulletin.severity();
    }

    public String impact() {
        return bulletin.impact();
    }

    public Set<String> advisories() {
        return bulletin.advisories();
    }
}

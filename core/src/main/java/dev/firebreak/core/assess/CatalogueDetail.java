package dev.firebreak.core.assess;

import dev.firebreak.core.advisory.Kb;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The arguments of a reason about the whole catalogue. */
public sealed interface CatalogueDetail extends ReasonDetail {

    /**
     * An update is missing, by a whole list.
     *
     * @param exploited how many of the CVEs are known to be exploited
     */
    record UpdateAbsent(Kb kb, int cves, long exploited) implements CatalogueDetail {}

    /**
     * An update is missing, by the revision.
     *
     * @param exploited how many of the CVEs are known to be exploited
     */
    record RevisionBefore(Kb kb, int cves, long exploited) implements CatalogueDetail {}

    /** @param parts parts of Windows of which it is not known whether they are installed */
    record PartsUnknown(List<String> parts, int cves) implements CatalogueDetail {
        public PartsUnknown {
            parts = List.copyOf(parts);
        }
    }

    /** @param newest the installed update that may contain them; null where none is later than all of them */
    record Unconfirmed(List<Kb> updates, @Nullable Kb newest, int cves) implements CatalogueDetail {
        public Unconfirmed {
            updates = List.copyOf(updates);
        }
    }

    record WithoutUpdate(int cves) implements CatalogueDetail {}

    /** Why a machine with such CVEs is to be isolated. */
    record NoUpdateForCves() implements CatalogueDetail {}

    /** @param ended null where the day is not known */
    record SupportEnded(@Nullable LocalDate ended) implements CatalogueDetail {}

    /**
     * Only paid updates are published, and none is installed.
     *
     * @param ended of free support; null where not known
     */
    record PaidSupportUnproven(@Nullable LocalDate ended) implements CatalogueDetail {}

    record SupportUnknown() implements CatalogueDetail {}

    /** @param until how far imported knowledge reaches; null where nobody can tell */
    record KnowledgeOutdated(@Nullable LocalDate until, LocalDate missing) implements CatalogueDetail {}

    record KnowledgeOutdatedFor(String product, LocalDate missing) implements CatalogueDetail {}

    record UpdateUndated(List<Kb> updates, LocalDate asOf) implements CatalogueDetail {
        public UpdateUndated {
            updates = List.copyOf(updates);
        }
    }

    /** @param newest the newest installed update that fixes some; null where none is known */
    record AllFixed(int cves, @Nullable Kb newest) implements CatalogueDetail {}

    record NothingListed() implements CatalogueDetail {}

    /** @param product null where it has no name */
    record ProductNotListed(@Nullable String product) implements CatalogueDetail {}

    /** @param products null where they have no name */
    record ProductAmbiguous(@Nullable String products) implements CatalogueDetail {}
}

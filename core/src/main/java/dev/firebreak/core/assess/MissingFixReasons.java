package dev.firebreak.core.assess;

import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.advisory.PatchTuesday;
import dev.firebreak.core.catalogue.Catalogue;
import dev.firebreak.core.catalogue.ProductUpdates;
import dev.firebreak.core.exposure.PatchState;
import dev.firebreak.core.exposure.Servicing;
import dev.firebreak.core.exposure.VulnerabilityStates;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Why a machine on which nothing is known to be open is not fixed for all that: nobody makes updates for it any more, or
 * what is known does not reach to the day that is asked for.
 */
final class MissingFixReasons {

    /** A reason with the id of the finding that tells it. */
    record Doubt(String id, Reason.Kind kind, CatalogueDetail detail) {}

    static final String SUPPORT = "catalogue-support";
    static final String KNOWLEDGE = "catalogue-knowledge";
    static final String UNDATED = "catalogue-undated";

    /** Reasons that are none of a machine's own. */
    static final Set<Reason.Kind> KINDS =
            Set.of(Reason.Kind.SUPPORT_ENDED, Reason.Kind.KNOWLEDGE_OUTDATED, Reason.Kind.UPDATE_UNDATED);

    private final Catalogue catalogue;
    private final LocalDate asOf;

    MissingFixReasons(Catalogue catalogue, LocalDate asOf) {
        this.catalogue = catalogue;
        this.asOf = asOf;
    }

    List<Doubt> of(PatchState state, VulnerabilityStates standing, String product) {
        List<Doubt> doubts = new ArrayList<>();
        support(state.servicing(), standing, doubts);
        knowledge(state.productUpdates(), product, state.servicing().kind(), doubts);
        undated(state.productUpdates(), standing, doubts);
        return doubts;
    }

    private static void support(Servicing servicing, VulnerabilityStates standing, List<Doubt> doubts) {
        LocalDate ended = servicing.ended();
        switch (servicing.kind()) {
            case FREE -> {}
            case PAID -> {
                if (ended == null || !standing.hasLineUpdateAfter(ended)) {
                    doubts.add(new Doubt(
                            SUPPORT, Reason.Kind.SUPPORT_ENDED, new CatalogueDetail.PaidSupportUnproven(ended)));
                }
            }
            case ENDED ->
                doubts.add(new Doubt(SUPPORT, Reason.Kind.SUPPORT_ENDED, new CatalogueDetail.SupportEnded(ended)));
            case UNKNOWN ->
                doubts.add(new Doubt(SUPPORT, Reason.Kind.SUPPORT_ENDED, new CatalogueDetail.SupportUnknown()));
        }
    }

    private void knowledge(ProductUpdates shelf, String product, Servicing.Kind servicing, List<Doubt> doubts) {
        LocalDate due = PatchTuesday.due(asOf);
        if (!catalogue.covers(due)) {
            doubts.add(new Doubt(
                    KNOWLEDGE,
                    Reason.Kind.KNOWLEDGE_OUTDATED,
                    new CatalogueDetail.KnowledgeOutdated(catalogue.until(), due)));
        } else if (servicing != Servicing.Kind.ENDED && !shelf.reaches(due)) {
            doubts.add(new Doubt(
                    KNOWLEDGE, Reason.Kind.KNOWLEDGE_OUTDATED, new CatalogueDetail.KnowledgeOutdatedFor(product, due)));
        }
    }

    private void undated(ProductUpdates shelf, VulnerabilityStates standing, List<Doubt> doubts) {
        List<Kb> updates = standing.undated().mapToObj(shelf.order()::kb).toList();
        if (!updates.isEmpty()) {
            doubts.add(
                    new Doubt(UNDATED, Reason.Kind.UPDATE_UNDATED, new CatalogueDetail.UpdateUndated(updates, asOf)));
        }
    }
}

package dev.firebreak.core.assess;

import static dev.firebreak.core.assess.Reason.Kind.*;

import dev.firebreak.core.advisory.Advisory;
import dev.firebreak.core.advisory.Build;
import dev.firebreak.core.advisory.Catalogue;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.advisory.Lifecycle.Support;
import dev.firebreak.core.advisory.Product;
import dev.firebreak.core.advisory.Shelf;
import dev.firebreak.core.advisory.UpdatePackage;
import dev.firebreak.core.advisory.Wording;
import dev.firebreak.core.assess.Action.Channel;
import dev.firebreak.core.assess.Exposures.Answer;
import dev.firebreak.core.assess.Standing.Of;
import dev.firebreak.core.inventory.Evidence;
import dev.firebreak.core.inventory.Evidence.HotfixesListed;
import dev.firebreak.core.inventory.Evidence.LookFailed;
import dev.firebreak.core.inventory.Evidence.OsSeen;
import dev.firebreak.core.inventory.Snapshot;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells a machine's stand against the catalogue as findings that stay readable: one for each update it needs, one each
 * for what nobody can tell, what no feed confirms and what has no update, and one where all is proved closed.
 */
final class CatalogueFindings {

    /** Ids of the findings that are not about one update. */
    static final String UNKNOWN = "catalogue-unknown";

    static final String UNCONFIRMED = "catalogue-unconfirmed";
    static final String WITHOUT_UPDATE = "catalogue-without-update";
    static final String CLOSED = "catalogue-closed";

    private final Catalogue catalogue;
    private final LocalDate asOf;
    private final Supports supports;

    CatalogueFindings(Catalogue catalogue, Supports supports, LocalDate asOf) {
        this.catalogue = catalogue;
        this.supports = supports;
        this.asOf = asOf;
    }

    /** Where the product is not known, or no feed speaks of it. */
    Finding untold(Identity identity, Snapshot snapshot) {
        List<Reason> because = new ArrayList<>();
        boolean named = identity.candidates().size() == 1 && !identity.contradictory();
        if (named) {
            because.add(new Reason(NOT_COVERED, CatalogueWords.noShelf(identity.productName()), null));
        } else if (identity.candidates().isEmpty()) {
            because.add(new Reason(PRODUCT_UNKNOWN, Reasons.productUnknown(), null));
        } else {
            because.add(new Reason(PRODUCT_AMBIGUOUS, CatalogueWords.ambiguous(identity.productName()), null));
        }
        because.addAll(failures(snapshot));
        List<Missing> missing =
                named && identity.architecture() != null ? List.of() : List.of(Missing.OPERATING_SYSTEM);
        return new Finding(
                about(UNKNOWN, CatalogueWords.unknownTitle(), List.of(), asOf),
                new Verdict.Unknown(because, missing),
                missing.isEmpty() ? List.of() : List.of(new Action.Collect(missing)));
    }

    List<Finding> of(Answer answer, Identity identity, Support support, Snapshot snapshot) {
        List<Finding> findings = new ArrayList<>();
        Shelf shelf = answer.state().shelf();
        Evidence evidence = deciding(answer, snapshot);
        for (UpdatePlan.Step step : answer.plan().steps()) {
            Kb kb = shelf.order().kb(step.kb());
            Reason reason = new Reason(
                    answer.state().complete() ? HOTFIX_ABSENT : REVISION_OLD,
                    answer.state().complete()
                            ? CatalogueWords.absent(kb, step.cves().size(), step.exploited())
                            : CatalogueWords.revisionOld(kb, step.cves().size(), step.exploited()),
                    evidence);
            findings.add(new Finding(
                    about(kb.toString(), title(shelf, step.kb()), ids(step.cves()), day(shelf, step.kb())),
                    new Verdict.Vulnerable(List.of(reason)),
                    List.of(install(shelf, step.kb(), support))));
        }
        add(findings, answer, WITHOUT_UPDATE, evidence);
        add(findings, answer, UNKNOWN, evidence);
        add(findings, answer, UNCONFIRMED, evidence);
        if (findings.isEmpty()) {
            findings.add(closed(answer, evidence));
        }
        migrate(findings, identity, support);
        return findings;
    }

    private void add(List<Finding> findings, Answer answer, String which, @Nullable Evidence evidence) {
        Shelf shelf = answer.state().shelf();
        switch (which) {
            case WITHOUT_UPDATE -> {
                Set<Integer> planned = new java.util.HashSet<>();
                answer.plan().steps().forEach(s -> planned.addAll(s.cves()));
                List<Integer> without = new ArrayList<>(answer.cves().getOrDefault(Of.OPEN, List.of()));
                without.removeAll(planned);
                answer.plan().withoutUpdate().forEach(h -> {
                    for (int cve : h.cves()) {
                        if (!without.contains(cve)) {
                            without.add(cve);
                        }
                    }
                });
                if (!without.isEmpty()) {
                    findings.add(new Finding(
                            about(which, CatalogueWords.withoutUpdateTitle(), ids(without), asOf),
                            new Verdict.Vulnerable(List.of(
                                    new Reason(HOTFIX_ABSENT, CatalogueWords.withoutUpdate(without.size()), evidence))),
                            List.of(new Action.Isolate(CatalogueWords.isolate()))));
                }
            }
            case UNKNOWN -> {
                List<Integer> unknown = answer.cves().getOrDefault(Of.UNKNOWN, List.of());
                if (!unknown.isEmpty()) {
                    List<Missing> missing = List.of(Missing.HOTFIX_LIST);
                    findings.add(new Finding(
                            about(which, CatalogueWords.unknownTitle(), ids(unknown), asOf),
                            new Verdict.Unknown(
                                    List.of(new Reason(
                                            evidence instanceof HotfixesListed ? LIST_INCOMPLETE : LIST_ABSENT,
                                            evidence instanceof HotfixesListed list && !list.complete()
                                                    ? Reasons.listIncomplete(list)
                                                    : Reasons.noList(),
                                            evidence)),
                                    missing),
                            List.of(new Action.Collect(missing))));
                }
            }
            case UNCONFIRMED -> {
                List<Integer> cves = answer.cves().getOrDefault(Of.UNCONFIRMED, List.of());
                if (!cves.isEmpty()) {
                    Kb newest = shelf.order().kb(Math.max(0, answer.newestOnLine()));
                    findings.add(new Finding(
                            about(which, CatalogueWords.unconfirmedTitle(), ids(cves), asOf),
                            new Verdict.Unknown(
                                    List.of(new Reason(
                                            HOTFIX_UNPROVEN,
                                            CatalogueWords.unconfirmed(
                                                    answer.exposure().unconfirmedUpdates(), newest, cves.size()),
                                            evidence)),
                                    List.of()),
                            List.of()));
                }
            }
            default -> throw new IllegalArgumentException(which);
        }
    }

    private Finding closed(Answer answer, @Nullable Evidence evidence) {
        int closed = answer.exposure().closed();
        if (closed == 0) {
            return new Finding(
                    about(UNKNOWN, CatalogueWords.unknownTitle(), List.of(), asOf),
                    new Verdict.Unknown(
                            List.of(new Reason(NOT_COVERED, CatalogueWords.nothingSaid(), null)), List.of()),
                    List.of());
        }
        boolean byRevision = answer.state().revision() != Build.NO_REVISION && evidence instanceof OsSeen;
        Kb newest = answer.newestOnLine() < 0
                ? null
                : answer.state().shelf().order().kb(answer.newestOnLine());
        return new Finding(
                about(CLOSED, CatalogueWords.closedTitle(), List.of(), asOf),
                new Verdict.Fixed(List.of(new Reason(
                        byRevision ? REVISION_FIXED : HOTFIX_PRESENT,
                        CatalogueWords.closed(closed, newest),
                        evidence))),
                List.of());
    }

    private void migrate(List<Finding> findings, Identity identity, Support support) {
        Product product = identity.product();
        if (product == null
                || support.state() == dev.firebreak.core.advisory.Lifecycle.State.UNKNOWN
                || support.state().supported()) {
            return;
        }
        supports.successor(product.platform()).ifPresent(to -> {
            Finding first = findings.getFirst();
            List<Action> actions = new ArrayList<>(first.actions());
            actions.add(new Action.Migrate(to.name(), support.ends(), to.lastDay()));
            findings.set(0, new Finding(first.advisory(), first.verdict(), actions));
        });
    }

    private Action install(Shelf shelf, int kb, Support support) {
        Kb number = shelf.order().kb(kb);
        boolean supported = support.state().supported();
        return new Action.Install(
                number,
                shelf.kinds()[kb],
                supported ? Channel.WINDOWS_UPDATE : Channel.UPDATE_CATALOG,
                new UpdatePackage(shelf.architecture(), null, null, null, null),
                List.of(),
                null,
                null,
                supported ? null : "https://www.catalog.update.microsoft.com/Search.aspx?q=" + number);
    }

    private Wording title(Shelf shelf, int kb) {
        String title = catalogue.title(shelf.order().kb(kb));
        return shelf.onLine(kb) || title.isBlank()
                ? CatalogueWords.update(shelf.kinds()[kb], shelf.published(kb))
                : Wording.same(title);
    }

    private LocalDate day(Shelf shelf, int kb) {
        return shelf.published(kb).orElse(asOf);
    }

    private List<String> ids(Collection<Integer> cves) {
        return cves.stream().sorted().map(c -> catalogue.cve(c).id()).toList();
    }

    private Advisory about(String id, Wording title, List<String> cves, LocalDate published) {
        return new Advisory(id, Set.of(), cves, title, published, Map.of(), null, false, List.of(), scores(cves));
    }

    private Map<String, dev.firebreak.core.advisory.Cvss> scores(List<String> cves) {
        Map<String, dev.firebreak.core.advisory.Cvss> scores = new HashMap<>();
        for (String cve : cves) {
            var fact = catalogue.fact(cve);
            if (fact != null && fact.cvss() != null) {
                scores.put(cve, fact.cvss());
            }
        }
        return scores;
    }

    /** The evidence that decides: the whole list, else the revision, else whatever list there is. */
    private static @Nullable Evidence deciding(Answer answer, Snapshot snapshot) {
        @Nullable Evidence found = null;
        for (Evidence evidence : snapshot.evidence()) {
            if (evidence instanceof HotfixesListed list && (list.complete() || found == null)) {
                found = list;
            } else if (evidence instanceof OsSeen os
                    && os.build().revision() == answer.state().revision()
                    && os.build().hasRevision()
                    && !answer.state().complete()) {
                return os;
            }
        }
        return found;
    }

    private static List<Reason> failures(Snapshot snapshot) {
        return snapshot.evidence().stream()
                .filter(LookFailed.class::isInstance)
                .map(LookFailed.class::cast)
                .map(f -> new Reason(LOOK_FAILED, f.reason(), f))
                .toList();
    }
}

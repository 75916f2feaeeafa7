package dev.firebreak.core.assess;

import static dev.firebreak.core.assess.Reason.Kind.*;

import dev.firebreak.core.advisory.Advisory;
import dev.firebreak.core.advisory.Build;
import dev.firebreak.core.advisory.Cvss;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.advisory.Lifecycle.State;
import dev.firebreak.core.advisory.Lifecycle.Support;
import dev.firebreak.core.advisory.Product;
import dev.firebreak.core.advisory.UpdatePackage;
import dev.firebreak.core.assess.Action.Channel;
import dev.firebreak.core.assess.CatalogueAssessor.Answer;
import dev.firebreak.core.assess.CatalogueAssessor.Cves;
import dev.firebreak.core.catalogue.Catalogue;
import dev.firebreak.core.catalogue.ProductUpdates;
import dev.firebreak.core.exposure.ExposureCounts;
import dev.firebreak.core.exposure.PatchState;
import dev.firebreak.core.exposure.UpdatePlan;
import dev.firebreak.core.exposure.VulnerabilityStates;
import dev.firebreak.core.exposure.VulnerabilityStates.VulnerabilityState;
import dev.firebreak.core.inventory.Evidence;
import dev.firebreak.core.inventory.Evidence.HotfixesListed;
import dev.firebreak.core.inventory.Evidence.LookupFailed;
import dev.firebreak.core.inventory.Evidence.OsObserved;
import dev.firebreak.core.inventory.Snapshot;
import dev.firebreak.core.text.Text;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Tells a machine's stand against the catalogue as findings that stay readable: one for each update it needs, one each
 * for what nobody can tell, what no feed confirms and what has no update, and one where all is proved closed.
 */
final class CatalogueFindings {

    /** Ids of the findings that are not about one update. */
    static final String UNKNOWN = "catalogue-unknown";

    static final String PARTS = "catalogue-parts";
    static final String UNCONFIRMED = "catalogue-unconfirmed";
    static final String WITHOUT_UPDATE = "catalogue-without-update";
    static final String CLOSED = "catalogue-closed";

    private final Catalogue catalogue;
    private final LocalDate asOf;
    private final SupportStates supports;
    private final MissingFixReasons doubts;

    CatalogueFindings(Catalogue catalogue, SupportStates supports, LocalDate asOf) {
        this.catalogue = catalogue;
        this.supports = supports;
        this.asOf = asOf;
        this.doubts = new MissingFixReasons(catalogue, asOf);
    }

    /** Where the product is not known, or no feed mentions it. */
    Finding untold(ProductIdentity identity, Snapshot snapshot) {
        List<Reason> because = new ArrayList<>();
        boolean named = identity.candidates().size() == 1 && !identity.contradictory();
        if (named) {
            because.add(new Reason(NOT_COVERED, new CatalogueDetail.ProductNotListed(identity.productName()), null));
        } else if (identity.candidates().isEmpty()) {
            because.add(new Reason(PRODUCT_UNKNOWN, new ReasonDetail.ProductUnknown(), null));
        } else {
            because.add(
                    new Reason(PRODUCT_AMBIGUOUS, new CatalogueDetail.ProductAmbiguous(identity.productName()), null));
        }
        because.addAll(failures(snapshot));
        List<MissingEvidence> missing =
                named && identity.architecture() != null ? List.of() : List.of(MissingEvidence.OPERATING_SYSTEM);
        return new Finding(
                about(UNKNOWN, CatalogueTitles.unknown(), new BitSet(), asOf),
                new Verdict.Unknown(because, missing),
                missing.isEmpty() ? List.of() : List.of(new Action.Collect(missing)));
    }

    /**
     * A finding less the evidence, which is each machine's own; worked out once for a patch state.
     *
     * @param detail null where it has to quote the list of the machine
     */
    record Draft(
            Advisory about,
            Verdict.Kind kind,
            Reason.Kind reason,
            @Nullable ReasonDetail detail,
            List<MissingEvidence> missing,
            List<Action> actions) {

        Finding with(@Nullable Evidence evidence) {
            // What is not known of the product or the day was not seen on the machine.
            boolean ofTheMachine = !MissingFixReasons.KINDS.contains(reason);
            Reason because =
                    detail != null ? new Reason(reason, detail, ofTheMachine ? evidence : null) : incomplete(evidence);
            List<Reason> reasons = List.of(because);
            Verdict verdict = switch (kind) {
                case VULNERABLE -> new Verdict.Vulnerable(reasons);
                case UNKNOWN -> new Verdict.Unknown(reasons, missing);
                case MITIGATED -> new Verdict.Mitigated(reasons);
                case FIXED -> new Verdict.Fixed(reasons);
                case NOT_AFFECTED -> new Verdict.NotAffected(reasons);
            };
            return new Finding(about, verdict, actions);
        }

        private static Reason incomplete(@Nullable Evidence evidence) {
            return evidence instanceof HotfixesListed list && !list.complete()
                    ? new Reason(LIST_INCOMPLETE, FixEvidence.incomplete(list), list)
                    : new Reason(LIST_ABSENT, new ReasonDetail.NoList(), null);
        }
    }

    /** The findings of one machine. */
    static List<Finding> of(Answer answer, Snapshot snapshot) {
        Evidence evidence = deciding(answer, snapshot);
        List<Finding> findings = new ArrayList<>(answer.drafts().size());
        for (Draft draft : answer.drafts()) {
            findings.add(draft.with(evidence));
        }
        return findings;
    }

    /** What is to be said of machines in a patch state. */
    List<Draft> drafts(
            PatchState state,
            UpdatePlan plan,
            Cves cves,
            ExposureCounts exposure,
            VulnerabilityStates standing,
            Product product) {
        int newestOnLine = standing.newestOnLine();
        List<Draft> drafts = new ArrayList<>();
        ProductUpdates shelf = state.productUpdates();
        for (UpdatePlan.Step step : plan.steps()) {
            Kb kb = shelf.order().kb(step.kb());
            int count = step.cves().cardinality();
            drafts.add(new Draft(
                    about(kb.toString(), title(shelf, step.kb()), step.cves(), day(shelf, step.kb())),
                    Verdict.Kind.VULNERABLE,
                    state.complete() ? HOTFIX_ABSENT : REVISION_OLD,
                    state.complete()
                            ? new CatalogueDetail.UpdateAbsent(kb, count, step.exploited())
                            : new CatalogueDetail.RevisionBefore(kb, count, step.exploited()),
                    List.of(),
                    List.of(install(shelf, step.kb(), state.support()))));
        }
        withoutUpdate(plan, cves).ifPresent(drafts::add);
        BitSet unknown = cves.of(VulnerabilityState.UNKNOWN);
        if (!unknown.isEmpty()) {
            List<MissingEvidence> missing = List.of(MissingEvidence.HOTFIX_LIST);
            drafts.add(new Draft(
                    about(UNKNOWN, CatalogueTitles.unknown(), unknown, asOf),
                    Verdict.Kind.UNKNOWN,
                    LIST_ABSENT,
                    null,
                    missing,
                    List.of(new Action.Collect(missing))));
        }
        partsUnknown(cves, exposure).ifPresent(drafts::add);
        BitSet unconfirmed = cves.of(VulnerabilityState.UNCONFIRMED);
        if (!unconfirmed.isEmpty()) {
            boolean later = newestOnLine >= 0 && isLater(shelf, newestOnLine, exposure.unconfirmedUpdates());
            @Nullable Kb newest = later ? shelf.order().kb(newestOnLine) : null;
            drafts.add(new Draft(
                    about(UNCONFIRMED, CatalogueTitles.unconfirmed(), unconfirmed, asOf),
                    Verdict.Kind.UNKNOWN,
                    HOTFIX_UNPROVEN,
                    new CatalogueDetail.Unconfirmed(exposure.unconfirmedUpdates(), newest, unconfirmed.cardinality()),
                    List.of(),
                    List.of()));
        }
        if (drafts.stream().noneMatch(d -> d.kind() == Verdict.Kind.VULNERABLE)) {
            doubts.of(state, standing, product.name(shelf.architecture())).forEach(d -> drafts.add(draft(d)));
        }
        if (drafts.isEmpty()) {
            drafts.add(closed(state, exposure, newestOnLine));
        }
        migrate(drafts, product, state.support());
        return List.copyOf(drafts);
    }

    private Draft draft(MissingFixReasons.Doubt doubt) {
        return new Draft(
                about(doubt.id(), CatalogueTitles.doubt(doubt.kind()), new BitSet(), asOf),
                Verdict.Kind.UNKNOWN,
                doubt.kind(),
                doubt.detail(),
                List.of(),
                List.of());
    }

    private static boolean isLater(ProductUpdates shelf, int newest, List<Kb> updates) {
        return shelf.days()[newest] == ProductUpdates.NO_DAY
                || updates.stream()
                        .allMatch(kb -> shelf.days()[shelf.order().indexOf(kb.number())] <= shelf.days()[newest]);
    }

    private Optional<Draft> withoutUpdate(UpdatePlan plan, Cves cves) {
        BitSet without = (BitSet) cves.of(VulnerabilityState.VULNERABLE).clone();
        plan.steps().forEach(s -> without.andNot(s.cves()));
        plan.withoutUpdate().forEach(hole -> IntStream.of(hole.cves()).forEach(without::set));
        if (without.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Draft(
                about(WITHOUT_UPDATE, CatalogueTitles.withoutUpdate(), without, asOf),
                Verdict.Kind.VULNERABLE,
                HOTFIX_ABSENT,
                new CatalogueDetail.WithoutUpdate(without.cardinality()),
                List.of(),
                List.of(new Action.Isolate(new CatalogueDetail.NoUpdateForCves()))));
    }

    private Optional<Draft> partsUnknown(Cves cves, ExposureCounts exposure) {
        BitSet unknown = cves.of(VulnerabilityState.PART_UNKNOWN);
        if (unknown.isEmpty()) {
            return Optional.empty();
        }
        List<MissingEvidence> missing = List.of(MissingEvidence.COMPONENTS);
        List<String> names = exposure.onlyIfInstalled().stream()
                .map(ExposureCounts.Conditional::component)
                .toList();
        return Optional.of(new Draft(
                about(PARTS, CatalogueTitles.parts(), unknown, asOf),
                Verdict.Kind.UNKNOWN,
                PART_UNKNOWN,
                new CatalogueDetail.PartsUnknown(names, unknown.cardinality()),
                missing,
                List.of(new Action.Collect(missing))));
    }

    private Draft closed(PatchState state, ExposureCounts exposure, int newestOnLine) {
        if (exposure.closed() == 0) {
            return new Draft(
                    about(UNKNOWN, CatalogueTitles.unknown(), new BitSet(), asOf),
                    Verdict.Kind.UNKNOWN,
                    NOT_COVERED,
                    new CatalogueDetail.NothingListed(),
                    List.of(),
                    List.of());
        }
        boolean byRevision = state.revision() != Build.NO_REVISION && !state.complete();
        @Nullable
        Kb newest = newestOnLine < 0 ? null : state.productUpdates().order().kb(newestOnLine);
        return new Draft(
                about(CLOSED, CatalogueTitles.closed(), new BitSet(), asOf),
                Verdict.Kind.FIXED,
                byRevision ? REVISION_FIXED : HOTFIX_PRESENT,
                new CatalogueDetail.AllFixed(exposure.closed(), newest),
                List.of(),
                List.of());
    }

    private void migrate(List<Draft> drafts, Product product, Support support) {
        if (support.state() == State.UNKNOWN || support.state().supported()) {
            return;
        }
        supports.successor(product.platform()).ifPresent(to -> {
            Draft first = drafts.getFirst();
            List<Action> actions = new ArrayList<>(first.actions());
            actions.add(new Action.Migrate(
                    Objects.requireNonNullElse(to.target(), to.name()), support.ends(), to.lastDay()));
            drafts.set(
                    0,
                    new Draft(first.about(), first.kind(), first.reason(), first.detail(), first.missing(), actions));
        });
    }

    private Action install(ProductUpdates shelf, int kb, Support support) {
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

    private Text title(ProductUpdates shelf, int kb) {
        String title = catalogue.title(shelf.order().kb(kb));
        return shelf.onLine(kb) || title.isBlank()
                ? CatalogueTitles.update(shelf.kinds()[kb], shelf.published(kb))
                : Text.same(title);
    }

    private LocalDate day(ProductUpdates shelf, int kb) {
        return shelf.published(kb).orElse(asOf);
    }

    private Advisory about(String id, Text title, BitSet cves, LocalDate published) {
        // What is exploited comes first: who can tell only some of them tells these.
        List<String> urgent = new ArrayList<>();
        List<String> others = new ArrayList<>();
        Map<String, Cvss> scores = new HashMap<>();
        cves.stream().mapToObj(catalogue::cve).forEach(cve -> {
            (cve.isExploited() ? urgent : others).add(cve.id());
            if (cve.fact() != null && cve.fact().cvss() != null) {
                scores.put(cve.id(), cve.fact().cvss());
            }
        });
        urgent.addAll(others);
        return new Advisory(
                new Advisory.Naming(id, Set.of(), urgent, title, published),
                Map.of(),
                null,
                List.of(),
                List.of(),
                scores);
    }

    /** The evidence that decides: the whole list, else the revision, else whatever list there is. */
    private static @Nullable Evidence deciding(Answer answer, Snapshot snapshot) {
        @Nullable Evidence found = null;
        for (Evidence evidence : snapshot.evidence()) {
            if (evidence instanceof HotfixesListed list && (list.complete() || found == null)) {
                found = list;
            } else if (evidence instanceof OsObserved os
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
                .<Reason>mapMulti((evidence, reasons) -> {
                    if (evidence instanceof LookupFailed failed && !MitigationEvidence.isOfMitigationsOnly(failed)) {
                        reasons.accept(new Reason(LOOK_FAILED, new ReasonDetail.Quoted(failed.reason()), failed));
                    } else if (evidence instanceof Evidence.Contested contest) {
                        reasons.accept(new Reason(CONTRADICTION, new ReasonDetail.Quoted(contest.why()), contest));
                    }
                })
                .toList();
    }
}

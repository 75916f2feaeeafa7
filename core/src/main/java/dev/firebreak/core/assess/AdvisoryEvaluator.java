package dev.firebreak.core.assess;

import static dev.firebreak.core.assess.Reason.Kind.*;

import dev.firebreak.core.advisory.Advisory;
import dev.firebreak.core.advisory.Applicability;
import dev.firebreak.core.advisory.Applicability.Affected;
import dev.firebreak.core.advisory.Applicability.NeedsServicePack;
import dev.firebreak.core.advisory.Applicability.NotAffected;
import dev.firebreak.core.advisory.Applicability.Unsaid;
import dev.firebreak.core.advisory.Fix;
import dev.firebreak.core.advisory.KbSet;
import dev.firebreak.core.advisory.Mitigation;
import dev.firebreak.core.advisory.Product;
import dev.firebreak.core.assess.ReasonDetail.PossibleProducts;
import dev.firebreak.core.assess.ReasonDetail.Quoted;
import dev.firebreak.core.inventory.Evidence;
import dev.firebreak.core.inventory.Evidence.Contested;
import dev.firebreak.core.inventory.Evidence.FileObserved;
import dev.firebreak.core.inventory.Evidence.HotfixesListed;
import dev.firebreak.core.inventory.Evidence.LookupFailed;
import dev.firebreak.core.inventory.Evidence.OsObserved;
import dev.firebreak.core.inventory.Evidence.ProbeAnswered;
import dev.firebreak.core.inventory.Snapshot;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Judges one machine on one advisory. "Fixed" and "not affected" are earned by evidence that is named; every other way
 * out says why. Evidence counts in this order: version of the driver, revision of the system on its own branch, list of
 * updates. What shows the hole open outweighs a list that says it was closed.
 */
final class AdvisoryEvaluator {

    private final Advisory advisory;
    private final LocalDate asOf;

    AdvisoryEvaluator(Advisory advisory, LocalDate asOf) {
        this.advisory = advisory;
        this.asOf = asOf;
    }

    Verdict judge(Snapshot snapshot, ProductIdentity identity) {
        if (asOf.isBefore(advisory.published())) {
            return unknown(
                    List.of(new Reason(
                            NOT_PUBLISHED, new ReasonDetail.NotPublished(advisory.id(), advisory.published()), null)),
                    List.of());
        }
        Verdict verdict = probed(snapshot, unprobed(snapshot, identity));
        List<Contested> contested = all(snapshot, Contested.class);
        return contested.isEmpty() ? verdict : uncontested(snapshot, identity, verdict, contested);
    }

    /** The verdict where it is the same whichever source is right. */
    private Verdict uncontested(
            Snapshot snapshot, ProductIdentity identity, Verdict verdict, List<Contested> contested) {
        List<Reason> because = new ArrayList<>();
        for (Contested contest : contested) {
            Snapshot other = snapshot.withEvidence(contest.instead(snapshot.evidence()));
            if (probed(other, unprobed(other, identity)).kind() != verdict.kind()) {
                because.add(new Reason(CONTRADICTION, new Quoted(contest.why()), contest));
            }
        }
        return because.isEmpty()
                ? verdict
                : unknown(
                        joined(because, failures(snapshot)),
                        List.of(MissingEvidence.HOTFIX_LIST, MissingEvidence.FILE_VERSION));
    }

    private Verdict unprobed(Snapshot snapshot, ProductIdentity identity) {
        if (identity.candidates().isEmpty()) {
            return withoutProduct(snapshot, identity);
        }
        List<Product> possible = identity.candidates().stream()
                .filter(p -> !ruledOut(p, snapshot, identity))
                .toList();
        List<Product> asked = possible.isEmpty() ? identity.candidates() : possible;
        List<Verdict> answers = new ArrayList<>();
        for (Product product : asked) {
            answers.add(forProduct(product, snapshot, identity));
        }
        boolean agree = answers.stream()
                .allMatch(answer -> answer.kind() == answers.getFirst().kind());
        Verdict common = withCommonProofs(answers);
        if (agree
                && (!common.kind().isGreen()
                        || common.because().stream().anyMatch(r -> r.kind().isProof()))) {
            return common;
        }
        List<Reason> because = new ArrayList<>();
        because.add(new Reason(
                PRODUCT_AMBIGUOUS,
                new PossibleProducts(IntStream.range(0, asked.size())
                        .mapToObj(i -> new PossibleProducts.Candidate(
                                asked.get(i), answers.get(i).kind()))
                        .toList()),
                null));
        if (identity.contradictory()) {
            because.add(new Reason(CONTRADICTION, new ReasonDetail.TwoSystems(), null));
        }
        because.addAll(failures(snapshot));
        return unknown(
                because,
                List.of(identity.servicePackTold() ? MissingEvidence.OPERATING_SYSTEM : MissingEvidence.SERVICE_PACK));
    }

    /** What the likeliest product's verdict says, less the proofs that would prove nothing on another that may be it. */
    private static Verdict withCommonProofs(List<Verdict> answers) {
        Verdict likeliest = answers.getFirst();
        if (answers.size() == 1 || !likeliest.kind().isGreen()) {
            return likeliest;
        }
        return likeliest.because(likeliest.because().stream()
                .filter(r -> !r.kind().isProof()
                        || answers.stream()
                                .allMatch(answer -> answer.because().stream()
                                        .anyMatch(o ->
                                                o.kind() == r.kind() && Objects.equals(o.evidence(), r.evidence()))))
                .toList());
    }

    /** A fix that needs a service pack and is listed rules out that the service pack is missing, where none is told. */
    private boolean ruledOut(Product product, Snapshot snapshot, ProductIdentity identity) {
        return !identity.servicePackTold()
                && identity.candidates().size() > 1
                && advisory.of(product, identity.architecture()) instanceof NeedsServicePack needs
                && !listed(snapshot).and(needs.then().contains()).isEmpty();
    }

    private Verdict forProduct(Product product, Snapshot snapshot, ProductIdentity identity) {
        return switch (advisory.of(product, identity.architecture())) {
            case NotAffected(var why) -> notAffected(identity, why);
            case Unsaid(var why) ->
                unknown(joined(List.of(new Reason(NOT_COVERED, new Quoted(why), null)), failures(snapshot)), List.of());
            case Affected(var fix) -> mitigated(snapshot, product, known(fix, affected(fix, snapshot)));
            case NeedsServicePack needs -> mitigated(snapshot, product, tooOld(product, needs, snapshot));
        };
    }

    private Verdict withoutProduct(Snapshot snapshot, ProductIdentity identity) {
        List<Applicability> said = identity.seen().stream()
                .map(os -> advisory.ofBranch(os.build()))
                .toList();
        if (!said.isEmpty() && said.stream().allMatch(NotAffected.class::isInstance)) {
            return notAffected(identity, ((NotAffected) said.getFirst()).why());
        }
        List<Reason> because = new ArrayList<>();
        because.add(new Reason(PRODUCT_UNKNOWN, new ReasonDetail.ProductUnknown(), null));
        for (Applicability a : said) {
            if (a instanceof Unsaid(var why)) {
                because.add(new Reason(NOT_COVERED, new Quoted(why), null));
            }
        }
        because.addAll(failures(snapshot));
        // A Windows that told one version, and one that we do not know, tells the same the next time.
        boolean settled = !identity.seen().isEmpty() && !identity.contradictory();
        return unknown(because, settled ? List.of() : List.of(MissingEvidence.OPERATING_SYSTEM));
    }

    private static Verdict notAffected(ProductIdentity identity, dev.firebreak.core.text.Text why) {
        return new Verdict.NotAffected(identity.seen().stream()
                .map(os -> new Reason(PRODUCT_NOT_AFFECTED, new Quoted(why), os))
                .toList());
    }

    /** What came to light for this product after that day was not known on it, as for the whole catalogue. */
    private Verdict known(Fix fix, Verdict verdict) {
        LocalDate since = fix.knownSince();
        return since == null || !asOf.isBefore(since) || verdict.kind().isGreen()
                ? verdict
                : unknown(List.of(new Reason(NOT_PUBLISHED, new ReasonDetail.KnownSince(since), null)), List.of());
    }

    private static Verdict affected(Fix fix, Snapshot snapshot) {
        FixEvidence signs = FixEvidence.of(snapshot.evidence(), fix);
        List<Reason> open =
                !signs.fileOld.isEmpty() ? signs.fileOld : signs.fileFixed.isEmpty() ? signs.revisionOld : List.of();
        if (!open.isEmpty()) {
            List<Reason> because = joined(open, signs.proofs());
            if (!signs.hotfixes.isEmpty()) {
                because.add(1, new Reason(PENDING_RESTART, new ReasonDetail.RestartPending(), null));
            }
            return new Verdict.Vulnerable(joined(because, signs.absences, signs.notes));
        }
        if (!signs.proofs().isEmpty()) {
            return new Verdict.Fixed(joined(signs.proofs(), signs.notes));
        }
        if (!signs.absences.isEmpty() && signs.doubts.isEmpty()) {
            return new Verdict.Vulnerable(joined(signs.absences, signs.notes));
        }
        return unknown(joined(signs.doubts, signs.notes), missing(fix, snapshot));
    }

    /** What would settle it: a whole list where there is none, the driver's version where it tells and was not told. */
    private static List<MissingEvidence> missing(Fix fix, Snapshot snapshot) {
        List<MissingEvidence> missing = new ArrayList<>();
        if (all(snapshot, HotfixesListed.class).stream().noneMatch(HotfixesListed::complete)) {
            missing.add(MissingEvidence.HOTFIX_LIST);
        }
        boolean told = all(snapshot, FileObserved.class).stream()
                .anyMatch(file -> file.version().hasRevision()
                        && fix.files().stream().anyMatch(rule -> rule.concerns(file.path())));
        if (!fix.files().isEmpty() && !told) {
            missing.add(MissingEvidence.FILE_VERSION);
        }
        return missing;
    }

    private static Verdict tooOld(Product product, NeedsServicePack needs, Snapshot snapshot) {
        FixEvidence signs = FixEvidence.of(snapshot.evidence(), needs.then());
        if (!signs.fileFixed.isEmpty() && signs.fileOld.isEmpty()) {
            return new Verdict.Fixed(joined(signs.fileFixed, signs.notes));
        }
        List<Reason> because = new ArrayList<>();
        because.add(new Reason(
                SERVICE_PACK_TOO_OLD,
                new ReasonDetail.ServicePackTooOld(
                        product, needs.path().getLast().name()),
                os(snapshot)));
        KbSet claimed = listed(snapshot).and(needs.then().contains());
        if (!claimed.isEmpty()) {
            because.add(new Reason(CONTRADICTION, new ReasonDetail.WithoutServicePack(claimed), null));
        }
        return new Verdict.Vulnerable(joined(because, signs.fileOld, signs.notes));
    }

    /** A setting that keeps the attack out mitigates where the fix is not proven; it never counts as the fix. */
    private Verdict mitigated(Snapshot snapshot, Product product, Verdict verdict) {
        if (verdict.kind().isGreen()) {
            return verdict;
        }
        List<Reason> proofs = new ArrayList<>();
        List<Reason> notes = new ArrayList<>();
        for (Mitigation mitigation : advisory.mitigations()) {
            switch (MitigationEvidence.of(mitigation, product, snapshot.evidence())) {
                case MitigationEvidence.Proven(var because) -> proofs.addAll(because);
                case MitigationEvidence.Unproven(var because) -> notes.addAll(because);
            }
        }
        return proofs.isEmpty()
                ? verdict.because(joined(verdict.because(), notes))
                : new Verdict.Mitigated(joined(proofs, verdict.because(), notes));
    }

    /** A machine that a network scan finds vulnerable is vulnerable, whatever its lists say. */
    private Verdict probed(Snapshot snapshot, Verdict verdict) {
        List<ProbeAnswered> answers = all(snapshot, ProbeAnswered.class);
        if (answers.isEmpty()) {
            return verdict;
        }
        List<ProbeAnswered> probes = answers.stream()
                .filter(p -> p.advisories().stream().anyMatch(advisory::isNamed))
                .toList();
        List<Reason> open = probes.stream()
                .filter(ProbeAnswered::vulnerable)
                .map(p -> new Reason(PROBE_VULNERABLE, new ReasonDetail.ProbeVulnerable(advisory.id()), p))
                .toList();
        if (open.isEmpty()) {
            return probes.isEmpty()
                    ? verdict
                    : noted(
                            verdict,
                            new Reason(PROBE_NOT_VULNERABLE, new ReasonDetail.ProbeFoundNothing(), probes.getFirst()));
        }
        List<Reason> because = new ArrayList<>(open);
        if (verdict.kind().isGreen() || verdict instanceof Verdict.Mitigated) {
            because.add(new Reason(CONTRADICTION, new ReasonDetail.ProbeAgainstProof(), null));
        }
        return new Verdict.Vulnerable(joined(because, verdict.because()));
    }

    private static Verdict noted(Verdict verdict, Reason note) {
        return verdict.because(joined(verdict.because(), List.of(note)));
    }

    private static Verdict unknown(List<Reason> because, List<MissingEvidence> missing) {
        return new Verdict.Unknown(because, missing);
    }

    private static List<Reason> failures(Snapshot snapshot) {
        return all(snapshot, LookupFailed.class).stream()
                .filter(f -> !MitigationEvidence.isOfMitigationsOnly(f))
                .map(f -> new Reason(LOOK_FAILED, new Quoted(f.reason()), f))
                .toList();
    }

    private static KbSet listed(Snapshot snapshot) {
        return all(snapshot, HotfixesListed.class).stream()
                .map(HotfixesListed::ids)
                .reduce(KbSet.EMPTY, KbSet::or);
    }

    private static OsObserved os(Snapshot snapshot) {
        return all(snapshot, OsObserved.class).getFirst();
    }

    private static <E extends Evidence> List<E> all(Snapshot snapshot, Class<E> kind) {
        List<E> all = new ArrayList<>();
        for (Evidence evidence : snapshot.evidence()) {
            if (kind.isInstance(evidence)) {
                all.add(kind.cast(evidence));
            }
        }
        return all;
    }

    @SafeVarargs
    private static List<Reason> joined(List<Reason>... parts) {
        return FixEvidence.joined(parts);
    }
}

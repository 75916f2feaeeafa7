package dev.firebreak.core.assess;

import dev.firebreak.core.advisory.Advisory;
import dev.firebreak.core.advisory.Applicability.Affected;
import dev.firebreak.core.advisory.Applicability.NeedsServicePack;
import dev.firebreak.core.advisory.Fix;
import dev.firebreak.core.advisory.Lifecycle.State;
import dev.firebreak.core.advisory.Lifecycle.Support;
import dev.firebreak.core.advisory.Mitigation;
import dev.firebreak.core.advisory.Product;
import dev.firebreak.core.advisory.ServicePack;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What to do about a finding: one package, the best one, or what stands in for it until there is one. */
final class RemediationPlanner {

    private final Advisory advisory;
    private final SupportStates supports;
    private final PackageSelector installs;
    private final LocalDate asOf;

    RemediationPlanner(Advisory advisory, SupportStates supports, PackageSelector installs, LocalDate asOf) {
        this.advisory = advisory;
        this.supports = supports;
        this.installs = installs;
        this.asOf = asOf;
    }

    List<Action> plan(ProductIdentity identity, Support support, Verdict verdict) {
        List<Action> actions = new ArrayList<>();
        switch (verdict) {
            case Verdict.Vulnerable v -> close(identity, support, v, actions);
            case Verdict.Mitigated m -> install(identity, support, actions);
            case Verdict.Unknown u -> settle(u, actions);
            case Verdict.Fixed f -> {}
            case Verdict.NotAffected n -> {}
        }
        migrate(identity, support, actions);
        return actions;
    }

    private void close(ProductIdentity identity, Support support, Verdict.Vulnerable verdict, List<Action> actions) {
        boolean waits = verdict.because().stream().anyMatch(r -> r.kind() == Reason.Kind.PENDING_RESTART);
        if (waits) {
            actions.add(new Action.Restart(new ReasonDetail.RestartPending()));
        }
        boolean closed = install(identity, support, actions);
        Product product = identity.product();
        List<Action> mitigations = product == null ? List.of() : mitigations(product);
        actions.addAll(mitigations);
        if (!closed && mitigations.isEmpty()) {
            actions.add(new Action.Isolate(new ReasonDetail.NoUpdateFits(advisory.id(), advisory.ports())));
        }
        if (identity.seen().isEmpty() || (product == null && identity.contradictory())) {
            actions.add(new Action.Collect(List.of(MissingEvidence.OPERATING_SYSTEM)));
        }
    }

    /** Those whose effect evidence can show; what nobody can prove is told as "isolate". */
    private List<Action> mitigations(Product product) {
        List<Action> actions = new ArrayList<>();
        for (Mitigation mitigation : advisory.mitigations()) {
            if (mitigation.isProvable()) {
                mitigation.variant(product).ifPresent(how -> actions.add(new Action.Mitigate(mitigation, how)));
            }
        }
        return actions;
    }

    private void settle(Verdict.Unknown verdict, List<Action> actions) {
        if (!verdict.missing().isEmpty()) {
            actions.add(new Action.Collect(verdict.missing()));
        }
        // That a feed does not name a product says little; that an advisory of ours does not, is looked into.
        boolean uncovered =
                advisory.isComplete() && verdict.because().stream().anyMatch(r -> r.kind() == Reason.Kind.NOT_COVERED);
        if (uncovered) {
            actions.add(new Action.Isolate(new ReasonDetail.NoUpdateFits(advisory.id(), advisory.ports())));
        }
    }

    /** Adds the service packs that come first and the one package. Returns whether there is one on that day. */
    private boolean install(ProductIdentity identity, Support support, List<Action> actions) {
        Product product = identity.product();
        if (product == null) {
            return false;
        }
        return switch (advisory.of(product, identity.architecture())) {
            case Affected(var fix) -> install(fix, firstNeeded(identity), identity, support, actions);
            case NeedsServicePack(var path, var fix, var thenAs) -> install(fix, path, identity, support, actions);
            default -> false;
        };
    }

    private boolean install(
            Fix fix, List<ServicePack> path, ProductIdentity identity, Support support, List<Action> actions) {
        var remedy = PackageSelector.best(fix, support, asOf);
        if (remedy.isEmpty()) {
            return false;
        }
        for (int i = 0; i < path.size(); i++) {
            installs.servicePack(path.get(i), path.subList(0, i), identity).ifPresent(actions::add);
        }
        actions.add(installs.remedy(remedy.get(), fix, path, identity, support));
        return true;
    }

    /** Where the service pack is not known, the one the update needs is named as a condition all the same. */
    private List<ServicePack> firstNeeded(ProductIdentity identity) {
        if (identity.servicePackTold()) {
            return List.of();
        }
        return identity.candidates().stream()
                .map(p -> advisory.of(p, identity.architecture()))
                .filter(NeedsServicePack.class::isInstance)
                .map(a -> ((NeedsServicePack) a).path())
                .map(List::getLast)
                .limit(1)
                .toList();
    }

    private void migrate(ProductIdentity identity, Support support, List<Action> actions) {
        Product product = identity.product();
        if (product == null
                || support.state() == State.UNKNOWN
                || support.state().supported()) {
            return;
        }
        supports.successor(product.platform())
                .ifPresent(to -> actions.add(new Action.Migrate(
                        Objects.requireNonNull(to.target()), supports.endedForAll(identity), to.lastDay())));
    }
}

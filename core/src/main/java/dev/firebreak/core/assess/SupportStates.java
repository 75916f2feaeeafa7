package dev.firebreak.core.assess;

import dev.firebreak.core.advisory.Edition;
import dev.firebreak.core.advisory.Knowledge;
import dev.firebreak.core.advisory.Lifecycle;
import dev.firebreak.core.advisory.Lifecycle.State;
import dev.firebreak.core.advisory.Lifecycle.Support;
import dev.firebreak.core.advisory.Platform;
import dev.firebreak.core.advisory.Product;
import dev.firebreak.core.exposure.Servicing;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Support of what a machine runs, on a day. Where editions differ and the edition is not known, so is the support. */
final class SupportStates {

    /** Answers kept, a power of two: a fleet names itself in few ways. */
    private static final int KEPT = 1 << 8;

    private final Knowledge knowledge;
    private final LocalDate asOf;
    private final @Nullable Known[] kept = new Known[KEPT];
    private final Optional<Lifecycle> newestClient;
    private final Optional<Lifecycle> newestServer;

    SupportStates(Knowledge knowledge, LocalDate asOf) {
        this.knowledge = knowledge;
        this.asOf = asOf;
        this.newestClient = newest(Platform.CLIENT);
        this.newestServer = newest(Platform.SERVER);
    }

    private record Known(
            List<Product> candidates,
            @Nullable Edition edition,
            Support support,
            @Nullable LocalDate ended,
            Servicing servicing) {}

    Support of(ProductIdentity identity) {
        return known(identity).support();
    }

    /** Last day on which everybody got updates for it; null where that is not known. */
    @Nullable
    LocalDate endedForAll(ProductIdentity identity) {
        return known(identity).ended();
    }

    /** Whether updates are still made for it. */
    Servicing servicingOf(ProductIdentity identity) {
        return known(identity).servicing();
    }

    @SuppressWarnings("ReferenceEquality") // one and the same list: comparing its content would cost what this saves
    private Known known(ProductIdentity identity) {
        // The identifier hands out one and the same list for machines that name themselves alike.
        int slot = System.identityHashCode(identity.candidates()) & (KEPT - 1);
        Known known = kept[slot];
        if (known == null || known.candidates() != identity.candidates() || known.edition() != identity.edition()) {
            known = new Known(
                    identity.candidates(), identity.edition(), workOut(identity), ended(identity), servicing(identity));
            kept[slot] = known; // a race only means that two threads find out the same
        }
        return known;
    }

    private Support workOut(ProductIdentity identity) {
        return agreed(identity.candidates().stream()
                .map(p -> of(p, identity.edition()))
                .toList());
    }

    private Support of(Product product, @Nullable Edition edition) {
        return agreed(ids(product, edition).stream()
                .map(id -> knowledge.lifecycle(id).map(l -> l.on(asOf)).orElse(Support.UNKNOWN))
                .toList());
    }

    private static List<String> ids(Product product, @Nullable Edition edition) {
        String one = product.lifecycle().get(Edition.ANY);
        if (one == null && edition != null) {
            one = product.lifecycle().get(edition);
        }
        return one != null ? List.of(one) : List.copyOf(product.lifecycle().values());
    }

    private static Support agreed(List<Support> supports) {
        if (supports.stream().distinct().count() == 1) {
            return supports.getFirst();
        }
        List<State> states = supports.stream().map(Support::state).distinct().toList();
        return states.size() == 1 ? new Support(states.getFirst(), null) : Support.UNKNOWN;
    }

    /** The newest release of that platform one could move to on that day. */
    Optional<Lifecycle> successor(Platform platform) {
        return platform == Platform.SERVER ? newestServer : newestClient;
    }

    /** Of editions that came out together, the one that is supported for the shortest time. */
    private Optional<Lifecycle> newest(Platform wanted) {
        return knowledge.lifecycles().stream()
                .filter(l -> l.target() != null)
                .filter(l -> l.platform() == wanted && l.on(asOf).state().supported())
                .filter(l -> l.released() != null && !l.released().isAfter(asOf))
                .max(Comparator.comparing((Lifecycle l) -> Objects.requireNonNull(l.released()))
                        .thenComparing(l -> Objects.requireNonNull(l.lastDay()), Comparator.reverseOrder())
                        .thenComparing(Lifecycle::id));
    }

    private @Nullable LocalDate ended(ProductIdentity identity) {
        List<LocalDate> ends = new ArrayList<>();
        for (Product product : identity.candidates()) {
            for (Lifecycle lifecycle : lifecycles(product, identity.edition())) {
                LocalDate end = lifecycle.extendedEnd() != null ? lifecycle.extendedEnd() : lifecycle.mainstreamEnd();
                if (end == null) {
                    return null;
                }
                ends.add(end);
            }
        }
        return ends.stream().distinct().count() == 1 ? ends.getFirst() : null;
    }

    /** What all of its dates agree on: editions may differ in their days, not in whether there still are updates. */
    private Servicing servicing(ProductIdentity identity) {
        List<Servicing> each = new ArrayList<>();
        for (Product product : identity.candidates()) {
            for (String id : ids(product, identity.edition())) {
                each.add(knowledge.lifecycle(id).map(this::servicing).orElse(Servicing.UNKNOWN));
            }
        }
        if (each.stream().map(Servicing::kind).distinct().count() != 1) {
            return Servicing.UNKNOWN;
        }
        return each.stream()
                .max(Comparator.comparing(
                        Servicing::ended, Comparator.nullsFirst(Comparator.<LocalDate>naturalOrder())))
                .orElse(Servicing.UNKNOWN);
    }

    private Servicing servicing(Lifecycle lifecycle) {
        LocalDate free = lifecycle.extendedEnd() != null ? lifecycle.extendedEnd() : lifecycle.mainstreamEnd();
        return switch (lifecycle.on(asOf).state()) {
            case MAINSTREAM, EXTENDED -> Servicing.FREE;
            case ESU -> new Servicing(Servicing.Kind.PAID, free);
            case UNSUPPORTED -> new Servicing(Servicing.Kind.ENDED, lifecycle.lastDay());
            case UNKNOWN -> Servicing.UNKNOWN;
        };
    }

    private List<Lifecycle> lifecycles(Product product, @Nullable Edition edition) {
        return ids(product, edition).stream()
                .flatMap(id -> knowledge.lifecycle(id).stream())
                .toList();
    }
}

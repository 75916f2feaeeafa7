package dev.firebreak.core.assess;

import dev.firebreak.core.advisory.Edition;
import dev.firebreak.core.advisory.Knowledge;
import dev.firebreak.core.advisory.Lifecycle;
import dev.firebreak.core.advisory.Lifecycle.State;
import dev.firebreak.core.advisory.Lifecycle.Support;
import dev.firebreak.core.advisory.Platform;
import dev.firebreak.core.advisory.Product;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Support of what a machine runs, on a day. Where editions differ and the edition is not known, so is the support. */
final class Supports {

    private final Knowledge knowledge;
    private final LocalDate asOf;
    private final Optional<Lifecycle> newestClient;
    private final Optional<Lifecycle> newestServer;

    Supports(Knowledge knowledge, LocalDate asOf) {
        this.knowledge = knowledge;
        this.asOf = asOf;
        this.newestClient = newest(Platform.CLIENT);
        this.newestServer = newest(Platform.SERVER);
    }

    /** The last answer: machines come in runs that name themselves alike. */
    private @Nullable Known last;

    private record Known(List<Product> candidates, @Nullable Edition edition, Support support) {}

    Support of(Identity identity) {
        Known known = last;
        // The identifier hands out one and the same list for machines that name themselves alike.
        if (known != null && known.candidates() == identity.candidates() && known.edition() == identity.edition()) {
            return known.support();
        }
        Support support = workOut(identity);
        last = new Known(identity.candidates(), identity.edition(), support);
        return support;
    }

    private Support workOut(Identity identity) {
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

    /** Last day on which everybody got updates for it; null where that is not known. */
    @Nullable
    LocalDate endedForAll(Identity identity) {
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

    private List<Lifecycle> lifecycles(Product product, @Nullable Edition edition) {
        return ids(product, edition).stream()
                .flatMap(id -> knowledge.lifecycle(id).stream())
                .toList();
    }
}

package dev.firebreak.app.web.service;

import dev.firebreak.app.deliver.SignedOrders;
import dev.firebreak.app.deliver.SignedOrders.Refusal;
import dev.firebreak.app.io.tuf.TufFailure;
import dev.firebreak.core.rollout.Order;
import dev.firebreak.core.rollout.OrderState;
import dev.firebreak.core.rollout.OrderStore;
import dev.firebreak.core.rollout.OrderTask;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Keeps the signed list of orders and the database together, and tells people what is not handed out because they differ. */
public final class OrderSignatures {

    private static final Logger LOG = System.getLogger(OrderSignatures.class.getName());

    private final WebServices services;

    public OrderSignatures(WebServices services) {
        this.services = services;
    }

    /** Does something while nobody else changes the signed list. */
    <T> T exclusively(Supplier<T> work) {
        synchronized (signed()) {
            return work.get();
        }
    }

    /** Signs orders in their approved state; false where they cannot be signed, and nobody may approve them. */
    boolean sign(List<Order> approved) {
        try {
            signed().add(approved, now());
            return true;
        } catch (TufFailure | IOException e) {
            LOG.log(Level.WARNING, "orders cannot be signed, so none was approved: {0}", e.getMessage());
            return false;
        }
    }

    /** Whether what would be signed for are packages of this store, whatever a row says. */
    boolean hasPackages(Order order) {
        return !(order.task() instanceof OrderTask.Install install)
                || new HashSet<>(services.delivery().packages().get()).containsAll(install.files());
    }

    /** Takes orders out of the list at once. */
    void remove(Set<String> orders) {
        if (orders.isEmpty()) {
            return;
        }
        try {
            signed().remove(orders, now());
        } catch (TufFailure | IOException e) {
            // They are not open any more, which keeps them from being handed out; reconcile() takes them out of the
            // list.
            LOG.log(Level.WARNING, "the list of orders cannot be signed anew now: {0}", e.getMessage());
        }
    }

    /** Whether the signed list vouches for an order, word for word, now. Where it does not, people are told. */
    boolean isVouchedFor(Order order) {
        Optional<Refusal> refusal = signed().refusal(order, now());
        refusal.ifPresent(
                why -> refuse(order.id(), order.machine(), order.task().key(), why));
        return refusal.isEmpty();
    }

    private void refuse(String order, String machine, String task, Refusal why) {
        if (services.delivery().refusals().add(new OrderRefusals.Refused(order, machine, task, why, now()))) {
            services.audit()
                    .add(
                            now(),
                            "system",
                            "order.refuse",
                            machine,
                            order + (task.isEmpty() ? "" : ", " + task) + ": "
                                    + why.words().en());
        }
    }

    /** Verifies the list, takes out what is over, signs anew what would expire, and tells people of orders that it does not vouch for. */
    public void reconcile() throws IOException {
        SignedOrders.Reconciliation reconciliation;
        Map<String, Order> open = new LinkedHashMap<>();
        synchronized (signed()) {
            orders().approved().forEach(order -> open.put(order.id(), order));
            reconciliation = signed().reconcile(open.values(), now());
        }
        if (reconciliation.aside() != null) {
            services.audit()
                    .add(
                            now(),
                            "system",
                            "order.list",
                            "",
                            reconciliation.aside().en());
        }
        reconciliation.refused().forEach((id, why) -> {
            Order order = Objects.requireNonNull(open.get(id));
            // A machine that has reported is asked nothing more.
            if (!(order.state() instanceof OrderState.Claimed)) {
                refuse(id, order.machine(), order.task().key(), why);
            }
        });
        for (String id : reconciliation.gone()) {
            if (orders().order(id).isEmpty()) {
                refuse(id, "", "", Refusal.MISSING);
            }
        }
        services.delivery().refusals().keepOnly(reconciliation.refused().keySet());
    }

    private SignedOrders signed() {
        return services.delivery().signed();
    }

    private OrderStore orders() {
        return services.delivery().orders();
    }

    private Instant now() {
        return services.clock().instant();
    }
}

package dev.firebreak.app;

import dev.firebreak.core.access.AuditLog;
import dev.firebreak.core.inventory.MachineName;
import dev.firebreak.core.rollout.Order;
import dev.firebreak.core.rollout.OrderState;
import dev.firebreak.core.rollout.OrderStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Orders in memory. */
public final class RamOrders implements OrderStore {

    private final List<Order> all = new ArrayList<>();
    private final AuditLog audit;

    public RamOrders(AuditLog audit) {
        this.audit = audit;
    }

    @Override
    public synchronized List<Order> propose(List<Order> orders, Entry entry) {
        List<Order> kept = orders.stream()
                .filter(o -> open(o.machine()).stream()
                        .noneMatch(p -> p.task().key().equals(o.task().key())))
                .toList();
        all.addAll(kept);
        if (!kept.isEmpty()) {
            note(entry);
        }
        return kept;
    }

    @Override
    public synchronized boolean move(Order order, OrderState next, Entry entry) {
        for (int i = 0; i < all.size(); i++) {
            Order held = all.get(i);
            if (held.id().equals(order.id())
                    && held.state().kind() == order.state().kind()) {
                all.set(i, held.in(next));
                note(entry);
                return true;
            }
        }
        return false;
    }

    private void note(Entry entry) {
        audit.add(entry.at(), entry.who(), entry.what(), entry.about(), entry.detail());
    }

    @Override
    public synchronized Optional<Order> order(String id) {
        return all.stream().filter(o -> o.id().equals(id)).findFirst();
    }

    @Override
    public synchronized List<Order> open(String machine) {
        return all.stream()
                .filter(o -> MachineName.same(o.machine(), machine)
                        && o.state().kind().isOpen())
                .toList();
    }

    @Override
    public synchronized List<Order> approved() {
        return all.stream()
                .filter(o -> o.state().kind().isOpen() && o.state().approval() != null)
                .toList();
    }

    @Override
    public synchronized List<Order> batch(String batch) {
        return all.stream().filter(o -> o.batch().equals(batch)).toList();
    }

    @Override
    public synchronized List<Order> claimed(int limit) {
        return all.stream()
                .filter(o -> o.state().kind() == OrderState.Kind.CLAIMED)
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized List<Order> newest(int limit) {
        return all.reversed().stream().limit(limit).toList();
    }

    @Override
    public synchronized List<Batch> batches(int limit) {
        return all.stream()
                .map(Order::batch)
                .distinct()
                .limit(limit)
                .map(this::tally)
                .toList();
    }

    private Batch tally(String batch) {
        List<Order> orders = batch(batch);
        var counts = new TreeMap<OrderState.Kind, Integer>();
        orders.forEach(o -> counts.merge(o.state().kind(), 1, Integer::sum));
        Order first = orders.getFirst();
        return new Batch(
                batch, "?", first.state().at(), first.advisory(), first.task().key(), counts);
    }
}

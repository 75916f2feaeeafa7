package dev.firebreak.app.store;

import dev.firebreak.core.rollout.Order;
import dev.firebreak.core.rollout.OrderState;
import dev.firebreak.core.rollout.OrderStore;
import dev.firebreak.core.rollout.OrderTask;
import dev.firebreak.core.rollout.Outcome;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** Moves orders through their states until it is killed; prints each step that the store has acknowledged. */
final class InterruptedOrders {

    private InterruptedOrders() {}

    public static void main(String... args) {
        Instant at = Instant.parse("2017-05-14T09:00:00Z");
        try (FleetDatabase database = FleetDatabase.open(Path.of(args[0]), null)) {
            OrderStore store = database.orderStore();
            int round = Integer.parseInt(args[1]);
            for (int i = 0; i < 100_000; i++) {
                String id = String.format(java.util.Locale.ROOT, "%016x%016x", round, i);
                var order = new Order(
                        id,
                        id,
                        "PC" + i % 7,
                        "Osaka",
                        "MS17-010",
                        new OrderTask.Apply("m" + round + "-" + i),
                        new OrderState.Proposed("account:aya", at));
                store.propose(List.of(order), entry(at, "order.propose", id));
                say(id, OrderState.Kind.PROPOSED);
                var approved = new OrderState.Proposed("account:aya", at)
                        .approve("account:ken", at)
                        .orElseThrow();
                var offered = approved.offer(at);
                var fetched = offered.fetch(at);
                var claimed = fetched.report(Outcome.of(0), at, null);
                for (OrderState next :
                        List.of(approved, offered, fetched, claimed, new OrderState.Closed(approved.approval(), at))) {
                    if (!store.move(
                            order, next, entry(at, "order." + next.kind().id(), id))) {
                        throw new IllegalStateException(id + " " + next.kind());
                    }
                    order = order.in(next);
                    say(id, next.kind());
                }
            }
        }
    }

    private static OrderStore.Entry entry(Instant at, String what, String id) {
        return new OrderStore.Entry(at, "account:aya", what, id, "");
    }

    private static void say(String id, OrderState.Kind kind) {
        System.out.println(id + " " + kind);
        System.out.flush();
    }
}

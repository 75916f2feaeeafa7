package dev.firebreak.core.rollout;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Orders, kept for good. What is asked of a store; any number of threads may call. Every change is one transaction with its entry in the
 * audit log, and returns when it would survive a loss of power.
 */
public interface OrderStore {

    /**
     * Keeps new orders, all in state {@code Proposed}. One for which the machine has an open order of the same task is left out.
     *
     * @return those that were kept
     */
    List<Order> propose(List<Order> orders, Entry entry);

    /**
     * Puts an order into another state.
     *
     * @param order as it was read
     * @return false where it is in another state by now; nothing was changed then
     */
    boolean move(Order order, OrderState next, Entry entry);

    /** The order with that id. */
    Optional<Order> order(String id);

    /** Orders of a machine of which something may still come, the oldest first. */
    List<Order> open(String machine);

    /** Orders that were approved and of which something may still come: approved, offered, fetched, claimed. */
    List<Order> approved();

    /** Orders of a batch. */
    List<Order> batch(String batch);

    /** Orders that a machine says are done and no evidence has decided. */
    List<Order> claimed(int limit);

    /** Orders, those that changed last first. */
    List<Order> newest(int limit);

    /** Batches, the newest first. */
    List<Batch> batches(int limit);

    /** What goes into the audit log with a change. */
    record Entry(Instant at, String who, String what, String about, String detail) {}

    /**
     * What was proposed together.
     *
     * @param task key of the task of one of its orders
     * @param counts how many orders are in which state
     */
    record Batch(
            String id,
            String by,
            Instant at,
            String advisory,
            String task,
            java.util.Map<OrderState.Kind, Integer> counts) {
        public Batch {
            counts = java.util.Map.copyOf(counts);
        }

        /** All its orders. */
        public int orders() {
            return counts.values().stream().mapToInt(Integer::intValue).sum();
        }

        /** How many are in a state. */
        public int of(OrderState.Kind kind) {
            return counts.getOrDefault(kind, 0);
        }
    }
}

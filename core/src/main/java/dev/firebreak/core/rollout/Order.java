package dev.firebreak.core.rollout;

/**
 * One task for one machine.
 *
 * @param id 32 hex digits
 * @param batch what was proposed together is approved together; 32 hex digits. Rings and gates will order batches
 * @param machine as the fleet names it; compared without case
 * @param site whose machine it is
 * @param advisory whose verdict decides whether it is done
 */
public record Order(
        String id, String batch, String machine, String site, String advisory, OrderTask task, OrderState state) {

    /** The same in another state. */
    public Order in(OrderState next) {
        return new Order(id, batch, machine, site, advisory, task, next);
    }
}

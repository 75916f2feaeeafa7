package dev.firebreak.app.web.limits;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The memory that bodies of requests hold, and whose they are. A holder (a token, an account, an address, all who are not signed in) may
 * hold so many times what it leaves free: one alone gets most of it, several get less each, and something is always left for the next
 * (dynamic thresholds, Choudhury and Hahne 1998).
 */
public final class BodyBudget {

    private final long total;
    private final Map<String, Long> held = new HashMap<>();
    private long used;

    public BodyBudget(Limits.Bodies limits) {
        this.total = limits.bytes();
    }

    /**
     * Somebody who holds memory.
     *
     * @param timesFree how many times what is free it may hold
     */
    public record Holder(String name, int timesFree) {}

    /** Takes bytes for all of these holders at once, or none. */
    public synchronized boolean take(List<Holder> holders, long bytes) {
        long free = total - used - bytes;
        for (Holder holder : holders) {
            if (held.getOrDefault(holder.name(), 0L) + bytes > free * holder.timesFree()) {
                return false;
            }
        }
        used += bytes;
        for (Holder holder : holders) {
            held.merge(holder.name(), bytes, Long::sum);
        }
        return true;
    }

    /** Whether so many bytes are too much for a holder even where nobody else holds any. */
    public boolean isTooMuch(List<Holder> holders, long bytes) {
        return holders.stream().anyMatch(h -> bytes > (total - bytes) * h.timesFree());
    }

    public synchronized void release(List<Holder> holders, long bytes) {
        used -= bytes;
        for (Holder holder : holders) {
            held.computeIfPresent(holder.name(), (n, before) -> before > bytes ? before - bytes : null);
        }
    }

    public synchronized long used() {
        return used;
    }
}

package dev.firebreak.app.web.service;

import dev.firebreak.app.deliver.SignedOrders.Refusal;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Orders that the server does not hand out although its database holds them as approved, for the pages and the audit log. */
public final class OrderRefusals {

    /** More are not kept; each is refused all the same. */
    private static final int MAX = 10_000;

    private final Map<String, Refused> known = new LinkedHashMap<>();

    /**
     * An order that is not handed out.
     *
     * @param machine whose it is; empty where the database does not tell
     * @param task its key; empty likewise
     * @param since when this was found
     */
    public record Refused(String order, String machine, String task, Refusal why, Instant since) {}

    /** Remembers one; returns whether that is news. */
    synchronized boolean add(Refused refused) {
        Refused had = known.get(refused.order());
        if ((had != null && had.why() == refused.why()) || (had == null && known.size() >= MAX)) {
            return false;
        }
        known.put(refused.order(), refused);
        return true;
    }

    /** Forgets those that were withdrawn or are good again; those without a row stay, for nothing else tells of them. */
    synchronized void keepOnly(Collection<String> orders) {
        known.values().removeIf(one -> one.why() != Refusal.MISSING && !orders.contains(one.order()));
    }

    /** All that are known, the newest first. */
    public synchronized List<Refused> all() {
        return known.values().stream()
                .sorted(Comparator.comparing(Refused::since).reversed().thenComparing(Refused::order))
                .toList();
    }
}

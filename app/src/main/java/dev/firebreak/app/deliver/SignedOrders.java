package dev.firebreak.app.deliver;

import dev.firebreak.app.io.tuf.TufFailure;
import dev.firebreak.app.io.tuf.TufPublisher;
import dev.firebreak.app.io.tuf.TufRepository.Lifetimes;
import dev.firebreak.app.io.tuf.TufTarget;
import dev.firebreak.core.rollout.Order;
import dev.firebreak.core.rollout.OrderState;
import dev.firebreak.core.text.Text;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The signed list of approved orders. An order gets into it only when a second person approves it, and leaves it when nothing may come of it
 * any more; what the database holds never gets into it by itself. So a row that was changed, added or revived by other ways than two persons'
 * agreement has no signature that fits, and is not handed out.
 */
public final class SignedOrders {

    /** Name of the repository. */
    public static final String REPOSITORY = "orders";

    /** A server may stand still over a long weekend and still know its own orders. */
    public static final Lifetimes LIFETIMES =
            new Lifetimes(Duration.ofDays(90), Duration.ofDays(14), Duration.ofDays(7));

    private static final Logger LOG = System.getLogger(SignedOrders.class.getName());

    private final TufPublisher publisher;

    public SignedOrders(TufPublisher publisher) {
        this.publisher = publisher;
    }

    /** Why an order is not handed out. */
    public enum Refusal {
        /** Nothing signed names it: approved before orders were signed, restored from a backup, or never approved. */
        UNSIGNED("unsigned", new Text("no valid signature vouches for it", "有効な署名がありません")),
        /** What was signed is another order under this id. */
        CHANGED("changed", new Text("it differs from what was signed", "署名された内容と異なります")),
        /** Its time has passed. */
        EXPIRED("expired", new Text("its approval has expired", "承認の有効期限が過ぎています")),
        /** It is signed, but the database has no such order, or one that cannot be read. */
        MISSING(
                "missing",
                new Text("signed, but missing or unreadable in the database", "署名されていますが、データベースにないか読み取れません"));

        private final String id;
        private final Text words;

        Refusal(String id, Text words) {
            this.id = id;
            this.words = words;
        }

        /** Name in our own formats. */
        public String id() {
            return id;
        }

        /** For people. */
        public Text words() {
            return words;
        }
    }

    /**
     * Signs orders that a second person has approved; they are vouched for when this returns.
     *
     * @param orders in their next state, which the store does not hold yet: an interruption leaves them waiting for approval
     * @throws TufFailure where they cannot be signed; then they must not be approved
     */
    public synchronized void add(Collection<Order> orders, Instant now) throws IOException, TufFailure {
        Map<String, TufTarget> all = new TreeMap<>(publisher.targets(now));
        for (Order order : orders) {
            TufTarget target = OrderDocument.target(order)
                    .orElseThrow(() -> new IllegalArgumentException("nobody approved " + order.id()));
            all.put(target.path(), target);
        }
        publisher.publish(all.values(), now);
    }

    /** Why an order must not be handed out now; empty where everything holds. */
    public Optional<Refusal> refusal(Order order, Instant now) {
        TufTarget signed;
        try {
            signed = publisher.targets(now).get(OrderDocument.path(order.id()));
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the signed list of orders cannot be read, so it vouches for nothing", e);
            return Optional.of(Refusal.UNSIGNED);
        }
        if (signed == null) {
            return Optional.of(Refusal.UNSIGNED);
        }
        if (!OrderDocument.target(order).equals(Optional.of(signed))) {
            return Optional.of(Refusal.CHANGED);
        }
        OrderState.Approval approval = order.state().approval();
        return approval == null || !approval.expiresAt().isAfter(now) ? Optional.of(Refusal.EXPIRED) : Optional.empty();
    }

    /**
     * What came of {@link #reconcile}.
     *
     * @param refused open orders that are not handed out, by id
     * @param gone ids that were signed for and of which the store knows no open order; signed for no more
     * @param aside what was wrong with the signed list as a whole, which then vouches for nothing; null for nothing
     */
    public record Reconciliation(
            Map<String, Refusal> refused,
            List<String> gone,
            @org.jspecify.annotations.Nullable Text aside) {
        public Reconciliation {
            refused = Map.copyOf(refused);
            gone = List.copyOf(gone);
        }
    }

    /**
     * Brings the list in step with the store: verifies it, takes out what is over, signs anew what would expire.
     *
     * @param open all orders that were approved and of which something may still come
     */
    public synchronized Reconciliation reconcile(Collection<Order> open, Instant now) throws IOException {
        Optional<TufPublisher.SetAside> aside = publisher.check(now);
        Map<String, TufTarget> before = publisher.targets(now);
        Map<String, TufTarget> kept = new TreeMap<>();
        Map<String, Refusal> refused = new HashMap<>();
        for (Order order : open) {
            String path = OrderDocument.path(order.id());
            TufTarget signed = before.get(path);
            if (signed != null) {
                // Stays also where the row differs: it is the evidence of what two persons agreed to.
                kept.put(path, signed);
            }
            refusal(order, now).ifPresent(why -> refused.put(order.id(), why));
        }
        List<String> gone = new ArrayList<>();
        for (String path : before.keySet()) {
            if (!kept.containsKey(path)) {
                gone.add(path.substring(0, path.length() - ".json".length()));
            }
        }
        try {
            publisher.publish(kept.values(), now);
        } catch (TufFailure e) {
            // Said on the pages: what was signed before counts until it expires.
        }
        return new Reconciliation(
                refused, gone, aside.map(TufPublisher.SetAside::why).orElse(null));
    }

    /** Signs the same list anew where it would expire soon, or where keys were rotated. */
    public synchronized void renew(Instant now) throws IOException, TufFailure {
        publisher.publish(publisher.targets(now).values(), now);
    }

    /** Takes orders out of the list at once; they are refused from now on. */
    public synchronized void remove(Collection<String> orders, Instant now) throws IOException, TufFailure {
        Map<String, TufTarget> all = new TreeMap<>(publisher.targets(now));
        orders.forEach(order -> all.remove(OrderDocument.path(order)));
        publisher.publish(all.values(), now);
    }

    /** A file of the metadata; empty where there is none. */
    public Optional<byte[]> metadata(String file, int most) throws IOException, TufFailure {
        return publisher.read(file, most);
    }

    /** How things stand. */
    public TufPublisher.Status status() throws IOException {
        return publisher.status();
    }
}

package dev.firebreak.app.web.service;

import dev.firebreak.core.advisory.Mitigation;
import dev.firebreak.core.assess.Verdict;
import dev.firebreak.core.fleet.MachineSummary;
import dev.firebreak.core.inventory.MachineName;
import dev.firebreak.core.rollout.DistributionList;
import dev.firebreak.core.rollout.Order;
import dev.firebreak.core.rollout.OrderState;
import dev.firebreak.core.rollout.OrderStore;
import dev.firebreak.core.rollout.OrderTask;
import dev.firebreak.core.rollout.Outcome;
import dev.firebreak.core.rollout.PackageChoice;
import dev.firebreak.core.rollout.PackageFile;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Orders from a person's proposal to the evidence that closes them. Every step is one transaction with its entry in the audit log, and a
 * step that somebody else has taken meanwhile changes nothing.
 */
public final class OrderService {

    /** Orders of one proposal; a larger one is proposed site by site. */
    public static final int MAX_ORDERS = 10_000;

    /** Batches that are searched for mitigations to undo. */
    private static final int MAX_BATCHES = 1_000;

    private final WebServices services;
    private final OrderSignatures signatures;
    private final PackageNeeds needs;

    public OrderService(WebServices services) {
        this.services = services;
        this.signatures = new OrderSignatures(services);
        this.needs = new PackageNeeds(services);
    }

    /**
     * What came of a proposal.
     *
     * @param batch its id; null where nothing was kept
     * @param kept orders that now wait for approval
     * @param open machines that have such an order already
     * @param without machines for which a package is missing, or which no longer need it
     */
    public record Proposal(@Nullable String batch, int kept, int open, int without) {}

    /** What came of an approval. */
    public enum Approval {
        DONE,
        /** Who proposed it cannot approve it. */
        SAME_PERSON,
        /** There is no such batch, or nothing in it waits. */
        NOTHING,
        /** A package of it is not in the store any more, or is another by now. */
        NO_PACKAGE,
        /** It cannot be signed: no keys, or the server cannot use them. Nothing was approved. */
        NOT_SIGNED
    }

    /** Which packages the fleet needs. */
    public PackageNeeds needs() {
        return needs;
    }

    /**
     * Proposes to install a package on the machines that need it. Each machine is judged once more: it must need this very package now, and
     * every file of its steps must be there.
     *
     * @param key of the needed package
     * @param site only machines of this site; null for all
     */
    public Proposal install(String advisory, String key, @Nullable String site, String by) {
        List<PackageFile> files = services.delivery().packages().get();
        List<Target> targets = new ArrayList<>();
        int without = 0;
        for (DistributionList.Item item : needs.lists(advisory).items()) {
            if (!item.needed().key().equals(key)) {
                continue;
            }
            for (DistributionList.Machine machine : item.machines()) {
                if (site != null && !site.equals(machine.site())) {
                    continue;
                }
                Optional<OrderTask> task = needs.need(machine.name(), advisory)
                        .filter(n -> n.steps().stream().anyMatch(s -> s.key().equals(key)))
                        .flatMap(n -> PackageChoice.all(n, files)
                                .map(all -> new OrderTask.Install(
                                        n.steps().getLast().kb(), all)));
                if (task.isPresent() && targets.size() < MAX_ORDERS) {
                    targets.add(new Target(machine.name(), machine.site(), task.get()));
                } else {
                    without++;
                }
            }
        }
        return propose(advisory, targets, without, by);
    }

    private record Target(String machine, String site, OrderTask task) {}

    private Proposal propose(String advisory, List<Target> targets, int without, String by) {
        if (targets.isEmpty()) {
            return new Proposal(null, 0, 0, without);
        }
        Instant now = now();
        String batch = id();
        List<Order> orders = targets.stream()
                .map(t -> new Order(
                        id(), batch, t.machine(), t.site(), advisory, t.task(), new OrderState.Proposed(by, now)))
                .toList();
        String task = orders.getFirst().task().key();
        List<Order> kept = orders().propose(
                        orders,
                        new OrderStore.Entry(
                                now,
                                by,
                                "order.propose",
                                batch,
                                advisory + ", " + task + ": " + orders.size() + " machines"));
        return new Proposal(kept.isEmpty() ? null : batch, kept.size(), orders.size() - kept.size(), without);
    }

    /**
     * Proposes a mitigation on machines that are vulnerable and whose Windows can have it.
     *
     * @param site only machines of this site; null for all
     */
    public Proposal mitigate(String advisory, Mitigation mitigation, @Nullable String site, String by) {
        List<MachineSummary> lines = new ArrayList<>();
        services.fleet().lines(line -> {
            if (line.verdict(advisory) == Verdict.Kind.VULNERABLE && (site == null || site.equals(line.site()))) {
                lines.add(line);
            }
        });
        List<Target> targets = new ArrayList<>();
        for (MachineSummary line : lines) {
            if (targets.size() < MAX_ORDERS && canHave(line.name(), mitigation)) {
                targets.add(new Target(line.name(), line.site(), new OrderTask.Apply(mitigation.id())));
            }
        }
        return propose(advisory, targets, lines.size() - targets.size(), by);
    }

    /**
     * Proposes to undo a mitigation that an order applied, or may have applied, on machines of the fleet. Each machine goes back to what it
     * recorded then, and does nothing where it has no record.
     *
     * @param site only machines of this site; null for all
     */
    public Proposal undo(String advisory, Mitigation mitigation, @Nullable String site, String by) {
        String applied = new OrderTask.Apply(mitigation.id()).key();
        Map<String, Target> targets = new LinkedHashMap<>();
        orders().batches(MAX_BATCHES).stream()
                .filter(b -> b.advisory().equals(advisory) && b.task().equals(applied))
                .flatMap(b -> orders().batch(b.id()).stream())
                .filter(o -> mayHaveRun(o.state()))
                .forEach(o -> services.fleet()
                        .line(o.machine())
                        .filter(line -> site == null || site.equals(line.site()))
                        .ifPresent(line -> targets.putIfAbsent(
                                MachineName.key(line.name()),
                                new Target(line.name(), line.site(), new OrderTask.Undo(mitigation.id())))));
        List<Target> most = targets.values().stream().limit(MAX_ORDERS).toList();
        return propose(advisory, most, targets.size() - most.size(), by);
    }

    /** Whether a machine may have done an order: one that was withdrawn or failed may have been done in part. */
    private static boolean mayHaveRun(OrderState state) {
        return switch (state.kind()) {
            case PROPOSED, APPROVED -> false;
            case OFFERED, FETCHED, CLAIMED, CLOSED, FAILED, WITHDRAWN -> true;
        };
    }

    private boolean canHave(String machine, Mitigation mitigation) {
        return services.fleet()
                .assessment(machine, now())
                .map(a -> a.identity().product())
                .flatMap(mitigation::variant)
                .isPresent();
    }

    /**
     * A second person approves what was proposed together. It is signed first: an interruption leaves orders that wait for approval, never
     * approved ones without a signature.
     */
    public Approval approve(String batch, String by) {
        Instant at = now().truncatedTo(ChronoUnit.MICROS);
        List<Order> waiting = new ArrayList<>();
        List<Order> approved = new ArrayList<>();
        boolean isWithoutPackage = false;
        for (Order order : orders().batch(batch)) {
            if (order.state() instanceof OrderState.Proposed proposed) {
                Optional<OrderState.Approved> next = proposed.approve(by, at);
                if (next.isEmpty()) {
                    return Approval.SAME_PERSON;
                }
                if (signatures.hasPackages(order)) {
                    waiting.add(order);
                    approved.add(order.in(next.get()));
                } else {
                    isWithoutPackage = true;
                }
            }
        }
        if (approved.isEmpty()) {
            return isWithoutPackage ? Approval.NO_PACKAGE : Approval.NOTHING;
        }
        return signatures.exclusively(() -> {
            if (!signatures.sign(approved)) {
                return Approval.NOT_SIGNED;
            }
            Set<String> left = new HashSet<>();
            for (int i = 0; i < approved.size(); i++) {
                Order order = waiting.get(i);
                if (!orders().move(order, approved.get(i).state(), entry(by, "order.approve", order))) {
                    left.add(order.id());
                }
            }
            signatures.remove(left);
            return left.size() < approved.size() ? Approval.DONE : Approval.NOTHING;
        });
    }

    /** A person takes back what was proposed together, as far as something may still come of it. Returns how many orders. */
    public int withdraw(String batch, String by) {
        Set<String> withdrawn = new HashSet<>();
        Set<String> signed = new HashSet<>();
        for (Order order : orders().batch(batch)) {
            OrderState next = switch (order.state()) {
                case OrderState.Proposed s -> s.withdraw(by, now());
                case OrderState.Approved s -> s.withdraw(by, now());
                case OrderState.Offered s -> s.withdraw(by, now());
                case OrderState.Fetched s -> s.withdraw(by, now());
                case OrderState.Claimed s -> s.withdraw(by, now());
                case OrderState.Closed _, OrderState.Failed _, OrderState.Withdrawn _ -> null;
            };
            if (next != null && orders().move(order, next, entry(by, "order.withdraw", order))) {
                withdrawn.add(order.id());
                if (order.state().approval() != null) {
                    signed.add(order.id());
                }
            }
        }
        signatures.remove(signed);
        return withdrawn.size();
    }

    /**
     * What a machine is to do now: approved orders, which are offered by this, those it has but has not reported, and those it says are done,
     * for which fresh evidence is wanted. What the signed list does not vouch for, word for word, is left out, and told to people.
     */
    public List<Order> offer(String machine, String by) {
        List<Order> offered = new ArrayList<>();
        for (Order order : orders().open(machine)) {
            switch (order.state()) {
                case OrderState.Approved approved -> {
                    OrderState next = approved.offer(now());
                    if (signatures.isVouchedFor(order) && orders().move(order, next, entry(by, "order.offer", order))) {
                        offered.add(order.in(next));
                    }
                }
                case OrderState.Offered _, OrderState.Fetched _ -> {
                    if (signatures.isVouchedFor(order)) {
                        offered.add(order);
                    }
                }
                // Only evidence is asked for: nothing is done by it.
                case OrderState.Claimed _ -> offered.add(order);
                case OrderState.Proposed _, OrderState.Closed _, OrderState.Failed _, OrderState.Withdrawn _ -> {}
            }
        }
        return offered;
    }

    /** An order of a machine; empty where there is none of that id, or it is another's. */
    public Optional<Order> order(String machine, String id) {
        return orders().order(id).filter(o -> MachineName.same(o.machine(), machine));
    }

    /** A machine has the packages. Said twice, it counts once; the order as it stands afterwards. */
    public Order fetched(Order order, String by) {
        return order.state() instanceof OrderState.Offered offered
                ? moved(order, offered.fetch(now()), by, "order.fetch", "")
                : order;
    }

    /**
     * A machine says what came of an order. Said twice, it counts once.
     *
     * @param booted last start of the machine by its own clock; null where it does not tell
     */
    public Order report(Order order, Outcome outcome, @Nullable Instant booted, String by) {
        OrderState next = switch (order.state()) {
            case OrderState.Offered s -> s.report(outcome, now(), booted);
            case OrderState.Fetched s -> s.report(outcome, now(), booted);
            case OrderState.Proposed _,
                    OrderState.Approved _,
                    OrderState.Claimed _,
                    OrderState.Closed _,
                    OrderState.Failed _,
                    OrderState.Withdrawn _ -> null;
        };
        return next == null
                ? order
                : moved(order, next, by, "order.report", ", " + outcome.words().en());
    }

    private Order moved(Order order, OrderState next, String by, String what, String more) {
        OrderStore.Entry entry = entry(by, what, order);
        boolean moved = orders().move(
                        order,
                        next,
                        new OrderStore.Entry(entry.at(), entry.who(), what, entry.about(), entry.detail() + more));
        return moved ? order.in(next) : orders().order(order.id()).orElse(order);
    }

    private OrderStore.Entry entry(String by, String what, Order order) {
        return new OrderStore.Entry(
                now(),
                by,
                what,
                order.machine(),
                order.id() + ", " + order.task().key());
    }

    private String id() {
        byte[] bytes = new byte[16];
        services.delivery().random().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private OrderStore orders() {
        return Objects.requireNonNull(services.delivery().orders());
    }

    private Instant now() {
        return services.clock().instant();
    }
}

package dev.firebreak.app.web.service;

import dev.firebreak.core.advisory.Knowledge;
import dev.firebreak.core.dashboard.CountedEvidence;
import dev.firebreak.core.dashboard.FleetService;
import dev.firebreak.core.fleet.CheckInRecords;
import dev.firebreak.core.fleet.MachineSummary;
import dev.firebreak.core.rollout.FreshEvidence;
import dev.firebreak.core.rollout.MitigationSetting;
import dev.firebreak.core.rollout.Order;
import dev.firebreak.core.rollout.OrderState;
import dev.firebreak.core.rollout.OrderStore;
import dev.firebreak.core.rollout.OrderTask;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Closes orders that machines say are done, or lets them fail, by fresh evidence and by nothing else. */
public final class OrderJudge {

    private final OrderStore orders;
    private final FleetService fleet;
    private final Supplier<Knowledge> knowledge;
    private final InstantSource clock;

    /** With what the running server has. */
    public OrderJudge(WebServices services) {
        this(
                Objects.requireNonNull(services.delivery().orders()),
                services.fleet(),
                services.knowledge(),
                services.clock());
    }

    /** @param knowledge its mitigations say which settings show them */
    public OrderJudge(OrderStore orders, FleetService fleet, Supplier<Knowledge> knowledge, InstantSource clock) {
        this.orders = orders;
        this.fleet = fleet;
        this.knowledge = knowledge;
        this.clock = clock;
    }

    /**
     * Judges the claims of one machine by the evidence that counts now.
     *
     * @param afterwards orders that the sender of its newest evidence had done before it collected, as it says
     * @return how many orders it closed
     */
    public int judge(MachineSummary line, Set<String> afterwards) {
        List<Order> claims = orders.open(line.name()).stream()
                .filter(o -> o.state() instanceof OrderState.Claimed)
                .toList();
        CountedEvidence counted =
                claims.isEmpty() ? null : fleet.evidence(line.name()).orElse(null);
        if (counted == null) {
            return 0;
        }
        int closed = 0;
        for (Order order : claims) {
            if (order.state() instanceof OrderState.Claimed claimed) {
                OrderState next = claimed.judge(
                        order.task(), fresh(order, counted, afterwards.contains(order.id())), clock.instant());
                if (!next.equals(claimed)) {
                    String what = next instanceof OrderState.Closed ? "order.close" : "order.contradict";
                    String detail = order.id() + ", " + order.task().key();
                    boolean moved = orders.move(
                            order,
                            next,
                            new OrderStore.Entry(clock.instant(), "system", what, order.machine(), detail));
                    closed += moved && next instanceof OrderState.Closed ? 1 : 0;
                }
            }
        }
        return closed;
    }

    private FreshEvidence fresh(Order order, CountedEvidence counted, boolean afterwards) {
        Instant newest = counted.contents().stream()
                .map(CheckInRecords.Content::receivedAt)
                .max(Instant::compareTo)
                .orElse(Instant.MIN);
        List<FreshEvidence.Account> accounts = counted.contents().stream()
                .map(c -> {
                    var account = new FreshEvidence.Account(
                            c.receivedAt(),
                            CountedEvidence.collected(c),
                            c.dating().bootedAt());
                    return afterwards && c.receivedAt().equals(newest) ? account.collectedAfter() : account;
                })
                .toList();
        String mitigation = switch (order.task()) {
            case OrderTask.Install _ -> null;
            case OrderTask.Apply(var id) -> id;
            case OrderTask.Undo(var id) -> id;
        };
        FreshEvidence.Setting setting = Optional.ofNullable(mitigation)
                .flatMap(knowledge.get()::mitigation)
                .map(m ->
                        MitigationSetting.of(m, counted.assessment().snapshot().evidence()))
                .orElse(FreshEvidence.Setting.NOT_KNOWN);
        return new FreshEvidence(counted.verdict(order.advisory()), setting, accounts);
    }

    /** Judges all claims: evidence also comes by files and folders. Returns how many orders it closed. */
    public int judge() {
        return orders.claimed(OrderService.MAX_ORDERS).stream()
                .map(Order::machine)
                .distinct()
                .map(fleet::line)
                .flatMap(Optional::stream)
                .mapToInt(line -> judge(line, Set.of()))
                .sum();
    }
}

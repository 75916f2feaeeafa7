package dev.firebreak.app.web.service;

import dev.firebreak.core.dashboard.CountedEvidence;
import dev.firebreak.core.fleet.CheckInRecords;
import dev.firebreak.core.fleet.MachineSummary;
import dev.firebreak.core.rollout.FreshEvidence;
import dev.firebreak.core.rollout.MitigationSetting;
import dev.firebreak.core.rollout.Order;
import dev.firebreak.core.rollout.OrderState;
import dev.firebreak.core.rollout.OrderStore;
import dev.firebreak.core.rollout.OrderTask;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Closes orders that machines say are done, or lets them fail, by fresh evidence and by nothing else. */
public final class OrderJudge {

    private final WebServices services;

    public OrderJudge(WebServices services) {
        this.services = services;
    }

    /**
     * Judges the claims of one machine by the evidence that counts now.
     *
     * @param afterwards orders that the sender of its newest evidence had done before it collected, as it says
     */
    public void judge(MachineSummary line, Set<String> afterwards) {
        List<Order> claims = orders().open(line.name()).stream()
                .filter(o -> o.state() instanceof OrderState.Claimed)
                .toList();
        CountedEvidence counted =
                claims.isEmpty() ? null : services.fleet().evidence(line.name()).orElse(null);
        if (counted == null) {
            return;
        }
        for (Order order : claims) {
            if (order.state() instanceof OrderState.Claimed claimed) {
                OrderState next =
                        claimed.judge(order.task(), fresh(order, counted, afterwards.contains(order.id())), now());
                if (!next.equals(claimed)) {
                    String what = next instanceof OrderState.Closed ? "order.close" : "order.contradict";
                    String detail = order.id() + ", " + order.task().key();
                    orders().move(order, next, new OrderStore.Entry(now(), "system", what, order.machine(), detail));
                }
            }
        }
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
                .flatMap(services.knowledge().get()::mitigation)
                .map(m ->
                        MitigationSetting.of(m, counted.assessment().snapshot().evidence()))
                .orElse(FreshEvidence.Setting.NOT_KNOWN);
        return new FreshEvidence(counted.verdict(order.advisory()), setting, accounts);
    }

    /** Judges all claims: evidence also comes by files and folders. */
    public void judge() {
        orders().claimed(OrderService.MAX_ORDERS).stream()
                .map(Order::machine)
                .distinct()
                .map(services.fleet()::line)
                .flatMap(Optional::stream)
                .forEach(line -> judge(line, Set.of()));
    }

    private OrderStore orders() {
        return Objects.requireNonNull(services.delivery().orders());
    }

    private Instant now() {
        return services.clock().instant();
    }
}

package dev.firebreak.app.web.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.firebreak.app.feed.shipped.ShippedKnowledge;
import dev.firebreak.app.web.Premises;
import dev.firebreak.core.advisory.Mitigation;
import dev.firebreak.core.rollout.Order;
import dev.firebreak.core.rollout.Outcome;
import java.nio.file.Path;

/** Proposes, approves, hands out, withdraws and reports until it is killed; prints each step that was acknowledged. */
final class InterruptedApprovals {

    static final int MACHINES = 5;

    private InterruptedApprovals() {}

    public static void main(String... args) {
        try (Premises premises = Premises.withApi(Path.of(args[0]))) {
            machines(premises);
            Mitigation smb1 = new ShippedKnowledge()
                    .knowledge()
                    .mitigation("smb1-server-off")
                    .orElseThrow();
            OrderService orders = premises.orders();
            System.out.println("begins");
            for (int i = 0; i < 100_000; i++) {
                OrderService.Proposal proposal = orders.mitigate("MS17-010", smb1, null, "account:aya");
                String batch = String.valueOf(proposal.batch());
                if (proposal.batch() == null) {
                    // Left over from an interruption: what is open is taken back, and the next round proposes anew.
                    premises.all().stream()
                            .filter(o -> o.state().kind().isOpen())
                            .map(Order::batch)
                            .distinct()
                            .forEach(b -> orders.withdraw(b, "account:aya"));
                    continue;
                }
                say("proposed", batch);
                if (orders.approve(batch, "account:ken") != OrderService.Approval.DONE) {
                    throw new IllegalStateException("not approved: " + batch);
                }
                say("approved", batch);
                for (int machine = 0; machine < MACHINES; machine++) {
                    for (Order order : orders.offer("W" + machine, "machine")) {
                        say("offered", order.id());
                        if (machine % 2 == 0) {
                            orders.report(order, Outcome.of(5), null, "machine");
                            say("reported", order.id());
                        }
                    }
                }
                if (i % 3 == 0) {
                    premises.sign();
                }
                orders.withdraw(batch, "account:aya");
                say("withdrawn", batch);
            }
        }
    }

    static void machines(Premises premises) {
        for (int machine = 0; machine < MACHINES; machine++) {
            String evidence = "{\"machine\":\"W" + machine
                    + "\",\"os\":{\"caption\":\"Windows 7 Professional\",\"version\":\"6.1.7601\",\"servicePack\":1,"
                    + "\"architecture\":\"x64\"},\"hotfixes\":{\"complete\":true,\"ids\":[\"KB976902\"]}}\n";
            premises.fleet.checkIn(
                    "W" + machine, "Osaka", "evidence.ndjson", evidence.getBytes(UTF_8), "token:test", null);
        }
    }

    private static void say(String what, String id) {
        System.out.println(what + " " + id);
        System.out.flush();
    }
}

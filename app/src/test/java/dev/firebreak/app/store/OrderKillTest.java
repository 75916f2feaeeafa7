package dev.firebreak.app.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.core.access.AuditLog;
import dev.firebreak.core.rollout.Order;
import dev.firebreak.core.rollout.OrderState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 at any step of an order: none is lost, none is there twice, and the audit log tells each step exactly once. */
class OrderKillTest {

    @TempDir
    Path temp;

    @Test
    void no_order_is_lost_or_doubled() throws Exception {
        rounds(2);
    }

    @Test
    @Tag("long")
    void no_order_is_lost_or_doubled_many_times() throws Exception {
        rounds(25);
    }

    private void rounds(int rounds) throws Exception {
        var random = new Random(445);
        Map<String, OrderState.Kind> acknowledged = new HashMap<>();
        for (int round = 1; round <= rounds; round++) {
            Path output = temp.resolve("out" + round);
            Process child = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "--enable-native-access=ALL-UNNAMED",
                            "-cp",
                            System.getProperty("java.class.path"),
                            InterruptedOrders.class.getName(),
                            temp.toString(),
                            Integer.toString(round))
                    .redirectOutput(output.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            // Not a measurement: waits for the first step, then kills at a moment that nobody chose.
            while (child.isAlive() && (!Files.exists(output) || Files.size(output) == 0)) {
                Thread.sleep(2);
            }
            Thread.sleep(random.nextInt(400));
            assertThat(child.isAlive()).as("it was at work").isTrue();
            child.destroyForcibly().waitFor();
            for (String line : Files.readAllLines(output)) {
                String[] parts = line.split(" ");
                if (parts.length == 2 && isWhole(parts[1])) {
                    acknowledged.merge(
                            parts[0], OrderState.Kind.valueOf(parts[1]), (a, b) -> a.compareTo(b) > 0 ? a : b);
                }
            }
            check(acknowledged);
        }
        assertThat(acknowledged).hasSizeGreaterThan(rounds);
    }

    private static boolean isWhole(String kind) {
        return List.of(OrderState.Kind.values()).stream().anyMatch(k -> k.name().equals(kind));
    }

    private void check(Map<String, OrderState.Kind> acknowledged) {
        try (FleetDatabase database = FleetDatabase.open(temp, null)) {
            List<Order> orders = database.orderStore().newest(1_000_000);
            Map<String, Order> byId = new HashMap<>();
            orders.forEach(o -> assertThat(byId.put(o.id(), o))
                    .as(o.id() + " is there once")
                    .isNull());
            acknowledged.forEach((id, kind) -> {
                assertThat(byId).as("acknowledged and lost").containsKey(id);
                assertThat(byId.get(id).state().kind()).isGreaterThanOrEqualTo(kind);
            });
            assertThat(database.auditLog().verify()).isEmpty();
            Map<String, Map<OrderState.Kind, Integer>> told = new HashMap<>();
            long before = Long.MAX_VALUE;
            Set<Long> seen = new HashSet<>();
            for (List<AuditLog.Entry> some = database.auditLog().entries(before, 1000);
                    !some.isEmpty();
                    some = database.auditLog().entries(before, 1000)) {
                for (AuditLog.Entry entry : some) {
                    assertThat(seen.add(entry.number())).isTrue();
                    String name = entry.what().equals("order.propose")
                            ? "proposed"
                            : entry.what().substring(6);
                    told.computeIfAbsent(entry.about(), k -> new EnumMap<>(OrderState.Kind.class))
                            .merge(OrderState.Kind.ofId(name).orElseThrow(), 1, Integer::sum);
                }
                before = some.getLast().number();
            }
            assertThat(told.keySet()).isEqualTo(byId.keySet());
            byId.forEach((id, order) -> {
                for (OrderState.Kind kind : OrderState.Kind.values()) {
                    boolean passed = kind.compareTo(order.state().kind()) <= 0;
                    assertThat(told.get(id).getOrDefault(kind, 0))
                            .as(id + " " + kind)
                            .isEqualTo(passed ? 1 : 0);
                }
            });
        }
    }
}

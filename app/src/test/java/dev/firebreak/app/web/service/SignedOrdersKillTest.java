package dev.firebreak.app.web.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.deliver.SignedOrders;
import dev.firebreak.app.io.tuf.TrustFolder;
import dev.firebreak.app.io.tuf.TufClient;
import dev.firebreak.app.io.tuf.TufFailure;
import dev.firebreak.app.io.tuf.TufPublisher;
import dev.firebreak.app.io.tuf.TufSource;
import dev.firebreak.app.web.Premises;
import dev.firebreak.core.rollout.Order;
import dev.firebreak.core.rollout.OrderState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 at any step between two persons and a machine: no order is lost or doubled, and none is approved without a signature. */
class SignedOrdersKillTest {

    @TempDir
    Path temp;

    @Test
    void an_approved_order_always_has_its_signature() throws Exception {
        rounds(1);
    }

    @Test
    @Tag("long")
    void an_approved_order_always_has_its_signature_many_times() throws Exception {
        rounds(25);
    }

    private void rounds(int rounds) throws Exception {
        Files.createDirectory(temp.resolve("data"));
        var random = new Random(2021);
        Set<String> approved = new HashSet<>();
        for (int round = 1; round <= rounds; round++) {
            Path output = temp.resolve("out" + round);
            Process child = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "--enable-native-access=ALL-UNNAMED",
                            "-cp",
                            System.getProperty("java.class.path"),
                            InterruptedApprovals.class.getName(),
                            temp.resolve("data").toString())
                    .redirectOutput(output.toFile())
                    .redirectError(temp.resolve("err" + round).toFile())
                    .start();
            // Not a measurement: waits until it works, then kills at a moment that nobody chose.
            while (child.isAlive()
                    && (!Files.exists(output) || !Files.readString(output).contains("approved"))) {
                Thread.sleep(5);
            }
            Thread.sleep(random.nextInt(300));
            assertThat(child.isAlive())
                    .as("it was at work: " + Files.readString(temp.resolve("err" + round)))
                    .isTrue();
            child.destroyForcibly().waitFor();
            for (String line : Files.readAllLines(output)) {
                if (line.startsWith("approved ") && line.length() == "approved ".length() + 32) {
                    approved.add(line.substring("approved ".length()));
                }
            }
            check(approved);
        }
        assertThat(approved).hasSizeGreaterThanOrEqualTo(rounds);
    }

    private void check(Set<String> approved) throws IOException, TufFailure {
        Path data = temp.resolve("data");
        try (Premises premises = Premises.withApi(data)) {
            // As the server does when it starts.
            premises.sign();
            assertThat(premises.refused()).as("none lost its signature").isEmpty();
            List<Order> all = premises.all();
            for (String batch : approved) {
                assertThat(all.stream().filter(o -> o.batch().equals(batch)))
                        .as("acknowledged, and not lost or forgotten")
                        .isNotEmpty()
                        .allMatch(o -> o.state().kind() != OrderState.Kind.PROPOSED);
            }
            Set<String> open = all.stream()
                    .filter(o -> o.state().kind().isOpen() && o.state().approval() != null)
                    .map(Order::id)
                    .collect(Collectors.toCollection(TreeSet::new));
            TufClient.State seen = TufClient.open(
                            temp.resolve("other"),
                            SignedOrders.REPOSITORY,
                            TrustFolder.of(data).anchor())
                    .update(TufSource.folder(TufPublisher.folder(data, SignedOrders.REPOSITORY)), premises.now.get());
            assertThat(seen.targets().keySet().stream().map(path -> path.replace(".json", "")))
                    .as("what is signed for is what is approved")
                    .containsExactlyInAnyOrderElementsOf(open);
            Set<String> sent = new TreeSet<>();
            for (int machine = 0; machine < InterruptedApprovals.MACHINES; machine++) {
                for (Order order : premises.orders().offer("W" + machine, "machine")) {
                    assertThat(sent.add(order.id())).as("once").isTrue();
                }
            }
            assertThat(sent)
                    .isEqualTo(all.stream()
                            .filter(o -> open.contains(o.id()) && o.state().kind() != OrderState.Kind.CLAIMED)
                            .map(Order::id)
                            .collect(Collectors.toCollection(TreeSet::new)));
            assertThat(premises.audit.verify()).isEmpty();
        }
    }
}

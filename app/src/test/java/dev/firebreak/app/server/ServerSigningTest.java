package dev.firebreak.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.feed.shipped.ShippedKnowledge;
import dev.firebreak.app.io.tuf.TestTrust;
import dev.firebreak.app.io.tuf.TrustFolder;
import dev.firebreak.app.io.tuf.TufClient;
import dev.firebreak.app.io.tuf.TufFailure;
import dev.firebreak.app.io.tuf.TufRole;
import dev.firebreak.app.io.tuf.TufServer;
import dev.firebreak.app.io.tuf.TufTarget;
import dev.firebreak.app.mirror.PackageFixtures;
import dev.firebreak.app.mirror.PackageReview;
import dev.firebreak.app.mirror.PackageStore;
import dev.firebreak.app.mirror.StoredPackage;
import dev.firebreak.app.mirror.StoredPackage.Standing;
import dev.firebreak.app.mirror.authenticode.RevocationLists;
import dev.firebreak.app.mirror.authenticode.TrustPolicy;
import dev.firebreak.app.store.FleetDatabase;
import dev.firebreak.app.web.auth.TokenSecrets;
import dev.firebreak.core.access.AuditLog;
import dev.firebreak.core.inventory.BugReports;
import dev.firebreak.core.rollout.Order;
import dev.firebreak.core.rollout.OrderState;
import dev.firebreak.core.rollout.OrderStore;
import dev.firebreak.core.rollout.OrderTask;
import dev.firebreak.core.text.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole server signs while it runs: packages that come and go, keys that are rotated, orders of before. */
class ServerSigningTest {

    private static final List<Logger> QUIET = List.of(
            Logger.getLogger("io.javalin"), Logger.getLogger("org.eclipse.jetty"), Logger.getLogger("firebreak"));

    @TempDir
    Path temp;

    private final ShutdownSignal shutdown = new ShutdownSignal(code -> {});
    private final AtomicReference<ServerProcess.Running> running = new AtomicReference<>();
    private final List<Text> said = new CopyOnWriteArrayList<>();
    private final AtomicReference<RuntimeException> failure = new AtomicReference<>();
    private Thread server = new Thread();
    private String token = "";
    private Path data = Path.of("");

    /** The data folder of a site with one token, and what is done in it before the server starts. */
    private void prepare(java.util.function.Consumer<FleetDatabase> before) throws IOException {
        QUIET.forEach(logger -> logger.setLevel(Level.SEVERE));
        data = Files.createDirectory(temp.resolve("data"));
        try (FleetDatabase database = FleetDatabase.open(data, null)) {
            TokenSecrets.NewToken made = new TokenSecrets(new SecureRandom()).site("Osaka", "test", Instant.now());
            database.accountStore().issue(made.token(), made.hash());
            token = made.secret();
            before.accept(database);
        }
    }

    private void serve() {
        var hosting = new ServerProcess(
                new ShippedKnowledge(),
                Map.of("FIREBREAK_PASSPHRASE", TestTrust.PASSPHRASE),
                Clock.systemUTC(),
                BugReports.THROW,
                shutdown);
        var settings = new ServerSettings(
                data,
                null,
                new ServerSettings.Listening("127.0.0.1", 0, null, null, null, false, null),
                new ServerSettings.Ages(Duration.ofDays(3), Duration.ofDays(30), Duration.ofDays(400)),
                null);
        server = new Thread(() -> {
            try {
                hosting.serve(settings, said::add, running::set);
            } catch (RuntimeException e) {
                failure.set(e);
            }
        });
        server.start();
        until(() -> running.get() != null || failure.get() != null);
        assertThat(failure.get()).isNull();
    }

    @AfterEach
    void stop() throws InterruptedException {
        shutdown.ask();
        server.join(20_000);
        shutdown.finish(0);
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void until(Condition condition) {
        Instant end = Instant.now().plusSeconds(60);
        while (true) {
            try {
                if (condition.holds()) {
                    return;
                }
                Thread.sleep(50);
            } catch (TufFailure e) {
                // Between two files of a change of keys; asked again, as a client would.
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            assertThat(Instant.now()).as("in time").isBefore(end);
        }
    }

    private TufClient.State verified(byte[] anchor) throws IOException, TufFailure {
        try (var source = new TufServer(running.get().url() + "/api/v1/packages", token, Map.of())) {
            TufClient.State state =
                    TufClient.open(temp.resolve("seen"), "mirror", anchor).update(source, Instant.now());
            for (TufTarget target : state.targets().values()) {
                source.check(target, true);
            }
            return state;
        }
    }

    @Test
    void packages_that_come_and_go_and_keys_that_are_rotated_count_while_the_server_runs() throws Exception {
        prepare(database -> {});
        TrustFolder trust = TestTrust.init(data, Instant.now());
        byte[] anchor = trust.anchor();
        PackageStore store = PackageStore.of(data);
        StoredPackage first = PackageFixtures.put(store, "a.exe", new byte[] {1, 2}, Standing.ACCEPTED);
        serve();
        until(() -> verified(anchor).targets().size() == 1);
        PackageFixtures.put(store, "waits.exe", new byte[] {9}, Standing.QUARANTINED);
        PackageFixtures.put(store, "b.exe", new byte[] {3, 4}, Standing.ACCEPTED);
        until(() -> verified(anchor).targets().keySet().equals(java.util.Set.of("a.exe", "b.exe")));
        var review = new PackageReview(store, TrustPolicy.microsoft(RevocationLists.NONE), Clock.systemUTC());
        assertThat(review.reject(first.sha256(), "test", "withdrawn by the vendor"))
                .isEqualTo(PackageReview.Result.DONE);
        until(() -> verified(anchor).targets().keySet().equals(java.util.Set.of("b.exe")));
        int version = 1;
        for (TufRole role : List.of(TufRole.TARGETS, TufRole.TIMESTAMP)) {
            trust.rotate(role, List.of(TestTrust.key(data, "next-" + role.id())), 1, TestTrust.SECRETS, Instant.now());
            version++;
            int expected = version;
            until(() -> verified(anchor).root().version() == expected);
        }
        assertThat(verified(anchor).targets()).containsOnlyKeys("b.exe");
        assertThat(said).noneSatisfy(text -> assertThat(text.en()).contains("trust init"));
    }

    @Test
    void without_keys_the_server_says_so_and_orders_of_before_are_not_sent_but_told() throws Exception {
        Instant at = Instant.now().minusSeconds(3600);
        String id = "1".repeat(32);
        prepare(database -> {
            var proposed = new OrderState.Proposed("account:aya", at);
            var order = new Order(id, id, "W7", "Osaka", "MS17-010", new OrderTask.Apply("smb1-server-off"), proposed);
            var entry = new OrderStore.Entry(at, "account:aya", "order.propose", "W7", "");
            database.orderStore().propose(List.of(order), entry);
            database.orderStore()
                    .move(order, proposed.approve("account:ken", at).orElseThrow(), entry);
        });
        serve();
        assertThat(said)
                .anySatisfy(text -> assertThat(text.en()).contains("No keys", "firebreak trust init"))
                .anySatisfy(text -> assertThat(text.en()).startsWith("1 approved orders are not signed"));
        try (var source = new TufServer(running.get().url() + "/api/v1/packages", token, Map.of())) {
            assertThat(source.read("timestamp.json", 1000)).isEmpty();
        }
        var client = java.net.http.HttpClient.newHttpClient();
        try (client) {
            String orders = client.send(
                            java.net.http.HttpRequest.newBuilder(
                                            java.net.URI.create(running.get().url() + "/api/v1/machines/W7/orders"))
                                    .header("Authorization", "Bearer " + token)
                                    .build(),
                            java.net.http.HttpResponse.BodyHandlers.ofString())
                    .body();
            assertThat(orders).isEqualTo("firebreak-orders 1\r\nend\r\n");
        }
        stop();
        try (FleetDatabase database = FleetDatabase.open(data, null)) {
            List<String> refused = new ArrayList<>();
            for (AuditLog.Entry entry : database.auditLog().entries(Long.MAX_VALUE, 100)) {
                if (entry.what().equals("order.refuse")) {
                    refused.add(entry.about() + " " + entry.detail());
                }
            }
            assertThat(refused)
                    .containsExactly("W7 " + id + ", apply:smb1-server-off: no valid signature vouches for it");
            assertThat(database.orderStore().order(id)).isPresent();
        }
    }
}

package dev.firebreak.app;

import static java.nio.charset.StandardCharsets.UTF_16;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.collect.CheckInReader;
import dev.firebreak.app.feed.shipped.ShippedKnowledge;
import dev.firebreak.app.server.AssessorCache;
import dev.firebreak.app.server.BoardList;
import dev.firebreak.app.server.WorkerPool;
import dev.firebreak.app.store.FleetDatabase;
import dev.firebreak.core.catalogue.Catalogue;
import dev.firebreak.core.dashboard.FleetService;
import dev.firebreak.core.dashboard.MachineIndex;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole server, from the outside: what is acknowledged is there, whatever happens to the process, the disk or the data. */
class ServeTest {

    private static final Path CLINIC = Path.of("../examples/clinic");
    private static final int SENDERS = 8;

    @TempDir
    Path temp;

    private static byte[] systeminfo(String machine) throws IOException {
        return Files.readString(CLINIC.resolve("ISHI-PC01_systeminfo.txt"), UTF_16)
                .replace("ISHI-PC01", machine)
                .getBytes(UTF_16);
    }

    private static MachineIndex.Board board(Path data) {
        InstantSource clock = InstantSource.fixed(Instant.now());
        var assessors = new AssessorCache(
                new ShippedKnowledge()::knowledge,
                new ShippedKnowledge().lines(),
                () -> Catalogue.EMPTY,
                new BoardList(data));
        try (FleetDatabase database = FleetDatabase.open(data, null, clock)) {
            return new FleetService(
                            database.fleetStore(),
                            new CheckInReader(),
                            assessors,
                            clock,
                            Duration.ofDays(3),
                            new WorkerPool(4))
                    .board("MS17-010");
        }
    }

    @Test
    void a_server_starts_takes_a_check_in_and_stops_as_asked() throws Exception {
        Path data = temp.resolve("data");
        try (var server = LaunchedServer.start(data, temp)) {
            String token = server.token("Osaka");
            assertThat(server.checkIn(token, "PC1", systeminfo("PC1"))).isBetween(200, 299);
            assertThat(server.checkIn("wrong", "PC2", systeminfo("PC2"))).isEqualTo(401);
            assertThat(server.checkIn(token, "PC2", systeminfo("PC1"))).isEqualTo(403);
            assertThat(server.stop()).isZero();
        }
        assertThat(board(data).all().total()).isEqualTo(1);
        assertThat(LaunchedServer.run(temp, "audit", "verify", "--data", data.toString())
                        .exit())
                .isZero();
    }

    @Test
    void three_kills_lose_nothing_that_was_acknowledged() throws Exception {
        kills(3);
    }

    @Test
    @Tag("long")
    void fifty_kills_lose_nothing_that_was_acknowledged() throws Exception {
        kills(50);
    }

    private void kills(int times) throws Exception {
        Path data = temp.resolve("data");
        Set<String> acknowledged = new ConcurrentSkipListSet<>();
        var number = new AtomicInteger();
        var random = new SplittableRandom(17);
        for (int i = 0; i < times; i++) {
            try (var server = LaunchedServer.start(data, temp)) {
                String token = server.token("Osaka");
                List<Thread> senders = java.util.stream.IntStream.range(0, SENDERS)
                        .mapToObj(s -> Thread.ofVirtual().start(() -> send(server, token, number, acknowledged)))
                        .toList();
                Thread.sleep(300 + random.nextInt(700));
                server.kill();
                for (Thread sender : senders) {
                    sender.join();
                }
            }
            try (FleetDatabase database = FleetDatabase.open(data, null, InstantSource.system())) {
                Set<String> kept = new ConcurrentSkipListSet<>();
                database.fleetStore().lines(line -> kept.add(line.name()));
                assertThat(kept).as("after kill " + (i + 1)).containsAll(acknowledged);
                for (String machine : acknowledged) {
                    assertThat(database.fleetStore()
                                    .held(machine, Instant.now())
                                    .orElseThrow()
                                    .contents()
                                    .getFirst()
                                    .content())
                            .isEqualTo(systeminfo(machine));
                }
                assertThat(database.auditLog().verify()).isEmpty();
            }
        }
        assertThat(acknowledged).as("something was sent at all").hasSizeGreaterThan(times);
    }

    private static void send(LaunchedServer server, String token, AtomicInteger number, Set<String> acknowledged) {
        try {
            while (true) {
                String machine = "PC%05d".formatted(number.incrementAndGet());
                if (server.checkIn(token, machine, systeminfo(machine)) / 100 == 2) {
                    acknowledged.add(machine);
                }
            }
        } catch (IOException e) {
            // The server is gone: that is what the test does.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void a_copy_taken_while_machines_check_in_restores_the_same_board() throws Exception {
        Path data = temp.resolve("data");
        Path copy = temp.resolve("copy.zip");
        Path restored = temp.resolve("restored");
        try (var server = LaunchedServer.start(data, temp)) {
            String token = server.token("Osaka");
            for (int i = 0; i < 20; i++) {
                server.checkIn(token, "PC" + i, systeminfo("PC" + i));
            }
            assertThat(LaunchedServer.run(temp, "backup", copy.toString(), "--data", data.toString())
                            .exit())
                    .isZero();
            server.stop();
        }
        assertThat(LaunchedServer.run(temp, "restore", copy.toString(), "--data", restored.toString())
                        .exit())
                .isZero();
        assertThat(board(restored).all()).isEqualTo(board(data).all());
        assertThat(LaunchedServer.run(temp, "audit", "verify", "--data", restored.toString())
                        .exit())
                .isZero();
    }

    @Test
    void a_full_disk_is_told_and_the_server_recovers_by_itself() throws Exception {
        Path disk = Files.createDirectory(temp.resolve("disk"));
        Assumptions.assumeTrue(
                new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", disk.toString())
                                .start()
                                .waitFor()
                        == 0,
                "LEFT OUT, nothing was tested: a small disk needs root");
        try (var server = LaunchedServer.start(disk.resolve("data"), temp)) {
            String token = server.token("Osaka");
            assertThat(server.checkIn(token, "PC0", systeminfo("PC0"))).isBetween(200, 299);
            Path ballast = disk.resolve("ballast");
            fill(ballast);

            int status = 0;
            int taken = 0;
            for (int i = 1; i < 2000 && status != 507; i++) {
                status = server.checkIn(token, "PC" + i, systeminfo("PC" + i));
                taken += status / 100 == 2 ? 1 : 0;
            }
            assertThat(status).isEqualTo(507);
            HttpResponse<String> ready = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(server.url() + "/health/ready"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(ready.statusCode()).isEqualTo(503);
            assertThat(ready.body()).contains("the disk is full");
            assertThat(ready.headers().firstValue("Retry-After")).isPresent();
            LaunchedServer.Ended backup = LaunchedServer.run(
                    temp,
                    "backup",
                    disk.resolve("copy.zip").toString(),
                    "--lang",
                    "en",
                    "--data",
                    disk.resolve("data").toString());
            assertThat(backup.exit()).isEqualTo(4);
            assertThat(backup.err()).contains("the disk is full");
            try (java.util.stream.Stream<Path> left = Files.list(disk)) {
                assertThat(left.map(file -> file.getFileName().toString()))
                        .as("nothing half written")
                        .containsExactlyInAnyOrder("data", "ballast");
            }

            Files.delete(ballast);
            assertThat(server.checkIn(token, "AFTER", systeminfo("AFTER"))).isBetween(200, 299);
            assertThat(server.stop()).isZero();
            assertThat(board(disk.resolve("data")).all().total()).isEqualTo(taken + 2);
        } finally {
            new ProcessBuilder("umount", "-l", disk.toString()).start().waitFor();
        }
    }

    private static void fill(Path ballast) {
        var block = new byte[1 << 16];
        try (var out = Files.newOutputStream(ballast)) {
            while (true) {
                out.write(block);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("space");
        }
    }
}

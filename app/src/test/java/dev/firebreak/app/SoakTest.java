package dev.firebreak.app;

import static java.nio.charset.StandardCharsets.UTF_16;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.store.FleetDatabase;
import dev.firebreak.app.web.Flood;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * A bad day: machines check in, hostile clients of every kind do what they do, the disk fills up and the process is killed, at random, for
 * {@code -Dfirebreak.soak.minutes} (20). Then it is counted: nothing that was acknowledged is lost, heap and files are bounded, and others
 * were answered.
 */
@Tag("long")
class SoakTest {

    private static final Path CLINIC = Path.of("../examples/clinic");
    private static final Duration LASTS = Duration.ofMinutes(Long.getLong("firebreak.soak.minutes", 20));
    private static final int SENDERS = 4;
    private static final int MACHINES_OF_EACH = 25;
    private static final int HOSTILE = 3_000;
    private static final int ROUND_SECONDS = 20;
    private static final int SECONDS_TO_NORMAL = 60;
    private static final long HEAP_AT_MOST = 200L << 20;
    private static final long FILES_AT_MOST = 300;
    private static final List<String> JVM = List.of("-Xmx1g", "-XX:NewRatio=1", "-XX:+ExitOnOutOfMemoryError");

    @TempDir
    Path temp;

    private final SplittableRandom random = new SplittableRandom(18);

    /** Of each machine the content that was acknowledged last, and what was sent since then. */
    private final Map<String, List<byte[]>> mayBeKept = new ConcurrentHashMap<>();

    private final AtomicInteger acknowledged = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private int answered;
    private int unanswered;
    private long longestMillis;

    @Test
    void nothing_acknowledged_is_lost_in_a_mixed_load_with_kills(TestReporter report) throws Exception {
        Path disk = Files.createDirectory(temp.resolve("disk"));
        Assumptions.assumeTrue(
                new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=512m", "tmpfs", disk.toString())
                                .start()
                                .waitFor()
                        == 0,
                "LEFT OUT, nothing was tested: a small disk needs root");
        try {
            Path data = disk.resolve("data");
            Instant end = Instant.now().plus(LASTS);
            int rounds = 0;
            String token = null;
            while (rounds == 0 || Instant.now().isBefore(end)) {
                try (var server = LaunchedServer.start(JVM, data, temp)) {
                    token = token == null ? server.token("Osaka") : token;
                    round(server, token, disk);
                }
                rounds++;
                everythingAcknowledgedIsThere(data);
            }
            report.publishEntry(
                    "soak",
                    rounds + " rounds, " + acknowledged + " check-ins acknowledged, " + refused + " refused, "
                            + answered + " questions answered, " + unanswered + " not, the longest wait "
                            + longestMillis + " ms");
            assertThat(acknowledged.get()).isPositive();
            assertThat(answered).isPositive();
            assertThat(unanswered).isZero();
        } finally {
            new ProcessBuilder("umount", "-l", disk.toString()).start().waitFor();
        }
    }

    private void round(LaunchedServer server, String token, Path disk) throws Exception {
        Flood.Kind kind = Flood.Kind.values()[random.nextInt(Flood.Kind.values().length)];
        boolean hasToken = random.nextBoolean();
        List<String> arguments = new ArrayList<>(List.of(
                "" + server.port(),
                kind.name(),
                "" + HOSTILE,
                random.nextBoolean() ? "spread" : "one",
                "" + ROUND_SECONDS));
        if (hasToken) {
            arguments.add(token);
        }
        Process flood = LaunchedServer.command(List.of("-Xmx300m"), Flood.class, arguments)
                .redirectErrorStream(true)
                .redirectOutput(temp.resolve("flood").toFile())
                .start();
        List<Thread> senders = new ArrayList<>();
        for (int s = 0; s < SENDERS; s++) {
            int sender = s;
            senders.add(Thread.ofVirtual().start(() -> send(server, token, sender)));
        }
        try (var honest = new Honest(server.port())) {
            if (random.nextInt(3) == 0) {
                TimeUnit.SECONDS.sleep(2 + random.nextInt(5));
                Path ballast = disk.resolve("ballast");
                fill(ballast);
                TimeUnit.SECONDS.sleep(5);
                Files.delete(ballast);
            }
            flood.waitFor(ROUND_SECONDS * 4, TimeUnit.SECONDS);
            Honest.Result result = honest.stop();
            answered += result.answered();
            unanswered += result.failed();
            longestMillis = Math.max(longestMillis, result.longestMillis());
        } finally {
            flood.destroyForcibly();
        }
        waitUntilBounded(server, arguments);
        if (random.nextInt(4) == 0) {
            server.stop();
        } else {
            server.kill();
        }
        for (Thread sender : senders) {
            sender.join();
        }
    }

    /** Its last answers are still under way; an idle connection is closed after half a minute. */
    private static void waitUntilBounded(LaunchedServer server, List<String> after) throws Exception {
        for (int i = 0;
                i < SECONDS_TO_NORMAL && (server.heapBytes() >= HEAP_AT_MOST || server.openFiles() >= FILES_AT_MOST);
                i++) {
            TimeUnit.SECONDS.sleep(1);
        }
        assertThat(server.heapBytes()).as("heap after " + after).isLessThan(HEAP_AT_MOST);
        assertThat(server.openFiles()).as("files after " + after).isLessThan(FILES_AT_MOST);
    }

    /** Until the server is gone. */
    private void send(LaunchedServer server, String token, int sender) {
        try {
            for (int i = 0; ; i++) {
                String machine = "PC-%d-%03d".formatted(sender, i % MACHINES_OF_EACH);
                byte[] content = systeminfo(machine, acknowledged.get() + i);
                List<byte[]> may = mayBeKept.computeIfAbsent(machine, m -> new ArrayList<>());
                synchronized (may) {
                    may.add(content);
                }
                TimeUnit.MILLISECONDS.sleep(50);
                int status = server.checkIn(token, machine, content);
                if (status / 100 == 2) {
                    acknowledged.incrementAndGet();
                    synchronized (may) {
                        may.clear();
                        may.add(content);
                        may.add(ACKNOWLEDGED);
                    }
                } else {
                    refused.incrementAndGet();
                    TimeUnit.MILLISECONDS.sleep(100);
                }
            }
        } catch (IOException e) {
            // The server is gone: that is what the test does.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** In the list behind what was acknowledged: from then on the machine must be there. */
    private static final byte[] ACKNOWLEDGED = {};

    /** The same machine, and each time another file. */
    private static byte[] systeminfo(String machine, int number) throws IOException {
        return (Files.readString(CLINIC.resolve("ISHI-PC01_systeminfo.txt"), UTF_16)
                                .replace("ISHI-PC01", machine)
                        + "\r\n".repeat(1 + number % 97))
                .getBytes(UTF_16);
    }

    private void everythingAcknowledgedIsThere(Path data) {
        try (FleetDatabase database = FleetDatabase.open(data, null, InstantSource.system())) {
            mayBeKept.forEach((machine, may) -> {
                if (may.contains(ACKNOWLEDGED)) {
                    byte[] kept = database.fleetStore()
                            .held(machine, Instant.now())
                            .orElseThrow(() -> new AssertionError(machine + " is lost"))
                            .contents()
                            .getFirst()
                            .content();
                    assertThat(may).as(machine).anyMatch(one -> Arrays.equals(one, kept));
                }
            });
            assertThat(database.auditLog().verify()).isEmpty();
        }
    }

    private static void fill(Path ballast) {
        var block = new byte[1 << 16];
        try (OutputStream out = Files.newOutputStream(ballast)) {
            while (true) {
                out.write(block);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("space");
        }
    }
}

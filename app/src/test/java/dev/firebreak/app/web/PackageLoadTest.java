package dev.firebreak.app.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.mirror.PackageFixtures;
import dev.firebreak.app.mirror.PackageStore;
import dev.firebreak.app.mirror.StoredPackage;
import dev.firebreak.app.mirror.StoredPackage.Standing;
import dev.firebreak.app.web.limits.Limits;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many machines fetch one package in ranges at the same time: memory must not grow with them. */
@Tag("long")
class PackageLoadTest {

    private static final int CLIENTS = 256;
    private static final int RANGES = 3;
    private static final int SIZE = 64 << 20;
    private static final int RANGE = 4 << 20;

    @TempDir
    Path folder;

    @Test
    void two_hundred_and_fifty_six_clients_in_ranges_with_a_flat_heap() throws Exception {
        try (var premises = Premises.withApi(folder, Limits.standard(1L << 30, 20_000))) {
            byte[] content = new byte[SIZE];
            new java.util.Random(3).nextBytes(content);
            StoredPackage stored = PackageFixtures.put(
                    PackageStore.of(premises.packageFolder),
                    "windows6.1-kb4012215-x64.msu",
                    content,
                    Standing.ACCEPTED);
            String token = premises.site("Osaka");
            int port = URI.create(premises.web.url()).getPort();
            String path = "/api/v1/packages/" + stored.sha256() + "/" + stored.file();
            // What the server needs at all is there after a first client.
            client(port, path, token, 0);
            long before = used();
            var most = new AtomicLong();
            var got = new AtomicLong();
            int ended = 0;
            long from = System.nanoTime();
            try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<Long>> clients = new ArrayList<>();
                for (int i = 0; i < CLIENTS; i++) {
                    int number = i;
                    clients.add(executor.submit(() -> client(port, path, token, number)));
                }
                for (Future<Long> client : clients) {
                    got.addAndGet(client.get());
                    if (++ended % 16 == 0) {
                        most.accumulateAndGet(used(), Math::max);
                    }
                }
            }
            double seconds = (System.nanoTime() - from) / 1e9;
            assertThat(got.get()).isEqualTo((long) CLIENTS * RANGES * RANGE);
            System.out.printf(
                    "%d clients, %d MB in %.1f s: %.0f MB/s; heap %d MB before, at most %d MB%n",
                    CLIENTS, got.get() >> 20, seconds, got.get() / 1e6 / seconds, before >> 20, most.get() >> 20);
            // The clients of this test live in the same heap: 64 KB each.
            assertThat(most.get() - before).isLessThan(96L << 20);
        }
    }

    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        System.gc();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static long client(int port, String path, String token, int number) throws Exception {
        long count = 0;
        byte[] buffer = new byte[1 << 16];
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(120_000);
            InputStream in = socket.getInputStream();
            for (int i = 0; i < RANGES; i++) {
                long at = (long) (number * RANGES + i) * RANGE % (SIZE - RANGE);
                String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token
                        + "\r\nRange: bytes=" + at + "-" + (at + RANGE - 1) + "\r\n\r\n";
                socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                assertThat(head(in)).startsWith("HTTP/1.1 206").contains("Content-Length: " + RANGE);
                long left = RANGE;
                while (left > 0) {
                    int n = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                    assertThat(n).isPositive();
                    left -= n;
                    count += n;
                }
            }
        }
        return count;
    }

    private static String head(InputStream in) throws Exception {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int c = in.read();
            assertThat(c).isNotNegative();
            head.append((char) c);
        }
        return head.toString();
    }
}

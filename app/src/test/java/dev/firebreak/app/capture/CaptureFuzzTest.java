package dev.firebreak.app.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Captures that are changed at random: bits, lengths, pieces left out, doubled and moved. No input makes a reader throw (the reader passes
 * faults through here), hang, or hold more than its bounds. Inputs that once did harm are kept in {@code capture/fuzz} of the test resources and are
 * tried first; a new one is written to {@code target} and named.
 */
class CaptureFuzzTest {

    private static final int[] TELLING = {0, 1, 0x7F, 0x80, 0xFF, 0xFE, 0x33, 0xA0, 0x32, 4, 8, 16, 32, 64};

    @Test
    void changed_captures_are_read_without_a_fault() throws IOException {
        fuzz(Duration.ofSeconds(3), 17);
    }

    @Test
    @Tag("long")
    void changed_captures_are_read_without_a_fault_for_ten_minutes() throws IOException {
        fuzz(Duration.ofMinutes(10), System.nanoTime());
    }

    private static void fuzz(Duration time, long seed) throws IOException {
        var random = new Random(seed);
        List<byte[]> seeds = seeds();
        seeds.forEach(CaptureFuzzTest::read);
        long end = System.nanoTime() + time.toNanos();
        var last = new AtomicReference<>(new byte[0]);
        try {
            // One watchdog for all: an input that hangs is the last one.
            assertTimeoutPreemptively(time.plusSeconds(60), () -> {
                while (System.nanoTime() < end) {
                    last.set(changed(seeds.get(random.nextInt(seeds.size())), random));
                    read(last.get());
                }
            });
        } catch (RuntimeException | AssertionError fault) {
            Path kept = Path.of("target", "fuzz-" + Arrays.hashCode(last.get()) + ".pcap");
            Files.createDirectories(kept.toAbsolutePath().getParent());
            Files.write(kept, last.get());
            throw new AssertionError("a fault in " + kept + ", seed " + seed, fault);
        }
    }

    private static void read(byte[] input) {
        WatchedInput watched = WatchedInput.of(input);
        // Every problem names its place or its kind, and there are few of them.
        assertThat(watched.problems.size()).isLessThan(5_000);
    }

    private static List<byte[]> seeds() throws IOException {
        List<byte[]> seeds = new ArrayList<>(List.of(
                TestCapture.eternalBlue().pcap(),
                TestCapture.eternalBlue().pcapng(),
                TestCapture.worm(),
                dns(),
                http(),
                smb2()));
        Path folder = Path.of("src/test/resources/dev/firebreak/app/capture/fuzz");
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.sorted().toList()) {
                    seeds.add(Files.readAllBytes(file));
                }
            }
        }
        return seeds;
    }

    private static byte[] dns() {
        var capture = new TestCapture(1, 53);
        byte[] question = HexFormat.of()
                .parseHex("123401000001000000000000" + "0377777707657861" + "6d706c65036f7267000001" + "0001");
        byte[] answer = HexFormat.of()
                .parseHex("123481800001000100000000" + "0377777707657861" + "6d706c65036f7267000001" + "0001"
                        + "c00c000100010000003c0004c0000201");
        capture.packets.add(new TestCapture.Packet(TestCapture.START, udp(true, question)));
        capture.packets.add(new TestCapture.Packet(TestCapture.START + 1000, udp(false, answer)));
        return capture.pcap();
    }

    private static byte[] udp(boolean isQuestion, byte[] content) {
        byte[] segment = java.nio.ByteBuffer.allocate(8 + content.length)
                .putShort((short) (isQuestion ? 5000 : 53))
                .putShort((short) (isQuestion ? 53 : 5000))
                .putShort((short) (8 + content.length))
                .putShort((short) 0)
                .put(content)
                .array();
        return TestCapture.ip4(
                isQuestion ? TestCapture.CLIENT : TestCapture.SERVER,
                isQuestion ? TestCapture.SERVER : TestCapture.CLIENT,
                17,
                0,
                segment);
    }

    private static byte[] http() {
        return new TestCapture(50_000, 80)
                .open()
                .client("GET /a HTTP/1.1\r\nHost: www.example.org\r\nUser-Agent: x\r\n\r\n"
                        .getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                .server("HTTP/1.1 200 OK\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                .pcap();
    }

    /** A file opened, renamed and closed in one compound. */
    private static byte[] smb2() {
        byte[] message = new byte[4 + 3 * 160];
        for (int i = 0; i < 3; i++) {
            var header = java.nio.ByteBuffer.wrap(message, 4 + i * 160, 160).order(java.nio.ByteOrder.LITTLE_ENDIAN);
            header.put(new byte[] {(byte) 0xFE, 'S', 'M', 'B'})
                    .putShort((short) 64)
                    .position(4 + i * 160 + 12)
                    .putShort((short) List.of(5, 17, 6).get(i).intValue())
                    .position(4 + i * 160 + 20);
            header.putInt(i < 2 ? 160 : 0).putLong(i);
        }
        message[3] = (byte) 0xE0;
        message[2] = 1;
        return TestCapture.smb().open().client(message).pcap();
    }

    private static byte[] changed(byte[] seed, Random random) {
        byte[] input = seed.clone();
        int changes = 1 + random.nextInt(12);
        for (int i = 0; i < changes && input.length > 32; i++) {
            int at = random.nextInt(input.length);
            switch (random.nextInt(7)) {
                case 0 -> input[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> input[at] = (byte) TELLING[random.nextInt(TELLING.length)];
                case 2 -> {
                    for (int j = at; j < Math.min(input.length, at + 4); j++) {
                        input[j] = (byte) (random.nextBoolean() ? 0xFF : 0);
                    }
                }
                case 3 -> input = Arrays.copyOf(input, at);
                case 4 -> {
                    // A piece twice.
                    int length = Math.min(random.nextInt(200), input.length - at);
                    byte[] longer = new byte[input.length + length];
                    System.arraycopy(input, 0, longer, 0, at + length);
                    System.arraycopy(input, at, longer, at + length, input.length - at);
                    input = longer;
                }
                case 5 -> {
                    // A piece left out.
                    int length = Math.min(random.nextInt(200), input.length - at);
                    byte[] shorter = new byte[input.length - length];
                    System.arraycopy(input, 0, shorter, 0, at);
                    System.arraycopy(input, at + length, shorter, at, shorter.length - at);
                    input = shorter;
                }
                default -> {
                    // Lengths and numbers of sequence, near the beginning of records.
                    int j = Math.min(input.length - 1, 24 + 16 + 14 + random.nextInt(80));
                    input[j] = (byte) random.nextInt(256);
                }
            }
        }
        return input;
    }
}

// One set of packets through every link, tunnel and file format.
package dev.firebreak.app.capture;

import static dev.firebreak.app.capture.TestCapture.eternalBlue;
import static dev.firebreak.app.capture.TestCapture.link;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.firebreak.app.capture.TestCapture.Packet;
import dev.firebreak.core.watch.ConnectionOutcome;
import dev.firebreak.core.watch.Event;
import dev.firebreak.core.watch.Rules;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The same conversation in every form of capture must tell the same. */
class CaptureFormatTest {

    static Stream<Arguments> files() throws IOException {
        return Stream.of(
                Arguments.of("pcap, microseconds, little", eternalBlue().pcap()),
                Arguments.of("pcap, microseconds, big", file(1, TestCapture::ethernet, ByteOrder.BIG_ENDIAN, false)),
                Arguments.of(
                        "pcap, nanoseconds, little", file(1, TestCapture::ethernet, ByteOrder.LITTLE_ENDIAN, true)),
                Arguments.of("pcap, nanoseconds, big", file(1, TestCapture::ethernet, ByteOrder.BIG_ENDIAN, true)),
                Arguments.of("pcapng, two sections", eternalBlue().pcapng()),
                Arguments.of("gzip", gzip(eternalBlue().pcap())),
                Arguments.of("VLAN", file(1, ip -> link(new byte[12], hex("8100 0005 0800"), ip))),
                Arguments.of("QinQ", file(1, ip -> link(new byte[12], hex("88A8 0005 8100 0006 0800"), ip))),
                Arguments.of("MPLS", file(1, ip -> link(new byte[12], hex("8847 00010040 00020140"), ip))),
                Arguments.of("PPPoE", file(1, ip -> link(new byte[12], hex("8864 11000001 0000 0021"), ip))),
                Arguments.of("raw IP", file(101, ip -> ip)),
                Arguments.of("loopback, BSD", file(0, ip -> link(hex("02000000"), ip))),
                Arguments.of("loopback, OpenBSD", file(108, ip -> link(hex("00000002"), ip))),
                Arguments.of("Linux cooked", file(113, ip -> link(new byte[14], hex("0800"), ip))),
                Arguments.of("Linux cooked v2", file(276, ip -> link(hex("0800"), new byte[18], ip))),
                Arguments.of("padded frames", file(1, ip -> link(TestCapture.ethernet(ip), new byte[9]))),
                Arguments.of(
                        "GRE",
                        file(101, ip -> TestCapture.ip4(new byte[4], new byte[4], 47, 0, link(hex("00000800"), ip)))),
                Arguments.of("SNAP", file(1, ip -> link(new byte[12], hex("0400 AAAA03000000 0800"), ip))),
                Arguments.of("Ethernet in GRE", tunnel("0000 6558")),
                Arguments.of("ERSPAN I", tunnel("0000 88BE")),
                Arguments.of("ERSPAN II", tunnel("1000 88BE 00000001 1001000100000000")),
                Arguments.of("ERSPAN III", tunnel("1000 22EB 00000001 200100010000000000000000")),
                Arguments.of("VXLAN", overlay(4789, "0800000000002A00")),
                Arguments.of("GENEVE", overlay(6081, "0100 6558 00002A00 00000000")),
                Arguments.of("IPv6", file(101, CaptureFormatTest::six)),
                Arguments.of(
                        "IPv6 with extension headers",
                        file(101, ip -> six(ip, 0, link(hex("3C00 010400000000"), hex("0600 010400000000"))))),
                Arguments.of(
                        "IPv4 in fragments",
                        eternalBlue().with(CaptureFormatTest::fragments).pcap()),
                Arguments.of("IPv6 in fragments", sixInFragments()));
    }

    private static byte[] tunnel(String header) {
        return file(
                101,
                ip -> TestCapture.ip4(new byte[4], new byte[4], 47, 0, link(hex(header), TestCapture.ethernet(ip))));
    }

    private static byte[] overlay(int port, String header) {
        return file(101, ip -> {
            byte[] inside = link(hex(header), TestCapture.ethernet(ip));
            byte[] udp = ByteBuffer.allocate(8)
                    .putShort((short) 50_000)
                    .putShort((short) port)
                    .putShort((short) (8 + inside.length))
                    .putShort((short) 0)
                    .array();
            return TestCapture.ip4(new byte[4], new byte[4], 17, 0, link(udp, inside));
        });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void every_form_of_file_tells_the_same(String name, byte[] file) {
        WatchedInput watched = WatchedInput.of(file);
        assertThat(watched.problems).isEmpty();
        assertThat(watched.rules()).containsExactly(Rules.ETERNALBLUE);
        var found = watched.detections.getFirst();
        assertThat(found.time()).isEqualTo(Instant.parse("2017-05-18T08:12:10.225786Z"));
        assertThat(found.flow().sourcePort()).isEqualTo(49_472);
        assertThat(found.flow().targetPort()).isEqualTo(445);
        assertThat(watched.events(Event.ConnectionAttempt.class))
                .extracting(Event.ConnectionAttempt::outcome)
                .containsExactly(ConnectionOutcome.ACCEPTED);
        assertThat(watched.events(Event.SmbCommand.class)).hasSize(8);
    }

    static Stream<Arguments> journeys() {
        UnaryOperator<List<Packet>> twice = packets -> {
            List<Packet> all = new ArrayList<>(packets);
            all.addAll(packets);
            return all;
        };
        UnaryOperator<List<Packet>> eachTwice =
                packets -> packets.stream().flatMap(p -> Stream.of(p, p)).toList();
        return Stream.of(
                Arguments.of("concatenated with itself", twice),
                Arguments.of("each packet twice, as on a mirror port", eachTwice),
                Arguments.of("in segments of 1 byte", cut(1)),
                Arguments.of("in segments of 3 bytes", cut(3)),
                Arguments.of("in segments of 1460 bytes", cut(1460)),
                Arguments.of("in segments that overlap", overlapping(100)),
                Arguments.of("out of order", cut(200).andThen(CaptureFormatTest::jumbled)),
                Arguments.of("from the middle on", (UnaryOperator<List<Packet>>)
                        packets -> packets.subList(4, packets.size())),
                Arguments.of("from the middle of a message on", (UnaryOperator<List<Packet>>)
                        packets -> cut(30).apply(packets).stream().skip(3).toList()),
                Arguments.of("from the middle of a message on, in segments of 3 bytes", (UnaryOperator<List<Packet>>)
                        packets -> cut(3).apply(packets).stream().skip(9).toList()),
                Arguments.of("without the server's side", (UnaryOperator<List<Packet>>)
                        packets -> packets.stream().filter(p -> p.ip()[15] == 1).toList()),
                Arguments.of("with a hole in file content", hole(cut(500), 12)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("journeys")
    void every_order_of_segments_gives_the_same_detection(
            String name, java.util.function.Function<List<Packet>, List<Packet>> journey) {
        byte[] file = eternalBlue().with(packets -> journey.apply(packets)).pcap();
        assertThat(WatchedInput.of(file).rules()).containsExactly(Rules.ETERNALBLUE);
    }

    /** Whole messages of 1000 connections, and a detection in the last. */
    @Test
    void connections_with_equal_ports_are_told_apart() {
        var all = new TestCapture(1, 445);
        for (int i = 0; i < 3; i++) {
            var one = eternalBlue();
            int shift = i * 77_777;
            one.packets.forEach(p -> {
                byte[] ip = p.ip().clone();
                ByteBuffer tcp = ByteBuffer.wrap(ip);
                tcp.putInt(24, tcp.getInt(24) + shift);
                tcp.putInt(28, tcp.getInt(28) + shift);
                all.packets.add(new Packet(p.nanos(), ip));
            });
        }
        assertThat(WatchedInput.of(all.pcap()).rules())
                .containsExactly(Rules.ETERNALBLUE, Rules.ETERNALBLUE, Rules.ETERNALBLUE);
    }

    @Test
    void attempts_end_as_accepted_refused_or_unanswered() {
        var refused = new TestCapture(50_001, 445);
        refused.packets.add(new Packet(
                TestCapture.START, TestCapture.ip4(true, TestCapture.tcp(50_001, 445, 5, 0, 2, new byte[0]))));
        refused.packets.add(new Packet(
                TestCapture.START + 1000,
                TestCapture.ip4(false, TestCapture.tcp(445, 50_001, 0, 6, 0x14, new byte[0]))));
        refused.packets.add(new Packet(
                TestCapture.START + 2000, TestCapture.ip4(true, TestCapture.tcp(50_002, 445, 5, 0, 2, new byte[0]))));
        byte[] unreachable = link(
                hex("0301 0000 00000000"), TestCapture.ip4(true, TestCapture.tcp(50_003, 445, 9, 0, 2, new byte[0])));
        refused.packets.add(new Packet(
                TestCapture.START + 3000, TestCapture.ip4(true, TestCapture.tcp(50_003, 445, 9, 0, 2, new byte[0]))));
        refused.packets.add(new Packet(
                TestCapture.START + 4000, TestCapture.ip4(TestCapture.SERVER, TestCapture.CLIENT, 1, 0, unreachable)));
        // A repeated SYN is the same attempt.
        refused.packets.add(new Packet(
                TestCapture.START + 3_000_000_000L,
                TestCapture.ip4(true, TestCapture.tcp(50_002, 445, 5, 0, 2, new byte[0]))));
        assertThat(WatchedInput.of(refused.pcap()).events(Event.ConnectionAttempt.class))
                .extracting(e -> e.flow().sourcePort() + " " + e.outcome())
                .containsExactly("50001 REFUSED", "50003 REFUSED", "50002 UNANSWERED");
    }

    @Test
    void chained_commands_are_events_of_their_own() {
        byte[] setup = TestCapture.smb1(0x73, false, 0, 64, link(hex("7500 4300"), new byte[22]), new byte[0]);
        // The tree connect begins at 67, 0x43, from the header.
        byte[] chained = link(setup, new byte[7], hex("04 FF00 0000 0000 0100 0900 00"), new byte[8]);
        ByteBuffer.wrap(chained).putInt(0, chained.length - 4);
        var capture = TestCapture.smb().open().client(chained);
        assertThat(WatchedInput.of(capture.pcap()).events(Event.SmbCommand.class))
                .extracting(Event.SmbCommand::command)
                .containsExactly(0x73, 0x75);
    }

    /** A chain that points back to itself. */
    @Test
    void a_chain_in_a_circle_ends() {
        byte[] loop = TestCapture.smb1(0x2E, false, 0, 64, link(hex("2E00 2000"), new byte[16]), new byte[0]);
        assertThat(WatchedInput.of(TestCapture.smb().open().client(loop).pcap()).events(Event.SmbCommand.class))
                .hasSize(1);
    }

    /** Cut at every byte: everything before is used, the rest is a problem with its place, and nothing hangs. */
    @Test
    void a_capture_cut_anywhere_is_read_up_to_there() {
        for (byte[] whole : List.of(eternalBlue().pcap(), eternalBlue().pcapng())) {
            for (int length = 4; length < whole.length; length += length < 800 ? 1 : 97) {
                byte[] cut = Arrays.copyOf(whole, length);
                assertTimeoutPreemptively(Duration.ofSeconds(5), () -> WatchedInput.of(cut));
            }
            WatchedInput cut = WatchedInput.of(Arrays.copyOf(whole, whole.length - 70));
            assertThat(cut.problems).hasSize(1);
            assertThat(cut.problems.getFirst().what().en()).contains("cut short at byte");
            assertThat(cut.rules()).containsExactly(Rules.ETERNALBLUE);
        }
    }

    @Test
    void after_a_damaged_record_the_next_one_is_found() {
        byte[] file = eternalBlue().pcap();
        // The length of the first record.
        file[24 + 8 + 3] = 0x7F;
        WatchedInput watched = WatchedInput.of(file);
        assertThat(watched.problems).hasSize(1);
        assertThat(watched.problems.getFirst().what().en()).contains("byte 24");
        assertThat(watched.rules()).containsExactly(Rules.ETERNALBLUE);
    }

    @Test
    void a_live_stream_gives_detections_while_it_goes_on() throws Exception {
        byte[] file = eternalBlue().pcap();
        var told = new java.util.concurrent.CountDownLatch(1);
        try (var out = new PipedOutputStream();
                var in = new PipedInputStream(out, 1 << 17)) {
            var logs = new dev.firebreak.app.capture.log.LogOptions(
                    java.time.ZoneOffset.UTC, java.time.LocalDate.of(2026, 1, 1), false);
            Thread reader = Thread.ofVirtual()
                    .start(() -> new EventReader(logs, dev.firebreak.core.inventory.BugReports.THROW)
                            .read(in, "-", new dev.firebreak.app.capture.event.EventSink() {
                                @Override
                                public void event(Event event) {
                                    if (event instanceof Event.SmbCommand command && command.command() == 0x33) {
                                        told.countDown();
                                    }
                                }

                                @Override
                                public void problem(dev.firebreak.core.inventory.Problem problem) {}
                            }));
            out.write(file);
            out.flush();
            // The stream is still open.
            assertThat(told.await(20, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
            out.close();
            reader.join();
        }
    }

    private static byte[] file(int linkType, UnaryOperator<byte[]> link) {
        return file(linkType, link, ByteOrder.LITTLE_ENDIAN, false);
    }

    private static byte[] file(int linkType, UnaryOperator<byte[]> link, ByteOrder order, boolean nanos) {
        return eternalBlue().pcap(linkType, link, order, nanos);
    }

    private static byte[] gzip(byte[] file) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(file);
        }
        return out.toByteArray();
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    private static byte[] six(byte[] ip4) {
        return six(ip4, 6, new byte[0]);
    }

    /** The same segment in IPv6. */
    private static byte[] six(byte[] ip4, int next, byte[] extensions) {
        byte[] segment = Arrays.copyOfRange(ip4, 20, ip4.length);
        return ByteBuffer.allocate(40 + extensions.length + segment.length)
                .putInt(0x6000_0000)
                .putShort((short) (extensions.length + segment.length))
                .put((byte) next)
                .put((byte) 64)
                .put(hex("20010db8000000000000000000000000"), 0, 15)
                .put(ip4[15])
                .put(hex("20010db8000000000000000000000000"), 0, 15)
                .put(ip4[19])
                .put(extensions)
                .put(segment)
                .array();
    }

    private static byte[] sixInFragments() {
        return eternalBlue()
                .with(packets -> packets.stream()
                        .flatMap(p -> {
                            byte[] segment = Arrays.copyOfRange(p.ip(), 20, p.ip().length);
                            List<Packet> parts = new ArrayList<>();
                            for (int at = 0; at < segment.length; at += 512) {
                                byte[] part = Arrays.copyOfRange(segment, at, Math.min(segment.length, at + 512));
                                boolean isLast = at + 512 >= segment.length;
                                byte[] header = ByteBuffer.allocate(8)
                                        .put((byte) 6)
                                        .put((byte) 0)
                                        .putShort((short) (at | (isLast ? 0 : 1)))
                                        .putInt((int) p.nanos())
                                        .array();
                                byte[] carrier = link(Arrays.copyOf(p.ip(), 20), part);
                                parts.add(new Packet(p.nanos(), six(carrier, 44, header)));
                            }
                            Collections.reverse(parts);
                            return parts.stream();
                        })
                        .toList())
                .pcap(101, ip -> ip, ByteOrder.LITTLE_ENDIAN, false);
    }

    private static List<Packet> fragments(List<Packet> packets) {
        List<Packet> all = new ArrayList<>();
        int id = 0;
        for (Packet p : packets) {
            id++;
            byte[] segment = Arrays.copyOfRange(p.ip(), 20, p.ip().length);
            byte[] from = Arrays.copyOfRange(p.ip(), 12, 16);
            byte[] to = Arrays.copyOfRange(p.ip(), 16, 20);
            for (int at = 0; at < segment.length; at += 800) {
                boolean isLast = at + 800 >= segment.length;
                byte[] ip = TestCapture.ip4(
                        from,
                        to,
                        6,
                        at / 8 | (isLast ? 0 : 0x2000),
                        Arrays.copyOfRange(segment, at, Math.min(segment.length, at + 800)));
                ip[5] = (byte) id;
                all.add(new Packet(p.nanos(), ip));
            }
        }
        return all;
    }

    /** Each segment in smaller ones. */
    static UnaryOperator<List<Packet>> cut(int bytes) {
        return packets -> pieces(packets, bytes, bytes);
    }

    private static UnaryOperator<List<Packet>> overlapping(int bytes) {
        return packets -> pieces(packets, bytes, bytes / 2);
    }

    private static List<Packet> pieces(List<Packet> packets, int bytes, int step) {
        List<Packet> all = new ArrayList<>();
        for (Packet p : packets) {
            int payload = p.ip().length - 40;
            if (payload <= bytes) {
                all.add(p);
                continue;
            }
            for (int at = 0; at < payload; at += step) {
                byte[] part = Arrays.copyOfRange(p.ip(), 40 + at, Math.min(p.ip().length, 40 + at + bytes));
                byte[] ip = link(Arrays.copyOf(p.ip(), 40), part);
                ByteBuffer buffer = ByteBuffer.wrap(ip);
                buffer.putShort(2, (short) ip.length);
                buffer.putInt(24, buffer.getInt(24) + at);
                all.add(new Packet(p.nanos(), ip));
            }
        }
        return all;
    }

    /** Neighbours change places, but for the opening. */
    private static List<Packet> jumbled(List<Packet> packets) {
        List<Packet> all = new ArrayList<>(packets);
        var random = new Random(1);
        for (int from = 2; from + 6 < all.size(); from += 6) {
            Collections.shuffle(all.subList(from, from + 6), random);
        }
        return all;
    }

    private static UnaryOperator<List<Packet>> hole(UnaryOperator<List<Packet>> first, int lost) {
        return packets -> {
            List<Packet> all = new ArrayList<>(first.apply(packets));
            all.remove(lost);
            return all;
        };
    }
}

package dev.firebreak.app.capture;

import dev.firebreak.app.fuzz.FuzzTarget;
import dev.firebreak.app.fuzz.Law;
import dev.firebreak.core.watch.Event;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Packets, with the file around them made here: a byte that chooses the link, then the packets, each after its length. IPv4 datagrams that
 * come in fragments, in any order and doubled, give the same events as whole.
 */
public final class PacketTarget implements FuzzTarget {

    private static final int[] LINKS = {1, 101, 113, 276, 0, 9, 228, 229};
    private static final int RAW_IP = 101;
    private static final int MAX_PACKETS = 64;

    @Override
    public String name() {
        return "packets";
    }

    @Override
    public int mostBytes() {
        return 1 << 12;
    }

    @Override
    public List<byte[]> seeds() {
        List<byte[]> conversation = TestCapture.eternalBlue().packets.stream()
                .map(TestCapture.Packet::ip)
                .filter(ip -> ip.length < 1300)
                .toList();
        List<byte[]> datagrams = ConversationTarget.dnsDatagrams().packets.stream()
                .map(TestCapture.Packet::ip)
                .toList();
        return List.of(
                input(1, conversation),
                input(1, datagrams),
                input(0, datagrams.stream().map(TestCapture::ethernet).toList()),
                input(0, datagrams.stream().map(PacketTarget::tagged).toList()),
                input(
                        1,
                        datagrams.stream()
                                .map(ip -> TestCapture.ip4(TestCapture.CLIENT, TestCapture.SERVER, 4, 0, ip))
                                .toList()),
                input(1, datagrams.stream().map(PacketTarget::ip6).toList()));
    }

    @Override
    public void run(byte[] input) {
        if (input.length < 4) {
            return;
        }
        int link = LINKS[input[0] & 7];
        List<byte[]> packets = packets(input);
        List<Event> plain = events(link, packets);
        if (link == RAW_IP && packets.stream().allMatch(PacketTarget::isWhole)) {
            List<byte[]> pieces = new ArrayList<>();
            for (int i = 0; i < packets.size(); i++) {
                pieces.addAll(fragments(packets.get(i), i, input[0] >> 3));
            }
            Law.same(plain, events(link, pieces), "a datagram in fragments is the datagram");
        }
    }

    private static List<Event> events(int link, List<byte[]> packets) {
        var capture = new TestCapture(1, 1);
        packets.forEach(packet -> capture.packets.add(new TestCapture.Packet(TestCapture.START, packet)));
        byte[] file = capture.pcap(link, packet -> packet, ByteOrder.BIG_ENDIAN, false);
        return EventTarget.read(new ByteArrayInputStream(file)).events;
    }

    private static List<byte[]> packets(byte[] input) {
        List<byte[]> packets = new ArrayList<>();
        int at = 1;
        while (at + 2 < input.length && packets.size() < MAX_PACKETS) {
            int length = Math.min((input[at] & 0xFF) | (input[at + 1] & 0x0F) << 8, input.length - at - 2);
            packets.add(Arrays.copyOfRange(input, at + 2, at + 2 + length));
            at += 2 + length;
        }
        return packets;
    }

    /** Whether a packet is an IPv4 datagram without options that was captured whole and is no fragment. */
    private static boolean isWhole(byte[] packet) {
        return packet.length > 20
                && packet[0] == 0x45
                && ((packet[2] & 0xFF) << 8 | (packet[3] & 0xFF)) == packet.length
                && (packet[6] & 0x3F) == 0
                && packet[7] == 0;
    }

    /** In pieces of 8 to 64 bytes; the second before the first, and one of them twice, if the input says so. */
    private static List<byte[]> fragments(byte[] packet, int number, int how) {
        int size = 8 << (how & 3);
        List<byte[]> all = new ArrayList<>();
        for (int at = 20; at < packet.length; at += size) {
            int end = Math.min(packet.length, at + size);
            boolean isLast = end == packet.length;
            byte[] piece = ByteBuffer.allocate(20 + end - at)
                    .put(packet, 0, 20)
                    .put(packet, at, end - at)
                    .putShort(2, (short) (20 + end - at))
                    // An id of its own: two datagrams with one id would be one.
                    .putShort(4, (short) (number + 1))
                    .putShort(6, (short) ((at - 20) / 8 | (isLast ? 0 : 0x2000)))
                    .array();
            all.add(piece);
        }
        if (all.size() > 1 && (how & 4) != 0) {
            all.add(all.removeFirst());
        }
        if (all.size() > 2 && (how & 8) != 0) {
            all.add(1, all.get(0));
        }
        // More pieces than a datagram may have would be given up.
        return all.size() > 200 ? List.of(packet) : all;
    }

    private static byte[] tagged(byte[] ip) {
        return TestCapture.link(new byte[12], new byte[] {(byte) 0x81, 0, 0, 5, 8, 0}, ip);
    }

    /** The same datagram in IPv6, with a header of options before it. */
    private static byte[] ip6(byte[] ip4) {
        byte[] udp = Arrays.copyOfRange(ip4, 20, ip4.length);
        return ByteBuffer.allocate(48 + udp.length)
                .put((byte) 0x60)
                .putShort(4, (short) (8 + udp.length))
                .put(6, (byte) 60)
                .put(23, (byte) 1)
                .put(39, (byte) 2)
                .put(40, (byte) 17)
                .put(48, udp)
                .array();
    }

    private static byte[] input(int link, List<byte[]> packets) {
        var all = new ByteArrayOutputStream();
        all.write(link);
        for (byte[] packet : packets) {
            all.write(packet.length);
            all.write(packet.length >> 8);
            all.writeBytes(packet);
        }
        return all.toByteArray();
    }
}

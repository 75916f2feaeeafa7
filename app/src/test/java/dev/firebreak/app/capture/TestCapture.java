package dev.firebreak.app.capture;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Captures made packet by packet. Contents are headers and zeros: the protocol's form, never an attack's bytes. */
public final class TestCapture {

    static final byte[] CLIENT = {10, 0, 0, 1};
    static final byte[] SERVER = {10, 0, 0, 2};
    static final long START = 1_495_095_130_218_786_000L;

    /** An IP packet at a time. */
    record Packet(long nanos, byte[] ip) {}

    final List<Packet> packets = new ArrayList<>();
    private long now = START;
    private final int clientPort;
    private final int serverPort;
    private int clientNext = 1_000;
    private int serverNext = 0xFFFF_FF00;

    TestCapture(int clientPort, int serverPort) {
        this.clientPort = clientPort;
        this.serverPort = serverPort;
    }

    static TestCapture smb() {
        return new TestCapture(49_472, 445);
    }

    TestCapture open() {
        add(true, 2, new byte[0]);
        clientNext++;
        add(false, 0x12, new byte[0]);
        serverNext++;
        return this;
    }

    TestCapture client(byte[] payload) {
        add(true, 0x18, payload);
        clientNext += payload.length;
        return this;
    }

    TestCapture server(byte[] payload) {
        add(false, 0x18, payload);
        serverNext += payload.length;
        return this;
    }

    private void add(boolean fromClient, int flags, byte[] payload) {
        now += 1_000_000;
        packets.add(new Packet(
                now,
                ip4(
                        fromClient,
                        tcp(
                                fromClient ? clientPort : serverPort,
                                fromClient ? serverPort : clientPort,
                                fromClient ? clientNext : serverNext,
                                fromClient ? serverNext : clientNext,
                                flags,
                                payload))));
    }

    static byte[] tcp(int from, int to, int sequence, int acknowledgement, int flags, byte[] payload) {
        return ByteBuffer.allocate(20 + payload.length)
                .putShort((short) from)
                .putShort((short) to)
                .putInt(sequence)
                .putInt(acknowledgement)
                .put((byte) 0x50)
                .put((byte) flags)
                .putShort((short) 8192)
                .putInt(0)
                .put(payload)
                .array();
    }

    static byte[] ip4(boolean fromClient, byte[] transport) {
        return ip4(fromClient ? CLIENT : SERVER, fromClient ? SERVER : CLIENT, 6, 0, transport);
    }

    static byte[] ip4(byte[] from, byte[] to, int protocol, int fragment, byte[] transport) {
        return ByteBuffer.allocate(20 + transport.length)
                .put((byte) 0x45)
                .put((byte) 0)
                .putShort((short) (20 + transport.length))
                .putShort((short) 7)
                .putShort((short) fragment)
                .put((byte) 64)
                .put((byte) protocol)
                .putShort((short) 0)
                .put(from)
                .put(to)
                .put(transport)
                .array();
    }

    /** An SMB1 message with its session header; words and data as given. */
    static byte[] smb1(int command, boolean isResponse, int status, int multiplex, byte[] words, byte[] data) {
        int length = 32 + 1 + words.length + 2 + data.length;
        return ByteBuffer.allocate(4 + length)
                .putInt(length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(new byte[] {(byte) 0xFF, 'S', 'M', 'B', (byte) command})
                .putInt(status)
                .put((byte) (isResponse ? 0x98 : 0x18))
                .putShort((short) 0xC007)
                .putShort((short) 0)
                .putLong(0)
                .putShort((short) 0)
                .putShort((short) 2048)
                .putShort((short) 0xFEFF)
                .putShort((short) 2048)
                .putShort((short) multiplex)
                .put((byte) (words.length / 2))
                .put(words)
                .putShort((short) data.length)
                .put(data)
                .array();
    }

    /** A request of NT_TRANSACT that announces more data than it holds. */
    static byte[] ntTransact(int function, int multiplex) {
        byte[] words = ByteBuffer.allocate(38)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 1)
                .putShort((short) 0)
                .putInt(30)
                .putInt(66_512)
                .putInt(30)
                .putInt(0)
                .putInt(30)
                .putInt(75)
                .putInt(976)
                .putInt(104)
                .put((byte) 0)
                .putShort((short) function)
                .array();
        return smb1(0xA0, false, 0, multiplex, words, new byte[1000]);
    }

    static byte[] transact2Secondary(int multiplex) {
        return smb1(0x33, false, 0, multiplex, new byte[18], new byte[4096]);
    }

    /** The form of an EternalBlue conversation between ordinary messages: negotiation, echo. */
    static TestCapture eternalBlue() {
        return smb().open()
                .client(smb1(0x72, false, 0, 64, new byte[0], new byte[60]))
                .server(smb1(0x72, true, 0, 64, new byte[34], new byte[20]))
                .client(ntTransact(0, 65))
                .server(smb1(0xA0, true, 0, 65, new byte[0], new byte[0]))
                .client(transact2Secondary(65))
                .client(transact2Secondary(65))
                .client(smb1(0x2B, false, 0, 65, new byte[2], new byte[12]))
                .server(smb1(0x2B, true, 0, 65, new byte[2], new byte[12]));
    }

    /** A worm's way: 10.0.0.1 attacks 10.0.0.2, which attacks 10.0.0.3 a second later and 10.0.0.4 after another one. */
    public static byte[] worm() {
        var all = new TestCapture(1, 445);
        for (int i = 0; i < 3; i++) {
            byte source = (byte) (i == 0 ? 1 : 2);
            byte target = (byte) (i + 2);
            long later = i * 1_000_000_000L;
            for (Packet p : eternalBlue().packets) {
                byte[] ip = p.ip.clone();
                boolean fromClient = ip[15] == 1;
                ip[15] = fromClient ? source : target;
                ip[19] = fromClient ? target : source;
                all.packets.add(new Packet(p.nanos + later, ip));
            }
        }
        return all.pcap();
    }

    /** The same packets changed. */
    TestCapture with(UnaryOperator<List<Packet>> change) {
        List<Packet> changed = change.apply(List.copyOf(packets));
        packets.clear();
        packets.addAll(changed);
        return this;
    }

    static byte[] ethernet(byte[] ip) {
        return link(
                new byte[12], (ip[0] >> 4 & 0xF) == 6 ? new byte[] {(byte) 0x86, (byte) 0xDD} : new byte[] {8, 0}, ip);
    }

    static byte[] link(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    byte[] pcap() {
        return pcap(1, TestCapture::ethernet, ByteOrder.LITTLE_ENDIAN, false);
    }

    byte[] pcap(int linkType, UnaryOperator<byte[]> link, ByteOrder order, boolean nanos) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(ByteBuffer.allocate(24)
                .order(order)
                .putInt(nanos ? 0xA1B23C4D : 0xA1B2C3D4)
                .putShort((short) 2)
                .putShort((short) 4)
                .putLong(0)
                .putInt(262_144)
                .putInt(linkType)
                .array());
        for (Packet packet : packets) {
            byte[] frame = link.apply(packet.ip);
            out.writeBytes(ByteBuffer.allocate(16)
                    .order(order)
                    .putInt((int) (packet.nanos / 1_000_000_000))
                    .putInt((int) (packet.nanos % 1_000_000_000) / (nanos ? 1 : 1000))
                    .putInt(frame.length)
                    .putInt(frame.length)
                    .array());
            out.writeBytes(frame);
        }
        return out.toByteArray();
    }

    /** Two sections, the second in the other order of bytes; names, statistics, unknown blocks and several interfaces between. */
    byte[] pcapng() {
        var out = new ByteArrayOutputStream();
        int half = packets.size() / 2;
        for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
            boolean isFirst = order == ByteOrder.LITTLE_ENDIAN;
            block(
                    out,
                    order,
                    0x0A0D0D0A,
                    b -> b.putInt(0x1A2B3C4D)
                            .putShort((short) 1)
                            .putShort((short) 0)
                            .putLong(-1));
            // Interface 0: raw IP in nanoseconds; interface 1: Ethernet in microseconds with an option before it.
            block(
                    out,
                    order,
                    1,
                    b -> b.putShort((short) 101)
                            .putShort((short) 0)
                            .putInt(0)
                            .putShort((short) 9)
                            .putShort((short) 1)
                            .putInt(order == ByteOrder.BIG_ENDIAN ? 9 << 24 : 9)
                            .putInt(0));
            block(out, order, 4, b -> b.putLong(0));
            block(out, order, 0x0BAD, b -> b.putLong(1).putLong(2).putInt(3));
            block(
                    out,
                    order,
                    1,
                    b -> b.putShort((short) 1)
                            .putShort((short) 0)
                            .putInt(0)
                            .putShort((short) 2)
                            .putShort((short) 5)
                            .put("eth0\0".getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                            .put(new byte[3])
                            .putInt(0));
            List<Packet> some = isFirst ? packets.subList(0, half) : packets.subList(half, packets.size());
            for (int i = 0; i < some.size(); i++) {
                Packet packet = some.get(i);
                int number = i % 2;
                byte[] frame = number == 0 ? packet.ip : ethernet(packet.ip);
                long stamp = number == 0 ? packet.nanos : packet.nanos / 1000;
                block(
                        out,
                        order,
                        6,
                        b -> b.putInt(number)
                                .putInt((int) (stamp >>> 32))
                                .putInt((int) stamp)
                                .putInt(frame.length)
                                .putInt(frame.length)
                                .put(frame)
                                .put(new byte[-frame.length & 3]));
            }
            block(out, order, 5, b -> b.putInt(0).putLong(0));
        }
        return out.toByteArray();
    }

    private static void block(ByteArrayOutputStream out, ByteOrder order, int type, UnaryOperator<ByteBuffer> body) {
        ByteBuffer filled = body.apply(ByteBuffer.allocate(70_000).order(order));
        int length = 12 + filled.position();
        out.writeBytes(ByteBuffer.allocate(length)
                .order(order)
                .putInt(type)
                .putInt(length)
                .put(filled.array(), 0, filled.position())
                .putInt(length)
                .array());
    }
}

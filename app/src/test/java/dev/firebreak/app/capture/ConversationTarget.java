package dev.firebreak.app.capture;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16LE;

import dev.firebreak.app.capture.application.HttpStream;
import dev.firebreak.app.fuzz.FuzzTarget;
import dev.firebreak.app.fuzz.Law;
import dev.firebreak.core.watch.Event;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * What two ends of a TCP connection say to each other, with the packets around it made here. An input is a list of pieces: a byte that says
 * who speaks and how the piece travels, its length, its bytes. The events do not depend on how it travels: in one segment a piece, or
 * in many, doubled, overlapping and in another order.
 */
public final class ConversationTarget implements FuzzTarget {

    private static final int FROM_SERVER = 1;
    private static final int DOUBLED = 2;
    private static final int TURNED = 4;
    private static final int OVERLAPPING = 8;
    private static final int WITHOUT_HEADER = 0x80;
    private static final int MAX_PIECES = 64;

    /** NetBIOS sessions with SMB1 and SMB2. */
    public static final FuzzTarget SMB = new ConversationTarget("smb", 445, ConversationTarget::smbSeeds);

    /** Requests on port 80. */
    public static final FuzzTarget HTTP = new ConversationTarget("http", 80, ConversationTarget::httpSeeds);

    /** DNS over TCP. */
    public static final FuzzTarget DNS = new ConversationTarget("dns", 53, ConversationTarget::dnsSeeds);

    private final String name;
    private final int port;
    private final Callable<List<byte[]>> seeds;

    private ConversationTarget(String name, int port, Callable<List<byte[]>> seeds) {
        this.name = name;
        this.port = port;
        this.seeds = seeds;
    }

    private record Piece(int how, byte[] bytes) {
        boolean isFromServer() {
            return (how & FROM_SERVER) != 0;
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<byte[]> seeds() throws Exception {
        return seeds.call();
    }

    @Override
    public int mostBytes() {
        return 1 << 12;
    }

    @Override
    public void run(byte[] input) {
        List<Piece> pieces = pieces(input);
        List<Event> plain = events(pieces, false);
        List<Event> varied = events(pieces, true);
        if (port == 80) {
            // Nobody follows the bodies: where the next request begins is told by the segments. The first one is always
            // found.
            if (beginsWithARequest(pieces)) {
                Law.same(request(plain), request(varied), "the first request does not depend on the segments");
            }
            return;
        }
        if (request(plain) != null || request(varied) != null) {
            // HTTP on another port has the law above only.
            return;
        }
        Law.same(plain, varied, "the events do not depend on the segments in which a stream comes");
    }

    private static boolean beginsWithARequest(List<Piece> pieces) {
        return !pieces.isEmpty()
                && !pieces.getFirst().isFromServer()
                && HttpStream.begins(pieces.getFirst().bytes, 0, pieces.getFirst().bytes.length);
    }

    private static @Nullable Event request(List<Event> events) {
        return events.stream()
                .filter(Event.HttpRequest.class::isInstance)
                .findFirst()
                .orElse(null);
    }

    private List<Piece> pieces(byte[] input) {
        List<Piece> pieces = new ArrayList<>();
        int at = 0;
        while (at + 3 < input.length && pieces.size() < MAX_PIECES) {
            int length = Math.min((input[at + 1] & 0xFF) | (input[at + 2] & 0x0F) << 8, input.length - at - 3);
            byte[] bytes = Arrays.copyOfRange(input, at + 3, at + 3 + length);
            pieces.add(new Piece(input[at] & 0xFF, (input[at] & WITHOUT_HEADER) != 0 ? bytes : framed(bytes)));
            at += 3 + length;
        }
        return pieces;
    }

    /** With the header that each message of this port has. */
    private byte[] framed(byte[] message) {
        return switch (port) {
            case 445 ->
                ByteBuffer.allocate(4 + message.length)
                        .putInt(message.length)
                        .put(message)
                        .array();
            case 53 ->
                ByteBuffer.allocate(2 + message.length)
                        .putShort((short) message.length)
                        .put(message)
                        .array();
            default -> message;
        };
    }

    private List<Event> events(List<Piece> pieces, boolean isVaried) {
        var sender = new Sender(port);
        for (Piece piece : pieces) {
            if (piece.bytes.length > 0) {
                sender.send(piece, isVaried);
            }
        }
        return EventTarget.read(new ByteArrayInputStream(sender.capture.pcap())).events;
    }

    /** Packets of one moment: times of events do not tell how they travelled. */
    private static final class Sender {

        private final TestCapture capture;
        private final int port;
        private int clientNext = 1_001;
        private int serverNext = 0xFFFF_FF01;

        Sender(int port) {
            this.port = port;
            this.capture = new TestCapture(49_472, port);
            add(true, 1_000, 0, 2, new byte[0]);
            add(false, 0xFFFF_FF00, 1_001, 0x12, new byte[0]);
        }

        void send(Piece piece, boolean isVaried) {
            boolean isClient = !piece.isFromServer();
            int sequence = isClient ? clientNext : serverNext;
            byte[] bytes = piece.bytes;
            if (!isVaried) {
                data(isClient, sequence, bytes);
            } else {
                int size = 1 + (piece.how >> 4 & 7) * (piece.how >> 4 & 7) * 7;
                List<Integer> starts = new ArrayList<>();
                for (int at = 0; at < bytes.length; at += size) {
                    starts.add(at);
                }
                for (int i = 0; i < starts.size(); i++) {
                    int at = starts.get(i ^ ((piece.how & TURNED) != 0 && (i ^ 1) < starts.size() ? 1 : 0));
                    int from = (piece.how & OVERLAPPING) != 0 ? Math.max(0, at - 3) : at;
                    byte[] segment = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, at + size));
                    data(isClient, sequence + from, segment);
                    if ((piece.how & DOUBLED) != 0) {
                        data(isClient, sequence + from, segment);
                    }
                }
            }
            if (isClient) {
                clientNext += bytes.length;
            } else {
                serverNext += bytes.length;
            }
        }

        private void data(boolean isClient, int sequence, byte[] bytes) {
            add(isClient, sequence, isClient ? serverNext : clientNext, 0x18, bytes);
        }

        private void add(boolean isClient, int sequence, int acknowledgement, int flags, byte[] bytes) {
            byte[] tcp = TestCapture.tcp(
                    isClient ? 49_472 : port, isClient ? port : 49_472, sequence, acknowledgement, flags, bytes);
            capture.packets.add(new TestCapture.Packet(TestCapture.START, TestCapture.ip4(isClient, tcp)));
        }
    }

    private static byte[] input(List<Piece> pieces) {
        var all = new ByteArrayOutputStream();
        for (Piece piece : pieces) {
            all.write(piece.how);
            all.write(piece.bytes.length);
            all.write(piece.bytes.length >> 8);
            all.writeBytes(piece.bytes);
        }
        return all.toByteArray();
    }

    private static byte[] body(byte[] framed) {
        return Arrays.copyOfRange(framed, 4, framed.length);
    }

    private static List<byte[]> smbSeeds() {
        byte[] negotiate = body(TestCapture.smb1(0x72, false, 0, 64, new byte[0], new byte[30]));
        byte[] begun = body(TestCapture.ntTransact(0, 65));
        byte[] more = body(TestCapture.smb1(0x33, false, 0, 65, new byte[18], new byte[40]));
        byte[] answer = body(TestCapture.smb1(0x32, true, 0, 81, new byte[20], new byte[4]));
        return List.of(
                input(List.of(
                        new Piece(0x20, negotiate),
                        new Piece(0x70, Arrays.copyOf(begun, 120)),
                        new Piece(0x16, more),
                        new Piece(0x39, answer))),
                input(List.of(
                        new Piece(0x40, smb1Create("\\a.doc")),
                        new Piece(0x41, body(TestCapture.smb1(0xA2, true, 0, 5, new byte[68], new byte[0]))),
                        new Piece(0x1A, smb1Rename("\\a.doc", "\\a.doc.WNCRY")),
                        new Piece(0x41, body(TestCapture.smb1(0x07, true, 0, 6, new byte[0], new byte[0]))))),
                input(List.of(
                        new Piece(0x40, smb2(5, 17, 6)),
                        new Piece(0x41, smb2Answer(5)),
                        new Piece(0x3E, smb2(9, 8, 16)))));
    }

    /** NT_CREATE_ANDX (MS-CIFS 2.2.4.64). */
    private static byte[] smb1Create(String name) {
        byte[] words = ByteBuffer.allocate(48)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 0xFF)
                .put(new byte[4])
                .putShort((short) (2 * name.length()))
                .array();
        return body(TestCapture.smb1(0xA2, false, 0, 5, words, ("\0" + wide(name)).getBytes(ISO_8859_1)));
    }

    /** RENAME (MS-CIFS 2.2.4.8): two names, each after a byte that says so. */
    private static byte[] smb1Rename(String from, String to) {
        return body(TestCapture.smb1(
                0x07,
                false,
                0,
                6,
                new byte[2],
                ("\u0004" + wide(from) + "\0\0\u0004\0" + wide(to) + "\0\0").getBytes(ISO_8859_1)));
    }

    /** UTF-16, as the flags of {@link TestCapture#smb1} say, a byte a letter. */
    private static String wide(String text) {
        return new String(text.getBytes(UTF_16LE), ISO_8859_1);
    }

    /** Commands in one compound, each of 160 bytes. */
    private static byte[] smb2(int... commands) {
        var all = ByteBuffer.allocate(commands.length * 160).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < commands.length; i++) {
            int at = i * 160;
            all.put(at, new byte[] {(byte) 0xFE, 'S', 'M', 'B'}).putShort(at + 4, (short) 64);
            all.putShort(at + 12, (short) commands[i]).putInt(at + 20, i < commands.length - 1 ? 160 : 0);
            all.putLong(at + 24, i + 1L);
            // A name for CREATE: offset and length, then the text.
            all.putShort(at + 64 + 44, (short) 120).putShort(at + 64 + 46, (short) 10);
            all.put(at + 120, "a.doc".getBytes(UTF_16LE));
        }
        return all.array();
    }

    private static byte[] smb2Answer(int command) {
        byte[] answer = smb2(command);
        answer[16] = 1;
        answer[64 + 4] = 2;
        return answer;
    }

    private static List<byte[]> httpSeeds() {
        byte[] get = "GET /a?b HTTP/1.1\r\nHost: www.example.org:80\r\nUser-Agent: x\r\n\r\n".getBytes(US_ASCII);
        byte[] proxied = "CONNECT a.example:443 HTTP/1.1\r\n\r\nGET http://b.example/x HTTP/1.0\n\n".getBytes(US_ASCII);
        byte[] answer = "HTTP/1.1 200 OK\r\n\r\n".getBytes(US_ASCII);
        return List.of(
                input(List.of(new Piece(0x40, get), new Piece(0x21, answer), new Piece(0x26, get))),
                input(List.of(new Piece(0x58, proxied), new Piece(0x01, answer))));
    }

    private static final byte[] QUESTION = HexFormat.of()
            .parseHex("123401000001000000000000" + "0377777707657861" + "6d706c65036f7267000001" + "0001");
    private static final byte[] ANSWER = HexFormat.of()
            .parseHex("123481800001000100000000" + "0377777707657861" + "6d706c65036f7267000001" + "0001"
                    + "c00c000100010000003c0004c0000201");

    private static List<byte[]> dnsSeeds() {
        return List.of(input(List.of(new Piece(0x20, QUESTION), new Piece(0x17, ANSWER), new Piece(0x38, QUESTION))));
    }

    /** A question and its answer in datagrams. */
    static TestCapture dnsDatagrams() {
        var capture = new TestCapture(1, 53);
        capture.packets.add(new TestCapture.Packet(TestCapture.START, datagram(true, QUESTION)));
        capture.packets.add(new TestCapture.Packet(TestCapture.START + 1000, datagram(false, ANSWER)));
        return capture;
    }

    private static byte[] datagram(boolean isQuestion, byte[] content) {
        byte[] udp = ByteBuffer.allocate(8 + content.length)
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
                udp);
    }
}

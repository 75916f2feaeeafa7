package dev.firebreak.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * Makes a capture of a file server's day: {@code CaptureGenerator MEGABYTES SEED FILE}. Each conversation has addresses, ports, sequence
 * numbers, names and lengths of its own. One of 2000 has the form of an EternalBlue attack, with zeros for content.
 */
public final class CaptureGenerator {

    private static final int SEGMENT = 1460;

    private final Random random;
    private final OutputStream out;
    private long written;
    private long nanos = 1_495_000_000_000_000_000L;

    // The conversation at hand.
    private int client;
    private int server;
    private int clientPort;
    private int clientNext;
    private int serverNext;

    private CaptureGenerator(long seed, OutputStream out) {
        this.random = new Random(seed);
        this.out = out;
    }

    public static void main(String... args) throws IOException {
        long bytes = Long.parseLong(args[0]) * 1_000_000;
        try (var out = new BufferedOutputStream(Files.newOutputStream(Path.of(args[2])), 1 << 20)) {
            new CaptureGenerator(Long.parseLong(args[1]), out).write(bytes);
        }
    }

    private void write(long bytes) throws IOException {
        put(ByteBuffer.allocate(24)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0xA1B2C3D4)
                .putShort((short) 2)
                .putShort((short) 4)
                .putLong(0)
                .putInt(262_144)
                .putInt(1));
        for (int i = 0; written < bytes; i++) {
            conversation(i);
        }
    }

    private void put(ByteBuffer bytes) throws IOException {
        out.write(bytes.array(), bytes.arrayOffset(), bytes.position());
        written += bytes.position();
    }

    private void conversation(int number) throws IOException {
        client = 0x0A000000 | random.nextInt(1 << 16) + 256;
        server = 0x0A010000 | random.nextInt(64) + 1;
        clientPort = 49_152 + random.nextInt(16_000);
        clientNext = random.nextInt();
        serverNext = random.nextInt();
        segment(true, 2, new byte[0], 0, 0);
        clientNext++;
        segment(false, 0x12, new byte[0], 0, 0);
        serverNext++;
        if (number % 2000 == 1999) {
            send(true, smb1(0xA0, false, 65, transact(), new byte[1000]));
            send(false, smb1(0xA0, true, 65, new byte[0], new byte[0]));
            for (int i = 0; i < 15; i++) {
                send(true, smb1(0x33, false, 65, new byte[18], new byte[4096]));
            }
            return;
        }
        boolean isOld = number % 2 == 0;
        int files = 1 + random.nextInt(6);
        for (int f = 0; f < files; f++) {
            String name = "share\\" + random.nextInt(100_000) + "\\report " + random.nextInt(1_000_000) + ".docx";
            int length = 4096 + random.nextInt(57_344);
            int mid = 100 + f * 8;
            if (isOld) {
                send(true, smb1(0x32, false, mid, new byte[30], name.getBytes(StandardCharsets.UTF_16LE)));
                send(false, smb1(0x32, true, mid, new byte[20], new byte[40]));
                send(true, smb1(0xA2, false, mid + 1, new byte[48], name.getBytes(StandardCharsets.UTF_16LE)));
                send(false, smb1(0xA2, true, mid + 1, new byte[68], new byte[0]));
                send(true, smb1(0x2E, false, mid + 2, new byte[24], new byte[0]));
                send(false, smb1(0x2E, true, mid + 2, new byte[24], new byte[length]));
            } else {
                send(true, smb2(5, false, mid, create(name)));
                send(false, smb2(5, true, mid, new byte[88]));
                send(true, smb2(8, false, mid + 1, new byte[48]));
                send(false, smb2(8, true, mid + 1, new byte[16 + length]));
                send(true, smb2(6, false, mid + 2, new byte[24]));
                send(false, smb2(6, true, mid + 2, new byte[60]));
            }
        }
        segment(true, 0x11, new byte[0], 0, 0);
        segment(false, 0x11, new byte[0], 0, 0);
    }

    private static byte[] transact() {
        return ByteBuffer.allocate(38)
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
                .putShort((short) 0)
                .array();
    }

    private static byte[] create(String name) {
        byte[] text = name.getBytes(StandardCharsets.UTF_16LE);
        return ByteBuffer.allocate(56 + text.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) 57)
                .position(44)
                .putShort((short) (64 + 56))
                .putShort((short) text.length)
                .position(56)
                .put(text)
                .array();
    }

    private static byte[] smb1(int command, boolean isResponse, int multiplex, byte[] words, byte[] data) {
        int length = 32 + 1 + words.length + 2 + data.length;
        return ByteBuffer.allocate(4 + length)
                .putInt(length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(new byte[] {(byte) 0xFF, 'S', 'M', 'B', (byte) command})
                .putInt(0)
                .put((byte) (isResponse ? 0x98 : 0x18))
                .putShort((short) 0xC007)
                .position(4 + 24)
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

    private static byte[] smb2(int command, boolean isResponse, int message, byte[] body) {
        return ByteBuffer.allocate(4 + 64 + body.length)
                .putInt(64 + body.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(new byte[] {(byte) 0xFE, 'S', 'M', 'B'})
                .putShort((short) 64)
                .putShort((short) 1)
                .putInt(0)
                .putShort((short) command)
                .putShort((short) 1)
                .putInt(isResponse ? 1 : 0)
                .putInt(0)
                .putLong(message)
                .position(4 + 64)
                .put(body)
                .array();
    }

    private void send(boolean fromClient, byte[] message) throws IOException {
        for (int at = 0; at < message.length; at += SEGMENT) {
            int length = Math.min(SEGMENT, message.length - at);
            segment(fromClient, 0x18, message, at, length);
            if (fromClient) {
                clientNext += length;
            } else {
                serverNext += length;
            }
        }
    }

    private void segment(boolean fromClient, int flags, byte[] payload, int from, int length) throws IOException {
        nanos += 20_000 + random.nextInt(60_000);
        int frame = 14 + 40 + length;
        put(ByteBuffer.allocate(16 + frame)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) (nanos / 1_000_000_000))
                .putInt((int) (nanos % 1_000_000_000) / 1000)
                .putInt(frame)
                .putInt(frame)
                .order(ByteOrder.BIG_ENDIAN)
                .put(new byte[12])
                .putShort((short) 0x0800)
                .putShort((short) 0x4500)
                .putShort((short) (40 + length))
                .putInt(0)
                .put((byte) 64)
                .put((byte) 6)
                .putShort((short) 0)
                .putInt(fromClient ? client : server)
                .putInt(fromClient ? server : client)
                .putShort((short) (fromClient ? clientPort : 445))
                .putShort((short) (fromClient ? 445 : clientPort))
                .putInt(fromClient ? clientNext : serverNext)
                .putInt(fromClient ? serverNext : clientNext)
                .put((byte) 0x50)
                .put((byte) flags)
                .putShort((short) 8192)
                .putInt(0)
                .put(payload, from, length));
    }
}

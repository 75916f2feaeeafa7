package dev.firebreak.app.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Many hostile connections over loopback from one thread: opened anew when the server closes them, a byte a second on each of those that
 * drip, bounded in number and time. As a process of its own it has file descriptors of its own.
 */
public final class Flood implements AutoCloseable {

    private static final int MAX_OPENED_PER_CONNECTION = 5;

    /** As a process. More is an attack on the processor, not on what is counted. */
    private static final int A_SECOND = 1_000;

    private static final long DRIP_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** What each connection does. */
    public enum Kind {
        SILENT(""),
        SLOW_HEAD("GET / HTTP/1.1\r\nHost: x\r\nX-Slow: "),
        /** All but the end of a form of 64 KiB. */
        SLOW_FORM(form(65_536, 65_530)),
        /** All but the end of the largest form that is taken before signing in. */
        SLOW_SMALL_FORM(form(4_000, 3_990)),
        SLOW_BODY(post("Transfer-Encoding: chunked\r\n") + "4000\r\nHost Name: "),
        ANNOUNCED_BODY(post("Content-Length: 60000\r\n")),
        STREAM("GET /api/v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer TOKEN\r\n\r\n");

        private final String begin;

        Kind(String begin) {
            this.begin = begin;
        }

        private static String form(int length, int sent) {
            return "POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: "
                    + length + "\r\n\r\nname=" + "a".repeat(sent - 5);
        }

        private static String post(String more) {
            return "POST /api/v1/machines/PC1/evidence HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer TOKEN\r\n" + more
                    + "\r\n";
        }

        private boolean drips() {
            return this != SILENT && this != ANNOUNCED_BODY && this != STREAM;
        }
    }

    private final Kind kind;
    private final byte[] begin;
    private final InetSocketAddress server;
    private final int count;
    private final int aSecond;
    private final boolean spread;
    private final Selector selector = Selector.open();
    private final Thread thread;
    private volatile boolean over;
    private volatile int open;
    private volatile int opened;

    /**
     * Begins.
     *
     * @param token shown where the kind shows one
     * @param aSecond new connections at most, those that replace closed ones included
     * @param spread whether each connection comes from an address of its own, of 127.0.0.0/8
     */
    public Flood(int port, Kind kind, int count, int aSecond, boolean spread, String token) throws IOException {
        this.kind = kind;
        this.begin = kind.begin.replace("TOKEN", token).getBytes(ISO_8859_1);
        this.server = new InetSocketAddress("127.0.0.1", port);
        this.count = count;
        this.aSecond = aSecond;
        this.spread = spread;
        this.thread = Thread.ofPlatform().daemon().name("flood").start(this::run);
    }

    /** Connections that are open now. */
    public int open() {
        return open;
    }

    /** Connections that were opened so far. */
    public int opened() {
        return opened;
    }

    private static final class Attacker {
        private final ByteBuffer left;
        private boolean connected;

        Attacker(byte[] begin) {
            this.left = ByteBuffer.wrap(begin);
        }
    }

    private void run() {
        var drip = ByteBuffer.wrap(new byte[] {'x'});
        var waste = ByteBuffer.allocate(1 << 14);
        long began = System.nanoTime();
        long nextDrip = began + DRIP_NANOS;
        try {
            while (!over) {
                while (open < count && opened < Math.min(count * MAX_OPENED_PER_CONNECTION, allowed(began))) {
                    connect();
                }
                selector.select(10);
                for (Iterator<SelectionKey> keys = selector.selectedKeys().iterator(); keys.hasNext(); ) {
                    SelectionKey key = keys.next();
                    keys.remove();
                    advance(key, waste);
                }
                if (kind.drips() && System.nanoTime() > nextDrip) {
                    nextDrip = System.nanoTime() + DRIP_NANOS;
                    for (SelectionKey key : selector.keys().toArray(SelectionKey[]::new)) {
                        Attacker attacker = (Attacker) key.attachment();
                        if (key.isValid() && attacker.connected && !attacker.left.hasRemaining()) {
                            write(key, drip.rewind());
                        }
                    }
                }
            }
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            selector.close();
        } catch (IOException e) {
            System.err.println("flood: " + e);
        }
    }

    private long allowed(long began) {
        return (System.nanoTime() - began) / 1_000_000 * aSecond / 1_000;
    }

    private void connect() throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        if (spread) {
            channel.bind(new InetSocketAddress(address(opened), 0));
        } else {
            channel.bind(new InetSocketAddress("127.0.0.2", 0));
        }
        opened++;
        open++;
        channel.connect(server);
        channel.register(selector, SelectionKey.OP_CONNECT, new Attacker(begin));
    }

    private static InetAddress address(int number) throws IOException {
        return InetAddress.getByAddress(new byte[] {
            127, (byte) (1 + number / 62_500 % 250), (byte) (number / 250 % 250), (byte) (1 + number % 250)
        });
    }

    private void advance(SelectionKey key, ByteBuffer waste) {
        try {
            var channel = (SocketChannel) key.channel();
            Attacker attacker = (Attacker) key.attachment();
            if (key.isConnectable() && channel.finishConnect()) {
                attacker.connected = true;
                key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
            }
            if (key.isWritable()) {
                channel.write(attacker.left);
                if (!attacker.left.hasRemaining()) {
                    key.interestOps(SelectionKey.OP_READ);
                }
            }
            if (key.isReadable() && channel.read(waste.clear()) < 0) {
                gone(key);
            }
        } catch (IOException e) {
            gone(key);
        }
    }

    private void write(SelectionKey key, ByteBuffer bytes) {
        try {
            ((SocketChannel) key.channel()).write(bytes);
        } catch (IOException e) {
            gone(key);
        }
    }

    private void gone(SelectionKey key) {
        try {
            key.channel().close();
        } catch (IOException e) {
            // It is gone all the more.
            key.cancel();
        }
        open--;
    }

    /** Ends it; every connection is closed. */
    @Override
    public void close() throws InterruptedException {
        over = true;
        selector.wakeup();
        thread.join();
    }

    /** As a process: port, kind, count, "spread" or "one", seconds, token. Says each second how many are open. */
    public static void main(String[] arguments) throws Exception {
        int seconds = Integer.parseInt(arguments[4]);
        try (var flood = new Flood(
                Integer.parseInt(arguments[0]),
                Kind.valueOf(arguments[1].toUpperCase(Locale.ROOT)),
                Integer.parseInt(arguments[2]),
                A_SECOND,
                Arrays.asList(arguments).contains("spread"),
                arguments.length > 5 ? arguments[5] : "fb_" + "A".repeat(43))) {
            for (int i = 0; i < seconds; i++) {
                TimeUnit.SECONDS.sleep(1);
                System.out.println(flood.open() + " open, " + flood.opened() + " opened");
            }
        }
    }
}

package dev.firebreak.app;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.TimeUnit;

/** An honest client during an attack: asks for a page every quarter of a second, over a new connection each, and notes how long it waited. */
final class Honest implements AutoCloseable {

    private static final long PAUSE_MILLIS = 250;
    private static final int GIVES_UP_MILLIS = 20_000;

    private final int port;
    private final Thread thread;
    private volatile boolean over;
    private int answered;
    private int failed;
    private long longestMillis;

    Honest(int port) {
        this.port = port;
        this.thread = Thread.ofPlatform().daemon().start(this::run);
    }

    /** How it went: answers, questions that got none, and the longest wait of all, with every new try in it. */
    record Result(int answered, int failed, long longestMillis) {}

    private void run() {
        while (!over) {
            long began = System.nanoTime();
            if (ask() || ask() || ask()) {
                answered++;
            } else {
                failed++;
            }
            longestMillis = Math.max(longestMillis, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
            try {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private boolean ask() {
        try (var socket = new Socket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
            socket.setSoTimeout(GIVES_UP_MILLIS);
            socket.connect(new InetSocketAddress("127.0.0.1", port), GIVES_UP_MILLIS);
            socket.getOutputStream()
                    .write("GET /sign-in HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".getBytes(ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1).startsWith("HTTP/1.1 200");
        } catch (IOException e) {
            return false;
        }
    }

    /** Ends it. */
    Result stop() throws InterruptedException {
        over = true;
        thread.join();
        return new Result(answered, failed, longestMillis);
    }

    @Override
    public void close() throws InterruptedException {
        stop();
    }
}

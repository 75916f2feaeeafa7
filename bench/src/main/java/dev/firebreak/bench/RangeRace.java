package dev.firebreak.bench;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Many clients on loopback that fetch one file in ranges, as BITS does; prints megabytes a second. */
final class RangeRace {

    private static final int RANGE = 4 << 20;

    private RangeRace() {}

    /** {@code PORT PATH SIZE CLIENTS RANGES [TOKEN]} */
    public static void main(String... args) throws Exception {
        int port = Integer.parseInt(args[0]);
        String path = args[1];
        long size = Long.parseLong(args[2]);
        int clients = Integer.parseInt(args[3]);
        int ranges = Integer.parseInt(args[4]);
        String token = args.length > 5 ? "Authorization: Bearer " + args[5] + "\r\n" : "";
        long from = System.nanoTime();
        long bytes = 0;
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Long>> all = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                int number = i;
                all.add(executor.submit(() -> client(port, path, size, token, number, ranges)));
            }
            for (Future<Long> one : all) {
                bytes += one.get();
            }
        }
        System.out.printf(Locale.ROOT, "%.0f%n", bytes / 1e6 / ((System.nanoTime() - from) / 1e9));
    }

    private static long client(int port, String path, long size, String token, int number, int ranges)
            throws IOException {
        byte[] buffer = new byte[1 << 16];
        long count = 0;
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(120_000);
            InputStream in = socket.getInputStream();
            for (int i = 0; i < ranges; i++) {
                long at = ((long) number * ranges + i) * RANGE % (size - RANGE);
                socket.getOutputStream()
                        .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + token + "Range: bytes=" + at + "-"
                                        + (at + RANGE - 1) + "\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                head(in);
                for (long left = RANGE; left > 0; ) {
                    int n = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                    if (n < 0) {
                        throw new EOFException("the server hung up");
                    }
                    left -= n;
                    count += n;
                }
            }
        }
        return count;
    }

    private static void head(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int c = in.read();
            if (c < 0) {
                throw new EOFException("the server hung up");
            }
            head.append((char) c);
        }
        if (!head.substring(0, 12).endsWith("206")) {
            throw new IOException(head.substring(0, head.indexOf("\r\n")));
        }
    }
}

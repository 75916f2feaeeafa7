package dev.firebreak.app.probe.smb;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** Passes connections on to a port of 127.0.0.1 and counts them. */
final class CountingProxy implements AutoCloseable {

    private final ServerSocket server;
    private final AtomicInteger connections = new AtomicInteger();

    CountingProxy(int to) throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> {
            while (true) {
                try {
                    Socket from = server.accept();
                    connections.incrementAndGet();
                    var socket = new Socket(InetAddress.getLoopbackAddress(), to);
                    Thread.ofVirtual().start(() -> pass(from, socket));
                    Thread.ofVirtual().start(() -> pass(socket, from));
                } catch (IOException e) {
                    return;
                }
            }
        });
    }

    private static void pass(Socket from, Socket to) {
        try (from;
                to) {
            from.setTcpNoDelay(true);
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // one side is gone, and so both are closed
        }
    }

    int port() {
        return server.getLocalPort();
    }

    /** So many since the last time it was asked. */
    int counted() {
        return connections.getAndSet(0);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}

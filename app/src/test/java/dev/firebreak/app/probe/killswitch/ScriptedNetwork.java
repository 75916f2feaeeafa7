package dev.firebreak.app.probe.killswitch;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/** Servers on 127.0.0.1 that answer what a test says, byte for byte. */
final class ScriptedNetwork implements AutoCloseable {

    private final List<AutoCloseable> open = new ArrayList<>();

    /** What becomes of a TCP connection. */
    interface Talk {
        void with(InputStream in, OutputStream out, Socket socket) throws IOException, InterruptedException;
    }

    /** DNS over UDP and TCP on one port; null for no answer. */
    int dns(UnaryOperator<byte[]> udp, UnaryOperator<byte[]> tcp) throws IOException {
        for (int i = 0; ; i++) {
            var datagrams = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            try {
                listen(datagrams.getLocalPort(), (in, out, socket) -> {
                    var data = new DataInputStream(in);
                    byte[] query = new byte[data.readUnsignedShort()];
                    data.readFully(query);
                    byte[] answer = tcp.apply(query);
                    if (answer == null) {
                        Thread.sleep(5_000);
                        return;
                    }
                    out.write(answer.length >> 8);
                    out.write(answer.length);
                    out.write(answer);
                });
            } catch (IOException e) {
                datagrams.close();
                if (i == 20) {
                    throw e;
                }
                continue;
            }
            open.add(datagrams);
            Thread.ofVirtual().start(() -> answer(datagrams, udp));
            return datagrams.getLocalPort();
        }
    }

    private static void answer(DatagramSocket socket, UnaryOperator<byte[]> udp) {
        try {
            while (true) {
                var packet = new DatagramPacket(new byte[4096], 4096);
                socket.receive(packet);
                byte[] answer = udp.apply(Arrays.copyOf(packet.getData(), packet.getLength()));
                if (answer != null) {
                    socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
            }
        } catch (IOException _) {
            // closed
        }
    }

    /** An HTTP server that reads a request's head and sends this. */
    int http(String answer) throws IOException {
        return listen(0, (in, out, socket) -> {
            head(in);
            out.write(answer.getBytes(StandardCharsets.ISO_8859_1));
        });
    }

    static String head(InputStream in) throws IOException {
        var head = new StringBuilder();
        for (int c = in.read(); c >= 0 && head.indexOf("\r\n\r\n") < 0; c = in.read()) {
            head.append((char) c);
            if (head.indexOf("\r\n\r\n") >= 0) {
                break;
            }
        }
        return head.toString();
    }

    int listen(int port, Talk talk) throws IOException {
        var server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        open.add(server);
        Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    Socket socket = server.accept();
                    Thread.ofVirtual().start(() -> {
                        try (socket) {
                            talk.with(socket.getInputStream(), socket.getOutputStream(), socket);
                        } catch (IOException | InterruptedException _) {
                            // the other side has gone
                        }
                    });
                }
            } catch (IOException _) {
                // closed
            }
        });
        return server.getLocalPort();
    }

    @Override
    public void close() {
        for (AutoCloseable each : open) {
            try {
                each.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}

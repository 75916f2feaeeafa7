package dev.firebreak.app.probe.smb;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** An SMB server of the test's own on a port of 127.0.0.1, which answers as it is told to. */
final class Responder implements AutoCloseable {

    /** Answers one connection. */
    @FunctionalInterface
    interface Behaviour {
        void serve(DataInputStream in, OutputStream out) throws IOException, InterruptedException;
    }

    private final ServerSocket server;
    final AtomicInteger connections = new AtomicInteger();

    Responder(Behaviour behaviour) throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> {
            while (true) {
                try {
                    Socket socket = server.accept();
                    connections.incrementAndGet();
                    Thread.ofVirtual().start(() -> serve(behaviour, socket));
                } catch (IOException e) {
                    return;
                }
            }
        });
    }

    private static void serve(Behaviour behaviour, Socket socket) {
        try (socket) {
            behaviour.serve(new DataInputStream(socket.getInputStream()), socket.getOutputStream());
        } catch (IOException e) {
            // the other side has heard enough
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    SmbTarget target() {
        return new SmbTarget("127.0.0.1", "127.0.0.1", server.getLocalPort());
    }

    int port() {
        return server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    static byte[] frame(DataInputStream in) throws IOException {
        int length = in.readInt();
        return in.readNBytes(length);
    }

    static void send(OutputStream out, byte[] message) throws IOException {
        int length = message.length;
        // In one piece: two would wait for each other (Nagle and delayed acknowledgements).
        out.write(new SmbMessage.Writer()
                .u8(0)
                .u8(length >> 16)
                .u8(length >> 8)
                .u8(length)
                .raw(message)
                .bytes());
        out.flush();
    }

    /** Answers of an SMB1 server as Windows 7 gives them; PeekNamedPipe comes to a status. */
    static Behaviour windows(long sessionStatus, long treeStatus, long peekStatus) {
        return (in, out) -> {
            while (true) {
                byte[] asked = frame(in);
                if (asked[0] != (byte) 0xFF) {
                    return;
                }
                send(
                        out,
                        switch (asked[4]) {
                            case 0x72 -> reply(asked, 0, negotiated());
                            case 0x73 -> reply(asked, sessionStatus, sessionStatus == 0 ? session() : new byte[3]);
                            case 0x75 -> reply(asked, treeStatus, treeStatus == 0 ? tree() : new byte[3]);
                            default -> reply(asked, peekStatus, new byte[3]);
                        });
            }
        };
    }

    static byte[] reply(byte[] asked, long status, byte[] body) {
        byte[] header = java.util.Arrays.copyOf(asked, 32);
        for (int i = 0; i < 4; i++) {
            header[5 + i] = (byte) (status >> 8 * i);
        }
        header[9] |= (byte) 0x80;
        header[11] &= (byte) ~0x08; // no extended security
        header[24] = 8;
        header[28] = 8;
        return new SmbMessage.Writer().raw(header).raw(body).bytes();
    }

    static byte[] negotiated() {
        return new SmbMessage.Writer()
                .u8(17)
                .u16(0)
                .u8(3)
                .u16(50)
                .u16(1)
                .u32(16644)
                .u32(65536)
                .u32(0)
                .u32(0xE3FDL)
                .u64(0)
                .u16(0)
                .u8(8)
                .u16(8 + 24)
                .zeros(8)
                .wide("WORKGROUP\0\0\0")
                .bytes();
    }

    private static byte[] session() {
        byte[] text = new SmbMessage.Writer()
                .text("Windows 7 Professional 7601 Service Pack 1")
                .text("Windows 7 Professional 6.1")
                .text("WORKGROUP")
                .bytes();
        return new SmbMessage.Writer()
                .u8(3)
                .u16(0xFF)
                .u16(0)
                .u16(0)
                .u16(text.length)
                .raw(text)
                .bytes();
    }

    private static byte[] tree() {
        return new SmbMessage.Writer()
                .u8(3)
                .u16(0xFF)
                .u16(0)
                .u16(1)
                .u16(6)
                .text("IPC")
                .text("")
                .u8(0)
                .bytes();
    }
}

package dev.firebreak.app.probe.smb;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * One TCP connection with messages of direct hosting (MS-SMB2 2.1: four bytes of length before each). All of it must be over within one
 * time: a server that sends a byte a second holds nobody up.
 */
final class SmbConnection implements AutoCloseable {

    /** No answer to what is asked here is longer. */
    private static final int MAX_LENGTH = 1 << 16;

    private final Socket socket;
    private final long deadlineNanos;

    /** Of a socket that is connected; {@link #open} makes it. */
    SmbConnection(Socket socket, long deadlineNanos) {
        this.socket = socket;
        this.deadlineNanos = deadlineNanos;
    }

    /** @param limit for connecting and for everything that follows together */
    static SmbConnection open(SmbTarget target, Duration limit) throws IOException {
        long deadline = System.nanoTime() + limit.toNanos();
        var socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral(target.address()), target.port()), (int)
                    limit.toMillis());
            return new SmbConnection(socket, deadline);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Sends a message and reads what the server answers. */
    SmbMessage ask(SmbMessage.Writer message) throws IOException, SmbMessage.Malformed {
        var framed = new SmbMessage.Writer();
        int length = message.length();
        framed.u8(0).u8(length >> 16).u8(length >> 8).u8(length).raw(message.bytes());
        socket.getOutputStream().write(framed.bytes());
        return receive();
    }

    private SmbMessage receive() throws IOException, SmbMessage.Malformed {
        while (true) {
            byte[] head = read(4);
            int length = (head[1] & 0xFF) << 16 | (head[2] & 0xFF) << 8 | (head[3] & 0xFF);
            if (head[0] == (byte) 0x85 && length == 0) {
                continue; // a keep-alive of NetBIOS (RFC 1002 4.3.7)
            }
            if (head[0] != 0) {
                throw new SmbMessage.Malformed("no SMB message");
            }
            if (length > MAX_LENGTH) {
                throw new SmbMessage.Malformed("longer than any answer");
            }
            return new SmbMessage(read(length));
        }
    }

    private byte[] read(int count) throws IOException {
        InputStream in = socket.getInputStream();
        byte[] bytes = new byte[count];
        int at = 0;
        while (at < count) {
            long leftMillis = (deadlineNanos - System.nanoTime()) / 1_000_000;
            if (leftMillis <= 0) {
                throw new SocketTimeoutException();
            }
            socket.setSoTimeout((int) Math.min(leftMillis, Integer.MAX_VALUE));
            int read = in.read(bytes, at, count - at);
            if (read < 0) {
                throw new EOFException();
            }
            at += read;
        }
        return bytes;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // Nothing is lost: all that was wanted of it is read.
        }
    }
}

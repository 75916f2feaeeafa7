package dev.firebreak.app.probe.killswitch;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;

/** A socket's input that ends with {@link SocketTimeoutException} at one time, however slowly the other side sends byte after byte. */
final class TimedInput extends InputStream {

    private final Socket socket;
    private final InputStream in;
    private final long until;

    TimedInput(Socket socket, int millis) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
        this.until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    }

    @Override
    public int read() throws IOException {
        wait(socket);
        return in.read();
    }

    @Override
    public int read(byte[] to, int from, int length) throws IOException {
        wait(socket);
        return in.read(to, from, length);
    }

    private void wait(Socket waiting) throws IOException {
        long left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
        if (left <= 0) {
            throw new SocketTimeoutException();
        }
        waiting.setSoTimeout((int) left);
    }
}

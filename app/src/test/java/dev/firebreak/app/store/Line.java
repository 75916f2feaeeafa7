package dev.firebreak.app.store;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A line to a server on loopback that can be cut at our end, without the other end's knowing. */
final class Line implements AutoCloseable {

    private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int to;
    private final List<Socket> ours = new CopyOnWriteArrayList<>();
    private final List<Socket> theirs = new CopyOnWriteArrayList<>();

    Line(int to) throws IOException {
        this.to = to;
        Thread.ofVirtual().start(this::take);
    }

    int port() {
        return door.getLocalPort();
    }

    private void take() {
        try {
            while (true) {
                Socket our = door.accept();
                var their = new Socket(InetAddress.getLoopbackAddress(), to);
                ours.add(our);
                theirs.add(their);
                Thread.ofVirtual().start(() -> pump(our, their));
                Thread.ofVirtual().start(() -> pump(their, our));
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    private static void pump(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // Cut.
        }
    }

    /** What is open now ends here, and nowhere else. */
    void cut() throws IOException {
        for (Socket our : ours) {
            our.close();
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        cut();
        for (Socket their : theirs) {
            their.close();
        }
    }
}

package dev.firebreak.app.sinkhole;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * Serves TCP connections on one thread. Whoever is slow is cut: the number of connections and the bytes held for requests that are not whole are
 * bounded, and where they are used up, the connection that has been at it for the longest goes first.
 */
final class TcpListener implements AutoCloseable {

    private static final Logger LOG = System.getLogger(TcpListener.class.getName());
    private static final int BACKLOG = 4096;
    private static final int MAX_HELD_BYTES = 32 << 20;
    private static final int MAX_ACCEPTED_AT_ONCE = 256;
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final Function<InetAddress, Conversation> conversations;
    private final int most;
    private final Selector selector;
    private final ServerSocketChannel server;
    private final Thread thread;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Set<TcpConnection> open = new LinkedHashSet<>();
    private final AtomicLong cut = new AtomicLong();
    private long heldBytes;
    private volatile boolean closing;

    private TcpListener(
            InetSocketAddress address, int most, Function<InetAddress, Conversation> conversations, String name)
            throws IOException {
        this.conversations = conversations;
        this.most = most;
        this.selector = Selector.open();
        this.server = ServerSocketChannel.open();
        try {
            server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            server.bind(address, BACKLOG);
            server.configureBlocking(false);
            server.register(selector, SelectionKey.OP_ACCEPT);
        } catch (IOException | RuntimeException e) {
            server.close();
            selector.close();
            throw e;
        }
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    /**
     * Binds; serves from {@link #start} on.
     *
     * @param most connections at once
     */
    static TcpListener bind(
            InetSocketAddress address, int most, Function<InetAddress, Conversation> conversations, String name)
            throws IOException {
        return new TcpListener(address, most, conversations, name);
    }

    void start() {
        thread.start();
    }

    InetSocketAddress address() throws IOException {
        return (InetSocketAddress) server.getLocalAddress();
    }

    /** Connections that were cut because they were slow or too many. */
    long cut() {
        return cut.get();
    }

    private void run() {
        long looked = System.nanoTime();
        while (!closing) {
            try {
                selector.select(TimeUnit.NANOSECONDS.toMillis(LOOK_NANOS));
                for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                    task.run();
                }
                Iterator<SelectionKey> keys = selector.selectedKeys().iterator();
                while (keys.hasNext()) {
                    SelectionKey key = keys.next();
                    keys.remove();
                    serve(key);
                }
                long now = System.nanoTime();
                if (now - looked > LOOK_NANOS) {
                    looked = now;
                    open.stream().filter(c -> c.isLate(now)).toList().forEach(TcpConnection::late);
                }
            } catch (IOException | RuntimeException e) {
                // One connection ends at worst; the listener goes on for all others.
                LOG.log(Level.WARNING, "a connection failed", e);
            }
        }
        open.stream().toList().forEach(TcpConnection::close);
    }

    private void serve(SelectionKey key) throws IOException {
        try {
            if (key.isValid() && key.isAcceptable()) {
                accept();
                return;
            }
            var connection = (TcpConnection) key.attachment();
            if (key.isValid() && key.isReadable()) {
                connection.read();
            }
            if (key.isValid() && key.isWritable()) {
                connection.write();
            }
        } catch (CancelledKeyException e) {
            // It was closed in between.
            LOG.log(Level.TRACE, "a connection was closed while it was served", e);
        }
    }

    private void accept() throws IOException {
        for (int i = 0; i < MAX_ACCEPTED_AT_ONCE; i++) {
            if (open.size() >= most) {
                cutOldest();
            }
            SocketChannel channel = server.accept();
            if (channel == null) {
                return;
            }
            try {
                channel.configureBlocking(false);
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                var source = ((InetSocketAddress) channel.getRemoteAddress()).getAddress();
                SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
                var connection = new TcpConnection(this, channel, key, conversations.apply(source));
                key.attach(connection);
                open.add(connection);
                connection.read(); // What came with the handshake saves a round.
            } catch (IOException e) {
                channel.close();
            }
        }
    }

    /** Of those that owe us something; one that waits for our answer is never cut for another. */
    private boolean cutOldest() {
        for (TcpConnection connection : open) {
            if (!connection.isAnswered()) {
                countCut();
                connection.close();
                return true;
            }
        }
        return false;
    }

    /** Runs something on the listener's thread. */
    void run(Runnable task) {
        tasks.add(task);
        selector.wakeup();
    }

    /** Keeps the sum of bytes that wait for the rest of their requests within its bound. */
    void hold(long change) {
        heldBytes += change;
        while (heldBytes > MAX_HELD_BYTES && cutOldest()) {
            // Each that goes gives its bytes back.
        }
    }

    void closed(TcpConnection connection) {
        open.remove(connection);
    }

    void countCut() {
        cut.incrementAndGet();
    }

    /** Takes no connections any more and ends those that are open. */
    @Override
    public void close() throws IOException {
        closing = true;
        selector.wakeup();
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        server.close();
        selector.close();
    }
}

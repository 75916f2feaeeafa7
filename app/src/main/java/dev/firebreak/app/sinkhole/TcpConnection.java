package dev.firebreak.app.sinkhole;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Queue;

/** One connection of a {@link TcpListener}: what was received and waits for more, what is to be sent, and until when. */
final class TcpConnection implements Conversation.Line {

    private static final Logger LOG = System.getLogger(TcpConnection.class.getName());
    private static final int READ_BYTES = 16 << 10;

    /** Nanoseconds for a whole request, and again for taking the answer. */
    private static final long PATIENCE = 10_000_000_000L;

    /** Nanoseconds for hanging up after the answer. */
    private static final long LINGER = 1_000_000_000L;

    private static final ThreadLocal<ByteBuffer> INPUT =
            ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(READ_BYTES));

    private final TcpListener listener;
    private final SocketChannel channel;
    private final SelectionKey key;
    private final Conversation conversation;
    private final Queue<ByteBuffer> output = new ArrayDeque<>();
    private ByteBuffer held = ByteBuffer.allocate(0);
    private int expected;
    private boolean inputEnded;
    private boolean lastSent;
    private boolean lingering;
    private boolean closed;
    private long deadline = System.nanoTime() + PATIENCE;

    TcpConnection(TcpListener listener, SocketChannel channel, SelectionKey key, Conversation conversation) {
        this.listener = listener;
        this.channel = channel;
        this.key = key;
        this.conversation = conversation;
    }

    /** Whether we owe it an answer. */
    boolean isAnswered() {
        return expected > 0 || !output.isEmpty();
    }

    boolean isLate(long nanos) {
        return nanos - deadline > 0;
    }

    void read() {
        ByteBuffer input = INPUT.get().clear();
        int read;
        try {
            read = channel.read(input);
        } catch (IOException e) {
            close();
            return;
        }
        if (read < 0) {
            end();
        } else if (read > 0 && !lingering) {
            ByteBuffer all = joined(input.flip());
            conversation.received(all, this);
            keep(all);
        }
    }

    private ByteBuffer joined(ByteBuffer input) {
        return held.hasRemaining()
                ? ByteBuffer.allocate(held.remaining() + input.remaining())
                        .put(held)
                        .put(input)
                        .flip()
                : input;
    }

    private void keep(ByteBuffer rest) {
        int before = held.capacity();
        held = ByteBuffer.allocate(rest.remaining()).put(rest).flip();
        if (before != held.capacity() && !closed) {
            listener.hold(held.capacity() - before);
        }
    }

    /** The other end sends nothing more, or nothing more of it is waited for; it may still wait for an answer. */
    private void end() {
        if (!inputEnded && !lingering) {
            conversation.ended(held, this);
        }
        inputEnded = true;
        if (isAnswered()) {
            interest();
        } else {
            close();
        }
    }

    /** It took too long. */
    void late() {
        if (expected > 0) {
            // It waits for our disk.
            deadline = System.nanoTime() + PATIENCE;
            return;
        }
        if (!lingering) {
            listener.countCut();
        }
        if (lingering || inputEnded || !output.isEmpty()) {
            close();
            return;
        }
        deadline = System.nanoTime() + PATIENCE;
        end();
    }

    @Override
    public void expect() {
        expected++;
    }

    @Override
    public void send(byte[] answer, boolean last) {
        listener.run(() -> {
            expected--;
            lastSent |= last;
            deadline = System.nanoTime() + PATIENCE;
            if (!closed) {
                output.add(ByteBuffer.wrap(answer));
                write();
            }
        });
    }

    void write() {
        try {
            while (!output.isEmpty()) {
                ByteBuffer next = output.peek();
                channel.write(next);
                if (next.hasRemaining()) {
                    interest();
                    return;
                }
                output.remove();
            }
            if (expected == 0 && inputEnded) {
                close();
                return;
            }
            if (expected == 0 && lastSent && !lingering) {
                // Closing with bytes unread would send a reset, and that may overtake the answer.
                lingering = true;
                deadline = System.nanoTime() + LINGER;
                channel.shutdownOutput();
            }
            interest();
        } catch (IOException e) {
            close();
        }
    }

    private void interest() {
        if (key.isValid()) {
            key.interestOps((inputEnded ? 0 : SelectionKey.OP_READ) | (output.isEmpty() ? 0 : SelectionKey.OP_WRITE));
        }
    }

    void close() {
        if (closed) {
            return;
        }
        closed = true;
        listener.hold(-held.capacity());
        listener.closed(this);
        key.cancel();
        try {
            channel.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "a connection did not close", e);
        }
    }
}

package dev.firebreak.app.sinkhole;

import dev.firebreak.core.watch.killswitch.SinkholeCall;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;

/** Serves DNS over UDP on one thread. */
final class DnsListener implements AutoCloseable {

    /** Bytes; no query for one name is longer. */
    static final int LONGEST_QUERY = 4096;

    private static final Logger LOG = System.getLogger(DnsListener.class.getName());
    private static final int BUFFER_BYTES = 8 << 20;

    /** Answers a second to one source: a segment's resolver needs far fewer, a forged source gets no more out of us. */
    private static final int ANSWERS = 10_000;

    private static final int REFUSALS = 50;

    private final DnsAnswers answers;
    private final CallLog log;
    private final DatagramChannel channel;
    private final Thread thread;
    private final SourceLimiter answering = new SourceLimiter(ANSWERS);
    private final SourceLimiter refusing = new SourceLimiter(REFUSALS);

    private DnsListener(InetSocketAddress address, DnsAnswers answers, CallLog log) throws IOException {
        this.answers = answers;
        this.log = log;
        this.channel = DatagramChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER_BYTES);
            channel.bind(address);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        this.thread = new Thread(this::run, "sinkhole-dns-udp");
        thread.setDaemon(true);
    }

    /** Binds; serves from {@link #start} on. */
    static DnsListener bind(InetSocketAddress address, DnsAnswers answers, CallLog log) throws IOException {
        return new DnsListener(address, answers, log);
    }

    void start() {
        thread.start();
    }

    InetSocketAddress address() throws IOException {
        return (InetSocketAddress) channel.getLocalAddress();
    }

    /** Queries that got no answer, or a truncated one, because their source asked too often. */
    long limited() {
        return answering.refused() + refusing.refused();
    }

    private void run() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(LONGEST_QUERY);
        while (true) {
            try {
                var source = (InetSocketAddress) channel.receive(buffer.clear());
                byte[] query = new byte[buffer.flip().remaining()];
                buffer.get(query);
                if (source != null && source.getPort() != 0) {
                    serve(query, source);
                }
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException | RuntimeException e) {
                // One query gets no answer; the listener goes on.
                LOG.log(Level.WARNING, "a query failed", e);
            }
        }
    }

    private void serve(byte[] query, InetSocketAddress source) {
        DnsAnswers.Reply reply = answers.answer(query, source.getAddress(), false);
        byte[] wire = reply.wire();
        if (wire == null) {
            return;
        }
        SinkholeCall call = reply.call();
        if (call == null) {
            if (refusing.allows(source.getAddress(), System.nanoTime())) {
                send(wire, source);
            }
            return;
        }
        // Whoever asks too often is still logged, and sent to TCP, where nobody can forge a source.
        byte[] answer = answering.allows(source.getAddress(), System.nanoTime()) ? wire : DnsAnswers.truncated(wire);
        log.keep(call, () -> send(answer, source));
    }

    private void send(byte[] wire, InetSocketAddress source) {
        try {
            channel.send(ByteBuffer.wrap(wire), source);
        } catch (IOException e) {
            // The network has no way there; a resolver asks again.
            LOG.log(Level.DEBUG, "an answer was not sent", e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

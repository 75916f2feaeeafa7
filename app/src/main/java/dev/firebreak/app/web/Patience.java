package dev.firebreak.app.web;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * The first that sees a request: every answer gets its security headers, whoever makes it; no body is read for ever. Jetty 12 has a
 * minimum rate in its settings and does not keep to it (jetty/jetty.project#15266), so it is kept here.
 */
final class Patience extends Handler.Wrapper {

    private static final Duration LINGER = Duration.ofSeconds(2);
    private static final long MOST_AT_ONCE = 1L << 18;

    private final SecurityHeaders headers;
    private final long most;
    private final long bytesPerSecond;
    private final Duration grace;

    /**
     * @param most bytes of any body, packed
     * @param bytesPerSecond on average, of whoever sends for longer than {@code grace}
     */
    Patience(SecurityHeaders headers, long most, long bytesPerSecond, Duration grace) {
        this.headers = headers;
        this.most = most;
        this.bytesPerSecond = bytesPerSecond;
        this.grace = grace;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        headers.put(response.getHeaders());
        long announced = request.getLength();
        if (announced > most) {
            // Said at once, and nothing of it is read: ten gigabytes cost as much as one byte.
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
            Response.writeError(request, response, new Linger(request, response, callback), 413);
            return true;
        }
        if (announced == 0) {
            return super.handle(request, response, callback);
        }
        var watched = new Watched(request);
        return super.handle(watched, new Told(watched, response), new Linger(watched, response, callback));
    }

    /** An answer on a connection that will be closed, for the body was not read, says so: else the next request is lost in it. */
    private static final class Told extends Response.Wrapper {
        private final Watched request;

        Told(Watched request, Response response) {
            super(request, response);
            this.request = request;
        }

        @Override
        public void write(boolean last, ByteBuffer content, Callback callback) {
            if (!isCommitted() && !request.consumeAvailable()) {
                getHeaders().put(HttpHeader.CONNECTION, "close");
            }
            super.write(last, content, callback);
        }
    }

    /**
     * After an answer that closes: what the other end still sends is taken and thrown away for a moment. Closed at once, it would find its
     * connection broken while it writes, and many clients then never look at the answer (RFC 9112, 9.6).
     */
    private static final class Linger implements Callback {
        private static final long MOST = 32L << 20;

        private final Request request;
        private final Response response;
        private final Callback callback;
        private final AtomicBoolean over = new AtomicBoolean();
        private long dropped;

        Linger(Request request, Response response, Callback callback) {
            this.request = request;
            this.response = response;
            this.callback = callback;
        }

        @Override
        public void succeeded() {
            boolean closes = response.getHeaders().contains(HttpHeader.CONNECTION, "close");
            // Who waits for our leave to send does not send now.
            if (!closes || request.getHeaders().contains(HttpHeader.EXPECT)) {
                end();
                return;
            }
            request.getComponents().getScheduler().schedule(this::end, LINGER.toMillis(), TimeUnit.MILLISECONDS);
            drop();
        }

        private void drop() {
            while (!over.get()) {
                Content.Chunk chunk = request.read();
                if (chunk == null) {
                    request.demand(this::drop);
                    return;
                }
                dropped += chunk.remaining();
                boolean done = chunk.isLast() || Content.Chunk.isFailure(chunk) || dropped > MOST;
                chunk.release();
                if (done) {
                    end();
                }
            }
        }

        private void end() {
            if (over.compareAndSet(false, true)) {
                callback.succeeded();
            }
        }

        @Override
        public void failed(Throwable why) {
            if (over.compareAndSet(false, true)) {
                callback.failed(why);
            }
        }
    }

    private final class Watched extends Request.Wrapper {
        private volatile boolean read;
        private long came;
        private long began;

        Watched(Request request) {
            super(request);
        }

        /** Whether it was read to its end, or was at once. Jetty's own way would let nobody read the rest. */
        @Override
        public boolean consumeAvailable() {
            for (long left = MOST_AT_ONCE; !read && left > 0; ) {
                Content.Chunk chunk = read();
                if (chunk == null || Content.Chunk.isFailure(chunk)) {
                    return false;
                }
                left -= chunk.remaining();
                chunk.release();
            }
            return read;
        }

        @Override
        public Content.Chunk read() {
            Content.Chunk chunk = super.read();
            long now = System.nanoTime();
            began = began == 0 ? now : began;
            if (chunk == null || Content.Chunk.isFailure(chunk)) {
                return chunk;
            }
            read = chunk.isLast();
            came += chunk.remaining();
            long nanos = now - began;
            if (came > most) {
                return refuse(chunk, 413, "more than " + most + " bytes");
            }
            boolean slow = nanos > grace.toNanos() && came < bytesPerSecond * (nanos / 1_000_000_000.0);
            return slow && !chunk.isLast() ? refuse(chunk, 408, "too slow") : chunk;
        }

        private static Content.Chunk refuse(Content.Chunk chunk, int status, String why) {
            chunk.release();
            return Content.Chunk.from(new HttpException.RuntimeException(status, why));
        }
    }
}

package dev.firebreak.app.web.limits;

import dev.firebreak.app.web.http.HttpRefusal;
import dev.firebreak.app.web.http.SecurityHeaders;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * The first that sees a request: every answer gets its security headers, whoever makes it; no body is read for ever. Jetty 12 has a
 * minimum rate in its settings and does not keep to it (jetty/jetty.project#15266), so it is kept here.
 */
public final class SlowBodyGuard extends Handler.Wrapper {

    private static final Set<String> METHOD_OVERRIDE =
            Set.of("x-http-method-override", "x-http-method", "x-method-override");
    private static final int MAX_OVERRIDE_LENGTH = "x-http-method-override".length();
    private static final long MAX_AT_ONCE = 1L << 18;

    private final SecurityHeaders headers;
    private final long most;
    private final long bytesPerSecond;
    private final Duration grace;

    /**
     * @param most bytes of any body, packed
     * @param bytesPerSecond on average, of whoever sends for longer than {@code grace}
     */
    public SlowBodyGuard(SecurityHeaders headers, long most, long bytesPerSecond, Duration grace) {
        this.headers = headers;
        this.most = most;
        this.bytesPerSecond = bytesPerSecond;
        this.grace = grace;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        headers.put(response.getHeaders());
        if (overridesMethod(request)) {
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
            Response.writeError(request, response, new Linger(request, response, callback), 400, "method override");
            return true;
        }
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
        var watched = new WatchedBody(request);
        ConnectionLimiter.TrackedConnection connection = ConnectionLimiter.of(request.getConnectionMetaData());
        if (connection != null) {
            connection.receives(watched);
        }
        return super.handle(watched, new TimeoutReported(watched, response), new Linger(watched, response, callback));
    }

    /** Javalin would take a POST for the method that a header names: past proxies and rules that look at the method of the request. */
    private static boolean overridesMethod(Request request) {
        for (HttpField field : request.getHeaders()) {
            String name = field.getName();
            if (METHOD_OVERRIDE.contains(name.length() > MAX_OVERRIDE_LENGTH ? "" : name.toLowerCase(Locale.ROOT))) {
                return true;
            }
        }
        String query = request.getHttpURI().getQuery();
        return query != null && (query.startsWith("_method=") || query.contains("&_method="));
    }

    /** Tells a counter of each piece of a body as it comes, whoever reads it; what the counter throws ends the body. */
    public static void count(HttpServletRequest request, LongConsumer counter) {
        WatchedBody watched = Request.as(ServletContextRequest.getServletContextRequest(request), WatchedBody.class);
        if (watched != null) {
            if (watched.came > 0) {
                counter.accept(watched.came);
            }
            watched.counter = counter;
        }
    }

    /** An answer on a connection that will be closed, for the body was not read, says so: else the next request is lost in it. */
    private static final class TimeoutReported extends Response.Wrapper {
        private final WatchedBody request;

        TimeoutReported(WatchedBody request, Response response) {
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
        private static final long MAX = 32L << 20;

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
            request.getComponents().getScheduler().schedule(this::end, Limits.LINGER.toMillis(), TimeUnit.MILLISECONDS);
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
                boolean done = chunk.isLast() || Content.Chunk.isFailure(chunk) || dropped > MAX;
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

    private final class WatchedBody extends Request.Wrapper implements ConnectionLimiter.Body {
        private volatile boolean read;
        private volatile @Nullable LongConsumer counter;
        private long came;
        private long began;

        WatchedBody(Request request) {
            super(request);
        }

        @Override
        public boolean isComplete() {
            return read;
        }

        /** Whether it was read to its end, or was at once. Jetty's own way would let nobody read the rest. */
        @Override
        public boolean consumeAvailable() {
            for (long left = MAX_AT_ONCE; !read && left > 0; ) {
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
            LongConsumer listening = counter;
            if (listening != null && chunk.hasRemaining()) {
                try {
                    listening.accept(chunk.remaining());
                } catch (HttpRefusal refused) {
                    chunk.release();
                    return Content.Chunk.from(refused);
                }
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

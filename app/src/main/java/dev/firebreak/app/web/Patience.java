package dev.firebreak.app.web;

import java.time.Duration;
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
            Response.writeError(request, response, callback, 413);
            return true;
        }
        return super.handle(announced == 0 ? request : new Watched(request), response, callback);
    }

    private final class Watched extends Request.Wrapper {
        private long came;
        private long began;

        Watched(Request request) {
            super(request);
        }

        @Override
        public Content.Chunk read() {
            Content.Chunk chunk = super.read();
            long now = System.nanoTime();
            began = began == 0 ? now : began;
            if (chunk == null || Content.Chunk.isFailure(chunk)) {
                return chunk;
            }
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

package dev.firebreak.app.web.limits;

import dev.firebreak.app.web.http.RequestPrecheck;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.jspecify.annotations.Nullable;

/**
 * Hangs up on who sends the head of a request a few bytes at a time: each byte counts as life for Jetty's idle timeout, so that such a
 * connection would stay for hours. It holds no thread, but a place among those we take.
 */
public final class SlowHeaderGuard implements Connection.Listener {

    private final Map<Connection, Progress> open = new ConcurrentHashMap<>();
    private final Duration timeout;

    /** @param drips System.nanoTime when bytes without a request were first seen; null for none */
    private record Progress(
            long requests, long bytes, @Nullable Long drips) {}

    /** @param timeout for the head of one request */
    public SlowHeaderGuard(Duration timeout) {
        this.timeout = timeout;
    }

    @Override
    public void onOpened(Connection connection) {
        // TLS below it counts no requests, and has its own time for the handshake.
        if (connection instanceof ConnectionMetaData) {
            open.put(connection, new Progress(0, 0, null));
        }
    }

    @Override
    public void onClosed(Connection connection) {
        open.remove(connection);
    }

    int count() {
        return open.size();
    }

    /** To be called now and then. */
    public void check() {
        long now = System.nanoTime();
        open.forEach((connection, before) -> {
            long requests = connection.getMessagesIn();
            long bytes = connection.getBytesIn();
            boolean answering = requests != connection.getMessagesOut();
            if (answering || requests != before.requests() || bytes == before.bytes()) {
                if (answering || requests != before.requests()) {
                    open.replace(connection, before, new Progress(requests, bytes, null));
                }
            } else if (before.drips() == null) {
                open.replace(connection, before, new Progress(requests, before.bytes(), now));
            } else if (now - before.drips() > timeout.toNanos()) {
                RequestPrecheck.hungUp(
                        String.valueOf(connection.getEndPoint().getRemoteSocketAddress()), "a head in drops");
                connection.getEndPoint().close();
            }
        });
    }
}

package dev.firebreak.app.web.limits;

import dev.firebreak.app.web.http.RequestOrigin;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.util.Attributes;
import org.jspecify.annotations.Nullable;

/**
 * Counts connections, in all and by address. Where there are too many, the oldest that waits for its client is closed for the new one: a
 * flood of silent connections then pushes out itself, and who has something to ask gets in. Jetty's own ConnectionLimit stops accepting
 * instead, so that one address with enough connections keeps everybody out until its idle time-out.
 *
 * <p>Which one is oldest is not kept in order at every request: each connection is looked at in turn, and one that was used since then goes
 * to the end (the clock algorithm of page replacement). Requests pay nothing for it.
 */
public final class ConnectionLimiter implements SelectorManager.AcceptListener, Connection.Listener {

    private static final Logger LOG = Logger.getLogger("firebreak.web");
    private static final String TRACKED = "firebreak.connection";

    /** How many are looked at for one new connection: so much work a flood can make of each. */
    private static final int LOOKS = 32;

    private final Limits.Connections limits;
    private final boolean byAddress;
    private final Map<SelectableChannel, TrackedConnection> open = new LinkedHashMap<>();
    private final Map<String, Set<TrackedConnection>> byNetwork = new HashMap<>();
    private long refused;
    private long displaced;
    private long told;

    /** @param byAddress whether addresses of connections are those of clients; behind a proxy all come from it */
    public ConnectionLimiter(Limits.Connections limits, boolean byAddress) {
        this.limits = limits;
        this.byAddress = byAddress;
    }

    /** One connection. */
    static final class TrackedConnection {
        private final SelectableChannel channel;
        private final String network;
        private volatile @Nullable Connection connection;
        private volatile @Nullable Body body;
        private long requests;

        private TrackedConnection(SelectableChannel channel, String network) {
            this.channel = channel;
            this.network = network;
        }

        /** The body that is being received on it. */
        void receives(Body body) {
            this.body = body;
        }
    }

    /** The body of a request. */
    interface Body {
        /** Whether all of it is here. */
        boolean isComplete();
    }

    /** How readily a connection is closed for a new one; the first is the readiest. */
    private enum State {
        /** No request is under way: nothing came yet, a head that is not complete, or the time between two requests. */
        IDLE,
        /** A request whose body is not complete. */
        RECEIVING,
        /** Idle, but it was used since it was last looked at. */
        USED,
        /** An answer is being worked out or sent. */
        ANSWERING
    }

    /** Caller holds the lock. */
    private static State state(TrackedConnection tracked) {
        Connection connection = tracked.connection;
        if (connection == null) {
            return State.ANSWERING;
        }
        long requests = connection.getMessagesIn();
        boolean used = requests != tracked.requests;
        tracked.requests = requests;
        if (requests == connection.getMessagesOut()) {
            return used ? State.USED : State.IDLE;
        }
        Body body = tracked.body;
        return body != null && !body.isComplete() ? State.RECEIVING : State.ANSWERING;
    }

    @Override
    public void onAccepting(SelectableChannel channel) {
        String network = network(channel);
        TrackedConnection victim = null;
        synchronized (this) {
            Set<TrackedConnection> same = byNetwork.computeIfAbsent(network, n -> new LinkedHashSet<>());
            boolean isFull = open.size() >= limits.most();
            if (byAddress && same.size() >= allowed()) {
                victim = oldest(same);
            } else if (isFull) {
                victim = oldest(open.values());
            } else {
                add(channel, network, same);
                return;
            }
            if (victim != null) {
                displaced++;
                remove(victim);
                add(channel, network, byNetwork.computeIfAbsent(network, n -> new LinkedHashSet<>()));
            } else {
                refused++;
                if (same.isEmpty()) {
                    byNetwork.remove(network);
                }
            }
        }
        if (victim == null) {
            close(channel);
        } else {
            close(victim);
        }
    }

    /** Of one address. What is reserved is for those who have few. */
    private int allowed() {
        return open.size() >= limits.most() - limits.reserved() ? limits.small() : limits.perAddress();
    }

    /** The oldest that waits for its client; else the oldest of the next state; null where every one is answering. */
    private @Nullable TrackedConnection oldest(Collection<TrackedConnection> among) {
        Map<State, TrackedConnection> first = new EnumMap<>(State.class);
        List<TrackedConnection> seen = new ArrayList<>();
        int looks = 0;
        for (TrackedConnection tracked : among) {
            if (++looks > LOOKS) {
                break;
            }
            if (tracked.connection == null) {
                // Accepted a moment ago, and not open yet.
                continue;
            }
            State state = state(tracked);
            first.putIfAbsent(state, tracked);
            seen.add(tracked);
            if (state == State.IDLE) {
                break;
            }
        }
        first.remove(State.ANSWERING);
        TrackedConnection victim = first.values().stream().findFirst().orElse(null);
        for (TrackedConnection tracked : seen) {
            if (tracked != victim) {
                toTheEnd(tracked);
            }
        }
        return victim;
    }

    private void toTheEnd(TrackedConnection tracked) {
        remove(tracked);
        add(tracked);
    }

    private void add(SelectableChannel channel, String network, Set<TrackedConnection> same) {
        var tracked = new TrackedConnection(channel, network);
        open.put(channel, tracked);
        same.add(tracked);
    }

    private void add(TrackedConnection tracked) {
        open.put(tracked.channel, tracked);
        byNetwork.computeIfAbsent(tracked.network, n -> new LinkedHashSet<>()).add(tracked);
    }

    private void remove(TrackedConnection tracked) {
        open.remove(tracked.channel);
        Set<TrackedConnection> same = byNetwork.get(tracked.network);
        if (same != null && same.remove(tracked) && same.isEmpty()) {
            byNetwork.remove(tracked.network);
        }
    }

    private static String network(SelectableChannel channel) {
        try {
            return channel instanceof SocketChannel socket
                            && socket.getRemoteAddress() instanceof InetSocketAddress address
                    ? RequestOrigin.network(address.getAddress().getHostAddress())
                    : "?";
        } catch (IOException e) {
            return "?";
        }
    }

    private static void close(SelectableChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.log(Level.FINE, "closing a connection", e);
        }
    }

    /** Below TLS: its farewell would wait for a client that does not read. */
    private static void close(TrackedConnection victim) {
        Connection connection = victim.connection;
        if (connection != null) {
            EndPoint endPoint = connection.getEndPoint();
            while (endPoint.getTransport() instanceof EndPoint below) {
                endPoint = below;
            }
            endPoint.close();
        }
    }

    @Override
    public void onOpened(Connection connection) {
        // Above TLS: what lies below it counts no requests.
        if (connection instanceof ConnectionMetaData && connection instanceof Attributes attributes) {
            Object channel = connection.getEndPoint().getTransport();
            while (channel instanceof EndPoint below) {
                channel = below.getTransport();
            }
            TrackedConnection tracked;
            synchronized (this) {
                tracked = channel instanceof SelectableChannel ? open.get(channel) : null;
            }
            if (tracked != null) {
                tracked.connection = connection;
                attributes.setAttribute(TRACKED, tracked);
            }
        }
    }

    /** The connection of a request; null where it is not tracked. */
    static @Nullable TrackedConnection of(ConnectionMetaData connection) {
        return connection.getAttribute(TRACKED) instanceof TrackedConnection tracked ? tracked : null;
    }

    @Override
    public void onAcceptFailed(SelectableChannel channel, Throwable why) {
        gone(channel);
    }

    @Override
    public void onClosed(SelectableChannel channel) {
        gone(channel);
    }

    private synchronized void gone(SelectableChannel channel) {
        TrackedConnection tracked = open.get(channel);
        if (tracked != null) {
            remove(tracked);
        }
    }

    public synchronized int count() {
        return open.size();
    }

    /** New connections that were closed at once, and old ones that made room, since the server started. */
    synchronized long closed() {
        return refused + displaced;
    }

    /** To be called now and then: one line in the log, however many there were. */
    public void check() {
        long now = closed();
        if (now != told) {
            LOG.warning("too many connections: " + (now - told) + " were closed, " + count() + " are open");
            told = now;
        }
    }
}

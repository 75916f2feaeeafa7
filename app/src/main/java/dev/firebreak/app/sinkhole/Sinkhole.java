package dev.firebreak.app.sinkhole;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.firebreak.core.text.Text;
import dev.firebreak.core.watch.Indicators;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Answers the names of the kill switches by DNS and HTTP from when it is opened until it is closed, and keeps every call before it answers. It is a
 * brake on one worm, and no replacement for the update.
 */
public final class Sinkhole implements AutoCloseable {

    private static final Logger LOG = System.getLogger(Sinkhole.class.getName());
    private static final int MAX_CONNECTIONS = 16_384;
    private static final int MAX_DNS_CONNECTIONS = 2_048;

    /** Files that are not connections: the log, libraries, the console. */
    private static final int FILES_OF_OURS = 256;

    private final CallLog log;
    private final List<InetAddress> answers;
    private final List<DnsListener> udp = new ArrayList<>();
    private final List<TcpListener> dnsTcp = new ArrayList<>();
    private final List<TcpListener> http = new ArrayList<>();
    private final @Nullable DnsAnswers dns;

    private Sinkhole(SinkholeSettings wish, CallLog log, Indicators indicators, InstantSource clock) {
        this.log = log;
        try {
            var pages = new HttpAnswers(indicators, wish.segments(), clock);
            int connections = mostConnections(wish.http().size());
            for (InetSocketAddress address : wish.http()) {
                http.add(bind(
                        address,
                        a -> TcpListener.bind(
                                a, connections, source -> new HttpConversation(source, pages, log), "sinkhole-http")));
            }
            List<InetSocketAddress> reached = new ArrayList<>(addresses(http));
            reached.addAll(wish.dns());
            this.answers = wish.answers().isEmpty() ? LocalAddresses.of(reached) : wish.answers();
            if (answers.isEmpty() && !wish.dns().isEmpty()) {
                throw new SinkholeFailure(SinkholeFailure.Kind.NO_ANSWER, null);
            }
            DnsAnswers authority = new DnsAnswers(indicators, answers, wish.segments(), clock);
            this.dns = wish.dns().isEmpty() ? null : authority;
            for (InetSocketAddress address : wish.dns()) {
                dns(address, authority);
            }
        } catch (RuntimeException e) {
            closeListeners();
            throw e;
        }
    }

    private void dns(InetSocketAddress address, DnsAnswers authority) {
        DnsListener listener = bind(address, a -> DnsListener.bind(a, authority, log));
        udp.add(listener);
        // The same port where any was asked for.
        var same = new InetSocketAddress(
                address.getAddress(), address(listener::address).getPort());
        dnsTcp.add(bind(
                same,
                a -> TcpListener.bind(
                        a,
                        MAX_DNS_CONNECTIONS,
                        source -> new DnsConversation(source, authority, log),
                        "sinkhole-dns-tcp")));
    }

    /**
     * Binds, becomes another user where one is named, and begins to answer.
     *
     * @param user that the process becomes after binding; null to stay who it is
     * @param say takes words for the administrator, from any thread
     * @throws SinkholeFailure where it cannot
     */
    public static Sinkhole open(
            SinkholeSettings wish,
            Indicators indicators,
            InstantSource clock,
            @Nullable String user,
            Consumer<Text> say) {
        Path folder = SinkholeSettings.folder(wish.data());
        CallLog log;
        try {
            log = CallLog.open(folder, wish.limits(), say);
        } catch (CallLog.InUse e) {
            throw new SinkholeFailure(SinkholeFailure.Kind.LOG_IN_USE, e, folder);
        } catch (IOException e) {
            throw new SinkholeFailure(SinkholeFailure.Kind.LOG, e, folder, String.valueOf(e.getMessage()));
        }
        try {
            var sinkhole = new Sinkhole(wish, log, indicators, clock);
            if (user != null) {
                ProcessUser.become(user, folder);
            }
            sinkhole.start();
            return sinkhole;
        } catch (RuntimeException e) {
            closeQuietly(log);
            throw e;
        }
    }

    private void start() {
        http.forEach(TcpListener::start);
        udp.forEach(DnsListener::start);
        dnsTcp.forEach(TcpListener::start);
    }

    private static int mostConnections(int listeners) {
        long files = ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : Long.MAX_VALUE;
        long free = files - FILES_OF_OURS - MAX_DNS_CONNECTIONS;
        return Math.clamp(free / Math.max(1, listeners), 64, MAX_CONNECTIONS);
    }

    private interface Binding<T> {
        T bind(InetSocketAddress address) throws IOException;
    }

    private static <T> T bind(InetSocketAddress address, Binding<T> binding) {
        try {
            return binding.bind(address);
        } catch (IOException | RuntimeException e) {
            throw new SinkholeFailure(SinkholeFailure.Kind.ADDRESS, e, text(address), String.valueOf(e.getMessage()));
        }
    }

    private interface Bound {
        InetSocketAddress address() throws IOException;
    }

    private static InetSocketAddress address(Bound listener) {
        try {
            return listener.address();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<InetSocketAddress> addresses(List<TcpListener> listeners) {
        return listeners.stream().map(listener -> address(listener::address)).toList();
    }

    /** An address with its port: {@code 127.0.0.1:53}, {@code [::1]:53}. */
    public static String text(InetSocketAddress address) {
        InetAddress host = address.getAddress();
        String text = host == null ? address.getHostString() : NetworkSegments.text(host);
        return (text.indexOf(':') < 0 ? text : "[" + text + "]") + ":" + address.getPort();
    }

    /** Where DNS is answered. */
    public List<InetSocketAddress> dns() {
        return udp.stream().map(listener -> address(listener::address)).toList();
    }

    /** Where HTTP is answered. */
    public List<InetSocketAddress> http() {
        return addresses(http);
    }

    /** The addresses that the names have in answers. */
    public List<InetAddress> answers() {
        return answers;
    }

    /** Calls that were logged since it was opened. */
    public long calls() {
        return log.kept();
    }

    /** Calls that were answered and could not be logged. */
    public long lost() {
        return log.lost();
    }

    /** Queries and connections that got no answer because they were malformed, for other names, too many or too slow. */
    public long refused() {
        return (dns == null ? 0 : dns.refused() + dns.malformed())
                + udp.stream().mapToLong(DnsListener::limited).sum()
                + http.stream().mapToLong(TcpListener::cut).sum()
                + dnsTcp.stream().mapToLong(TcpListener::cut).sum();
    }

    private void closeListeners() {
        udp.forEach(Sinkhole::closeQuietly);
        dnsTcp.forEach(Sinkhole::closeQuietly);
        http.forEach(Sinkhole::closeQuietly);
    }

    private static void closeQuietly(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            LOG.log(Level.DEBUG, "a part of the sinkhole did not close", e);
        }
    }

    /** Takes nothing new, writes what waits, and closes. */
    @Override
    public void close() {
        closeListeners();
        closeQuietly(log);
    }
}

package dev.firebreak.app.web;

import io.javalin.config.JavalinConfig;
import io.javalin.config.SizeUnit;
import java.io.IOException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.eclipse.jetty.ee10.servlet.SessionHandler;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.ConnectionLimit;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/** Jetty as we want it: strict about what it takes, patient with nobody, silent about itself. */
final class Wire {

    /** Bytes of one file that a person brings. */
    static final long LARGEST_FILE = 32L << 20;

    private static final int LARGEST_REQUEST_MB = 256;
    private static final int LARGEST_FORM = 1 << 16;
    private static final int LARGEST_HEADERS = 8 << 10;
    private static final int MOST_CONNECTIONS = 12_000;
    private static final int PLATFORM_THREADS = 32;
    private static final long LEAST_BYTES_PER_SECOND = 512;
    private static final Duration STOPS_WITHIN = Duration.ofSeconds(20);

    private final Web.Settings settings;
    private final SecurityHeaders headers;
    private final Doorstep doorstep;
    private final SslContextFactory.@Nullable Server tls;
    private final Loiterers loiterers;

    /** @param counted is told the method and the status of what is refused before any route */
    Wire(Web.Settings settings, Peer peer, BiConsumer<String, Integer> counted) throws IOException {
        this.settings = settings;
        this.loiterers = new Loiterers(settings.idle());
        this.headers = new SecurityHeaders(settings.isSecure());
        this.doorstep = new Doorstep(headers, peer, counted);
        this.tls = settings.key() == null ? null : tls(settings);
    }

    void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.maxRequestSize = LARGEST_FORM;
        config.http.prefer405over404 = true;
        config.http.generateEtags = false;
        config.jetty.multipartConfig.maxFileSize(LARGEST_FILE, SizeUnit.BYTES);
        config.jetty.multipartConfig.maxTotalRequestSize(LARGEST_REQUEST_MB, SizeUnit.MB);
        config.jetty.multipartConfig.maxInMemoryFileSize(1, SizeUnit.MB);
        config.jetty.threadPool = threads();
        config.jetty.modifyHttpConfiguration(this::http);
        config.jetty.modifyServer(this::server);
        config.jetty.modifyServletContextHandler(context -> context.setSessionHandler(new NoSessions()));
        config.jetty.addConnector(this::connector);
    }

    private static QueuedThreadPool threads() {
        var pool = new QueuedThreadPool(PLATFORM_THREADS);
        pool.setName("web");
        pool.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor("web-"));
        return pool;
    }

    private void http(HttpConfiguration http) {
        http.setUriCompliance(UriCompliance.DEFAULT);
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        http.setRequestHeaderSize(LARGEST_HEADERS);
        http.setRelativeRedirectAllowed(true);
    }

    private void server(Server server) {
        server.setErrorHandler(doorstep);
        // Javalin's first handler counts every byte for statistics that nobody asks for; ours are in /metrics.
        server.setHandler((Handler) null);
        server.setStopTimeout(STOPS_WITHIN.toMillis());
        server.insertHandler(
                new Patience(headers, (long) LARGEST_REQUEST_MB << 20, LEAST_BYTES_PER_SECOND, settings.patience()));
        server.insertHandler(new GracefulHandler());
        server.addBean(new ConnectionLimit(MOST_CONNECTIONS, server));
    }

    private ServerConnector connector(Server server, HttpConfiguration http) {
        ServerConnector connector;
        if (tls == null) {
            connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        } else {
            // People reach it by names and addresses that the certificate may not have; their browser says so, not we.
            http.addCustomizer(new SecureRequestCustomizer(false));
            connector = new ServerConnector(
                    server, 1, 1, new SslConnectionFactory(tls, "http/1.1"), new HttpConnectionFactory(http));
        }
        connector.setHost(settings.address());
        connector.setPort(settings.port());
        connector.setIdleTimeout(settings.idle().toMillis());
        connector.setAcceptQueueSize(1024);
        connector.addBean(loiterers);
        return connector;
    }

    private static SslContextFactory.Server tls(Web.Settings settings) throws IOException {
        var tls = new SslContextFactory.Server();
        tls.setKeyStore(store(settings));
        tls.setKeyStorePassword(Pem.PASSWORD);
        tls.setKeyManagerPassword(Pem.PASSWORD);
        tls.setIncludeProtocols("TLSv1.3", "TLSv1.2");
        tls.setRenegotiationAllowed(false);
        tls.setSniRequired(false);
        return tls;
    }

    private static KeyStore store(Web.Settings settings) throws IOException {
        return Pem.store(
                Objects.requireNonNull(settings.key()),
                Objects.requireNonNull(settings.certificate(), "a key comes with its certificate"));
    }

    /** Who is on the line without asking anything. */
    Loiterers loiterers() {
        return loiterers;
    }

    /** Takes new files for new connections; those that are open keep what they have. */
    void reload() throws Exception {
        if (tls != null) {
            KeyStore store = store(settings);
            tls.reload(factory -> factory.setKeyStore(store));
        }
    }

    /** Sessions are our own: Jetty needs neither to look for its cookie nor to stay until the answer is out. */
    private static final class NoSessions extends SessionHandler {
        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            Handler next = getHandler();
            return next != null && next.handle(request, response, callback);
        }
    }
}

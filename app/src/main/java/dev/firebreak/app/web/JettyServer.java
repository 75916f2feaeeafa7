package dev.firebreak.app.web;

import dev.firebreak.app.web.http.PemFile;
import dev.firebreak.app.web.http.RequestOrigin;
import dev.firebreak.app.web.http.RequestPrecheck;
import dev.firebreak.app.web.http.SecurityHeaders;
import dev.firebreak.app.web.limits.ConnectionLimiter;
import dev.firebreak.app.web.limits.FormPrefetch;
import dev.firebreak.app.web.limits.Limits;
import dev.firebreak.app.web.limits.SlowBodyGuard;
import dev.firebreak.app.web.limits.SlowHeaderGuard;
import io.javalin.config.JavalinConfig;
import io.javalin.config.SizeUnit;
import java.io.IOException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.eclipse.jetty.ee10.servlet.SessionHandler;
import org.eclipse.jetty.http.UriCompliance;
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
final class JettyServer {

    private static final int PLATFORM_THREADS = 32;
    private static final Duration STOPS_WITHIN = Duration.ofSeconds(20);

    private final WebServer.Settings settings;
    private final SecurityHeaders headers;
    private final RequestPrecheck precheck;
    private final SslContextFactory.@Nullable Server tls;
    private final FormPrefetch prefetch;
    private final SlowHeaderGuard slowHeaders;
    private final ConnectionLimiter connections;

    /** @param counted is told the method and the status of what is refused before any route */
    JettyServer(
            WebServer.Settings settings, RequestOrigin peer, FormPrefetch prefetch, BiConsumer<String, Integer> counted)
            throws IOException {
        this.prefetch = prefetch;
        this.settings = settings;
        Limits.Connections limits = settings.limits().connections();
        this.slowHeaders = new SlowHeaderGuard(limits.idle());
        this.connections = new ConnectionLimiter(limits, !settings.behindProxy());
        this.headers = new SecurityHeaders(settings.isSecure());
        this.precheck = new RequestPrecheck(headers, peer, counted);
        this.tls = settings.key() == null ? null : tls(settings);
    }

    void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.maxRequestSize = Limits.FORM_BYTES;
        config.http.prefer405over404 = true;
        config.http.generateEtags = false;
        config.jetty.multipartConfig.maxFileSize(Limits.FILE_BYTES, SizeUnit.BYTES);
        config.jetty.multipartConfig.maxTotalRequestSize(Limits.REQUEST_BYTES, SizeUnit.BYTES);
        config.jetty.multipartConfig.maxInMemoryFileSize(Limits.PART_IN_MEMORY_BYTES, SizeUnit.BYTES);
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
        http.setRequestHeaderSize(Limits.HEAD_BYTES);
        http.setRelativeRedirectAllowed(true);
    }

    private void server(Server server) {
        server.setErrorHandler(precheck);
        // Javalin's first handler counts every byte for statistics that nobody asks for; ours are in /metrics.
        server.setHandler((Handler) null);
        server.setStopTimeout(STOPS_WITHIN.toMillis());
        server.insertHandler(prefetch);
        server.insertHandler(new SlowBodyGuard(
                headers,
                Limits.REQUEST_BYTES,
                Limits.MIN_BYTES_PER_SECOND,
                settings.limits().connections().timeout()));
        server.insertHandler(new GracefulHandler());
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
        connector.setIdleTimeout(settings.limits().connections().idle().toMillis());
        connector.setAcceptQueueSize(Limits.ACCEPT_QUEUE);
        connector.addBean(slowHeaders);
        connector.addBean(connections);
        return connector;
    }

    private static SslContextFactory.Server tls(WebServer.Settings settings) throws IOException {
        var tls = new SslContextFactory.Server();
        tls.setKeyStore(store(settings));
        tls.setKeyStorePassword(PemFile.PASSWORD);
        tls.setKeyManagerPassword(PemFile.PASSWORD);
        tls.setIncludeProtocols("TLSv1.3", "TLSv1.2");
        tls.setRenegotiationAllowed(false);
        tls.setSniRequired(false);
        return tls;
    }

    private static KeyStore store(WebServer.Settings settings) throws IOException {
        return PemFile.store(
                Objects.requireNonNull(settings.key()),
                Objects.requireNonNull(settings.certificate(), "a key comes with its certificate"));
    }

    /** Who is on the line without asking anything. */
    SlowHeaderGuard loiterers() {
        return slowHeaders;
    }

    /** How many there are on the line. */
    ConnectionLimiter connections() {
        return connections;
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

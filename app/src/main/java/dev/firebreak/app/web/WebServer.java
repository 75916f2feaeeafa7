package dev.firebreak.app.web;

import dev.firebreak.app.web.auth.ApiGate;
import dev.firebreak.app.web.auth.Authorization;
import dev.firebreak.app.web.auth.EnrolmentService;
import dev.firebreak.app.web.auth.EventStreams;
import dev.firebreak.app.web.auth.OidcCallback;
import dev.firebreak.app.web.auth.OidcSettings;
import dev.firebreak.app.web.auth.PasswordHasher;
import dev.firebreak.app.web.auth.RequestBodies;
import dev.firebreak.app.web.auth.SessionCookies;
import dev.firebreak.app.web.auth.SignInRoutes;
import dev.firebreak.app.web.auth.TokenSecrets;
import dev.firebreak.app.web.http.Access;
import dev.firebreak.app.web.http.ApiRoute;
import dev.firebreak.app.web.http.RequestOrigin;
import dev.firebreak.app.web.http.Route;
import dev.firebreak.app.web.limits.BodyBudget;
import dev.firebreak.app.web.limits.FormPrefetch;
import dev.firebreak.app.web.limits.Limits;
import dev.firebreak.app.web.limits.NewMachineLimit;
import dev.firebreak.app.web.pages.PageRoutes;
import dev.firebreak.app.web.service.WebServices;
import dev.firebreak.core.access.AccountStore;
import dev.firebreak.core.text.Text;
import io.javalin.Javalin;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The server that people and machines reach over HTTP: listens from when it is made until it is closed. */
public final class WebServer implements AutoCloseable {

    private static final Logger ACCESS = Logger.getLogger("firebreak.access");

    private final Settings settings;
    private final Router routes;
    private final EventStreams streams;
    private final SignInRoutes entrance;
    private final RequestOrigin peer;
    private final Metrics gauges;
    private final BodyBudget budget;
    private final JettyServer jetty;
    private final Javalin server;
    private final Housekeeping upkeep;

    /**
     * How it listens.
     *
     * @param port 0 for any that is free
     * @param key PEM file of the private key; null for plain HTTP
     * @param certificate PEM file of the certificate and those between it and the root; null with {@code key}
     * @param publicUrl how people reach it; null for the address it listens on
     * @param behindProxy whether a proxy of ours tells in X-Forwarded-For who asks
     */
    public record Settings(
            String address,
            int port,
            @Nullable Path key,
            @Nullable Path certificate,
            @Nullable String publicUrl,
            boolean behindProxy,
            Limits limits) {

        /** Whether people come over HTTPS, to us or to a proxy before us. */
        boolean isSecure() {
            return key != null
                    || (publicUrl != null && publicUrl.toLowerCase(Locale.ROOT).startsWith("https://"));
        }
    }

    /** It cannot listen. */
    public static final class CannotListen extends Exception {
        private static final long serialVersionUID = 1;

        private final boolean key;

        private CannotListen(String why, boolean key, Throwable cause) {
            super(why, cause);
            this.key = key;
        }

        /** Whether the key or the certificate is at fault; else the address is. */
        public boolean isKey() {
            return key;
        }
    }

    /**
     * Begins to listen.
     *
     * @param ready why it cannot do its work now, empty where it can; what {@code /health/ready} says
     * @param api makes what programs may call, of who guards it
     * @throws CannotListen where the address is taken or the key cannot be used
     */
    public WebServer(
            Settings settings,
            WebServices services,
            AccountStore accounts,
            Supplier<Optional<Text>> ready,
            Function<ApiGate, List<ApiRoute>> api)
            throws CannotListen {
        this(settings, services, accounts, ready, api, null);
    }

    /**
     * The same, with an identity provider.
     *
     * @param signOn null for none
     */
    public WebServer(
            Settings settings,
            WebServices services,
            AccountStore accounts,
            Supplier<Optional<Text>> ready,
            Function<ApiGate, List<ApiRoute>> api,
            @Nullable OidcSettings signOn)
            throws CannotListen {
        this.settings = settings;
        var random = new SecureRandom();
        var tokens = new TokenSecrets(random);
        var sessions = new SessionCookies(accounts, tokens, random, services.clock(), settings.isSecure());
        this.peer = new RequestOrigin(settings.publicUrl(), settings.behindProxy());
        var enrolling = new EnrolmentService(
                accounts,
                services.audit(),
                services.fleet(),
                services.clock(),
                tokens,
                new NewMachineLimit(settings.limits().machines().newPerToken()));
        this.entrance = new SignInRoutes(
                accounts,
                services.audit(),
                services.clock(),
                new PasswordHasher(random),
                tokens,
                enrolling,
                sessions,
                peer,
                signOn == null ? null : signOn.name());
        this.budget = new BodyBudget(settings.limits().bodies());
        var bodies = new RequestBodies(budget, peer);
        this.streams = new EventStreams(
                settings.limits().streams(),
                (principal, shown) -> Authorization.isStillValid(accounts, sessions, principal, shown));
        var authorization = new Authorization(accounts, enrolling, sessions, peer, bodies, streams);
        var pages = new PageRoutes(services, entrance);
        this.gauges = new Metrics(services.fleet(), services.knowledge(), streams::count);
        this.routes = new Router(authorization, new ErrorPages(pages, random), bodies, streams);
        routes.add(pages.routes().stream().map(Route::of).toList());
        routes.add(api.apply(authorization).stream().map(Route::of).toList());
        if (signOn != null) {
            routes.add(new OidcCallback(signOn, entrance, sessions, services.clock(), this::url).routes());
        }
        routes.add(StaticAssets.routes());
        routes.add(List.of(
                Route.get("/health/live", Access.ANYONE, ctx -> ctx.result("ok\n")),
                Route.get("/health/ready", Access.ANYONE, ctx -> ready(ctx, ready)),
                Route.get("/metrics", Access.VIEWER, gauges::write)));
        this.jetty = jetty(new FormPrefetch(budget, peer, sessions.sessionCookie()));
        this.server = Javalin.create(config -> {
            jetty.configure(config);
            routes.register(config);
            config.requestLogger.http((ctx, millis) -> answered(ctx, millis));
        });
        start();
        this.upkeep = new Housekeeping(streams, jetty, settings);
    }

    private JettyServer jetty(FormPrefetch prefetch) throws CannotListen {
        try {
            return new JettyServer(settings, peer, prefetch, gauges::refused);
        } catch (IOException e) {
            throw new CannotListen(String.valueOf(e.getMessage()), true, e);
        }
    }

    private void start() throws CannotListen {
        try {
            server.start();
        } catch (RuntimeException e) {
            server.stop();
            throw new CannotListen(settings.address() + ":" + settings.port(), false, e);
        }
    }

    private static void ready(Context ctx, Supplier<Optional<Text>> ready) {
        Optional<Text> why = ready.get();
        if (why.isPresent()) {
            ctx.status(503).header("Retry-After", "60");
        }
        ctx.result(why.map(wording -> "not ready: " + wording.en() + "\n").orElse("ready\n"));
    }

    /** No query: it may hold the one-time link, or what somebody looked for. */
    private void answered(Context ctx, float millis) {
        gauges.answered(ctx, millis);
        if (ACCESS.isLoggable(Level.INFO)) {
            String why = ErrorPages.why(ctx);
            ACCESS.info(ctx.req().getMethod() + " " + ctx.path() + " " + ctx.statusCode() + " " + Math.round(millis)
                    + "ms " + peer.address(ctx) + " "
                    + Authorization.guest(ctx).caller().name()
                    + (why.isEmpty() ? "" : " refused: " + why));
        }
    }

    /** How it is reached. */
    public String url() {
        if (settings.publicUrl() != null) {
            return settings.publicUrl().replaceAll("/+$", "");
        }
        String host = settings.address();
        if (host.equals("0.0.0.0") || host.equals("::")) {
            host = "localhost";
        }
        return (settings.key() == null ? "http://" : "https://") + (host.contains(":") ? "[" + host + "]" : host) + ":"
                + port();
    }

    /** The port it listens on. */
    public int port() {
        return server.port();
    }

    /** One-time link that makes the first account; empty where there is one. A secret. */
    public Optional<String> firstAccount() {
        return entrance.code().map(code -> url() + "/setup?code=" + code);
    }

    /** Every route there is, for the test that asks all of them. */
    public List<Route> routes() {
        return routes.all();
    }

    /** Connections that are open. */
    int connections() {
        return jetty.connections().count();
    }

    /** Memory that bodies hold now. */
    long bodyBytes() {
        return budget.used();
    }

    /** Looks at what upkeep looks at now and then. */
    public void check() {
        upkeep.check();
    }

    /** Takes nothing new, ends what never ends, finishes the rest, and closes. */
    @Override
    public void close() {
        upkeep.close();
        streams.endAll();
        server.stop();
    }
}

package dev.firebreak.app.web;

import dev.firebreak.app.MemoryInfections;
import dev.firebreak.app.RamGaps;
import dev.firebreak.app.RamOrders;
import dev.firebreak.app.RamPeople;
import dev.firebreak.app.RamWaivers;
import dev.firebreak.app.collect.CheckInReader;
import dev.firebreak.app.feed.shipped.ShippedKnowledge;
import dev.firebreak.app.io.tuf.TestTrust;
import dev.firebreak.app.io.tuf.TrustFolder;
import dev.firebreak.app.io.tuf.TufFailure;
import dev.firebreak.app.store.FleetDatabase;
import dev.firebreak.app.web.api.ApiRoutes;
import dev.firebreak.app.web.auth.ApiGate;
import dev.firebreak.app.web.auth.OidcSettings;
import dev.firebreak.app.web.auth.PasswordHasher;
import dev.firebreak.app.web.auth.TokenSecrets;
import dev.firebreak.app.web.http.Access;
import dev.firebreak.app.web.http.ApiRoute;
import dev.firebreak.app.web.limits.Limits;
import dev.firebreak.app.web.pages.MemoryAudit;
import dev.firebreak.app.web.pages.MemoryLedger;
import dev.firebreak.app.web.service.Delivery;
import dev.firebreak.app.web.service.KillSwitchService;
import dev.firebreak.app.web.service.OrderRefusals;
import dev.firebreak.app.web.service.OrderService;
import dev.firebreak.app.web.service.OrderSignatures;
import dev.firebreak.app.web.service.WebServices;
import dev.firebreak.core.access.AccountStore;
import dev.firebreak.core.access.AuditLog;
import dev.firebreak.core.access.Role;
import dev.firebreak.core.advisory.Knowledge;
import dev.firebreak.core.assess.Assessor;
import dev.firebreak.core.dashboard.AdvisoryBoards;
import dev.firebreak.core.dashboard.Enrolments;
import dev.firebreak.core.dashboard.FleetService;
import dev.firebreak.core.fleet.FleetStore;
import dev.firebreak.core.fleet.StorageFull;
import dev.firebreak.core.fleet.StorageUnavailable;
import dev.firebreak.core.rollout.Order;
import dev.firebreak.core.rollout.PackageFile;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The whole server over memory, with a few routes of its own that stand for the api's. */
public final class Premises implements AutoCloseable {

    public static final String PASSWORD = "correct horse battery";
    public static final int LIMIT = 1 << 20;
    public static final int NEW_MACHINES = 100;

    /** Held, for a logger nobody holds forgets its level. */
    private static final List<Logger> QUIET = List.of(
            Logger.getLogger("io.javalin"), Logger.getLogger("org.eclipse.jetty"), Logger.getLogger("firebreak"));

    private static final Knowledge KNOWLEDGE = new ShippedKnowledge().knowledge();
    private static final PasswordHasher PASSWORDS = new PasswordHasher(new SecureRandom());
    private static final TokenSecrets TOKENS = new TokenSecrets(new SecureRandom());

    /** Hashing costs; one does for all accounts of the tests. */
    private static final String HASH = PASSWORDS.hashed(PASSWORD);

    private static final Instant OUTBREAK = Instant.parse("2017-05-14T09:30:00Z");

    public final AtomicReference<Instant> now = new AtomicReference<>(OUTBREAK);
    final InstantSource clock = now::get;
    public final Path packageFolder;
    public final AtomicReference<List<PackageFile>> packages = new AtomicReference<>(List.of());
    public final AccountStore accounts;
    public final AuditLog audit;
    private final @Nullable FleetDatabase database;
    public final FleetService fleet;
    public final KillSwitchService killSwitch;
    public final WebServer web;
    private final ApiRoutes api;
    private final WebServices services;

    public Premises() {
        this(settings(null, null, null, false));
    }

    public Premises(WebServer.Settings settings) {
        this(settings, null, null);
    }

    /** With an organisation's own server for signing in. */
    public Premises(OidcSettings signOn) {
        this(settings(null, null, null, false), null, signOn);
    }

    /** Over SQLite in a folder, with the real routes for programs, and the tests' own beside them. */
    public static Premises withApi(Path folder) {
        return withApi(folder, OUTBREAK);
    }

    /** The same, begun at another moment: keys and what they sign are good from then on. */
    public static Premises withApi(Path folder, Instant begun) {
        try {
            return new Premises(settings(null, null, null, false), FleetDatabase.open(folder, null), null, begun);
        } catch (FleetDatabase.CannotOpen e) {
            throw new IllegalStateException(e);
        }
    }

    /** With the real api and the limits that the product has. */
    public static Premises withApi(Path folder, Limits limits) {
        try {
            return new Premises(
                    new WebServer.Settings("127.0.0.1", 0, null, null, null, false, limits),
                    FleetDatabase.open(folder, null),
                    null);
        } catch (FleetDatabase.CannotOpen e) {
            throw new IllegalStateException(e);
        }
    }

    private Premises(WebServer.Settings settings, @Nullable FleetDatabase database, @Nullable OidcSettings signOn) {
        this(settings, database, signOn, OUTBREAK);
    }

    private Premises(
            WebServer.Settings settings,
            @Nullable FleetDatabase database,
            @Nullable OidcSettings signOn,
            Instant begun) {
        this.now.set(begun);
        this.database = database;
        // What is signed stays with the database that it is about.
        this.packageFolder = database == null ? temporary() : database.folder();
        this.accounts = database == null ? new RamPeople() : database.accountStore();
        this.audit = database == null ? new MemoryAudit() : database.auditLog();
        QUIET.forEach(logger -> logger.setLevel(Level.SEVERE));
        Map<java.time.LocalDate, Assessor> assessors = new ConcurrentHashMap<>();
        FleetStore store = database == null ? new MemoryLedger() : database.fleetStore();
        this.fleet = new FleetService(
                store,
                new CheckInReader(),
                day -> assessors.computeIfAbsent(day, d -> new Assessor(KNOWLEDGE, KNOWLEDGE.advisories(), d)),
                clock,
                Duration.ofDays(3),
                FleetService.STALE,
                new OneByOne(),
                new Enrolments(accounts.tokens(), accounts::isRevoked));
        if (!TrustFolder.of(packageFolder).exists()) {
            TestTrust.init(packageFolder, now.get());
        }
        var memory = new MemoryInfections();
        this.killSwitch = new KillSwitchService(
                fleet,
                database == null ? memory : database.infectionStore(),
                database == null ? memory : database.killSwitchProbeStore(),
                new ShippedKnowledge().indicators(),
                database == null ? java.nio.file.Path.of("nowhere") : database.folder(),
                clock,
                ZoneId.of("Asia/Tokyo"));
        this.services = new WebServices(
                fleet,
                store,
                audit,
                () -> KNOWLEDGE,
                new ShippedKnowledge().guides(),
                database == null ? new RamWaivers() : database.exceptionStore(),
                clock,
                ZoneId.of("Asia/Tokyo"),
                AdvisoryBoards.NONE,
                database == null ? new RamGaps() : database.gapStore(),
                new Delivery(
                        database == null ? new RamOrders(audit) : database.orderStore(),
                        packages::get,
                        new SecureRandom(),
                        TestPackages.orders(packageFolder),
                        new OrderRefusals()),
                TestPackages.in(packageFolder, clock),
                killSwitch,
                database == null ? TestSightings.inMemory(fleet, clock) : TestSightings.of(database, fleet, clock));
        try {
            this.api = new ApiRoutes(services);
            this.web = new WebServer(
                    settings,
                    services,
                    accounts,
                    Optional::empty,
                    database == null ? Premises::api : this::realApi,
                    signOn);
        } catch (WebServer.CannotListen e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path temporary() {
        try {
            Path folder = java.nio.file.Files.createTempDirectory("firebreak-packages");
            folder.toFile().deleteOnExit();
            return folder;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Short times, and as many connections as a test wants. */
    static Limits limits(int connections, int perAddress) {
        Limits standard = Limits.standard(1L << 30, 20_000);
        return new Limits(
                new Limits.Connections(
                        connections, perAddress, connections / 4, Duration.ofSeconds(2), Duration.ofSeconds(1)),
                standard.bodies(),
                standard.streams(),
                new Limits.Machines(NEW_MACHINES));
    }

    /** A server with limits of its own. */
    static Premises with(Limits limits) {
        return new Premises(new WebServer.Settings("127.0.0.1", 0, null, null, null, false, limits));
    }

    public static WebServer.Settings settings(
            @Nullable Path key, @Nullable Path certificate, @Nullable String url, boolean proxy) {
        return new WebServer.Settings("127.0.0.1", 0, key, certificate, url, proxy, limits(12_000, 2_000));
    }

    private static List<ApiRoute> byAccess(ApiGate gate) {
        List<ApiRoute> routes = new ArrayList<>();
        for (Access access : Access.values()) {
            String path = "/api/v1/test/" + access.name().toLowerCase(Locale.ROOT);
            routes.add(new ApiRoute(
                    HandlerType.GET,
                    path,
                    access,
                    ctx -> ctx.result(gate.caller(ctx).name())));
            routes.add(new ApiRoute(
                    HandlerType.POST,
                    path,
                    access,
                    ctx -> ctx.result(gate.caller(ctx).name())));
        }
        return routes;
    }

    private List<ApiRoute> realApi(ApiGate gate) {
        List<ApiRoute> routes = new ArrayList<>(api.routes(gate));
        routes.addAll(byAccess(gate));
        return routes;
    }

    private static List<ApiRoute> api(ApiGate gate) {
        List<ApiRoute> routes = byAccess(gate);
        routes.add(new ApiRoute(
                HandlerType.POST,
                "/api/v1/machines/{name}/evidence",
                Access.MACHINE,
                ctx -> ctx.result(ctx.pathParam("name").length() + " " + gate.body(ctx, LIMIT).length)));
        routes.add(new ApiRoute(
                HandlerType.POST,
                "/api/v1/machines/{name}/token",
                Access.SITE,
                ctx -> ctx.result(gate.enrol(ctx, ctx.pathParam("name"), null)
                        .map(ApiGate.Issued::secret)
                        .orElse("none"))));
        routes.add(new ApiRoute(HandlerType.GET, "/api/v1/test/fault", Access.ANYONE, ctx -> {
            throw new IllegalStateException("swordfish in the message");
        }));
        routes.add(new ApiRoute(HandlerType.GET, "/api/v1/test/full", Access.ANYONE, ctx -> {
            throw new StorageFull(new IOException("disk"));
        }));
        routes.add(new ApiRoute(HandlerType.GET, "/api/v1/test/away", Access.ANYONE, ctx -> {
            throw new StorageUnavailable(new IOException("refused"));
        }));
        routes.add(new ApiRoute(HandlerType.GET, "/api/v1/events", Access.VIEWER, ctx -> {
            ctx.contentType("text/event-stream");
            ctx.res().getOutputStream().print("event: ready\n\n");
            ctx.res().flushBuffer();
            while (gate.goesOn(ctx)) {
                Thread.sleep(20);
            }
        }));
        return routes;
    }

    /** Signs the list of packages, and brings that of orders in step, as the server's jobs do. */
    public void sign() {
        try {
            services.packages().index().refresh(now.get());
            new OrderSignatures(services).reconcile();
        } catch (IOException | TufFailure e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the server does not hand out. */
    public List<OrderRefusals.Refused> refused() {
        return services.delivery().refusals().all();
    }

    /** What pages and the interface for programs work with. */
    public WebServices services() {
        return services;
    }

    /** Orders, as the pages and the interface for programs use them. */
    public OrderService orders() {
        return new OrderService(services);
    }

    /** Orders, those that changed last first. */
    public List<Order> newest() {
        return services.delivery().orders().newest(100);
    }

    /** Every order. */
    public List<Order> all() {
        return services.delivery().orders().newest(1_000_000);
    }

    public void account(String name, Role role) {
        accounts.add(new AccountStore.Account(name, role, "en", false, now.get(), null), HASH);
    }

    public String site(String site) {
        TokenSecrets.NewToken made = TOKENS.site(site, "test", now.get());
        accounts.issue(made.token(), made.hash());
        return made.secret();
    }

    public String machine(String site, String machine) {
        TokenSecrets.NewToken made = TOKENS.machine(site, machine, now.get());
        accounts.issue(made.token(), made.hash());
        fleet.enrolments().add(made.token());
        return made.secret();
    }

    public String key(String... scopes) {
        TokenSecrets.NewToken made = TOKENS.key("test", Set.of(scopes), now.get());
        accounts.issue(made.token(), made.hash());
        return made.secret();
    }

    public void later(Duration by) {
        now.updateAndGet(n -> n.plus(by));
    }

    @Override
    public void close() {
        web.close();
        if (database != null) {
            database.close();
        }
    }
}

package dev.firebreak.app.server;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.firebreak.app.capture.EventReader;
import dev.firebreak.app.capture.log.LogOptions;
import dev.firebreak.app.feed.shipped.ShippedKnowledge;
import dev.firebreak.app.mirror.PackageReview;
import dev.firebreak.app.mirror.PackageStore;
import dev.firebreak.app.mirror.authenticode.RevocationLists;
import dev.firebreak.app.mirror.authenticode.TrustPolicy;
import dev.firebreak.app.store.FleetDatabase;
import dev.firebreak.app.web.WebServer;
import dev.firebreak.app.web.api.ApiRoutes;
import dev.firebreak.app.web.auth.OidcSettings;
import dev.firebreak.app.web.limits.Limits;
import dev.firebreak.app.web.service.AddressRecords;
import dev.firebreak.app.web.service.Delivery;
import dev.firebreak.app.web.service.KillSwitchService;
import dev.firebreak.app.web.service.OrderJudge;
import dev.firebreak.app.web.service.OrderRefusals;
import dev.firebreak.app.web.service.OrderSignatures;
import dev.firebreak.app.web.service.PackageServices;
import dev.firebreak.app.web.service.SightingService;
import dev.firebreak.app.web.service.WebServices;
import dev.firebreak.core.dashboard.DamagedStorage;
import dev.firebreak.core.dashboard.FleetService;
import dev.firebreak.core.fleet.StorageFull;
import dev.firebreak.core.fleet.StorageUnavailable;
import dev.firebreak.core.inventory.BugReports;
import dev.firebreak.core.text.Text;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Listens over HTTP: joins the web adapter with the store, the reports and the running fleet. */
record WebListener(WebServer web, ScheduledJobs jobs) implements Listener {

    /** How soon a call of the kill switch is seen. */
    private static final Duration CALLS_SEEN = Duration.ofMillis(400);

    private static final Duration CLAIMS_JUDGED = Duration.ofMinutes(1);

    @Override
    public String url() {
        return web.url();
    }

    @Override
    public Optional<String> firstAccount() {
        return web.firstAccount();
    }

    @Override
    public void close() {
        jobs.close();
        web.close();
    }

    /** Begins to listen to people and machines. */
    static Listener open(
            FleetService fleet,
            FleetDatabase database,
            AssessorCache assessors,
            SightingService sightings,
            ServerSettings.Listening listening,
            ServerSigning signing,
            InstantSource clock) {
        Path data = signing.data();
        var killSwitch = new KillSwitchService(
                fleet,
                database.infectionStore(),
                database.killSwitchProbeStore(),
                new ShippedKnowledge().indicators(),
                database.folder(),
                clock,
                ZoneId.systemDefault());
        PackageStore store = signing.store();
        var review = new PackageReview(store, TrustPolicy.microsoft(RevocationLists.NONE), clock);
        var services = new WebServices(
                fleet,
                database.fleetStore(),
                database.auditLog(),
                assessors::knowledge,
                new ShippedKnowledge().guides(),
                database.exceptionStore(),
                clock,
                ZoneId.systemDefault(),
                assessors,
                database.gapStore(),
                new Delivery(
                        database.orderStore(),
                        () -> PackageKnowledge.served(store),
                        new SecureRandom(),
                        signing.orders(),
                        new OrderRefusals()),
                new PackageServices(
                        store, () -> PackageKnowledge.read(data, assessors.knowledge()), review, signing.index()),
                killSwitch,
                sightings);
        var settings = new WebServer.Settings(
                listening.address(),
                listening.port(),
                listening.key(),
                listening.certificate(),
                listening.publicUrl(),
                listening.behindProxy(),
                limits());
        try {
            var api = new ApiRoutes(services);
            var web = new WebServer(
                    settings,
                    services,
                    database.accountStore(),
                    () -> error(database),
                    api::routes,
                    signOn(listening.oidc()));
            var jobs = new ScheduledJobs();
            jobs.every(CALLS_SEEN, CALLS_SEEN, "reading calls of the kill switch", killSwitch::check);
            // A machine's own check-in closes its order at once; evidence also comes by files and folders.
            jobs.every(CLAIMS_JUDGED, CLAIMS_JUDGED, "judging orders by evidence", new OrderJudge(services)::judge);
            signing.begin(jobs, new OrderSignatures(services), clock);
            return new WebListener(web, jobs);
        } catch (WebServer.CannotListen e) {
            throw new ServerFailure(
                    e.isKey() ? ServerFailure.Kind.KEY : ServerFailure.Kind.ADDRESS, String.valueOf(e.getMessage()));
        }
    }

    /** Detections and incidents of a running server. */
    static SightingService sightings(FleetService fleet, FleetDatabase database, BugReports bugs, InstantSource clock) {
        var own = new SiteDetections(database.folder(), new ShippedKnowledge().indicators(), clock);
        return new SightingService(
                database.detectionStore(),
                database.watchedFileStore(),
                fleet,
                () -> reader(own, bugs, clock),
                own::indicators,
                own::rules,
                new AddressRecords(database.folder(), ZoneId.systemDefault()),
                clock);
    }

    /** Reads captures and logs as of now. */
    static EventReader reader(SiteDetections own, BugReports bugs, InstantSource clock) {
        return new EventReader(
                new LogOptions(
                        ZoneId.systemDefault(),
                        LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).plusDays(1),
                        own.hasRules()),
                bugs);
    }

    private static Limits limits() {
        long files = ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : Long.MAX_VALUE;
        try {
            return Limits.of(Runtime.getRuntime().maxMemory(), files, System::getProperty);
        } catch (Limits.Unusable e) {
            throw new ServerFailure(ServerFailure.Kind.LIMIT, String.valueOf(e.getMessage()));
        }
    }

    /** Why the database cannot be written to now; empty where it can. */
    private static Optional<Text> error(FleetDatabase database) {
        try {
            database.probe();
            return Optional.empty();
        } catch (StorageFull e) {
            return Optional.of(new Text("the disk is full", "ディスクに空きがありません"));
        } catch (StorageUnavailable e) {
            return Optional.of(new Text("the database does not answer", "データベースが応答しません"));
        } catch (DamagedStorage e) {
            return Optional.of(
                    new Text("the database is damaged; restore a backup", "データベースが破損しています。バックアップから復元してください"));
        } catch (RuntimeException e) {
            return Optional.of(new Text("the database refuses to be written to", "データベースに書き込めません"));
        }
    }

    private static @Nullable OidcSettings signOn(@Nullable Path file) {
        try {
            return file == null ? null : OidcSettings.read(file, System::getenv);
        } catch (OidcSettings.Unusable e) {
            throw new ServerFailure(ServerFailure.Kind.OIDC, file, String.valueOf(e.getMessage()));
        }
    }
}

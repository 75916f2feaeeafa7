package dev.firebreak.app.server;

import dev.firebreak.app.collect.CheckInReader;
import dev.firebreak.app.collect.DropFolder;
import dev.firebreak.app.feed.shipped.ShippedKnowledge;
import dev.firebreak.app.feed.store.KnowledgeBase;
import dev.firebreak.app.feed.store.KnowledgeFolder;
import dev.firebreak.app.notify.NoticeService;
import dev.firebreak.app.store.FleetDatabase;
import dev.firebreak.app.web.service.SightingService;
import dev.firebreak.core.dashboard.Enrolments;
import dev.firebreak.core.dashboard.FleetService;
import dev.firebreak.core.inventory.BugReports;
import dev.firebreak.core.text.Text;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Puts the server together and keeps it running until it is asked to stop. */
public final class ServerProcess {

    /** Of one file: so many share the wait for the disk, and leave room for who checks in. */
    private static final int MACHINES_AT_ONCE = 32;

    private static final Logger LOG = System.getLogger(ServerProcess.class.getName());
    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    private final ShippedKnowledge shipped;
    private final Map<String, String> environment;
    private final InstantSource clock;
    private final BugReports bugs;
    private final ShutdownSignal shutdown;
    private final Listener.Opener listeners;
    private final Predicate<FleetDatabase> held;

    /**
     * A server that listens.
     *
     * @param url how it is reached
     * @param firstAccount one-time link that makes the first account; null where there is one already
     * @param data its folder
     * @param machines how many it knows
     */
    public record Running(String url, @Nullable String firstAccount, Path data, int machines) {}

    /**
     * A server that is about to run.
     *
     * @param bugs keeps reports of faults that evidence meets
     */
    public ServerProcess(
            ShippedKnowledge shipped,
            Map<String, String> environment,
            InstantSource clock,
            BugReports bugs,
            ShutdownSignal shutdown) {
        this(
                shipped,
                environment,
                clock,
                bugs,
                shutdown,
                (fleet, database, assessors, sightings, settings, data) -> WebListener.open(
                        fleet,
                        database,
                        assessors,
                        sightings,
                        settings.listening(),
                        ServerSigning.of(data, settings.signing(), environment),
                        clock),
                FleetDatabase::isHeld);
    }

    /** @param held whether the data are still this server's: PostgreSQL can lose its hold, which tests cannot wait for */
    ServerProcess(
            ShippedKnowledge shipped,
            Map<String, String> environment,
            InstantSource clock,
            BugReports bugs,
            ShutdownSignal shutdown,
            Listener.Opener listeners,
            Predicate<FleetDatabase> held) {
        this.shipped = shipped;
        this.environment = environment;
        this.clock = clock;
        this.bugs = bugs;
        this.shutdown = shutdown;
        this.listeners = listeners;
        this.held = held;
    }

    /**
     * Starts, and returns when the server has been asked to stop and did.
     *
     * @param onMessage takes messages for the administrator at the start
     * @param running called once the server listens
     * @throws ServerFailure where it cannot start or go on
     * @throws FleetDatabase.CannotOpen where its database cannot be opened
     */
    public void serve(ServerSettings settings, Consumer<Text> onMessage, Consumer<Running> running) {
        Path data = KnowledgeFolder.of(settings.data(), environment);
        DataFolderAccess.make(data);
        var knowledge = new KnowledgeBase(data, shipped);
        var assessors = new AssessorCache(
                knowledge::knowledge, shipped.lines(), () -> knowledge.catalogue(onMessage), new BoardList(data));
        try (FleetDatabase database = FleetDatabase.open(data, settings.database(), clock)) {
            database.hold();
            database.check();
            DataFolderAccess.warn(data, onMessage);
            ServerSigning.tell(data, database.orderStore(), onMessage);
            var lost = new AtomicBoolean();
            var fleet = new FleetService(
                    database.fleetStore(),
                    new CheckInReader(this::report),
                    assessors,
                    clock,
                    settings.ages().silentAfter(),
                    settings.ages().staleAfter(),
                    new WorkerPool(MACHINES_AT_ONCE),
                    new Enrolments(database.accountStore().tokens(), database.accountStore()::isRevoked));
            SightingService sightings = WebListener.sightings(fleet, database, bugs, clock);
            try (NoticeService notices = NoticeService.open(
                            data, environment, clock, ZoneId.systemDefault(), assessors::advisories, fleet::search);
                    var jobs = new ScheduledJobs();
                    SinkholeHost _ = SinkholeHost.open(settings.sinkhole(), data, shipped, clock, onMessage);
                    Listener listener = listeners.open(fleet, database, assessors, sightings, settings, data)) {
                fleet.listen(notices::accept);
                begin(jobs, settings, fleet, database, assessors, notices, knowledge, sightings);
                jobs.every(LOOK, LOOK, "holding the data", () -> {
                    if (!held.test(database)) {
                        LOG.log(Level.ERROR, "another server has taken the data: this one stops");
                        lost.set(true);
                        shutdown.ask();
                    }
                });
                running.accept(new Running(
                        listener.url(),
                        listener.firstAccount().orElse(null),
                        data,
                        fleet.board(assessors.advisories().getFirst()).all().total()));
                shutdown.await();
            }
            if (lost.get()) {
                throw new ServerFailure(ServerFailure.Kind.DATA_TAKEN, data);
            }
        }
    }

    /** Machines' evidence may meet a fault of ours: the log has it whole, the file is for its maintainers. */
    private String report(Throwable bug) {
        LOG.log(Level.ERROR, "a fault in reading or judging evidence", bug);
        return Path.of(bugs.keep(bug)).getFileName().toString();
    }

    private void begin(
            ScheduledJobs jobs,
            ServerSettings settings,
            FleetService fleet,
            FleetDatabase database,
            AssessorCache assessors,
            NoticeService notices,
            KnowledgeBase knowledge,
            SightingService sightings) {
        var day = new AtomicReference<>(LocalDate.EPOCH);
        var known = new AtomicReference<>(knowledge.fingerprint());
        var version = new AtomicLong(assessors.version());
        jobs.every(MINUTE, Duration.ofSeconds(1), "judging anew", () -> {
            LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
            String now = knowledge.fingerprint();
            boolean learned = !now.equals(known.get());
            if (learned) {
                assessors.learn();
                notices.knowledgeChanged(1);
            }
            if (learned || !today.equals(day.get())) {
                fleet.reassess();
                known.set(now);
                day.set(today);
            }
        });
        jobs.every(LOOK, LOOK, "judging by another board", () -> {
            long now = assessors.version();
            if (now != version.get()) {
                fleet.reassess();
                fleet.writeTallies(assessors.advisories());
                version.set(now);
            }
        });
        jobs.every(HOUR, MINUTE, "writing tallies", () -> fleet.writeTallies(assessors.advisories()));
        jobs.every(
                DAY,
                HOUR,
                "deleting old evidence",
                () -> database.fleetStore()
                        .prune(clock.instant().minus(settings.ages().keep())));
        Path drop = settings.drop();
        if (drop != null) {
            DropFolder folder = folder(drop, fleet, database, sightings);
            jobs.every(LOOK, LOOK, "taking dropped files", folder::check);
        }
    }

    private DropFolder folder(Path drop, FleetService fleet, FleetDatabase database, SightingService sightings) {
        try {
            return new DropFolder(
                    drop,
                    new DropIntake(
                            fleet,
                            sightings,
                            database.auditLog(),
                            () -> WebListener.reader(
                                    new SiteDetections(database.folder(), shipped.indicators(), clock), bugs, clock),
                            clock));
        } catch (IOException e) {
            throw new ServerFailure(ServerFailure.Kind.DROP_FOLDER, drop);
        }
    }
}

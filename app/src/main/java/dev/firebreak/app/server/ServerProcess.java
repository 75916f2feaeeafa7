package dev.firebreak.app.server;

import dev.firebreak.app.collect.CheckInReader;
import dev.firebreak.app.collect.DropFolder;
import dev.firebreak.app.feed.shipped.ShippedKnowledge;
import dev.firebreak.app.feed.store.KnowledgeBase;
import dev.firebreak.app.feed.store.KnowledgeFolder;
import dev.firebreak.app.notify.NoticeService;
import dev.firebreak.app.store.FleetDatabase;
import dev.firebreak.core.dashboard.Enrolments;
import dev.firebreak.core.dashboard.FleetService;
import dev.firebreak.core.dashboard.ImportedEvidence;
import dev.firebreak.core.dashboard.IntakeAudit;
import dev.firebreak.core.dashboard.Sender;
import dev.firebreak.core.inventory.BugReports;
import dev.firebreak.core.text.Text;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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

/** Puts the control room together and keeps it running until it is asked to stop. */
public final class ServerProcess {

    /** Of one file: so many share the wait for the disk, and leave room for who checks in. */
    private static final int MACHINES_AT_ONCE = 32;

    private static final Logger LOG = System.getLogger(ServerProcess.class.getName());
    private static final String DROP = "system:drop";

    /** A file that was changed a moment ago may have been copied then. */
    private static final Duration COPIED = Duration.ofMinutes(10);

    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    private final ShippedKnowledge shipped;
    private final Map<String, String> environment;
    private final InstantSource clock;
    private final BugReports bugs;
    private final ShutdownSignal ending;
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
            ShutdownSignal ending) {
        this(
                shipped,
                environment,
                clock,
                bugs,
                ending,
                (fleet, database, assessors, how) -> WebListener.open(fleet, database, assessors, how, clock),
                FleetDatabase::isHeld);
    }

    /** @param held whether the data are still this server's: PostgreSQL can lose its hold, which tests cannot wait for */
    ServerProcess(
            ShippedKnowledge shipped,
            Map<String, String> environment,
            InstantSource clock,
            BugReports bugs,
            ShutdownSignal ending,
            Listener.Opener listeners,
            Predicate<FleetDatabase> held) {
        this.shipped = shipped;
        this.environment = environment;
        this.clock = clock;
        this.bugs = bugs;
        this.ending = ending;
        this.listeners = listeners;
        this.held = held;
    }

    /**
     * Starts, and returns when the server has been asked to stop and did.
     *
     * @param say takes messages for the administrator at the start
     * @param running called once the server listens
     * @throws ServerFailure where it cannot start or go on
     * @throws FleetDatabase.CannotOpen where its database cannot be opened
     */
    public void serve(ServerSettings wish, Consumer<Text> say, Consumer<Running> running) {
        Path data = KnowledgeFolder.of(wish.data(), environment);
        DataFolderAccess.make(data);
        var knowledge = new KnowledgeBase(data, shipped);
        var judges = new AssessorCache(
                knowledge::knowledge, shipped.lines(), () -> knowledge.catalogue(say), new BoardList(data));
        try (FleetDatabase archive = FleetDatabase.open(data, wish.database(), clock)) {
            archive.hold();
            archive.check();
            DataFolderAccess.warn(data, say);
            var lost = new AtomicBoolean();
            var room = new FleetService(
                    archive.ledger(),
                    new CheckInReader(this::report),
                    judges,
                    clock,
                    wish.ages().silentAfter(),
                    wish.ages().staleAfter(),
                    new WorkerPool(MACHINES_AT_ONCE),
                    new Enrolments(archive.people().tokens(), archive.people()::isRevoked));
            try (NoticeService notices = NoticeService.open(
                            data, environment, clock, ZoneId.systemDefault(), judges::advisories, room::search);
                    var rounds = new ScheduledJobs();
                    Listener listener = listeners.open(room, archive, judges, wish.listening())) {
                room.listen(notices::accept);
                begin(rounds, wish, room, archive, judges, notices, knowledge);
                rounds.every(LOOK, LOOK, "holding the data", () -> {
                    if (!held.test(archive)) {
                        LOG.log(Level.ERROR, "another server has taken the data: this one stops");
                        lost.set(true);
                        ending.ask();
                    }
                });
                running.accept(new Running(
                        listener.url(),
                        listener.firstAccount().orElse(null),
                        data,
                        room.board(judges.advisories().getFirst()).all().total()));
                ending.await();
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
            ScheduledJobs rounds,
            ServerSettings wish,
            FleetService room,
            FleetDatabase archive,
            AssessorCache judges,
            NoticeService notices,
            KnowledgeBase knowledge) {
        var day = new AtomicReference<>(LocalDate.EPOCH);
        var known = new AtomicReference<>(knowledge.fingerprint());
        var version = new AtomicLong(judges.version());
        rounds.every(MINUTE, Duration.ofSeconds(1), "judging anew", () -> {
            LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
            String now = knowledge.fingerprint();
            boolean learned = !now.equals(known.get());
            if (learned) {
                judges.learn();
                notices.learned(1);
            }
            if (learned || !today.equals(day.get())) {
                room.reassess();
                known.set(now);
                day.set(today);
            }
        });
        rounds.every(LOOK, LOOK, "judging by another board", () -> {
            long now = judges.version();
            if (now != version.get()) {
                room.reassess();
                room.writeTallies(judges.advisories());
                version.set(now);
            }
        });
        rounds.every(HOUR, MINUTE, "writing tallies", () -> room.writeTallies(judges.advisories()));
        rounds.every(
                DAY,
                HOUR,
                "deleting old evidence",
                () -> archive.ledger().prune(clock.instant().minus(wish.ages().keep())));
        Path drop = wish.drop();
        if (drop != null) {
            DropFolder folder = folder(drop, room, archive);
            rounds.every(LOOK, LOOK, "taking dropped files", folder::look);
        }
    }

    /** Whether a file's date is the day of collection and not of the copy that was put into the folder. */
    private boolean isPlausible(Instant changed) {
        return changed.plus(COPIED).isBefore(clock.instant());
    }

    private DropFolder folder(Path drop, FleetService room, FleetDatabase archive) {
        try {
            return new DropFolder(drop, (site, name, content, changed) -> {
                ImportedEvidence taken =
                        room.take(Sender.FOLDER, site, name, content, DROP, isPlausible(changed) ? changed : null);
                IntakeAudit.taken(archive.audit(), clock.instant(), DROP, site, name, taken);
                return new DropFolder.FileOutcome(
                        taken.kept() + taken.known(),
                        taken.older(),
                        taken.notYours(),
                        taken.enrolled(),
                        taken.complaints());
            });
        } catch (IOException e) {
            throw new ServerFailure(ServerFailure.Kind.DROP_FOLDER, drop);
        }
    }
}

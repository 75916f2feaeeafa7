package dev.firebreak.app.server;

import dev.firebreak.app.collect.CheckInReader;
import dev.firebreak.app.feed.shipped.ShippedKnowledge;
import dev.firebreak.app.feed.store.KnowledgeBase;
import dev.firebreak.app.store.FleetDatabase;
import dev.firebreak.app.web.service.OrderJudge;
import dev.firebreak.core.dashboard.Enrolments;
import dev.firebreak.core.dashboard.FleetService;
import dev.firebreak.core.dashboard.ImportedEvidence;
import dev.firebreak.core.dashboard.IntakeAudit;
import dev.firebreak.core.dashboard.Sender;
import dev.firebreak.core.text.Text;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * Evidence that a person brings into the data folder of a server that does not run, by the same intake as a check-in: kept, judged, in the
 * audit log, and orders are closed by it where it is fresh.
 */
public final class EvidenceImport implements AutoCloseable {

    private static final int MACHINES_AT_ONCE = 32;

    /** Who is silent is looked at by a running server only. */
    private static final Duration SILENT = Duration.ofDays(3);

    private final FleetDatabase database;
    private final FleetService fleet;
    private final OrderJudge judge;
    private final InstantSource clock;

    private EvidenceImport(FleetDatabase database, FleetService fleet, OrderJudge judge, InstantSource clock) {
        this.database = database;
        this.fleet = fleet;
        this.judge = judge;
        this.clock = clock;
    }

    /**
     * Opens the data and holds them, as a server does.
     *
     * @param messages takes messages for the administrator
     * @throws ServerFailure where the folder holds no server's data
     * @throws FleetDatabase.CannotOpen where they cannot be opened, or a server runs on them
     */
    public static EvidenceImport open(ServerData data, ShippedKnowledge shipped, Consumer<Text> messages) {
        var knowledge = new KnowledgeBase(data.folder(), shipped);
        FleetDatabase database = data.open();
        boolean isOpen = false;
        try {
            database.hold();
            var assessors = new AssessorCache(
                    knowledge::knowledge,
                    shipped.lines(),
                    () -> knowledge.catalogue(messages),
                    new BoardList(data.folder()));
            var fleet = new FleetService(
                    database.fleetStore(),
                    new CheckInReader(),
                    assessors,
                    data.clock(),
                    SILENT,
                    FleetService.STALE,
                    new WorkerPool(MACHINES_AT_ONCE),
                    new Enrolments(database.accountStore().tokens(), database.accountStore()::isRevoked));
            var judge = new OrderJudge(database.orderStore(), fleet, assessors::knowledge, data.clock());
            isOpen = true;
            return new EvidenceImport(database, fleet, judge, data.clock());
        } finally {
            if (!isOpen) {
                database.close();
            }
        }
    }

    /**
     * Takes one file.
     *
     * @param site whose machines it is of; machines of other sites are refused
     * @param by who brings it, as the audit log names them
     */
    public ImportedEvidence take(String site, String name, byte[] content, String by) {
        ImportedEvidence imported = fleet.importEvidence(Sender.IMPORTER, site, name, content, by, null);
        IntakeAudit.imported(database.auditLog(), clock.instant(), by, site, name, imported);
        return imported;
    }

    /** Judges the orders that machines say are done; returns how many the evidence closed. */
    public int judge() {
        return judge.judge();
    }

    @Override
    public void close() {
        database.close();
    }
}

package dev.firebreak.app.web.pages;

import dev.firebreak.app.collect.CheckInReader;
import dev.firebreak.app.feed.shipped.ShippedKnowledge;
import dev.firebreak.app.store.FleetDatabase;
import dev.firebreak.app.web.OneByOne;
import dev.firebreak.app.web.WebServer;
import dev.firebreak.app.web.api.ApiRoutes;
import dev.firebreak.app.web.limits.Limits;
import dev.firebreak.app.web.service.Delivery;
import dev.firebreak.app.web.service.KillSwitchService;
import dev.firebreak.app.web.service.WebServices;
import dev.firebreak.core.access.ApprovedException;
import dev.firebreak.core.access.ExceptionStore;
import dev.firebreak.core.advisory.Advisory;
import dev.firebreak.core.advisory.Knowledge;
import dev.firebreak.core.assess.Assessor;
import dev.firebreak.core.dashboard.AdvisoryBoards;
import dev.firebreak.core.dashboard.FleetService;
import dev.firebreak.core.fleet.CheckInRecords;
import dev.firebreak.core.fleet.MachineStatus;
import dev.firebreak.core.fleet.StatusTally;
import dev.firebreak.core.text.Text;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/** The whole server over SQLite, on the Sunday of the outbreak. */
final class Stage implements AutoCloseable {

    static final String OTHER = "CVE-2019-0708";

    final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2017-05-14T09:30:00Z"));
    final InstantSource clock = now::get;
    final FleetService fleet;
    final KillSwitchService killSwitch;
    private final FleetDatabase store;
    private final WebServer web;
    private final AtomicReference<Knowledge> knowledge = new AtomicReference<>(new ShippedKnowledge().knowledge());
    private final Map<LocalDate, Assessor> assessors = new ConcurrentHashMap<>();
    final AtomicReference<List<dev.firebreak.core.rollout.PackageFile>> packages = new AtomicReference<>(List.of());
    final WebServices services;
    private volatile boolean broken;

    Stage(Path temp) throws WebServer.CannotListen {
        this.store = FleetDatabase.open(temp, null);
        this.fleet = new FleetService(
                store.fleetStore(),
                new CheckInReader(),
                day -> assessors.computeIfAbsent(
                        day, d -> new Assessor(knowledge.get(), knowledge.get().advisories(), d)),
                clock,
                Duration.ofDays(3),
                new OneByOne());
        this.killSwitch = new KillSwitchService(
                fleet,
                store.infectionStore(),
                store.killSwitchProbeStore(),
                new ShippedKnowledge().indicators(),
                temp,
                clock,
                ZoneId.of("Asia/Tokyo"));
        dev.firebreak.app.io.tuf.TestTrust.init(temp, clock.instant());
        this.services = new WebServices(
                fleet,
                store.fleetStore(),
                store.auditLog(),
                knowledge::get,
                new ShippedKnowledge().guides(),
                new Breaking(store.exceptionStore()),
                clock,
                ZoneId.of("Asia/Tokyo"),
                new More(),
                store.gapStore(),
                new Delivery(
                        store.orderStore(),
                        packages::get,
                        new java.security.SecureRandom(),
                        dev.firebreak.app.web.TestPackages.orders(temp),
                        new dev.firebreak.app.web.service.OrderRefusals()),
                dev.firebreak.app.web.TestPackages.in(temp, clock),
                killSwitch,
                dev.firebreak.app.web.TestSightings.of(store, fleet, clock));
        this.web = new WebServer(
                new WebServer.Settings("127.0.0.1", 0, null, null, null, false, Limits.standard(1L << 30, 20_000)),
                services,
                store.accountStore(),
                java.util.Optional::empty,
                new ApiRoutes(services)::routes);
    }

    String url() {
        return web.url();
    }

    /** Where the first account is made. */
    String setup() {
        return web.firstAccount().orElseThrow();
    }

    /** From now on the report fails, or does no more. */
    void breakReport(boolean is) {
        broken = is;
    }

    /** Writes tallies of the days before, as if work had gone on. */
    void past(String advisory) {
        StatusTally all = fleet.board(advisory).all();
        for (int hours = 96; hours > 0; hours -= 3) {
            int more = hours / 8;
            int fewer = Math.min(more, all.of(MachineStatus.FIXED));
            var counts = new ArrayList<Integer>();
            for (MachineStatus status : MachineStatus.values()) {
                counts.add(all.of(status)
                        + switch (status) {
                            case VULNERABLE -> fewer;
                            case FIXED -> -fewer;
                            case UNKNOWN, SILENT, MITIGATED, NOT_AFFECTED -> 0;
                        });
            }
            store.fleetStore()
                    .tally(
                            now.get().minus(Duration.ofHours(hours)),
                            List.of(new CheckInRecords.SiteTally(
                                    advisory,
                                    "Osaka",
                                    StatusTally.of(counts.stream()
                                            .mapToInt(Integer::intValue)
                                            .toArray()))));
        }
    }

    /** From now on nobody is answered. */
    void deafen() {
        web.close();
    }

    @Override
    public void close() {
        web.close();
        store.close();
    }

    /** Fails on demand, for the page of our faults. */
    private final class Breaking implements ExceptionStore {
        private final ExceptionStore kept;

        Breaking(ExceptionStore kept) {
            this.kept = kept;
        }

        @Override
        public void grant(ApprovedException exception) {
            kept.grant(exception);
        }

        @Override
        public boolean end(String machine, String advisory) {
            return kept.end(machine, advisory);
        }

        @Override
        public List<ApprovedException> of(String advisory) {
            if (broken) {
                throw new IllegalStateException("for the page of our faults");
            }
            return kept.of(advisory);
        }
    }

    /** Knows one advisory besides what ships: another name for the same hole. */
    private final class More implements AdvisoryBoards {
        private final List<String> wanted = new ArrayList<>();

        @Override
        public AddResult add(String name) {
            if (!name.equals(OTHER)) {
                return AddResult.UNKNOWN;
            }
            Advisory like = new ShippedKnowledge().knowledge().advisories().getFirst();
            wanted.add(name);
            judgeBy(new ShippedKnowledge()
                    .knowledge()
                    .with(List.of(new Advisory(
                            new Advisory.Naming(
                                    OTHER,
                                    Set.of(),
                                    List.of(OTHER),
                                    Text.same("Remote Desktop Services Remote Code Execution Vulnerability"),
                                    like.published()),
                            like.byProduct(),
                            null,
                            List.of(),
                            List.of(),
                            Map.of()))));
            return AddResult.ADDED;
        }

        @Override
        public boolean drop(String id) {
            if (!wanted.remove(id)) {
                return false;
            }
            judgeBy(new ShippedKnowledge().knowledge());
            return true;
        }

        @Override
        public List<String> added() {
            return List.copyOf(wanted);
        }

        private void judgeBy(Knowledge now) {
            knowledge.set(now);
            assessors.clear();
            fleet.reassess();
        }
    }
}

package dev.firebreak.app.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.feed.shipped.ShippedKnowledge;
import dev.firebreak.app.store.FleetDatabase;
import dev.firebreak.core.advisory.Knowledge;
import dev.firebreak.core.assess.Verdict;
import dev.firebreak.core.dashboard.CheckInResult;
import dev.firebreak.core.dashboard.FleetService;
import dev.firebreak.core.fleet.MachineStatus;
import dev.firebreak.core.fleet.MachineSummary;
import dev.firebreak.core.inventory.BugReports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server put together as {@code serve} does, without a network. */
class ServerProcessTest {

    private static final Path CLINIC = Path.of("../examples/clinic");

    @TempDir
    Path temp;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2017-05-14T09:30:00Z"));
    private final InstantSource clock = now::get;
    private final List<String> closed = new ArrayList<>();
    private final AtomicReference<FleetService> fleet = new AtomicReference<>();
    private final AtomicReference<ServerProcess.Running> running = new AtomicReference<>();
    private final ShutdownSignal shutdown = new ShutdownSignal(code -> {});
    private Thread server = new Thread();
    private final AtomicReference<RuntimeException> failure = new AtomicReference<>();
    private volatile boolean taken;

    private final class Ear implements Listener {
        Ear(FleetService heard) {
            fleet.set(heard);
        }

        @Override
        public String url() {
            return "http://127.0.0.1:1";
        }

        @Override
        public Optional<String> firstAccount() {
            return Optional.of(url() + "/first?code=x");
        }

        @Override
        public void close() {
            closed.add(canBeHeld() ? "listener after archive" : "listener");
        }
    }

    /** Whether another server could take the data now. */
    private boolean canBeHeld() {
        try (FleetDatabase other = FleetDatabase.open(temp.resolve("data"), null, clock)) {
            other.hold();
            return true;
        } catch (FleetDatabase.CannotOpen e) {
            assertThat(e.why()).isEqualTo(FleetDatabase.Why.IN_USE);
            return false;
        }
    }

    @BeforeEach
    void serve() {
        var hosting = new ServerProcess(
                new ShippedKnowledge(),
                Map.of(),
                clock,
                BugReports.THROW,
                shutdown,
                (heard, database, assessors, sightings, how, data) -> new Ear(heard),
                database -> database.isHeld() && !taken);
        var settings = new ServerSettings(
                temp.resolve("data"),
                null,
                new ServerSettings.Listening("127.0.0.1", 0, null, null, null, false, null),
                new ServerSettings.Ages(Duration.ofDays(3), Duration.ofDays(30), Duration.ofDays(400)),
                temp.resolve("drop"));
        server = new Thread(() -> {
            try {
                hosting.serve(settings, said -> {}, running::set);
            } catch (RuntimeException e) {
                failure.set(e);
            }
        });
        server.start();
        until(() -> running.get() != null);
    }

    @AfterEach
    void stop() throws InterruptedException {
        server.interrupt();
        server.join(10_000);
        shutdown.finish(0);
        assertThat(closed).as("who listens ends before what is kept").containsExactly("listener");
        assertThat(canBeHeld()).isTrue();
    }

    private static void until(BooleanSupplier condition) {
        Instant end = Instant.now().plusSeconds(30);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as("in time").isBefore(end);
            Thread.onSpinWait();
        }
    }

    private CheckInResult checkIn(String machine) throws Exception {
        byte[] content = Files.readAllBytes(CLINIC.resolve(machine + "_systeminfo.txt"));
        return fleet.get().checkIn(machine, "Osaka", machine + "_systeminfo.txt", content, "token:osaka", null);
    }

    @Test
    void a_server_whose_data_another_has_taken_stops_and_says_so() throws Exception {
        assertThat(failure.get()).isNull();
        taken = true;
        server.join(20_000);
        assertThat(failure.get())
                .isInstanceOfSatisfying(
                        ServerFailure.class, e -> assertThat(e.kind()).isEqualTo(ServerFailure.Kind.DATA_TAKEN));
    }

    @Test
    void a_check_in_is_judged_within_a_second() throws Exception {
        long from = System.nanoTime();
        CheckInResult result = checkIn("ISHI-PC01");
        long took = System.nanoTime() - from;

        MachineSummary line = ((CheckInResult.Accepted) result).line();
        assertThat(line.verdicts()).containsKey("MS17-010");
        assertThat(line.product()).isNotNull();
        assertThat(Duration.ofNanos(took)).isLessThan(Duration.ofSeconds(5));
        assertThat(running.get().firstAccount()).contains("code=x");
    }

    @Test
    void a_machine_speaks_for_itself_only() throws Exception {
        byte[] content = Files.readAllBytes(CLINIC.resolve("ISHI-PC01_systeminfo.txt"));

        assertThat(fleet.get().checkIn("ISHI-PC02", "Osaka", "x", content, "token:osaka", null))
                .isEqualTo(new CheckInResult.NotYours("ISHI-PC01"));
        checkIn("ISHI-PC01");
        assertThat(fleet.get().checkIn("ISHI-PC01", "Kyoto", "x", content, "token:kyoto", null))
                .isInstanceOf(CheckInResult.NotYours.class);
    }

    @Test
    void a_silent_machine_is_not_shown_as_safe() throws Exception {
        MachineSummary line =
                fleet.get().search(dev.firebreak.core.dashboard.MachineIndex.Query.all("MS17-010")).machines().stream()
                        .findFirst()
                        .map(f -> f.line())
                        .orElse(null);
        assertThat(line).isNull();
        for (String machine : List.of("ISHI-PC01", "ISHI-PC02", "KANGO-01", "NARA-PC01", "JIMU-NEW01")) {
            checkIn(machine);
        }
        now.set(now.get().plus(Duration.ofDays(4)));

        var board = fleet.get().board("MS17-010").all();
        assertThat(board.of(MachineStatus.FIXED)
                        + board.of(MachineStatus.NOT_AFFECTED)
                        + board.of(MachineStatus.MITIGATED))
                .isZero();
        assertThat(board.of(MachineStatus.SILENT) + board.of(MachineStatus.VULNERABLE))
                .isEqualTo(5);
    }

    @Test
    void a_new_day_judges_every_machine_anew() throws Exception {
        checkIn("ISHI-PC01");
        String support = fleet.get().line("ISHI-PC01").orElseThrow().support();

        now.set(Instant.parse("2031-01-01T00:00:00Z"));
        fleet.get().reassess();

        assertThat(fleet.get().line("ISHI-PC01").orElseThrow().support()).isEqualTo("unsupported");
        assertThat(support).isNotNull();
        assertThat(fleet.get().line("ISHI-PC01").orElseThrow().verdict("MS17-010"))
                .isNotEqualTo(Verdict.Kind.NOT_AFFECTED);
    }

    @Test
    void files_moved_into_the_folder_are_taken_as_of_their_site() throws Exception {
        Path drop = temp.resolve("drop");
        Files.createDirectories(drop.resolve("Osaka"));
        Files.copy(CLINIC.resolve("ISHI-PC01_systeminfo.txt"), drop.resolve("Osaka/ISHI-PC01_systeminfo.txt"));
        Files.write(drop.resolve("rubbish.txt"), "hello".getBytes(UTF_8));

        until(() -> Files.exists(drop.resolve("refused/rubbish.txt.problems.txt"))
                && Files.exists(drop.resolve("done/ISHI-PC01_systeminfo.txt")));

        assertThat(fleet.get().line("ISHI-PC01").orElseThrow().site()).isEqualTo("Osaka");
        assertThat(drop.resolve("refused/rubbish.txt")).exists();
        assertThat(drop.resolve("refused/rubbish.txt.problems.txt")).content().contains("not recognised", "判別できません");
        try (FleetDatabase database = FleetDatabase.open(temp.resolve("data"), null, clock)) {
            assertThat(database.auditLog().entries(Long.MAX_VALUE, 10))
                    .anyMatch(e ->
                            e.what().equals("evidence.import") && e.detail().startsWith("site Osaka: 1 kept"));
        }
    }

    @Test
    void knowledge_is_what_ships() {
        Knowledge knowledge = new ShippedKnowledge().knowledge();
        assertThat(fleet.get()
                        .board(knowledge.advisories().getFirst().id())
                        .all()
                        .total())
                .isZero();
        assertThat(temp.resolve("data")).isDirectory();
    }
}

package dev.firebreak.app.notify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.firebreak.core.assess.Verdict;
import dev.firebreak.core.dashboard.FleetChange;
import dev.firebreak.core.dashboard.MachineIndex;
import dev.firebreak.core.fleet.MachineSummary;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a change in the fleet to what arrives. */
class NoticeServiceTest {

    private static final String BUG = "MS17-010";
    private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");
    private static final RetrySchedule QUICK =
            new RetrySchedule(Duration.ofMillis(20), Duration.ofMillis(50), Duration.ofHours(24));

    private final MachineIndex index = new MachineIndex(Duration.ofDays(7));
    private final List<String> arrived = new CopyOnWriteArrayList<>();
    private final AtomicInteger status = new AtomicInteger(200);
    private final Clock clock = new Clock();
    private HttpServer server;

    @TempDir
    Path folder;

    private static final class Clock implements InstantSource {
        private volatile Instant now = Parcels.NOW;

        @Override
        public Instant instant() {
            return now;
        }

        void forward(Duration by) {
            now = now.plus(by);
        }
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            if (status.get() == 200) {
                arrived.add(body);
            }
            exchange.sendResponseHeaders(status.get(), -1);
            exchange.close();
        });
        server.start();
        Files.writeString(folder.resolve("notices.json"), """
                {"language": "ja", "board": "https://firebreak.example.jp/",
                 "webhooks": [{"name": "chat", "url": "http://127.0.0.1:%d/", "audiences": ["administrators"]}]}
                """.formatted(
                        server.getAddress().getPort()));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void an_outbreak_of_ten_thousand_changes_arrives_once() {
        put(10_000, Verdict.Kind.FIXED);
        try (NoticeService notices = notices()) {
            notices.round();
            put(10_000, Verdict.Kind.VULNERABLE);
            for (int i = 0; i < 10_000; i++) {
                notices.accept(new FleetChange(i, clock.instant(), new FleetChange.Retired("x")));
            }
            notices.round();
            clock.forward(Duration.ofSeconds(40));
            notices.round();
            Waiting.until(() -> arrived.size() == 1);
            assertThat(arrived.getFirst())
                    .contains("\"vulnerable_again\":10000", "お疲れさまです", "https://firebreak.example.jp/");
            clock.forward(Duration.ofSeconds(40));
            notices.round();
            Waiting.until(() -> notices.status().ways().getFirst().waiting() == 0);
            assertThat(arrived).hasSize(1);
            assertThat(notices.status().ways().getFirst().sent()).isEqualTo(1);
        }
    }

    @Test
    void administrators_are_notified_of_refused_new_machines() {
        try (NoticeService notices = notices()) {
            notices.round();
            notices.accept(new FleetChange(1, clock.instant(), new FleetChange.NewMachinesRefused("Osaka", 1_000)));
            notices.round();
            clock.forward(Duration.ofSeconds(40));
            notices.round();
            Waiting.until(() -> arrived.size() == 1);
            assertThat(arrived.getFirst()).contains("\"new_machines\"", "Osaka", "1,000 台", "newMachinesPerToken");
        }
    }

    @Test
    void what_could_not_be_sent_is_sent_after_a_restart() {
        status.set(503);
        try (NoticeService notices = notices()) {
            notices.test();
            Waiting.until(() -> notices.status().ways().getFirst().failed() > 1);
            assertThat(notices.status().ways().getFirst().lastError()).isNotNull();
            assertThat(notices.status().ways().getFirst().waiting()).isEqualTo(1);
        }
        status.set(200);
        try (NoticeService notices = notices()) {
            Waiting.until(() -> arrived.size() == 1);
            Waiting.until(() -> notices.status().ways().getFirst().waiting() == 0);
            assertThat(notices.status().ways().getFirst().lastError()).isNull();
        }
    }

    @Test
    void what_is_refused_for_good_or_a_day_old_is_given_up() {
        status.set(404);
        try (NoticeService notices = notices()) {
            notices.test();
            Waiting.until(() -> notices.status().ways().getFirst().givenUp() == 1);
            status.set(500);
            notices.test();
            Waiting.until(() -> notices.status().ways().getFirst().failed() > 2);
            clock.forward(Duration.ofHours(25));
            Waiting.until(() -> notices.status().ways().getFirst().givenUp() == 2);
            assertThat(notices.status().ways().getFirst().waiting()).isZero();
        }
    }

    @Test
    void too_many_that_wait_push_the_oldest_out_and_damaged_files_are_counted() throws Exception {
        Path box = folder.resolve("box");
        var outbox = new Outbox(box);
        for (int i = 0; i < Outbox.MOST + 5; i++) {
            outbox.put(Parcels.japanese("id-" + i));
        }
        assertThat(outbox.size()).isEqualTo(Outbox.MOST);
        assertThat(outbox.dropped()).isEqualTo(5);
        Files.writeString(box.resolve("000000000099.json"), "{\"half");
        var again = new Outbox(box);
        assertThat(again.dropped()).isEqualTo(1);
        assertThat(again.first().id()).isEqualTo("id-5");
        assertThat(again.first()).isEqualTo(Parcels.japanese("id-5"));
    }

    @Test
    void an_outbox_that_cannot_be_written_keeps_notices_in_memory() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        var outbox = new Outbox(file.resolve("box"));
        outbox.put(Parcels.japanese("id"));
        assertThat(outbox.first().id()).isEqualTo("id");
    }

    @Test
    void knowledge_waits_until_machines_are_judged_by_it() {
        put(10, Verdict.Kind.FIXED);
        try (NoticeService notices = notices()) {
            notices.round();
            notices.knowledgeChanged(3);
            put(10, Verdict.Kind.VULNERABLE);
            notices.round();
            clock.forward(Duration.ofSeconds(60));
            notices.round();
            notices.accept(new FleetChange(1, clock.instant(), new FleetChange.Reassessed(10, 10)));
            notices.round();
            clock.forward(Duration.ofSeconds(60));
            notices.round();
            Waiting.until(() -> arrived.size() == 1);
            assertThat(arrived.getFirst()).contains("\"knowledge\":10", "\"advisories_learned\":3");
        }
    }

    @Test
    void a_fault_of_ours_is_counted_and_does_not_end_the_watch() {
        try (NoticeService notices = new NoticeService(
                folder,
                Map.of(),
                clock,
                TOKYO,
                () -> {
                    throw new IllegalStateException("no boards");
                },
                query -> index.search(query, clock.instant()),
                QUICK,
                null)) {
            notices.round();
            assertThat(notices.status().faults()).isEqualTo(1);
        }
    }

    @Test
    void a_report_is_not_repeated_by_a_restart() {
        put(3, Verdict.Kind.VULNERABLE);
        try (NoticeService notices = notices()) {
            notices.round();
            clock.forward(Duration.ofHours(23));
            notices.round();
            Waiting.until(() -> arrived.size() == 1);
            assertThat(arrived.getFirst()).contains("\"daily\"", "2026/11/24");
        }
        try (NoticeService notices = notices()) {
            notices.round();
            notices.round();
            assertThat(notices.status().ways().getFirst().waiting()).isZero();
        }
        assertThat(arrived).hasSize(1);
    }

    private NoticeService notices() {
        return new NoticeService(
                folder,
                Map.of(),
                clock,
                TOKYO,
                () -> List.of(BUG),
                query -> index.search(query, clock.instant()),
                QUICK,
                null);
    }

    private void put(int count, Verdict.Kind verdict) {
        for (int i = 0; i < count; i++) {
            index.put(new MachineSummary(
                    "PC" + i,
                    new MachineSummary.Place("Osaka", null, List.of()),
                    new MachineSummary.Windows(null, null, null, null, "unknown", null),
                    new MachineSummary.Outcome(Map.of(BUG, verdict), List.of(), null, null),
                    clock.instant()));
        }
    }
}

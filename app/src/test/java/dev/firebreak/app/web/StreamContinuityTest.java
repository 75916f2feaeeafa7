package dev.firebreak.app.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.capture.ZeekConn;
import dev.firebreak.app.collect.CheckInReader;
import dev.firebreak.app.feed.shipped.ShippedKnowledge;
import dev.firebreak.app.store.FleetDatabase;
import dev.firebreak.app.web.service.SightingService;
import dev.firebreak.app.web.service.SightingService.BroughtFile;
import dev.firebreak.core.assess.Assessor;
import dev.firebreak.core.dashboard.FleetService;
import dev.firebreak.core.text.Text;
import dev.firebreak.core.watch.Detection;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of one sensor are one stream: what spans two of them is found, whenever they come and however often. */
class StreamContinuityTest {

    private static final Instant NINE = Instant.parse("2017-05-12T09:00:00Z");
    private static final String SCANNER = "10.0.0.5";

    @TempDir
    Path temp;

    private FleetDatabase database;
    private SightingService sightings;

    @BeforeEach
    void open() {
        database = FleetDatabase.open(temp, null);
        InstantSource clock = InstantSource.fixed(NINE.plus(Duration.ofHours(9)));
        var shipped = new ShippedKnowledge();
        var fleet = new FleetService(
                database.fleetStore(),
                new CheckInReader(),
                day -> new Assessor(shipped.knowledge(), shipped.knowledge().advisories(), day),
                clock,
                Duration.ofDays(3),
                new OneByOne());
        sightings = TestSightings.of(database, fleet, clock);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void restart() {
        close();
        open();
    }

    private SightingService.Outcome take(String place, String name, byte[] content) throws IOException {
        return sightings.take(BroughtFile.of(place, name, "test"), () -> new ByteArrayInputStream(content));
    }

    private List<String> rules() {
        return sightings.newest(100).stream().map(Detection::rule).toList();
    }

    private static byte[] scan(int minutes, int firstTarget, int targets) {
        return ZeekConn.scan(NINE.plusSeconds(60L * minutes), SCANNER, firstTarget, targets);
    }

    @Test
    void a_scan_that_spans_two_rotated_logs_is_found_after_a_restart_too() throws Exception {
        take("Osaka", "conn.00.log", scan(0, 1, 3));
        assertThat(rules()).as("three failures decide nothing").isEmpty();
        restart();
        SightingService.Outcome second = take("Osaka", "conn.01.log", scan(10, 4, 3));
        assertThat(second.problems()).isEmpty();
        assertThat(rules()).containsExactly("smb_scan");
        assertThat(sightings.newest(1).getFirst().origin()).isEqualTo("conn.01.log");
        take("Osaka", "conn.02.log", scan(20, 7, 9));
        assertThat(rules()).as("told once").hasSize(1);
    }

    @Test
    void sensors_of_two_places_and_logs_of_two_names_are_no_stream() throws Exception {
        take("Osaka", "conn.00.log", scan(0, 1, 3));
        take("Nagoya", "conn.01.log", scan(10, 4, 3));
        take("Osaka", "other.01.log", scan(10, 4, 3));
        assertThat(rules()).isEmpty();
    }

    @Test
    void the_same_file_twice_counts_once() throws Exception {
        byte[] first = scan(0, 1, 3);
        for (int i = 0; i < 4; i++) {
            take("Osaka", "conn.00.log", first);
        }
        assertThat(rules()).as("the same three targets").isEmpty();
        byte[] second = scan(10, 4, 3);
        take("Osaka", "conn.01.log", second);
        assertThat(rules()).hasSize(1);
        for (String name : List.of("conn.01.log", "conn.00.log", "copy.log")) {
            take("Osaka", name, second);
            take("Osaka", name, first);
        }
        restart();
        take("Osaka", "conn.01.log", second);
        assertThat(rules()).hasSize(1);
    }

    /** A log that grows and is brought again and again holds what was read before. */
    @Test
    void a_log_that_has_grown_counts_once_too() throws Exception {
        for (int targets : List.of(2, 4, 8, 16)) {
            take("Osaka", "conn.log", scan(0, 1, targets));
        }
        assertThat(rules()).hasSize(1);
    }

    @Test
    void a_file_that_is_older_is_judged_by_itself_and_says_so() throws Exception {
        take("Osaka", "conn.05.log", scan(300, 1, 3));
        SightingService.Outcome older = take("Osaka", "conn.01.log", scan(0, 4, 3));
        assertThat(older.problems())
                .extracting(problem -> problem.what().en())
                .first()
                .asString()
                .startsWith("a newer part of this log was read before");
        assertThat(rules()).isEmpty();
        assertThat(sightings.files(1).getFirst().problems())
                .extracting(Text::ja)
                .first()
                .asString()
                .contains("このファイルは単独で判定しました");
        // What was remembered of the newer part stays.
        take("Osaka", "conn.06.log", scan(310, 4, 3));
        assertThat(rules()).containsExactly("smb_scan");
        // A scan within the older file alone is found.
        take("Nagoya", "conn.05.log", scan(300, 1, 1));
        take("Nagoya", "conn.01.log", scan(0, 1, 8));
        assertThat(rules()).hasSize(2);
    }

    /** One line with a time of next year must not make every later file an old one. */
    @Test
    void a_wrong_clock_does_not_end_a_stream() throws Exception {
        byte[] wrong = new ZeekConn()
                .unanswered(NINE, SCANNER, "10.0.9.1")
                .unanswered(NINE.plusSeconds(10), SCANNER, "10.0.9.2")
                .unanswered(NINE.plus(Duration.ofDays(400)), "10.0.0.99", "10.0.9.1")
                .unanswered(NINE.plusSeconds(20), SCANNER, "10.0.9.3")
                .bytes();
        take("Osaka", "conn.00.log", wrong);
        assertThat(take("Osaka", "conn.01.log", scan(10, 4, 3)).problems()).isEmpty();
        assertThat(rules()).containsExactly("smb_scan");
    }

    @Test
    void what_is_too_long_ago_does_not_count() throws Exception {
        take("Osaka", "conn.00.log", ZeekConn.scan(NINE.minus(Duration.ofHours(40)), SCANNER, 1, 3));
        take("Osaka", "conn.01.log", scan(0, 4, 3));
        assertThat(rules()).isEmpty();
    }
}

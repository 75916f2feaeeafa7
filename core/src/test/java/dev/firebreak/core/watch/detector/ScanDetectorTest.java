package dev.firebreak.core.watch.detector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.core.watch.ConnectionOutcome;
import dev.firebreak.core.watch.Detection;
import dev.firebreak.core.watch.DetectorRun;
import dev.firebreak.core.watch.Event;
import dev.firebreak.core.watch.Flow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScanDetectorTest {

    private static final Instant MORNING = Instant.parse("2017-05-15T00:00:00Z");

    /** s: a new target that accepts, r: one that refuses, u: one that does not answer, S, R, U: the target before once more. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "uuuu, 4",
        "rrrr, 4",
        "uuu, 0",
        "uUUUUUUU, 0",
        "suuuu, 5",
        "sssuuuu, 7",
        "ssssuuuu, 8",
        "usuuuu, 6",
        "uuusss, 0",
        "sssssssss, 0",
        "ususususususus, 0",
    })
    void a_walk_of_first_contacts_decides(String contacts, int decidedAt) {
        var run = new DetectorRun(List.of(new ScanDetector()), 10);
        int target = 0;
        int decided = 0;
        for (int i = 0; i < contacts.length(); i++) {
            char c = contacts.charAt(i);
            target += Character.isLowerCase(c) ? 1 : 0;
            ConnectionOutcome outcome = switch (Character.toLowerCase(c)) {
                case 's' -> ConnectionOutcome.ACCEPTED;
                case 'r' -> ConnectionOutcome.REFUSED;
                default -> ConnectionOutcome.UNANSWERED;
            };
            if (!run.accept(attempt(MORNING.plusSeconds(i * 200L), "192.0.2.1", "10.0.0." + target, 445, outcome))
                    .isEmpty()) {
                decided = i + 1;
            }
        }
        assertThat(decided).isEqualTo(decidedAt);
    }

    @ParameterizedTest
    @ValueSource(ints = {80, 139, 3389, 9100})
    void other_ports_do_not_count(int port) {
        var run = new DetectorRun(List.of(new ScanDetector()), 10);
        for (int i = 0; i < 300; i++) {
            assertThat(run.accept(attempt(MORNING, "192.0.2.1", "10.0.1." + i, port, ConnectionOutcome.REFUSED)))
                    .isEmpty();
        }
    }

    @Test
    void a_scanner_is_detected_once() {
        var run = new DetectorRun(List.of(new ScanDetector()), 10);
        int found = 0;
        for (int i = 0; i < 2_000; i++) {
            found += run.accept(attempt(
                            MORNING.plusMillis(i * 50L),
                            "192.0.2.1",
                            "10.0." + i / 250 + "." + i % 250,
                            445,
                            ConnectionOutcome.UNANSWERED))
                    .size();
        }
        assertThat(found).isEqualTo(1);
    }

    /** A server that reaches many machines and becomes infected: its credit does not hide it for longer than a minute. */
    @Test
    void a_server_with_many_contacts_that_begins_to_scan_is_found() {
        var run = new DetectorRun(List.of(new ScanDetector()), 10);
        for (int i = 0; i < 200; i++) {
            assertThat(run.accept(attempt(
                            MORNING.plusSeconds(i * 60L), "192.0.2.9", "10.1.0." + i, 445, ConnectionOutcome.ACCEPTED)))
                    .isEmpty();
        }
        int tried = 0;
        boolean found = false;
        while (!found && tried < 100) {
            found = !run.accept(attempt(
                            MORNING.plusSeconds(20_000).plusMillis(tried * 100L),
                            "192.0.2.9",
                            "10.9." + tried / 250 + "." + tried % 250,
                            445,
                            ConnectionOutcome.UNANSWERED))
                    .isEmpty();
            tried++;
        }
        assertThat(tried).isLessThanOrEqualTo(20);
    }

    /**
     * A day of a site with 400 machines: a print server and a file server that everyone uses, a monitoring host that tries 60 servers and 200 workstations
     * every five minutes, a patch server that installs on all machines, of which one in eight is switched off; and one machine that
     * scans. Ten different days.
     */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void a_day_of_traffic_gives_only_the_detections_of_the_worm(long seed) {
        var random = new Random(seed);
        List<Event.ConnectionAttempt> day = new ArrayList<>();
        Set<Integer> off = random.ints(0, 400).distinct().limit(50).boxed().collect(Collectors.toSet());
        for (int m = 0; m < 400; m++) {
            for (int i = 0; !off.contains(m) && i < 20; i++) {
                String server = List.of("10.0.0.10", "10.0.0.11", "10.0.0.12").get(random.nextInt(3));
                day.add(attempt(at(random.nextInt(86_400)), machine(m), server, 445, ConnectionOutcome.ACCEPTED));
            }
        }
        for (int round = 0; round < 86_400; round += 300) {
            for (int s = 0; s < 60; s++) {
                day.add(attempt(
                        at(round + s / 10),
                        "10.0.0.5",
                        "10.0.2." + s,
                        445,
                        s == 17 ? ConnectionOutcome.UNANSWERED : ConnectionOutcome.ACCEPTED));
            }
            for (int m = 0; m < 200; m++) {
                day.add(attempt(at(round + 20 + m / 10), "10.0.0.5", machine(m), 445, outcome(off.contains(m))));
            }
        }
        List<Integer> order =
                new ArrayList<>(java.util.stream.IntStream.range(0, 400).boxed().toList());
        java.util.Collections.shuffle(order, random);
        for (int i = 0; i < 400; i++) {
            day.add(attempt(
                    at(30_000 + i), "10.0.0.6", machine(order.get(i)), 445, outcome(off.contains(order.get(i)))));
        }
        for (int printer = 0; printer < 80; printer++) {
            day.add(attempt(at(40_000 + printer), "10.0.0.10", "10.0.3." + printer, 9100, outcome(printer % 4 == 0)));
        }
        for (int i = 0; i < 200; i++) {
            day.add(attempt(
                    at(50_000).plusMillis(i * 100L),
                    machine(33),
                    "172.16." + random.nextInt(256) + "." + random.nextInt(256),
                    445,
                    ConnectionOutcome.UNANSWERED));
        }
        day.sort(Comparator.comparing(Event.ConnectionAttempt::time));
        var run = new DetectorRun(List.of(new ScanDetector()), 10_000);
        List<Detection> found =
                day.stream().flatMap(a -> run.accept(a).stream()).toList();
        assertThat(found).extracting(d -> d.flow().source()).containsExactly(machine(33));
        assertThat(found.getFirst().count()).isLessThanOrEqualTo(5);
    }

    private static ConnectionOutcome outcome(boolean isOff) {
        return isOff ? ConnectionOutcome.UNANSWERED : ConnectionOutcome.ACCEPTED;
    }

    private static String machine(int number) {
        return "10.0." + (10 + number / 200) + "." + number % 200;
    }

    private static Instant at(int second) {
        return MORNING.plusSeconds(second);
    }

    private static Event.ConnectionAttempt attempt(
            Instant at, String source, String target, int port, ConnectionOutcome outcome) {
        return new Event.ConnectionAttempt(at, "test", Flow.of(source, 50_000, target, port), outcome);
    }
}

package dev.firebreak.core.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.core.watch.detector.ScanDetector;
import dev.firebreak.core.watch.detector.ShippedDetectors;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Detectors that go on with the next file of a stream find what they find in one file. */
class ResumedRunTest {

    private static final Instant NINE = Instant.parse("2017-05-12T09:00:00Z");

    private static DetectorRun run() {
        return new DetectorRun(ShippedDetectors.all(new Indicators(List.of()), Set.of()), 1_000);
    }

    private static Event refused(int second, String source, String target) {
        return new Event.ConnectionAttempt(
                NINE.plusSeconds(second), "x", Flow.of(source, 50_000, target, 445), ConnectionOutcome.REFUSED);
    }

    private static Event file(int second, FileAction action, String path, String newPath) {
        return new Event.FileOperation(
                NINE.plusSeconds(second), "x", Flow.of("10.0.0.5", 0, "files", 445), action, "sato", path, newPath, 1);
    }

    private static List<Event> scan() {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            events.add(refused(i * 10, "10.0.0.5", "10.0.1." + i));
        }
        return events;
    }

    private static List<Event> encryption() {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String path = "/share/" + i + ".docx";
            events.add(file(i * 5, FileAction.READ, path, null));
            events.add(file(i * 5 + 1, FileAction.WRITE, path, null));
            events.add(file(i * 5 + 2, FileAction.RENAME, path, path + ".WNCRY"));
        }
        return events;
    }

    private static List<Detection> all(List<Event> events, int cut, boolean resumes) {
        List<Detection> found = new ArrayList<>();
        DetectorRun first = run();
        events.subList(0, cut).forEach(event -> found.addAll(first.accept(event)));
        DetectorRun second = run();
        if (resumes) {
            second.resume(first.kept(events.get(Math.max(0, cut - 1)).time(), 100));
        }
        events.subList(cut, events.size()).forEach(event -> found.addAll(second.accept(event)));
        return found;
    }

    @Test
    void wherever_a_log_is_cut_the_same_is_found() {
        for (List<Event> events : List.of(scan(), encryption())) {
            List<Detection> whole = all(events, events.size(), false);
            assertThat(whole).hasSize(1);
            for (int cut = 0; cut <= events.size(); cut++) {
                assertThat(all(events, cut, true)).as("cut at %d", cut).isEqualTo(whole);
            }
        }
        assertThat(all(scan(), 3, false))
                .as("what two files without memory find")
                .isEmpty();
    }

    @Test
    void what_is_forgotten_by_then_is_not_kept_and_the_states_used_last_are() {
        DetectorRun run = run();
        for (int i = 0; i < 20; i++) {
            run.accept(refused(i, "10.0.2." + i, "10.0.1.1"));
        }
        assertThat(run.kept(NINE.plusSeconds(20), 5))
                .extracting(KeptState::key)
                .containsExactly("10.0.2.15", "10.0.2.16", "10.0.2.17", "10.0.2.18", "10.0.2.19");
        assertThat(run.kept(NINE.plusSeconds(2 * 86_400), 5)).isEmpty();
    }

    /** Connections are numbered anew in each capture: the state of one must not be taken for another's. */
    @Test
    void states_of_connections_are_not_kept() {
        DetectorRun run = run();
        run.accept(new Event.SmbCommand(
                NINE,
                "x",
                new Flow("x#1", "10.0.0.5", 50_000, "10.0.0.6", 445),
                SmbPhase.REQUEST,
                0xA0,
                -1,
                0,
                new Event.SmbKey(1, 2, 3, 4)));
        assertThat(run.kept(NINE, 100)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void numbers_of_a_damaged_store_are_refused_or_harmless(long seed) {
        var random = new Random(seed);
        List<Event> events = new ArrayList<>(scan().subList(0, 3));
        events.addAll(encryption().subList(0, 10));
        DetectorRun first = run();
        events.forEach(first::accept);
        List<KeptState> kept = first.kept(NINE.plusSeconds(60), 100);
        assertThat(kept).hasSize(2);
        for (int i = 0; i < 400; i++) {
            List<KeptState> damaged = kept.stream()
                    .map(state -> new KeptState(state.detector(), state.key(), state.last(), damaged(state, random)))
                    .toList();
            DetectorRun second = run();
            second.resume(damaged);
            events.forEach(second::accept);
        }
    }

    private static long[] damaged(KeptState state, Random random) {
        long[] numbers =
                java.util.Arrays.copyOf(state.numbers(), Math.max(0, state.numbers().length + random.nextInt(5) - 2));
        for (int i = 0; i < 2 && numbers.length > 0; i++) {
            numbers[random.nextInt(Math.min(numbers.length, 8))] =
                    random.nextBoolean() ? random.nextInt(700) - 5 : random.nextLong();
        }
        return numbers;
    }

    @Test
    void states_of_another_detector_are_left_alone() {
        DetectorRun run = new DetectorRun(List.of(new ScanDetector()), 10);
        run.resume(List.of(new KeptState("ransomware", "10.0.0.5", NINE, new long[] {1, 0, 0})));
        assertThat(run.kept(NINE, 10)).isEmpty();
    }
}

package dev.firebreak.app.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The readers of bytes from strangers keep their laws for what Jazzer finds in the time it has. An input that breaks one stays in
 * {@code target/fuzz}; docs/fuzzing.md says what to do with it.
 */
class JazzerTest {

    private static final int PROCESSES = 2;

    @Test
    void jazzer_breaks_no_law_in_seconds() throws Exception {
        search(FuzzTargets.IN_CHECK, TargetGroup::seconds);
    }

    @Test
    @Tag("long")
    void jazzer_breaks_no_law_in_ten_minutes() throws Exception {
        search(FuzzTargets.ALL, target -> 600);
    }

    /** Runs targets, so many at a time. */
    private static <T extends FuzzTarget> void search(List<T> targets, ToIntFunction<T> seconds) throws Exception {
        Assumptions.assumeTrue(JazzerProcess.isThere(), "Jazzer is not on the class path");
        List<Future<JazzerProcess.Outcome>> running = new ArrayList<>();
        List<String> findings = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(PROCESSES)) {
            for (T target : targets) {
                Callable<JazzerProcess.Outcome> run =
                        () -> new JazzerProcess(target, List.of()).run(seconds.applyAsInt(target));
                running.add(pool.submit(run));
            }
            for (int i = 0; i < running.size(); i++) {
                String name = targets.get(i).name();
                JazzerProcess.Outcome outcome = running.get(i).get();
                System.out.printf("%s: %d inputs, %d branches%n", name, outcome.executions(), outcome.branches());
                // One that tries nothing would be green as well.
                if (!outcome.finding().isEmpty() || outcome.executions() == 0 || outcome.branches() == 0) {
                    findings.add(name + ": " + outcome.executions() + " inputs\n" + outcome.finding());
                }
            }
        }
        assertThat(findings).isEmpty();
    }
}

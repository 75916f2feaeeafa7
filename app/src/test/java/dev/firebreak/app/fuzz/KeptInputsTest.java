package dev.firebreak.app.fuzz;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The readers of bytes from strangers keep their laws for every input that is kept: those that once broke one are among them. */
class KeptInputsTest {

    static List<FuzzTarget> targets() {
        return FuzzTargets.ALL;
    }

    @ParameterizedTest
    @MethodSource("targets")
    void no_kept_input_breaks_a_law(FuzzTarget target) throws Exception {
        for (byte[] seed : target.seeds()) {
            run(target, seed, "seed");
        }
        for (Path kept : FuzzTargets.kept(target)) {
            run(target, Files.readAllBytes(kept), kept.toString());
        }
    }

    private static void run(FuzzTarget target, byte[] input, String what) {
        try {
            // Far more than any input takes: the first one also loads classes, on a machine that does other things.
            assertTimeoutPreemptively(Duration.ofSeconds(30), () -> target.run(input));
        } catch (Throwable broken) {
            throw new AssertionError(target.name() + ": " + what, broken);
        }
    }
}

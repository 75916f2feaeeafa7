package dev.firebreak.app;

import dev.firebreak.app.collect.Collector;
import dev.firebreak.app.feed.shipped.ShippedKnowledge;
import dev.firebreak.core.advisory.Knowledge;
import dev.firebreak.core.assess.Assessment;
import dev.firebreak.core.assess.Assessor;
import dev.firebreak.core.inventory.Problem;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** Whole folders read and assessed, as the command does it. */
public final class Estates {

    public static final Knowledge KNOWLEDGE = new ShippedKnowledge().knowledge();

    private Estates() {}

    /** What came out of a folder. */
    public record Result(List<Assessment> machines, List<Problem> problems) {

        /** The only machine of that name. */
        public Assessment machine(String name) {
            List<Assessment> found = machines.stream()
                    .filter(m -> m.snapshot().machine().equals(name))
                    .toList();
            if (found.size() != 1) {
                throw new AssertionError(found.size() + " machines are called " + name);
            }
            return found.getFirst();
        }
    }

    public static Result assess(LocalDate asOf, Path... paths) {
        var assessor = new Assessor(KNOWLEDGE, KNOWLEDGE.advisories(), asOf);
        List<Assessment> machines = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        new Collector(Path.of(System.getProperty("java.io.tmpdir")))
                .collect(
                        List.of(paths),
                        InputStream.nullInputStream(),
                        (bytes, of) -> {},
                        snapshot -> machines.add(assessor.assess(snapshot)),
                        problems::add);
        return new Result(machines, problems);
    }

    /** A folder of the real inputs that stand beside the repository; without them the test is skipped, loudly. */
    public static Path real(String folder) {
        Path found = find(folder);
        if (found == null) {
            String why = "no real inputs: " + folder + " (set FIREBREAK_SHARED_DATA to the folder shared/data)";
            System.err.println("SKIPPED: " + why);
            Assumptions.abort(why);
        }
        return found;
    }

    private static @Nullable Path find(String folder) {
        Optional<Path> named =
                Optional.ofNullable(System.getenv("FIREBREAK_SHARED_DATA")).map(Path::of);
        Path above = Path.of("").toAbsolutePath();
        while (named.isEmpty() && above != null) {
            named = Optional.of(above.resolve("shared/data")).filter(Files::isDirectory);
            above = above.getParent();
        }
        return named.map(p -> p.resolve(folder)).filter(Files::isDirectory).orElse(null);
    }
}

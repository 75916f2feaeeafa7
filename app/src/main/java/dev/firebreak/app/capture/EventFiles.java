package dev.firebreak.app.capture;

import dev.firebreak.app.io.PlainFiles;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Finds the plain files under what the user named, each once, in the order of their paths. */
final class EventFiles {

    private static final int DEEPEST = 64;

    private final Consumer<Problem> problems;
    private final Set<Object> seen = new HashSet<>();
    private final List<Path> found = new ArrayList<>();

    private EventFiles(Consumer<Problem> problems) {
        this.problems = problems;
    }

    /** All files under the paths; the paths themselves in the order given. */
    static List<Path> under(List<Path> paths, Consumer<Problem> problems) {
        var files = new EventFiles(problems);
        paths.forEach(path -> files.visit(path, 0));
        return files.found;
    }

    private void visit(Path path, int depth) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            Object key = Objects.requireNonNullElse(attributes.fileKey(), path.toRealPath());
            if (attributes.isDirectory() && depth < DEEPEST && seen.add(key)) {
                try (Stream<Path> inside = Files.list(path)) {
                    inside.sorted().toList().forEach(file -> visit(file, depth + 1));
                }
            } else if (!attributes.isDirectory()) {
                PlainFiles.check(path);
                if (seen.add(key)) {
                    found.add(path);
                }
            }
        } catch (IOException e) {
            problems.accept(new Problem(Source.of(path.toString()), PlainFiles.why(e)));
        }
    }
}

package dev.firebreak.app.collect.classify;

import dev.firebreak.app.collect.evidence.FileDate;
import dev.firebreak.app.collect.format.CollectTexts;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.Source;
import dev.firebreak.core.text.Text;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Finds the files under what the user named: each once, in an order of its own, whatever the links between them. */
public final class InputFiles {

    /** What file managers and version control leave behind; nobody's machine is in it. */
    private static final Set<String> LEFT_BY_OTHERS = Set.of("desktop.ini", "thumbs.db", ".ds_store", ".git");

    private static final int DEEPEST = 64;

    private final Consumer<Problem> problems;
    private final Set<Object> seen = new HashSet<>();
    private final List<InputFile> found = new ArrayList<>();

    /**
     * A file.
     *
     * @param shown the path as the user gave it, or as it stands under a folder that they gave
     * @param modified when it was last changed; null where unknown
     */
    public record InputFile(
            Path path, String shown, long bytes, @Nullable Instant modified) {
        public Source source() {
            return Source.of(shown);
        }

        /** What it says of its own age. */
        public FileDate date() {
            return FileDate.of(
                    shown.substring(Math.max(shown.lastIndexOf('/'), shown.lastIndexOf('\\')) + 1), modified);
        }
    }

    private InputFiles(Consumer<Problem> problems) {
        this.problems = problems;
    }

    /** All files, in the order of their paths. */
    public static List<InputFile> files(List<Path> paths, Consumer<Problem> problems) {
        var walk = new InputFiles(problems);
        paths.stream().sorted().forEach(path -> walk.visit(path, 0));
        walk.found.sort(Comparator.comparing(InputFile::shown));
        return walk.found;
    }

    private void visit(Path path, int depth) {
        BasicFileAttributes attributes;
        try {
            attributes = Files.readAttributes(path, BasicFileAttributes.class);
        } catch (IOException e) {
            refuse(path, whyUnreadable(path));
            return;
        }
        if (!attributes.isDirectory() && !attributes.isRegularFile()) {
            refuse(path, CollectTexts.NOT_A_FILE);
        } else if (!seen.add(key(path, attributes))) {
            // The same folder or file by another way: read once, or a circle of links would never end.
            return;
        } else if (attributes.isDirectory()) {
            folder(path, depth);
        } else {
            found.add(new InputFile(
                    path,
                    path.toString(),
                    attributes.size(),
                    attributes.lastModifiedTime().toInstant()));
        }
    }

    private void folder(Path folder, int depth) {
        if (depth == DEEPEST) {
            refuse(folder, CollectTexts.TOO_DEEP);
            return;
        }
        List<Path> children = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            stream.forEach(children::add);
        } catch (IOException | java.nio.file.DirectoryIteratorException e) {
            refuse(folder, CollectTexts.NO_PERMISSION);
        }
        children.sort(Comparator.naturalOrder());
        for (Path child : children) {
            if (!LEFT_BY_OTHERS.contains(child.getFileName().toString().toLowerCase(java.util.Locale.ROOT))) {
                visit(child, depth + 1);
            }
        }
    }

    private static Object key(Path path, BasicFileAttributes attributes) {
        Object key = attributes.fileKey();
        if (key != null) {
            return key;
        }
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path.toAbsolutePath().normalize();
        }
    }

    private static Text whyUnreadable(Path path) {
        if (Files.isSymbolicLink(path)) {
            return CollectTexts.DANGLING_LINK;
        }
        return Files.notExists(path) ? CollectTexts.MISSING : CollectTexts.NO_PERMISSION;
    }

    private void refuse(Path path, Text why) {
        problems.accept(new Problem(Source.of(path.toString()), why));
    }
}

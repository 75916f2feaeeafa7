package dev.firebreak.app.feed.store;

import dev.firebreak.app.feed.document.DocumentUnpacker;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.Source;
import dev.firebreak.core.text.Text;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiConsumer;

/** Takes in what lies under paths: files, folders, and bundles of what was fetched elsewhere. */
public final class ImportIntake {

    private final ImportStore store;

    public ImportIntake(ImportStore store) {
        this.store = store;
    }

    /**
     * Takes in every file, each on its own: one that is refused does not touch the others.
     *
     * @param results told the source and what became of it
     * @throws IOException where the data folder cannot be used
     */
    public void take(List<Path> paths, ImportProgress progress, BiConsumer<String, ImportResult> results)
            throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path path : paths) {
            walk(path, files, results);
        }
        long total = 0;
        for (Path file : files) {
            total += size(file);
        }
        long before = 0;
        for (Path file : files) {
            long done = before;
            long all = total;
            ImportProgress own = (bytes, _) -> progress.read(done + bytes, all);
            if (ImportBundle.is(file)) {
                ImportBundle.each(
                        file, (part, source) -> results.accept(source, store.take(part, source, own)), results);
            } else {
                results.accept(file.toString(), store.take(file, file.toString(), own));
            }
            before += size(file);
        }
    }

    /** Links to folders are not followed, so that no circle of them holds us. */
    private static void walk(Path path, List<Path> files, BiConsumer<String, ImportResult> results) throws IOException {
        if (!Files.isDirectory(path)) {
            files.add(path);
            return;
        }
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (!Files.isDirectory(file) || Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                    found.add(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                results.accept(
                        file.toString(),
                        new ImportResult.Refused(
                                List.of(new Problem(Source.of(file.toString()), DocumentUnpacker.why(e)))));
                return FileVisitResult.CONTINUE;
            }
        });
        found.sort(Comparator.naturalOrder());
        files.addAll(found);
        if (found.isEmpty()) {
            results.accept(
                    path.toString(),
                    new ImportResult.Refused(List.of(
                            new Problem(Source.of(path.toString()), new Text("an empty folder", "フォルダーが空です")))));
        }
    }

    private static long size(Path file) {
        try {
            return Files.isRegularFile(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            return 0;
        }
    }
}

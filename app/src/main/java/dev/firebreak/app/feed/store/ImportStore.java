package dev.firebreak.app.feed.store;

import dev.firebreak.app.feed.document.DocumentUnpacker;
import dev.firebreak.app.feed.document.FeedLimits;
import dev.firebreak.app.feed.document.FeedReader;
import dev.firebreak.app.io.PlainFiles;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.Source;
import dev.firebreak.core.text.Text;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Takes documents in and gives them back. An import is a folder that gets its name when all of it is on the disk, so
 * whatever stops us, an import is there whole or not at all:
 *
 * <pre>
 * DATA/imports/000007/record.json   what, from where, when
 * DATA/imports/000007/rows.bin      what it says
 * DATA/undone/000005/record.json    undone; kept so that its number is never used again
 * DATA/.new-..                      was being written when the power went; swept by the next import
 * </pre>
 */
public final class ImportStore {

    static final String ROWS = "rows.bin";
    private static final String RECORD = "record.json";
    private static final String TEMPORARY = ".new-";

    private final Path data;
    private final InstantSource clock;
    private final FeedLimits limits;
    private final List<FeedReader> readers;
    private final Consumer<String> step;

    /** @param data the data folder; made when first needed */
    public ImportStore(Path data, InstantSource clock) {
        this(data, clock, FeedLimits.USUAL, _ -> {});
    }

    /** @param step called with its name before each step that touches the disk; tests make it fail */
    public ImportStore(Path data, InstantSource clock, FeedLimits limits, Consumer<String> step) {
        this.data = data.toAbsolutePath();
        this.clock = clock;
        this.limits = limits;
        this.readers = FeedReaders.all();
        this.step = step;
    }

    /** What has been imported so far. */
    public ImportedKnowledge knowledge() {
        return new ImportedKnowledge(data);
    }

    /**
     * Takes a file in.
     *
     * @param source what to call it: its path, or the address it came from
     */
    public ImportResult take(Path file, String source, ImportProgress progress) throws IOException {
        String sha256;
        long size;
        try {
            PlainFiles.check(file);
            size = Files.size(file);
            sha256 = sha256(file);
        } catch (IOException e) {
            return new ImportResult.Refused(List.of(new Problem(Source.of(source), DocumentUnpacker.why(e))));
        }
        Files.createDirectories(imports(data));
        try (var _ = lock()) {
            sweep();
            for (ImportRecord earlier : records(data)) {
                if (earlier.sha256().equals(sha256)) {
                    return new ImportResult.Known(earlier);
                }
            }
            var gathering = new ImportContent(source, limits);
            new DocumentUnpacker(readers, limits)
                    .read(name(source), file, gathering::of, bytes -> progress.read(bytes, size));
            gathering.end();
            if (gathering.rows().size() == 0) {
                if (gathering.problems().isEmpty()) {
                    gathering.of("").addProblem(0, new Text("says nothing", "中身がありません"));
                }
                return new ImportResult.Refused(gathering.problems());
            }
            return new ImportResult.Imported(keep(gathering, source, sha256));
        }
    }

    private ImportRecord keep(ImportContent gathering, String source, String sha256) throws IOException {
        KnowledgeRows rows = gathering.rows();
        var record = new ImportRecord(
                nextId(),
                source,
                clock.instant(),
                sha256,
                gathering.kinds(),
                gathering.document(),
                gathering.edition(),
                new ImportRecord.Counts(
                        rows.statements.size(), rows.facts.size(), rows.packages.size(), rows.lifecycles.size()),
                gathering.whole(),
                gathering.problems(),
                gathering.problemCount());
        step.accept("folder");
        Path folder = Files.createTempDirectory(data, TEMPORARY);
        step.accept("rows");
        KnowledgeWriter.write(rows, folder.resolve(ROWS));
        step.accept("record");
        ImportRecordFile.write(record, folder.resolve(RECORD));
        flush(folder);
        step.accept("name");
        Files.move(folder, imports(data).resolve(record.id()), StandardCopyOption.ATOMIC_MOVE);
        step.accept("named");
        flush(imports(data));
        return record;
    }

    /** Takes an import back, also one that cannot be read any more; empty where there is none of that number. */
    public Optional<ImportRecord> undo(String id) throws IOException {
        Path wanted = folder(id);
        if (!Files.isDirectory(wanted, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        try (var _ = lock()) {
            ImportRecord record = recordOf(wanted);
            Path undone = data.resolve("undone");
            Files.createDirectories(undone);
            step.accept("undo");
            Files.move(wanted, undone.resolve(wanted.getFileName()), StandardCopyOption.ATOMIC_MOVE);
            step.accept("undone");
            flush(imports(data));
            Files.deleteIfExists(undone.resolve(wanted.getFileName()).resolve(ROWS));
            return Optional.of(record);
        }
    }

    private static ImportRecord recordOf(Path folder) {
        try {
            return ImportRecordFile.read(folder.resolve(RECORD));
        } catch (IOException | KnowledgeFile.Damaged e) {
            // Damaged knowledge stops everything, so taking it back must always be possible.
            return new ImportRecord(
                    folder.getFileName().toString(),
                    folder.toString(),
                    Instant.EPOCH,
                    "",
                    Set.of(),
                    "",
                    null,
                    new ImportRecord.Counts(0, 0, 0, 0),
                    false,
                    List.of(),
                    0);
        }
    }

    private Path folder(String id) {
        return imports(data).resolve(id.matches("\\d{1,6}") ? "0".repeat(6 - id.length()) + id : "none");
    }

    /** Everything imported, in the order of import. */
    static List<ImportRecord> records(Path data) {
        List<ImportRecord> records = new ArrayList<>();
        for (Path folder : children(imports(data), "[0-9]*")) {
            try {
                ImportRecord record = ImportRecordFile.read(folder.resolve(RECORD));
                if (!record.id().equals(folder.getFileName().toString())) {
                    throw new KnowledgeFile.Damaged("another import's record");
                }
                records.add(record);
            } catch (IOException | KnowledgeFile.Damaged e) {
                throw new DamagedKnowledge(folder, e);
            }
        }
        return records;
    }

    static Path imports(Path data) {
        return data.resolve("imports");
    }

    private String nextId() {
        int last = 0;
        for (Path used : List.of(imports(data), data.resolve("undone"))) {
            for (Path folder : children(used, "[0-9]*")) {
                last = Math.max(last, Integer.parseInt(folder.getFileName().toString()));
            }
        }
        return "%06d".formatted(last + 1);
    }

    private static List<Path> children(Path folder, String glob) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, glob)) {
            List<Path> children = new ArrayList<>();
            found.forEach(path -> {
                if (path.getFileName().toString().matches("\\d{6}|\\..*")) {
                    children.add(path);
                }
            });
            children.sort(Comparator.naturalOrder());
            return children;
        } catch (IOException e) {
            throw new DamagedKnowledge(folder, e);
        }
    }

    /** Removes what an import that was stopped has left. Only with the lock: another's import may be under way. */
    private void sweep() throws IOException {
        for (Path left : children(data, TEMPORARY + "*")) {
            if (Files.isDirectory(left, LinkOption.NOFOLLOW_LINKS)) {
                Files.deleteIfExists(left.resolve(ROWS));
                Files.deleteIfExists(left.resolve(RECORD));
            }
            Files.deleteIfExists(left);
        }
    }

    /** One import at a time in one folder; the system lets go of the lock when we die. */
    private FileChannel lock() throws IOException {
        FileChannel channel =
                FileChannel.open(data.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            channel.lock();
            return channel;
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw new IOException("another import of this process is under way", e);
        }
    }

    /** Brings a folder's names to the disk where the system can; Windows does so by itself. */
    private static void flush(Path folder) {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Not possible on this system.
        }
    }

    private static String name(String source) {
        return source.substring(Math.max(source.lastIndexOf('/'), source.lastIndexOf('\\')) + 1);
    }

    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String sha256(Path file) throws IOException {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[1 << 16];
        try (var in = PlainFiles.open(file)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}

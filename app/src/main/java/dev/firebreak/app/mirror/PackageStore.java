package dev.firebreak.app.mirror;

import dev.firebreak.app.io.PlainFiles;
import dev.firebreak.app.io.WholeFile;
import dev.firebreak.core.advisory.Architecture;
import dev.firebreak.core.advisory.Kb;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Packages on disk, each under its SHA-256: {@code objects/ab/ab12..} holds the bytes, {@code records/ab12...json} what is known of them. A
 * package is there when its record is; the record is written last. Files and not the database: the store is used by commands without a server,
 * is the same beside SQLite and PostgreSQL, and can be copied as it is.
 */
public final class PackageStore {

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    /** A file lock holds between processes only; within this one, its threads need another. */
    private static final ReentrantLock WRITERS = new ReentrantLock();

    private final Path folder;

    /** A store in this folder; nothing is made before something is kept. */
    public PackageStore(Path folder) {
        this.folder = folder;
    }

    /** The store of a data folder. */
    public static PackageStore of(Path data) {
        return new PackageStore(data.resolve("packages"));
    }

    /**
     * What is looked for; null asks nothing.
     *
     * @param file name of the file in any case
     * @param language packages that serve all languages fit each
     */
    public record Query(
            @Nullable String file,
            @Nullable Kb kb,
            @Nullable Architecture architecture,
            @Nullable String language) {

        boolean fits(StoredPackage stored) {
            return (file == null || file.equalsIgnoreCase(stored.file()))
                    && (kb == null || kb.equals(stored.kb()))
                    && (architecture == null || architecture == stored.architecture())
                    && (language == null || stored.language() == null || language.equalsIgnoreCase(stored.language()));
        }
    }

    /** All packages, by name of file; what has no readable record is none. */
    public List<StoredPackage> packages() throws IOException {
        List<StoredPackage> all = new ArrayList<>();
        for (String sha256 : recorded()) {
            find(sha256).ifPresent(all::add);
        }
        all.sort(Comparator.comparing((StoredPackage p) -> p.file().toLowerCase(Locale.ROOT))
                .thenComparing(StoredPackage::sha256));
        return all;
    }

    /** Packages that may be handed out and fit. */
    public List<StoredPackage> served(Query query) throws IOException {
        return packages().stream()
                .filter(StoredPackage::isServed)
                .filter(query::fits)
                .toList();
    }

    /** The package of a hash, whatever its standing. */
    public Optional<StoredPackage> find(String sha256) {
        if (!SHA256.matcher(sha256).matches()) {
            return Optional.empty();
        }
        try {
            StoredPackage stored = PackageRecordFile.read(record(sha256));
            return stored.sha256().equals(sha256) ? Optional.of(stored) : Optional.empty();
        } catch (IOException e) {
            // Not there or damaged: nothing is handed out. verify says which.
            return Optional.empty();
        }
    }

    /**
     * Opens the bytes of a package that may be handed out.
     *
     * @throws NoSuchFileException where there is none, it waits for approval, or its bytes are not of the recorded size
     */
    public FileChannel open(String sha256) throws IOException {
        StoredPackage stored =
                find(sha256).filter(StoredPackage::isServed).orElseThrow(() -> new NoSuchFileException(sha256));
        FileChannel channel = PlainFiles.channel(object(sha256));
        if (channel.size() != stored.size()) {
            channel.close();
            throw new NoSuchFileException(sha256);
        }
        return channel;
    }

    /** Where the bytes of a hash stand; for copying, not for handing out what was not opened with {@link #open}. */
    Path object(String sha256) {
        return folder.resolve("objects").resolve(sha256.substring(0, 2)).resolve(sha256);
    }

    private Path record(String sha256) {
        return folder.resolve("records").resolve(sha256 + ".json");
    }

    Path folder() {
        return folder;
    }

    /** Hashes that have a record, readable or not. */
    List<String> recorded() throws IOException {
        return names(folder.resolve("records"), ".json");
    }

    /** Hashes that have bytes. */
    List<String> objects() throws IOException {
        List<String> all = new ArrayList<>();
        if (Files.isDirectory(folder.resolve("objects"))) {
            try (DirectoryStream<Path> folders = Files.newDirectoryStream(folder.resolve("objects"))) {
                for (Path part : folders) {
                    if (Files.isDirectory(part, LinkOption.NOFOLLOW_LINKS)) {
                        all.addAll(names(part, ""));
                    }
                }
            }
        }
        return all;
    }

    private static List<String> names(Path folder, String ending) throws IOException {
        List<String> names = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
                for (Path file : files) {
                    String name = file.getFileName().toString();
                    if (name.endsWith(ending)
                            && SHA256.matcher(name.substring(0, name.length() - ending.length()))
                                    .matches()) {
                        names.add(name.substring(0, name.length() - ending.length()));
                    }
                }
            }
        }
        return names;
    }

    /** Something done while nobody else writes. */
    interface Work<T> {
        T run() throws IOException;
    }

    /** Does something while no other process and no other thread writes to the store. */
    <T> T alone(Work<T> work) throws IOException {
        make(folder);
        WRITERS.lock();
        try (FileChannel channel =
                        FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            if (!lock.isValid()) {
                throw new IOException("no lock");
            }
            return work.run();
        } finally {
            WRITERS.unlock();
        }
    }

    /** The folder for what is not whole yet. */
    Path incoming() throws IOException {
        Path incoming = folder.resolve("incoming");
        make(incoming);
        return incoming;
    }

    /**
     * Takes finished bytes in: first they move into their place, then the record is written. Whoever is interrupted in between leaves bytes
     * without a record, which nobody is given.
     */
    void keep(Path whole, StoredPackage stored, Runnable between) throws IOException {
        Path object = object(stored.sha256());
        make(folder.resolve("objects").resolve(stored.sha256().substring(0, 2)));
        WholeFile.move(whole, object);
        between.run();
        record(stored);
    }

    /** Writes a record, in the place of the one that there may be. */
    void record(StoredPackage stored) throws IOException {
        make(folder.resolve("records"));
        PackageRecordFile.write(record(stored.sha256()), stored);
    }

    /** Forgets a package: the record first, so that nobody is given what is being deleted. */
    void drop(String sha256) throws IOException {
        Files.deleteIfExists(record(sha256));
        Files.deleteIfExists(object(sha256));
    }

    private static void make(Path folder) throws IOException {
        Files.createDirectories(folder, WholeFile.ownersOnly(folder, "rwx------"));
    }
}

package dev.firebreak.app.mirror;

import dev.firebreak.app.io.HttpDownload;
import dev.firebreak.app.io.PackageFileName;
import dev.firebreak.app.io.WholeFile;
import dev.firebreak.app.mirror.IntakeResult.Outcome;
import dev.firebreak.core.text.Text;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Fetches packages from the addresses that the knowledge names. A transfer that broke off, or whose process was ended, goes on where it
 * stopped; what was put together is hashed and judged as any other file, so a server that hands out something else gains nothing.
 */
public final class PackageFetcher {

    /** For the vendor's servers. */
    static final HttpDownload.Limits USUAL = new HttpDownload.Limits(
            PackageIntake.MOST_BYTES,
            5,
            Duration.ofSeconds(30),
            Duration.ofSeconds(60),
            Duration.ofHours(12),
            Duration.ofSeconds(2));

    private final HttpDownload download;
    private final PackageStore store;
    private final PackageIntake intake;
    private final Consumer<String> steps;

    /** With the proxy that the environment names; fetches from the vendor's addresses only. */
    public PackageFetcher(PackageStore store, PackageIntake intake, Map<String, String> environment) {
        this(
                new HttpDownload(
                        HttpDownload.client(environment, USUAL.connect()),
                        USUAL,
                        address -> PackageFileName.vendors(address.toString()),
                        HttpDownload.Waiting.REAL),
                store,
                intake,
                step -> {});
    }

    /** @param steps is told the name of each step before it is done; where tests end the process */
    PackageFetcher(HttpDownload download, PackageStore store, PackageIntake intake, Consumer<String> steps) {
        this.download = download;
        this.store = store;
        this.intake = intake;
        this.steps = steps;
    }

    /**
     * Fetches one package.
     *
     * @param progress is told the bytes that are there, and all, or -1
     * @return what came of judging it; a transfer that failed is refused with its reason
     * @throws IOException where the store cannot be written
     */
    public IntakeResult fetch(KnownPackages.Known wanted, HttpDownload.Progress progress) throws IOException {
        String url = Objects.requireNonNull(wanted.file().url(), "a package without an address cannot be fetched");
        String name = Objects.requireNonNullElse(wanted.file().file(), url.substring(url.lastIndexOf('/') + 1));
        Optional<StoredPackage> there = there(wanted);
        if (there.isPresent()) {
            StoredPackage stored = there.get();
            return new IntakeResult(
                    name,
                    stored.isServed() ? Outcome.ACCEPTED : Outcome.QUARANTINED,
                    new Text("there already", "取得済みです"),
                    stored.judgement().signer(),
                    stored.sha256());
        }
        try {
            PackageKind.check(name);
        } catch (PackageKind.NotAPackage e) {
            return refused(name, e.text());
        }
        Path part = store.incoming().resolve("fetch-" + key(url) + ".part");
        Path lockFile = store.incoming().resolve("fetch-" + key(url) + ".lock");
        try (FileChannel lockChannel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = tryLock(lockChannel)) {
            if (!lock.isValid()) {
                throw new HttpDownload.Failed(busy());
            }
            download.transfer(URI.create(url), new Part(part, steps), progress);
            steps.accept("fetched");
            try {
                return intake.addFetched(part, name);
            } finally {
                // Taken or refused: what is refused must not be gone on with.
                Files.deleteIfExists(part);
            }
        } catch (HttpDownload.Failed e) {
            return refused(name, e.why());
        } catch (HttpDownload.NotWritable e) {
            throw e.reason();
        }
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return lock;
            }
        } catch (OverlappingFileLockException e) {
            // said below
        }
        throw new HttpDownload.Failed(busy());
    }

    private static Text busy() {
        return new Text("another process fetches it now", "別のプロセスが取得中です");
    }

    private Optional<StoredPackage> there(KnownPackages.Known wanted) throws IOException {
        String sha1 = wanted.file().sha1();
        String file = wanted.file().file();
        // Without a hash, a package of that name may be another one: only one that a person approved counts.
        return store.packages().stream()
                .filter(stored -> sha1 == null
                        ? stored.isServed() && stored.file().equalsIgnoreCase(file)
                        : stored.sha1().equalsIgnoreCase(sha1))
                .findFirst();
    }

    /** The file that a transfer is put together in. What comes of it is hashed and judged, so nothing asks whether it is still the same. */
    private record Part(Path file, Consumer<String> steps) implements HttpDownload.Destination {

        @Override
        public long bytes() throws IOException {
            return Files.isRegularFile(file) ? Files.size(file) : 0;
        }

        @Override
        public Map<String, String> headers(long bytes) {
            return bytes > 0
                    ? Map.of("Accept-Encoding", "identity", "Range", "bytes=" + bytes + "-")
                    : Map.of("Accept-Encoding", "identity");
        }

        @Override
        public boolean isWhole(int status, HttpHeaders headers, long bytes) {
            return status == 416
                    && bytes > 0
                    && headers.firstValue("Content-Range").orElse("").equals("bytes */" + bytes);
        }

        @Override
        public void drop() throws IOException {
            Files.deleteIfExists(file);
        }

        @Override
        public HttpDownload.Sink open(HttpHeaders headers, long bytes) throws HttpDownload.NotWritable {
            Set<OpenOption> how = Set.of(
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    bytes > 0 ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING);
            try {
                return new PartSink(FileChannel.open(file, how, WholeFile.ownersOnly(file, "rw-------")), steps);
            } catch (IOException e) {
                throw new HttpDownload.NotWritable(e);
            }
        }
    }

    private record PartSink(FileChannel out, Consumer<String> steps) implements HttpDownload.Sink {

        @Override
        public void write(byte[] bytes, int length) throws HttpDownload.NotWritable {
            try {
                ByteBuffer block = ByteBuffer.wrap(bytes, 0, length);
                while (block.hasRemaining()) {
                    out.write(block);
                }
            } catch (IOException e) {
                throw new HttpDownload.NotWritable(e);
            }
            steps.accept("block");
        }

        @Override
        public void finish() throws HttpDownload.NotWritable {
            try {
                out.force(true);
            } catch (IOException e) {
                throw new HttpDownload.NotWritable(e);
            }
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }

    private static IntakeResult refused(String name, Text reason) {
        return new IntakeResult(name, Outcome.REFUSED, reason, null, null);
    }

    private static String key(String url) {
        return java.util.HexFormat.of().formatHex(sha256(url), 0, 16);
    }

    private static byte[] sha256(String text) {
        try {
            return java.security.MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}

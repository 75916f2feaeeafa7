package dev.firebreak.app.mirror;

import dev.firebreak.app.io.WholeFile;
import dev.firebreak.app.io.tuf.TufFailure;
import dev.firebreak.app.io.tuf.TufRepository;
import dev.firebreak.app.io.tuf.TufSigner;
import dev.firebreak.app.io.tuf.TufTarget;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Writes the packages that may be handed out as a tree that any web server serves as it is: {@code metadata/} in TUF 1.0 formats and
 * {@code targets/HASH.name}. The tree can be replaced while it is served: metadata come last.
 */
public final class MirrorExport {

    private static final int BUFFER_BYTES = 1 << 20;

    private final PackageStore store;

    public MirrorExport(PackageStore store) {
        this.store = store;
    }

    /** What was written. */
    public record Written(int packages, int copied, long bytes, int version) {}

    /**
     * Writes the tree.
     *
     * @param trust folder of the roots
     * @param signers keys of targets, snapshot and timestamp
     * @throws TufFailure where keys are missing
     */
    public Written write(
            Path folder, Path trust, List<? extends TufSigner> signers, TufRepository.Lifetimes lifetimes, Instant now)
            throws IOException, TufFailure {
        Path targets = folder.resolve("targets");
        Files.createDirectories(targets);
        int copied = 0;
        long bytes = 0;
        List<StoredPackage> served = store.served(new PackageStore.Query(null, null, null, null));
        Map<String, TufTarget> listed = MirrorIndex.targets(served);
        for (TufTarget target : listed.values()) {
            StoredPackage stored = store.find(target.sha256()).orElseThrow(() -> new IOException(target.path()));
            Path file = targets.resolve(target.hashedPath());
            bytes += stored.size();
            if (!Files.isRegularFile(file) || Files.size(file) != stored.size()) {
                copy(stored, file);
                copied++;
            }
        }
        var repository = new TufRepository(folder.resolve("metadata"), MirrorIndex.REPOSITORY);
        repository.copyRoots(trust);
        int version = repository.publish(new ArrayList<>(listed.values()), signers, lifetimes, now);
        forEverybody(folder.resolve("metadata"));
        return new Written(listed.size(), copied, bytes, version);
    }

    /** A web server reads as another user, and nothing here is secret; what is signed is written for its owner only. */
    private static void forEverybody(Path metadata) throws IOException {
        if (!metadata.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        try (Stream<Path> files = Files.list(metadata)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".json")).toList()) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
            }
        }
    }

    /** What is copied is hashed on the way: a disk that lies must not be signed for. */
    private void copy(StoredPackage stored, Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path part = file.resolveSibling("." + file.getFileName() + ".part");
        Set<OpenOption> how =
                Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
        try (FileChannel in = store.open(stored.sha256());
                FileChannel out = FileChannel.open(part, how)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            var buffer = java.nio.ByteBuffer.allocate(BUFFER_BYTES);
            while (in.read(buffer) >= 0) {
                buffer.flip();
                digest.update(buffer.duplicate());
                while (buffer.hasRemaining()) {
                    out.write(buffer);
                }
                buffer.clear();
            }
            out.force(true);
            if (!HexFormat.of().formatHex(digest.digest()).equals(stored.sha256())) {
                throw new IOException(stored.file() + ": damaged in the store: firebreak mirror verify");
            }
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        } catch (IOException e) {
            Files.deleteIfExists(part);
            throw e;
        }
        WholeFile.move(part, file);
    }
}

package dev.firebreak.app.io.tuf;

import dev.firebreak.app.io.Sha256;
import dev.firebreak.app.io.WholeFile;
import dev.firebreak.core.text.Text;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes signed metadata into a folder that a client may read at any moment: the timestamp last, and under names that carry the version where
 * the root says so.
 */
public final class TufRepository {

    private static final int MAX_BYTES = 32 << 20;

    private final Path folder;
    private final String repository;
    private final int above;

    /**
     * A repository.
     *
     * @param folder of the metadata; made when needed
     * @param repository its name, which every part carries: {@code mirror}, {@code orders}, {@code media}
     */
    public TufRepository(Path folder, String repository) {
        this(folder, repository, 0);
    }

    /** @param above versions that are published are higher than this: the highest that anybody has seen */
    TufRepository(Path folder, String repository, int above) {
        this.folder = folder;
        this.repository = repository;
        this.above = above;
    }

    /** How long each part is good for. */
    public record Lifetimes(Duration targets, Duration snapshot, Duration timestamp) {

        /** For a server that signs every day. */
        public static final Lifetimes ONLINE =
                new Lifetimes(Duration.ofDays(90), Duration.ofDays(14), Duration.ofDays(3));

        /** For a medium that nobody signs anew. */
        public static Lifetimes of(Duration all) {
            return new Lifetimes(all, all, all);
        }
    }

    /**
     * Writes a root: the first, or the next one.
     *
     * @param signers keys of the root before and of this one
     * @throws TufFailure where the signatures do not suffice for a client that trusts the root before
     */
    public static void writeRoot(Path folder, TufRoot root, List<? extends TufSigner> signers)
            throws IOException, TufFailure {
        byte[] bytes = root.document().sign(signers);
        TufDocument written = TufDocument.parse(TufRole.ROOT, bytes);
        root.verify(written);
        Optional<TufRoot> before = root(folder);
        if (before.isPresent()) {
            before.get().verify(written);
        }
        if (root.version() != before.map(TufRoot::version).orElse(0) + 1) {
            throw TufDocument.malformed(TufRole.ROOT, "version");
        }
        Files.createDirectories(folder);
        // The numbered one first: whoever finds the other finds it too.
        WholeFile.write(folder.resolve(root.version() + ".root.json"), bytes);
        WholeFile.write(folder.resolve("root.json"), bytes);
    }

    /** The newest root of a folder of metadata; empty where there is none. */
    public static Optional<TufRoot> root(Path folder) throws IOException, TufFailure {
        Optional<byte[]> bytes = TufSource.folder(folder).read("root.json", MAX_BYTES);
        return bytes.isEmpty() ? Optional.empty() : Optional.of(TufRoot.parse(bytes.get()));
    }

    /** Copies every root of another folder, so that clients can follow the rotations. */
    public void copyRoots(Path from) throws IOException, TufFailure {
        Files.createDirectories(folder);
        TufSource source = TufSource.folder(from);
        int newest = root(from).map(TufRoot::version).orElse(0);
        for (int version = 1; version <= newest; version++) {
            Optional<byte[]> bytes = source.read(version + ".root.json", MAX_BYTES);
            if (bytes.isPresent()) {
                WholeFile.write(folder.resolve(version + ".root.json"), bytes.get());
            }
        }
        Optional<byte[]> bytes = source.read("root.json", MAX_BYTES);
        if (bytes.isPresent()) {
            WholeFile.write(folder.resolve("root.json"), bytes.get());
        }
    }

    /**
     * Publishes a new state.
     *
     * @param signers keys at hand; those of each role sign it
     * @return version of the targets
     * @throws TufFailure where the keys at hand are too few for a role
     */
    public int publish(
            Collection<TufTarget> targets, List<? extends TufSigner> signers, Lifetimes lifetimes, Instant now)
            throws IOException, TufFailure {
        TufRoot root = root(folder).orElseThrow(() -> noRoot());
        int version = next(TufRole.TARGETS, now);
        TufDocument document = TufDocument.create(TufRole.TARGETS, repository, version, now.plus(lifetimes.targets()));
        ObjectNode all = document.signed().putObject("targets");
        for (TufTarget target : targets) {
            ObjectNode said =
                    all.putObject(TufTarget.of(target.path(), target.length(), target.sha256(), target.custom())
                            .path());
            said.put("length", target.length());
            said.putObject("hashes").put("sha256", target.sha256());
            if (!target.custom().isEmpty()) {
                ObjectNode custom = said.putObject("custom");
                target.custom().forEach(custom::put);
            }
        }
        byte[] signed = sign(root, document, signers);
        byte[] snapshot = describing(
                TufRole.SNAPSHOT, "targets.json", version, signed, now.plus(lifetimes.snapshot()), root, signers, now);
        int snapshotVersion = TufDocument.parse(TufRole.SNAPSHOT, snapshot).version();
        byte[] timestamp = describing(
                TufRole.TIMESTAMP,
                "snapshot.json",
                snapshotVersion,
                snapshot,
                now.plus(lifetimes.timestamp()),
                root,
                signers,
                now);
        write(root, TufRole.TARGETS, version, signed);
        write(root, TufRole.SNAPSHOT, snapshotVersion, snapshot);
        WholeFile.write(folder.resolve("timestamp.json"), timestamp);
        return version;
    }

    /** Signs the newest state anew, so that clients can tell it from a frozen one. */
    public void renew(List<? extends TufSigner> signers, Lifetimes lifetimes, Instant now)
            throws IOException, TufFailure {
        TufRoot root = root(folder).orElseThrow(() -> noRoot());
        TufSource source = TufSource.folder(folder);
        int targetsVersion = version(TufRole.TARGETS);
        byte[] targets = source.read(
                        (root.consistentSnapshot() ? targetsVersion + "." : "") + "targets.json", MAX_BYTES)
                .orElseThrow(() -> noRoot());
        byte[] snapshot = describing(
                TufRole.SNAPSHOT,
                "targets.json",
                targetsVersion,
                targets,
                now.plus(lifetimes.snapshot()),
                root,
                signers,
                now);
        int snapshotVersion = TufDocument.parse(TufRole.SNAPSHOT, snapshot).version();
        byte[] timestamp = describing(
                TufRole.TIMESTAMP,
                "snapshot.json",
                snapshotVersion,
                snapshot,
                now.plus(lifetimes.timestamp()),
                root,
                signers,
                now);
        write(root, TufRole.SNAPSHOT, snapshotVersion, snapshot);
        WholeFile.write(folder.resolve("timestamp.json"), timestamp);
    }

    private byte[] describing(
            TufRole role,
            String name,
            int version,
            byte[] bytes,
            Instant expires,
            TufRoot root,
            List<? extends TufSigner> signers,
            Instant now)
            throws IOException, TufFailure {
        TufDocument document = TufDocument.create(role, repository, next(role, now), expires);
        ObjectNode said = document.signed().putObject("meta").putObject(name);
        said.put("version", version).put("length", bytes.length);
        said.putObject("hashes").put("sha256", Sha256.hex(bytes));
        return sign(root, document, signers);
    }

    private static byte[] sign(TufRoot root, TufDocument document, List<? extends TufSigner> signers)
            throws TufFailure {
        List<TufSigner> own = new ArrayList<>();
        for (TufSigner signer : signers) {
            if (root.of(document.role()).keys().contains(signer.key())) {
                own.add(signer);
            }
        }
        byte[] bytes = document.sign(own);
        root.verify(TufDocument.parse(document.role(), bytes));
        return bytes;
    }

    /** Deletes parts of states that are older than the last few: a client that is reading one has time to finish. */
    void prune(int keep) throws IOException, TufFailure {
        for (TufRole role : List.of(TufRole.TARGETS, TufRole.SNAPSHOT)) {
            int newest = version(role);
            Pattern numbered = Pattern.compile("(\\d{1,10})\\." + role.id() + "\\.json");
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*." + role.id() + ".json")) {
                List<Integer> versions = new ArrayList<>();
                for (Path file : files) {
                    Matcher name = numbered.matcher(file.getFileName().toString());
                    if (name.matches() && Long.parseLong(name.group(1)) < newest) {
                        versions.add(Integer.parseInt(name.group(1)));
                    }
                }
                versions.sort(Comparator.reverseOrder());
                for (int version : versions.stream().skip(keep).toList()) {
                    Files.deleteIfExists(folder.resolve(version + "." + role.id() + ".json"));
                }
            }
        }
    }

    private void write(TufRoot root, TufRole role, int version, byte[] bytes) throws IOException {
        WholeFile.write(folder.resolve((root.consistentSnapshot() ? version + "." : "") + role.id() + ".json"), bytes);
    }

    /** Where a folder was lost or put back, the clock carries on above every version that clients may have seen. */
    private int next(TufRole role, Instant now) throws IOException, TufFailure {
        long minutes = now.getEpochSecond() / 60 - EPOCH_MINUTES;
        return Math.toIntExact(Math.max(Math.max(minutes, 1), Math.max(version(role), above) + 1L));
    }

    /** 2026-01-01T00:00Z in minutes: versions begin here and stay small numbers for centuries. */
    private static final long EPOCH_MINUTES = 29_453_760L;

    private int version(TufRole role) throws IOException, TufFailure {
        TufSource source = TufSource.folder(folder);
        Optional<byte[]> timestamp = source.read("timestamp.json", MAX_BYTES);
        if (timestamp.isEmpty()) {
            return 0;
        }
        TufDocument newest = TufDocument.parse(TufRole.TIMESTAMP, timestamp.get());
        if (role == TufRole.TIMESTAMP) {
            return newest.version();
        }
        int snapshotVersion = newest.number(newest.signed().path("meta").path("snapshot.json"), "version");
        if (role == TufRole.SNAPSHOT) {
            return snapshotVersion;
        }
        boolean consistent = root(folder).map(TufRoot::consistentSnapshot).orElse(false);
        Optional<byte[]> snapshot = source.read((consistent ? snapshotVersion + "." : "") + "snapshot.json", MAX_BYTES);
        if (snapshot.isEmpty()) {
            return 0;
        }
        TufDocument described = TufDocument.parse(TufRole.SNAPSHOT, snapshot.get());
        return described.number(described.signed().path("meta").path("targets.json"), "version");
    }

    private static TufFailure noRoot() {
        return new TufFailure(
                TufFailure.Kind.MISSING,
                new Text("no keys yet: firebreak trust init", "鍵がまだありません。firebreak trust init を実行してください"));
    }
}

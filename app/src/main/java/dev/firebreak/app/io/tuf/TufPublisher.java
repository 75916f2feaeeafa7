package dev.firebreak.app.io.tuf;

import dev.firebreak.app.io.WholeFile;
import dev.firebreak.app.io.tuf.TufRepository.Lifetimes;
import dev.firebreak.core.text.Text;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one repository of signed metadata up to date on a server: signs each new state, signs it anew before it expires, follows rotations of
 * keys, and believes its own files no more than anybody else's. What is on disk is verified as a client does, with a memory of what was seen;
 * what does not verify is set aside and vouches for nothing. Any number of threads may call.
 */
public final class TufPublisher {

    /** States whose parts stay for clients that are reading them. */
    private static final int KEPT_STATES = 8;

    private static final String TIMESTAMP = "timestamp.json";

    private static final Set<TufRole> ALL = EnumSet.of(TufRole.TARGETS, TufRole.SNAPSHOT, TufRole.TIMESTAMP);
    private static final Set<TufRole> FRESHNESS = EnumSet.of(TufRole.SNAPSHOT, TufRole.TIMESTAMP);
    private static final int ROOT_BYTES = 512 << 10;

    private final Path folder;
    private final Path seen;
    private final String name;
    private final SigningKeys keys;
    private final Lifetimes lifetimes;

    private TufClient.@Nullable State state;
    private boolean loaded;
    private String fingerprint = "";
    private @Nullable SetAside aside;
    private @Nullable Text problem;

    /**
     * A repository of a data folder.
     *
     * @param data the data folder; metadata are kept below {@code signed/}
     * @param name which the metadata carry: {@code mirror}, {@code orders}
     */
    public TufPublisher(Path data, String name, SigningKeys keys, Lifetimes lifetimes) {
        this.folder = folder(data, name);
        this.seen = data.resolve("signed").resolve("seen-" + name);
        this.name = name;
        this.keys = keys;
        this.lifetimes = lifetimes;
    }

    /** Where the metadata of a repository are in a data folder. */
    public static Path folder(Path data, String name) {
        return data.resolve("signed").resolve(name);
    }

    /**
     * How things stand.
     *
     * @param hasKeys whether {@code trust init} was run; without keys nothing vouches for anything
     * @param published the newest state that verified; null for none
     * @param problem why nothing can be signed now, or why what was signed counts no more; null for no problem
     */
    public record Status(
            boolean hasKeys,
            @Nullable Published published,
            @Nullable Text problem) {

        /** Whether somebody vouches now. */
        public boolean isGood(Instant now) {
            return hasKeys
                    && problem == null
                    && published != null
                    && published.expires().isAfter(now);
        }
    }

    /**
     * A state that verified.
     *
     * @param version of the targets
     * @param root version of the root whose keys signed
     * @param targets how many files it vouches for
     * @param keys ids of the keys that speak for targets
     */
    public record Published(int version, int root, int targets, Instant signed, Instant expires, List<String> keys) {
        public Published {
            keys = List.copyOf(keys);
        }
    }

    /** What was set aside because it does not verify, as {@link #check} returns it. */
    public record SetAside(Text why) {}

    /**
     * Verifies what is on disk.
     *
     * @return what was wrong with it, where it had to be set aside since this was asked last
     */
    public synchronized Optional<SetAside> check(Instant now) throws IOException {
        load(now);
        Optional<SetAside> told = Optional.ofNullable(aside);
        aside = null;
        return told;
    }

    private void load(Instant now) throws IOException {
        // Thousands of orders are not verified again and again while nobody touches the files.
        String found = FileFingerprint.of(folder, keys.trust().folder().resolve("root.json"));
        if (loaded
                && found.equals(fingerprint)
                && state != null
                && state.expires().isAfter(now)) {
            return;
        }
        fingerprint = found;
        try {
            boolean isNew = keys.root().isEmpty()
                    // Nothing was ever published, or the first time was interrupted.
                    || (!Files.exists(folder.resolve(TIMESTAMP)) && !Files.exists(seen.resolve(TIMESTAMP)));
            state = isNew ? null : remembered(verified(now));
        } catch (TufFailure e) {
            state = null;
            problem = e.text();
            if (e.kind() != TufFailure.Kind.KEY && !isRootExpired(now) && setAside()) {
                aside = new SetAside(e.text());
            }
        }
        loaded = true;
    }

    private boolean isRootExpired(Instant now) throws IOException {
        try {
            return keys.root().map(root -> !root.expires().isAfter(now)).orElse(true);
        } catch (TufFailure e) {
            return true;
        }
    }

    /**
     * What is on disk by the root that this server followed last, else by newer ones. In this order: between a rotation and the next signature,
     * and after an interruption in between, the newest root is there already and its keys have not signed yet.
     */
    private TufClient.State verified(Instant now) throws IOException, TufFailure {
        TufSource files = TufSource.folder(folder);
        byte[] anchor = anchor();
        try {
            TufSource asBefore = (file, most) -> file.endsWith("root.json") ? Optional.empty() : files.read(file, most);
            return TufClient.open(seen, name, anchor).update(asBefore, now);
        } catch (TufFailure e) {
            if (e.kind() != TufFailure.Kind.SIGNATURE && e.kind() != TufFailure.Kind.EXPIRED) {
                throw e;
            }
            return TufClient.open(seen, name, anchor).update(files, now);
        }
    }

    /** The root that was followed last, where it is one of this trust folder; else its newest. */
    private byte[] anchor() throws IOException, TufFailure {
        Optional<byte[]> followed = TufSource.folder(seen).read("root.json", ROOT_BYTES);
        if (followed.isPresent()) {
            int version = TufRoot.parse(followed.get()).version();
            Optional<byte[]> own = keys.trust().rootFile(version);
            if (own.isEmpty() || !Arrays.equals(own.get(), followed.get())) {
                throw new TufFailure(
                        TufFailure.Kind.SIGNATURE,
                        new Text("signed under another root than this data folder's", "このデータフォルダーのものではないルートで署名されています"));
            }
            return followed.get();
        }
        return keys.trust().anchor();
    }

    /** A client remembers a root when it follows to it; the first one is remembered here, so that a rotation does not outrun what it signed. */
    private TufClient.State remembered(TufClient.State verified) throws IOException, TufFailure {
        Path followed = seen.resolve("root.json");
        if (!Files.exists(followed)) {
            Optional<byte[]> own = keys.trust().rootFile(verified.root().version());
            if (own.isPresent()) {
                WholeFile.write(followed, own.get());
            }
        }
        return verified;
    }

    /** Out of the way, but kept for whoever finds out what happened; only the last one. */
    private boolean setAside() throws IOException {
        Path aside = folder.resolveSibling(name + ".refused");
        boolean had = Files.exists(folder);
        if (had) {
            delete(aside);
            Files.move(folder, aside);
        }
        if (!isFollowable()) {
            delete(seen);
        }
        return had;
    }

    /** Whether what was seen belongs to this trust folder; of another's, nothing is of use. */
    private boolean isFollowable() throws IOException {
        try {
            anchor();
            return true;
        } catch (TufFailure e) {
            return false;
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder()).forEach(file -> {
                    try {
                        Files.deleteIfExists(file);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }
    }

    /** What is vouched for now, by path; nothing where nothing verified or it has expired. */
    public synchronized Map<String, TufTarget> targets(Instant now) throws IOException {
        if (!loaded) {
            load(now);
        }
        return state != null
                        && state.expires().isAfter(now)
                        && state.root().expires().isAfter(now)
                ? state.targets()
                : Map.of();
    }

    /**
     * Makes these files what is vouched for. Nothing is signed where they are already, and the state neither expires soon nor was signed under
     * an older root.
     *
     * @throws TufFailure where there are no keys, or they cannot be opened; what was vouched for before stays so
     */
    public synchronized void publish(Collection<TufTarget> targets, Instant now) throws IOException, TufFailure {
        if (!loaded) {
            load(now);
        }
        try {
            TufRoot root = keys.root().orElseThrow(TufPublisher::noKeys);
            TufClient.State before = state;
            boolean isSame = before != null
                    && before.root().version() == root.version()
                    && before.targets().equals(byPath(targets));
            if (before != null && isSame && !isDue(before, now)) {
                problem = null;
                return;
            }
            if (!root.expires().isAfter(now)) {
                throw new TufFailure(
                        TufFailure.Kind.EXPIRED,
                        new Text(
                                "the root has expired: firebreak trust rotate root",
                                "ルートの有効期限が過ぎています。firebreak trust rotate root を実行してください"));
            }
            sign(targets, isSame, now);
            problem = null;
        } catch (TufFailure e) {
            problem = e.text();
            keys.forget(e.kind());
            throw e;
        }
    }

    private void sign(Collection<TufTarget> targets, boolean isRenewal, Instant now) throws IOException, TufFailure {
        Files.createDirectories(folder, WholeFile.ownersOnly(folder, "rwx------"));
        int above = TufClient.open(seen, name, anchor()).seenVersion();
        var repository = new TufRepository(folder, name, above);
        List<TufSigner> signers;
        try {
            signers = keys.signers(ALL, now);
        } catch (TufFailure e) {
            if (!isRenewal) {
                throw e;
            }
            // Nothing new is claimed: that it is still the newest, the online keys say alone.
            repository.renew(keys.signers(FRESHNESS, now), lifetimes, now);
            state = remembered(TufClient.open(seen, name, anchor()).update(TufSource.folder(folder), now));
            return;
        }
        repository.copyRoots(keys.trust().folder());
        repository.publish(new ArrayList<>(byPath(targets).values()), signers, lifetimes, now);
        state = remembered(TufClient.open(seen, name, anchor()).update(TufSource.folder(folder), now));
        repository.prune(KEPT_STATES);
    }

    /**
     * What was signed last under a name in a data folder, for whoever looks at it beside the server: nothing is remembered or set aside.
     *
     * @param root whose keys count now
     * @return empty where nothing was signed
     * @throws TufFailure where it does not verify
     */
    public static Optional<Published> published(Path folder, byte[] root, String name, Instant now)
            throws IOException, TufFailure {
        if (!Files.exists(folder.resolve(TIMESTAMP))) {
            return Optional.empty();
        }
        Path memory = Files.createTempDirectory("firebreak-trust");
        try {
            TufClient.State state = TufClient.open(memory, name, root).update(TufSource.folder(folder), now);
            return Optional.of(published(state, folder));
        } finally {
            delete(memory);
        }
    }

    private static Published published(TufClient.State state, Path folder) throws IOException {
        Path timestamp = folder.resolve(TIMESTAMP);
        Instant signed =
                Files.exists(timestamp) ? Files.getLastModifiedTime(timestamp).toInstant() : Instant.EPOCH;
        return new Published(
                state.version(),
                state.root().version(),
                state.targets().size(),
                signed,
                state.expires(),
                state.root().of(TufRole.TARGETS).keys().stream().map(TufKey::id).toList());
    }

    /** Keeps a copy of metadata that were signed for a medium, which goes away. */
    public static void remember(Path data, String name, Path metadata) throws IOException {
        Path to = folder(data, name);
        delete(to);
        Files.createDirectories(to, WholeFile.ownersOnly(to, "rwx------"));
        try (Stream<Path> files = Files.list(metadata)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".json")).toList()) {
                Files.copy(file, to.resolve(file.getFileName().toString()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private static Map<String, TufTarget> byPath(Collection<TufTarget> targets) {
        Map<String, TufTarget> byPath = new TreeMap<>();
        targets.forEach(target -> byPath.put(target.path(), target));
        return byPath;
    }

    /** Half of its time has passed. */
    private boolean isDue(TufClient.State state, Instant now) {
        Duration half = lifetimes.timestamp().dividedBy(2);
        return !state.expires().isAfter(now.plus(half));
    }

    private static TufFailure noKeys() {
        return new TufFailure(
                TufFailure.Kind.MISSING,
                new Text("no keys yet: firebreak trust init", "鍵がまだありません。firebreak trust init を実行してください"));
    }

    /** A file of the metadata; empty where there is none of that name, or nothing verified. */
    public Optional<byte[]> read(String file, int most) throws IOException, TufFailure {
        boolean isServed;
        synchronized (this) {
            isServed = state != null;
        }
        return isServed ? TufSource.folder(folder).read(file, most) : Optional.empty();
    }

    /** How things stand. */
    public synchronized Status status() throws IOException {
        try {
            if (keys.root().isEmpty()) {
                return new Status(false, null, null);
            }
        } catch (TufFailure e) {
            return new Status(true, null, e.text());
        }
        TufClient.State known = state;
        if (known == null) {
            return new Status(true, null, problem);
        }
        return new Status(true, published(known, folder), problem);
    }
}

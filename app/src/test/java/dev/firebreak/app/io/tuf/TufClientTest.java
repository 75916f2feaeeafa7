package dev.firebreak.app.io.tuf;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.app.io.tuf.TufFailure.Kind;
import dev.firebreak.app.io.tuf.TufRepository.Lifetimes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The lies that signed metadata exist to find out. */
class TufClientTest {

    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");
    private static final String HASH = "a".repeat(64);
    private static final List<TufTarget> ONE = List.of(new TufTarget("a.exe", 3, HASH, Map.of("kb", "KB4012598")));
    private static final List<TufTarget> TWO = List.of(ONE.getFirst(), new TufTarget("b.exe", 4, HASH));

    @TempDir
    Path folder;

    private final MemoryKey rootKey = new MemoryKey();
    private final MemoryKey targetsKey = new MemoryKey();
    private final MemoryKey onlineKey = new MemoryKey();
    private final List<MemoryKey> all = List.of(rootKey, targetsKey, onlineKey);
    private Path metadata;
    private byte[] anchor;

    /** A key that no file holds. */
    static final class MemoryKey implements TufSigner {
        private final KeyPair pair;

        MemoryKey() {
            try {
                pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public TufKey key() {
            try {
                return TufKey.of(pair.getPublic());
            } catch (TufFailure e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public byte[] sign(byte[] signed) {
            try {
                Signature signature = Signature.getInstance("Ed25519");
                signature.initSign(pair.getPrivate());
                signature.update(signed);
                return signature.sign();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @BeforeEach
    void publish() throws IOException, TufFailure {
        metadata = folder.resolve("metadata");
        TufRepository.writeRoot(metadata, root(1, true, rootKey, targetsKey, onlineKey), List.of(rootKey));
        anchor = Files.readAllBytes(metadata.resolve("1.root.json"));
        repository().publish(ONE, all, Lifetimes.ONLINE, NOW);
    }

    private TufRepository repository() {
        return new TufRepository(metadata, "mirror");
    }

    private static TufRoot root(int version, boolean consistent, MemoryKey root, MemoryKey targets, MemoryKey online) {
        Map<TufRole, TufRoot.Keys> roles = new EnumMap<>(TufRole.class);
        roles.put(TufRole.ROOT, new TufRoot.Keys(List.of(root.key()), 1));
        roles.put(TufRole.TARGETS, new TufRoot.Keys(List.of(targets.key()), 1));
        roles.put(TufRole.SNAPSHOT, new TufRoot.Keys(List.of(online.key()), 1));
        roles.put(TufRole.TIMESTAMP, new TufRoot.Keys(List.of(online.key()), 1));
        return new TufRoot(version, NOW.plus(Duration.ofDays(365)), consistent, roles);
    }

    private TufClient client() throws IOException, TufFailure {
        return TufClient.open(folder.resolve("seen"), "mirror", anchor);
    }

    private TufClient.State update() throws IOException, TufFailure {
        return client().update(TufSource.folder(metadata), NOW);
    }

    private static void refused(ThrowingCallable work, Kind kind) {
        assertThatThrownBy(work)
                .isInstanceOfSatisfying(
                        TufFailure.class,
                        e -> assertThat(e.kind()).as(e.getMessage()).isEqualTo(kind));
    }

    private Path copy(String to) throws IOException {
        Path there = folder.resolve(to);
        Files.createDirectories(there);
        try (Stream<Path> files = Files.list(metadata)) {
            for (Path file : files.toList()) {
                Files.copy(file, there.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return there;
    }

    @Test
    void published_metadata_are_read_and_updated() throws IOException, TufFailure {
        assertThat(update().targets()).containsOnlyKeys("a.exe").containsValue(ONE.getFirst());
        repository().publish(TWO, all, Lifetimes.ONLINE, NOW);
        assertThat(update().targets()).containsOnlyKeys("a.exe", "b.exe");
    }

    @Test
    void it_is_read_without_versions_in_names_too() throws IOException, TufFailure {
        metadata = folder.resolve("plain");
        TufRepository.writeRoot(metadata, root(1, false, rootKey, targetsKey, onlineKey), List.of(rootKey));
        repository().publish(ONE, all, Lifetimes.of(Duration.ofDays(30)), NOW);
        assertThat(metadata.resolve("targets.json")).exists();
        var other =
                TufClient.open(folder.resolve("seen2"), "mirror", Files.readAllBytes(metadata.resolve("root.json")));
        assertThat(other.update(TufSource.folder(metadata), NOW).targets()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"timestamp.json", "snapshot.json", "targets.json"})
    void a_changed_byte_is_found(String part) throws IOException {
        Path file = newest(part);
        Files.writeString(file, Files.readString(file, UTF_8).replace("\"expires\":\"20", "\"expires\":\"21"));
        refused(this::update, part.startsWith("timestamp") ? Kind.SIGNATURE : Kind.MIXED);
    }

    private Path newest(String part) throws IOException {
        try (Stream<Path> files = Files.list(metadata)) {
            return files.filter(f -> f.getFileName().toString().endsWith(part))
                    .max(java.util.Comparator.naturalOrder())
                    .orElseThrow();
        }
    }

    @Test
    void metadata_of_other_keys_are_refused() throws IOException, TufFailure {
        var strangers = List.of(new MemoryKey(), new MemoryKey(), new MemoryKey());
        metadata = folder.resolve("stranger");
        TufRepository.writeRoot(
                metadata, root(1, true, strangers.get(0), strangers.get(1), strangers.get(2)), strangers);
        repository().publish(ONE, strangers, Lifetimes.ONLINE, NOW);
        refused(this::update, Kind.SIGNATURE);
    }

    @Test
    void an_older_state_is_refused_also_by_a_client_that_starts_anew() throws IOException, TufFailure {
        Path old = copy("old");
        repository().publish(TWO, all, Lifetimes.ONLINE, NOW);
        update();
        refused(() -> client().update(TufSource.folder(old), NOW), Kind.OLDER);
    }

    @Test
    void an_older_timestamp_of_the_same_snapshot_is_refused() throws IOException, TufFailure {
        update();
        Path file = metadata.resolve("timestamp.json");
        TufDocument newest = TufDocument.parse(TufRole.TIMESTAMP, Files.readAllBytes(file));
        TufDocument older = TufDocument.create(TufRole.TIMESTAMP, "mirror", newest.version() - 1, NOW.plusSeconds(60));
        older.signed().set("meta", newest.signed().path("meta"));
        Files.write(file, older.sign(List.of(onlineKey)));
        refused(this::update, Kind.OLDER);
    }

    @Test
    void a_frozen_timestamp_is_refused() {
        Instant later = NOW.plus(Duration.ofDays(4));
        refused(() -> client().update(TufSource.folder(metadata), later), Kind.FROZEN);
    }

    @Test
    void an_expired_snapshot_targets_or_root_is_refused_under_a_fresh_timestamp() throws IOException, TufFailure {
        Instant soon = NOW.plus(Duration.ofDays(100));
        repository()
                .publish(ONE, all, new Lifetimes(Duration.ofDays(1), Duration.ofDays(200), Duration.ofDays(200)), NOW);
        refused(() -> client().update(TufSource.folder(metadata), soon), Kind.EXPIRED);
        repository()
                .publish(ONE, all, new Lifetimes(Duration.ofDays(200), Duration.ofDays(1), Duration.ofDays(200)), NOW);
        refused(() -> client().update(TufSource.folder(metadata), soon), Kind.EXPIRED);
        refused(() -> client().update(TufSource.folder(metadata), NOW.plus(Duration.ofDays(366))), Kind.EXPIRED);
    }

    @Test
    void targets_of_another_state_are_refused() throws IOException, TufFailure {
        byte[] first = Files.readAllBytes(newest("targets.json"));
        repository().publish(TWO, all, Lifetimes.ONLINE, NOW);
        Files.write(newest("targets.json"), first);
        refused(this::update, Kind.MIXED);
    }

    @Test
    void metadata_of_another_repository_are_refused() throws IOException, TufFailure {
        new TufRepository(metadata, "orders").publish(TWO, all, Lifetimes.ONLINE, NOW);
        refused(this::update, Kind.MIXED);
    }

    @Test
    void metadata_larger_than_told_are_not_read_further() throws IOException {
        Path file = newest("targets.json");
        Files.writeString(file, Files.readString(file, UTF_8) + " ".repeat(10));
        refused(this::update, Kind.TOO_LARGE);
        Files.write(metadata.resolve("timestamp.json"), new byte[20_000]);
        refused(this::update, Kind.TOO_LARGE);
    }

    @Test
    void a_missing_part_is_said() throws IOException {
        Files.delete(newest("snapshot.json"));
        refused(this::update, Kind.MISSING);
    }

    @Test
    void too_few_keys_do_not_publish_and_too_few_signatures_are_not_believed() throws IOException, TufFailure {
        refused(() -> repository().publish(ONE, List.of(onlineKey), Lifetimes.ONLINE, NOW), Kind.SIGNATURE);
        var second = new MemoryKey();
        TufRoot strict = root(2, true, rootKey, targetsKey, onlineKey);
        Map<TufRole, TufRoot.Keys> roles = new EnumMap<>(strict.roles());
        roles.put(TufRole.TARGETS, new TufRoot.Keys(List.of(targetsKey.key(), second.key()), 2));
        TufRepository.writeRoot(metadata, new TufRoot(2, strict.expires(), true, roles), List.of(rootKey));
        refused(() -> repository().publish(ONE, all, Lifetimes.ONLINE, NOW), Kind.SIGNATURE);
        // What was signed by one before the rotation does not pass under the new root either.
        refused(this::update, Kind.SIGNATURE);
        repository().publish(ONE, List.of(targetsKey, second, onlineKey), Lifetimes.ONLINE, NOW);
        assertThat(update().root().version()).isEqualTo(2);
    }

    @Test
    void one_key_twice_is_one_signature() throws IOException, TufFailure {
        TufDocument document = TufDocument.create(TufRole.TARGETS, "mirror", 1, NOW);
        document.signed().putObject("targets");
        TufDocument signed = TufDocument.parse(TufRole.TARGETS, document.sign(List.of(targetsKey, targetsKey)));
        refused(() -> signed.verify(List.of(targetsKey.key(), targetsKey.key()), 2), Kind.SIGNATURE);
        String doubled = new String(document.sign(List.of(targetsKey)), UTF_8)
                .replaceFirst("\"signatures\":\\[(\\{[^}]*})]", "\"signatures\":[$1,$1]");
        TufDocument twice = TufDocument.parse(TufRole.TARGETS, doubled.getBytes(UTF_8));
        refused(() -> twice.verify(List.of(targetsKey.key()), 1), Kind.FORMAT);
    }

    @Test
    void a_root_must_be_signed_by_the_root_before_it() throws IOException, TufFailure {
        var nextRoot = new MemoryKey();
        TufRoot next = root(2, true, nextRoot, targetsKey, onlineKey);
        refused(() -> TufRepository.writeRoot(metadata, next, List.of(nextRoot)), Kind.SIGNATURE);
        refused(() -> TufRepository.writeRoot(metadata, next, List.of(rootKey)), Kind.SIGNATURE);
        TufRepository.writeRoot(metadata, next, List.of(rootKey, nextRoot));
        assertThat(update().root().version()).isEqualTo(2);
        // Forged by the new key alone.
        Files.write(
                metadata.resolve("3.root.json"),
                root(3, true, rootKey, targetsKey, onlineKey).document().sign(List.of(rootKey)));
        refused(this::update, Kind.SIGNATURE);
        // A root under the number of the next that says another version.
        Files.write(
                metadata.resolve("3.root.json"),
                root(9, true, nextRoot, targetsKey, onlineKey).document().sign(List.of(nextRoot)));
        refused(this::update, Kind.OLDER);
    }

    @Test
    void after_a_rotation_the_old_online_key_counts_no_more_and_its_versions_bar_nothing()
            throws IOException, TufFailure {
        update();
        Path seen = folder.resolve("seen/timestamp.json");
        Files.writeString(seen, Files.readString(seen).replaceAll("\"version\":\\d+}$", "\"version\":2000000000}"));
        var fresh = new MemoryKey();
        TufRepository.writeRoot(metadata, root(2, true, rootKey, targetsKey, fresh), List.of(rootKey));
        refused(() -> repository().publish(ONE, List.of(targetsKey, onlineKey), Lifetimes.ONLINE, NOW), Kind.SIGNATURE);
        repository().publish(TWO, List.of(targetsKey, fresh), Lifetimes.ONLINE, NOW);
        assertThat(update().targets()).hasSize(2);
    }

    @Test
    void a_renewed_state_outlives_the_first_timestamp() throws IOException, TufFailure {
        Instant later = NOW.plus(Duration.ofDays(5));
        repository().renew(List.of(onlineKey), Lifetimes.ONLINE, later);
        assertThat(client().update(TufSource.folder(metadata), later).targets()).hasSize(1);
    }

    @Test
    void a_path_escape_in_signed_targets_is_refused() throws IOException, TufFailure {
        var liar = new TufTarget("../../windows/system32/a.exe", 3, HASH);
        refused(() -> repository().publish(List.of(liar), all, Lifetimes.ONLINE, NOW), Kind.PATH);
        // Signed by the right key all the same.
        Path file = newest("targets.json");
        TufDocument targets = TufDocument.parse(TufRole.TARGETS, Files.readAllBytes(file));
        targets.signed()
                .putObject("targets")
                .putObject("../a")
                .put("length", 3)
                .putObject("hashes")
                .put("sha256", HASH);
        byte[] bytes = targets.sign(List.of(targetsKey));
        resign(bytes);
        refused(this::update, Kind.PATH);
    }

    @Test
    void names_that_Windows_takes_for_one_are_refused() throws IOException, TufFailure {
        resign(withTargets("a.exe", "A.EXE"));
        refused(this::update, Kind.FORMAT);
    }

    private byte[] withTargets(String... names) throws IOException, TufFailure {
        TufDocument targets = TufDocument.parse(TufRole.TARGETS, Files.readAllBytes(newest("targets.json")));
        var all = targets.signed().putObject("targets");
        for (String name : names) {
            all.putObject(name).put("length", 3).putObject("hashes").put("sha256", HASH);
        }
        return targets.sign(List.of(targetsKey));
    }

    /** Puts targets in place and signs snapshot and timestamp over them. */
    private void resign(byte[] targets) throws IOException, TufFailure {
        Path file = newest("targets.json");
        Files.write(file, targets);
        repository().renew(List.of(onlineKey), Lifetimes.ONLINE, NOW);
    }

    @Test
    void what_is_no_metadata_is_refused_and_never_a_fault_of_ours() throws IOException {
        byte[] whole = Files.readAllBytes(metadata.resolve("timestamp.json"));
        var random = new java.util.Random(8);
        for (int i = 0; i < 2000; i++) {
            byte[] damaged = whole.clone();
            for (int j = 0; j <= i % 3; j++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            int length = i % 2 == 0 ? damaged.length : random.nextInt(damaged.length);
            byte[] cut = java.util.Arrays.copyOf(damaged, length);
            if (java.util.Arrays.equals(cut, whole)) {
                continue;
            }
            TufSource source = (name, most) -> name.equals("timestamp.json")
                    ? java.util.Optional.of(cut)
                    : TufSource.folder(metadata).read(name, most);
            // Anything but a runtime exception: where white space or a letter's case changed, the signature still
            // covers it.
            try {
                client().update(source, NOW);
            } catch (TufFailure e) {
                assertThat(e.kind()).isIn(Kind.FORMAT, Kind.SIGNATURE);
            }
        }
    }
}

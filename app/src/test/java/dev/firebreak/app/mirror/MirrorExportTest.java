package dev.firebreak.app.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.app.io.tuf.QuickKeys;
import dev.firebreak.app.io.tuf.TrustFolder;
import dev.firebreak.app.io.tuf.TrustFolder.KeyPlace;
import dev.firebreak.app.io.tuf.TrustFolder.Secrets;
import dev.firebreak.app.io.tuf.TufClient;
import dev.firebreak.app.io.tuf.TufFailure;
import dev.firebreak.app.io.tuf.TufRepository.Lifetimes;
import dev.firebreak.app.io.tuf.TufRole;
import dev.firebreak.app.io.tuf.TufSource;
import dev.firebreak.app.io.tuf.TufTarget;
import dev.firebreak.app.mirror.StoredPackage.Standing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tree for other web servers, from the keys of a site to a client that verifies it. */
class MirrorExportTest {

    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");
    private static final Secrets SECRETS = new Secrets("correct horse battery".toCharArray(), new char[0]);
    private static final Lifetimes MONTH = Lifetimes.of(Duration.ofDays(30));
    private static final List<TufRole> SIGNING = List.of(TufRole.TARGETS, TufRole.SNAPSHOT, TufRole.TIMESTAMP);

    @TempDir
    Path folder;

    private KeyPlace key(String name) throws IOException, TufFailure {
        return QuickKeys.create(folder.resolve("trust/keys").resolve(name + ".pem"), SECRETS.passphrase());
    }

    private TrustFolder trust() throws IOException, TufFailure {
        TrustFolder trust = TrustFolder.of(folder);
        Map<TufRole, List<KeyPlace>> keys = new EnumMap<>(TufRole.class);
        KeyPlace online = key("online");
        keys.put(TufRole.ROOT, List.of(key("root")));
        keys.put(TufRole.TARGETS, List.of(key("targets")));
        keys.put(TufRole.SNAPSHOT, List.of(online));
        keys.put(TufRole.TIMESTAMP, List.of(online));
        trust.init(keys, Map.of(), SECRETS, NOW);
        return trust;
    }

    private TufClient.State verified(Path tree, byte[] anchor) throws IOException, TufFailure {
        return TufClient.open(folder.resolve("seen"), "mirror", anchor)
                .update(TufSource.folder(tree.resolve("metadata")), NOW);
    }

    @Test
    void a_tree_holds_what_may_be_handed_out_and_verifies_after_a_rotation_too() throws IOException, TufFailure {
        TrustFolder trust = trust();
        byte[] anchor = trust.anchor();
        PackageStore store = PackageStore.of(folder);
        StoredPackage served =
                PackageFixtures.put(store, "windows6.1-kb4012215-x64.msu", new byte[] {1, 2, 3}, Standing.ACCEPTED);
        StoredPackage other =
                PackageFixtures.put(store, "WINDOWS6.1-kb4012215-x64.msu", new byte[] {1, 2, 4}, Standing.ACCEPTED);
        PackageFixtures.put(store, "waits.exe", new byte[] {5}, Standing.QUARANTINED);
        Path tree = folder.resolve("tree");
        var export = new MirrorExport(store);
        var written = export.write(tree, trust.folder(), trust.signers(SIGNING, SECRETS), MONTH, NOW);
        assertThat(written.packages()).isEqualTo(2);
        assertThat(written.copied()).isEqualTo(2);
        TufClient.State state = verified(tree, anchor);
        assertThat(state.targets()).hasSize(2);
        for (TufTarget target : state.targets().values()) {
            Path file = tree.resolve("targets").resolve(target.hashedPath());
            assertThat(PackageFixtures.hash("SHA-256", Files.readAllBytes(file)))
                    .isEqualTo(target.sha256())
                    .isIn(served.sha256(), other.sha256());
            assertThat(target.custom()).containsEntry("kb", "KB4012215").containsEntry("architecture", "x64");
        }
        // Again: nothing is copied twice, and a client follows to the new root and keys.
        trust.rotate(TufRole.TARGETS, List.of(key("targets-2")), 1, SECRETS, NOW);
        trust.rotate(TufRole.ROOT, List.of(key("root-3")), 1, SECRETS, NOW);
        assertThat(export.write(tree, trust.folder(), trust.signers(SIGNING, SECRETS), MONTH, NOW)
                        .copied())
                .isZero();
        TufClient.State later = verified(tree, anchor);
        assertThat(later.root().version()).isEqualTo(3);
        assertThat(later.version()).isGreaterThan(state.version());
    }

    @Test
    void a_package_that_is_damaged_in_the_store_is_not_signed_for() throws IOException, TufFailure {
        TrustFolder trust = trust();
        PackageStore store = PackageStore.of(folder);
        StoredPackage stored = PackageFixtures.put(store, "a.exe", new byte[] {1, 2, 3}, Standing.ACCEPTED);
        Files.write(store.object(stored.sha256()), new byte[] {1, 2, 9});
        Path tree = folder.resolve("tree");
        assertThatThrownBy(() -> new MirrorExport(store)
                        .write(tree, trust.folder(), trust.signers(SIGNING, SECRETS), MONTH, NOW))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("mirror verify");
        assertThat(tree.resolve("metadata/timestamp.json")).doesNotExist();
        try (var files = Files.list(tree.resolve("targets"))) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void keys_that_are_not_at_hand_are_named() throws IOException, TufFailure {
        TrustFolder trust = trust();
        Files.move(folder.resolve("trust/keys/root.pem"), folder.resolve("medium.pem"));
        assertThat(trust.signers(SIGNING, SECRETS)).hasSize(2);
        assertThatThrownBy(() -> trust.rotate(TufRole.TARGETS, List.of(), 1, SECRETS, NOW))
                .isInstanceOf(TufFailure.class)
                .hasMessageContaining("root.pem is not there");
        assertThatThrownBy(() -> trust.signers(SIGNING, new Secrets("wrong horse battery".toCharArray(), new char[0])))
                .isInstanceOf(TufFailure.class)
                .hasMessageContaining("passphrase is wrong");
        assertThatThrownBy(() -> TrustFolder.of(folder.resolve("other")).signers(SIGNING, SECRETS))
                .isInstanceOf(TufFailure.class)
                .hasMessageContaining("trust init");
        assertThatThrownBy(() -> trust.init(Map.of(), Map.of(), SECRETS, NOW)).isInstanceOf(TufFailure.class);
    }

    /** nginx and IIS read as another user than who exports. */
    @Test
    void everybody_may_read_the_tree_before_and_after_another_export() throws IOException, TufFailure {
        Assumptions.assumeTrue(
                folder.getFileSystem().supportedFileAttributeViews().contains("posix"), "not POSIX");
        TrustFolder trust = trust();
        PackageStore store = PackageStore.of(folder);
        PackageFixtures.put(store, "windows6.1-kb4012215-x64.msu", new byte[] {1, 2, 3}, Standing.ACCEPTED);
        Path tree = folder.resolve("tree");
        for (int i = 0; i < 2; i++) {
            new MirrorExport(store).write(tree, trust.folder(), trust.signers(SIGNING, SECRETS), MONTH, NOW);
            try (Stream<Path> all = Files.walk(tree)) {
                assertThat(all.filter(Files::isRegularFile))
                        .hasSizeGreaterThan(4)
                        .allSatisfy(file -> assertThat(Files.getPosixFilePermissions(file))
                                .contains(PosixFilePermission.OTHERS_READ));
            }
        }
    }
}

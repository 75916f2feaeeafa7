package dev.firebreak.app.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.app.mirror.StoredPackage.Standing;
import dev.firebreak.core.advisory.Architecture;
import dev.firebreak.core.advisory.Kb;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackageStoreTest {

    private static final String XP = "WindowsXP-KB4012598-x86-Custom-ENU.exe";
    private static final byte[] BYTES = {1, 2, 3};

    @TempDir
    Path folder;

    @Test
    void an_empty_store_has_no_packages_and_makes_no_folder() throws IOException {
        var store = new PackageStore(folder.resolve("packages"));
        assertThat(store.packages()).isEmpty();
        assertThat(folder.resolve("packages")).doesNotExist();
    }

    @Test
    void a_package_is_found_by_hash_name_kb_architecture_and_language() throws IOException {
        var store = new PackageStore(folder);
        StoredPackage stored = PackageFixtures.put(store, XP, BYTES, Standing.ACCEPTED);
        assertThat(store.find(stored.sha256())).contains(stored);
        assertThat(store.packages()).containsExactly(stored);
        var fits = new PackageStore.Query(
                "windowsxp-kb4012598-x86-custom-enu.EXE", new Kb(4012598), Architecture.X86, "ENU");
        assertThat(store.served(fits)).containsExactly(stored);
        assertThat(store.served(new PackageStore.Query(null, null, null, "JPN")))
                .isEmpty();
        assertThat(store.served(new PackageStore.Query(null, null, Architecture.X64, null)))
                .isEmpty();
        assertThat(store.served(new PackageStore.Query(null, new Kb(4012212), null, null)))
                .isEmpty();
        try (FileChannel channel = store.open(stored.sha256())) {
            assertThat(channel.size()).isEqualTo(3);
        }
    }

    @Test
    void what_waits_or_was_rejected_is_listed_and_not_opened() throws IOException {
        var store = new PackageStore(folder);
        StoredPackage waits = PackageFixtures.put(store, XP, BYTES, Standing.QUARANTINED);
        StoredPackage rejected = PackageFixtures.put(store, "other.exe", new byte[] {4}, Standing.REJECTED);
        assertThat(store.packages()).hasSize(2);
        assertThat(store.served(new PackageStore.Query(null, null, null, null))).isEmpty();
        for (StoredPackage stored : store.packages()) {
            assertThatThrownBy(() -> store.open(stored.sha256())).isInstanceOf(NoSuchFileException.class);
        }
        assertThat(waits.isServed() || rejected.isServed()).isFalse();
    }

    @Test
    void bytes_without_record_a_record_without_bytes_and_bytes_of_another_size_are_not_handed_out() throws IOException {
        var store = new PackageStore(folder);
        StoredPackage stored = PackageFixtures.put(store, XP, BYTES, Standing.ACCEPTED);
        Files.write(store.object(stored.sha256()), new byte[] {1, 2});
        assertThatThrownBy(() -> store.open(stored.sha256())).isInstanceOf(NoSuchFileException.class);
        Files.delete(store.object(stored.sha256()));
        assertThatThrownBy(() -> store.open(stored.sha256())).isInstanceOf(IOException.class);
        Files.write(store.object(stored.sha256()), BYTES);
        Path record = folder.resolve("records").resolve(stored.sha256() + ".json");
        Files.writeString(record, Files.readString(record).substring(0, 80));
        assertThat(store.packages()).isEmpty();
        assertThatThrownBy(() -> store.open(stored.sha256())).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void a_malformed_hash_finds_no_package() {
        var store = new PackageStore(folder);
        assertThat(store.find("../../etc/passwd")).isEmpty();
        assertThatThrownBy(() -> store.open("..")).isInstanceOf(NoSuchFileException.class);
    }
}

package dev.firebreak.app.collect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.core.fleet.StorageFull;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.SiteName;
import dev.firebreak.core.inventory.Source;
import dev.firebreak.core.text.Text;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of files when taking them goes wrong. */
class DropFolderTest {

    @TempDir
    Path temp;

    private final List<String> taken = new ArrayList<>();
    private boolean full;

    private DropFolder.FileOutcome take(String site, String name, byte[] content, Instant changed) {
        if (full) {
            throw new StorageFull(null);
        }
        if (name.startsWith("poison")) {
            throw new IllegalStateException("a bug");
        }
        taken.add(site + "/" + name);
        return new DropFolder.FileOutcome(1, 0, List.of(), List.of(), List.of());
    }

    @Test
    void a_file_that_causes_a_fault_is_moved_aside_and_the_others_are_imported() throws Exception {
        var folder = new DropFolder(temp, this::take);
        Files.createDirectory(temp.resolve("Osaka"));
        for (String name : List.of("a", "poison", "z")) {
            Files.writeString(temp.resolve("Osaka").resolve(name), "x");
        }
        folder.check();
        folder.check();

        assertThat(taken).containsExactlyInAnyOrder("Osaka/a", "Osaka/z");
        assertThat(temp.resolve("refused/poison")).exists();
        assertThat(temp.resolve("refused/poison.problems.txt")).content().contains("an internal error", "内部エラー");
        assertThat(temp.resolve("done/z")).exists();
    }

    @Test
    void a_file_stays_where_it_is_until_there_is_room() throws Exception {
        var folder = new DropFolder(temp, this::take);
        Path file = Files.writeString(temp.resolve("PC7_systeminfo.txt"), "x");
        full = true;
        folder.check();
        assertThatThrownBy(folder::check).isInstanceOf(StorageFull.class);
        assertThat(file).exists();

        full = false;
        folder.check();
        assertThat(file).doesNotExist();
        assertThat(taken).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "あ", "𠮷"})
    void names_as_long_as_names_can_be_are_taken_and_put_aside_twice(String letter) throws Exception {
        int each = letter.getBytes(UTF_8).length;
        String longest = letter.repeat(255 / each);
        var folder = new DropFolder(temp, (site, name, content, changed) -> {
            take(site, name, content, changed);
            return new DropFolder.FileOutcome(
                    0, 0, List.of(), List.of(), List.of(new Problem(Source.of("x"), new Text("nothing", "なし"))));
        });
        Path site = Files.createDirectory(temp.resolve("Osaka"));
        for (int i = 0; i < 3; i++) {
            Files.writeString(site.resolve(longest), "x" + i);
            Files.writeString(site.resolve("PC" + i + ".txt"), "x");
            folder.check();
            folder.check();
        }
        assertThat(taken).hasSize(6);
        assertThat(site).isEmptyDirectory();
        assertThat(names(temp.resolve("refused"))).hasSize(12);
        assertThat(names(temp.resolve("refused")).stream().filter(n -> n.endsWith(".problems.txt")))
                .hasSize(6);
    }

    private static List<String> names(Path folder) throws Exception {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Test
    @Timeout(30)
    @DisabledOnOs(OS.WINDOWS)
    void pipes_devices_and_what_may_not_be_read_are_put_aside_and_the_others_are_taken() throws Exception {
        var folder = new DropFolder(temp, this::take);
        Path site = Files.createDirectory(temp.resolve("Osaka"));
        assertThat(new ProcessBuilder("mkfifo", site.resolve("a-pipe").toString())
                        .start()
                        .waitFor())
                .isZero();
        Files.createSymbolicLink(site.resolve("b-zero"), Path.of("/dev/zero"));
        Files.createSymbolicLink(site.resolve("c-pipe"), site.resolve("a-pipe"));
        Files.createSymbolicLink(site.resolve("d-nowhere"), Path.of("/nowhere"));
        Path locked = Files.writeString(site.resolve("e-locked"), "x");
        Files.setPosixFilePermissions(locked, Set.of());
        Files.writeString(site.resolve("PC7.txt"), "x");
        Files.createDirectory(temp.resolve("s".repeat(SiteName.MAX_LENGTH + 1)));
        Files.writeString(temp.resolve("s".repeat(SiteName.MAX_LENGTH + 1)).resolve("PC8.txt"), "x");
        folder.check();
        folder.check();
        // Root may read everything.
        boolean root = Files.isReadable(locked) || taken.contains("Osaka/e-locked");
        assertThat(taken).contains("Osaka/PC7.txt").hasSize(root ? 2 : 1);
        assertThat(site).isEmptyDirectory();
        assertThat(names(temp.resolve("refused")))
                .contains("a-pipe", "b-zero", "c-pipe", "d-nowhere", "PC8.txt", "PC8.txt.problems.txt");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void what_cannot_be_put_aside_is_taken_once_and_keeps_nobody_from_being_taken() throws Exception {
        var folder = new DropFolder(temp, this::take);
        Path site = Files.createDirectory(temp.resolve("Osaka"));
        Files.writeString(site.resolve("PC1.txt"), "x");
        // The folder for what is done is one no more: as where a disk is full or a permission was taken.
        Files.delete(temp.resolve("done"));
        Files.writeString(temp.resolve("done"), "");
        for (int i = 0; i < 4; i++) {
            folder.check();
        }
        assertThat(taken).containsExactly("Osaka/PC1.txt");
        Files.delete(temp.resolve("done"));
        Files.createDirectory(temp.resolve("done"));
        Files.writeString(site.resolve("PC2.txt"), "x");
        folder.check();
        folder.check();
        assertThat(taken).containsExactly("Osaka/PC1.txt", "Osaka/PC2.txt");
        Files.writeString(site.resolve("PC1.txt"), "changed");
        folder.check();
        folder.check();
        assertThat(taken).hasSize(3);
        assertThat(names(temp.resolve("done"))).containsExactlyInAnyOrder("PC1.txt", "PC2.txt");
    }

    @Test
    void a_file_that_vanishes_during_the_import_does_not_stop_the_others() throws Exception {
        var folder = new DropFolder(temp, (site, name, content, changed) -> {
            if (name.startsWith("gone")) {
                try {
                    Files.delete(temp.resolve(name));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            return take(site, name, content, changed);
        });
        for (String name : List.of("a", "gone", "z")) {
            Files.writeString(temp.resolve(name), "x");
        }
        folder.check();
        folder.check();
        assertThat(taken).hasSize(3);
        assertThat(names(temp.resolve("done"))).containsExactlyInAnyOrder("a", "z");
    }

    @Test
    void a_file_nested_too_deep_is_moved_aside() throws Exception {
        var folder = new DropFolder(temp, (site, name, content, changed) -> {
            if (name.equals("deep")) {
                throw new StackOverflowError();
            }
            return take(site, name, content, changed);
        });
        Files.writeString(temp.resolve("deep"), "x");
        Files.writeString(temp.resolve("z"), "x");
        folder.check();
        folder.check();
        assertThat(taken).containsExactly("drop/z");
        assertThat(temp.resolve("refused/deep")).exists();
    }
}

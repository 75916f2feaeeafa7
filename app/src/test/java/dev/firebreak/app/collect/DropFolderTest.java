package dev.firebreak.app.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.core.fleet.StorageFull;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of files when taking them goes wrong. */
class DropFolderTest {

    @TempDir
    Path temp;

    private final List<String> taken = new ArrayList<>();
    private boolean full;

    private DropFolder.Taken take(String site, String name, byte[] content, Instant changed) {
        if (full) {
            throw new StorageFull(null);
        }
        if (name.startsWith("poison")) {
            throw new IllegalStateException("a bug");
        }
        taken.add(site + "/" + name);
        return new DropFolder.Taken(1, 0, List.of(), List.of());
    }

    @Test
    void a_file_that_breaks_us_is_put_aside_and_the_others_are_taken() throws Exception {
        var folder = new DropFolder(temp, this::take);
        Files.createDirectory(temp.resolve("Osaka"));
        for (String name : List.of("a", "poison", "z")) {
            Files.writeString(temp.resolve("Osaka").resolve(name), "x");
        }
        folder.look();
        folder.look();

        assertThat(taken).containsExactlyInAnyOrder("Osaka/a", "Osaka/z");
        assertThat(temp.resolve("refused/poison")).exists();
        assertThat(temp.resolve("refused/poison.complaints.txt")).content().contains("a fault of ours", "不具合");
        assertThat(temp.resolve("done/z")).exists();
    }

    @Test
    void a_file_stays_where_it_is_until_there_is_room() throws Exception {
        var folder = new DropFolder(temp, this::take);
        Path file = Files.writeString(temp.resolve("PC7_systeminfo.txt"), "x");
        full = true;
        folder.look();
        assertThatThrownBy(folder::look).isInstanceOf(StorageFull.class);
        assertThat(file).exists();

        full = false;
        folder.look();
        assertThat(file).doesNotExist();
        assertThat(taken).hasSize(1);
    }
}

package dev.firebreak.app.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Only plain files are opened, and no more of them is read than was asked for. */
@Timeout(20)
class PlainFilesTest {

    @TempDir
    Path temp;

    private interface Open {
        void of(Path file) throws IOException;
    }

    private static final List<Open> WAYS = List.of(
            file -> PlainFiles.open(file).close(),
            file -> PlainFiles.openUnlinked(file).close(),
            file -> PlainFiles.channel(file).close(),
            file -> PlainFiles.bytes(file, 10),
            file -> PlainFiles.text(file, 10),
            file -> PlainFiles.check(file));

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void pipes_devices_folders_and_links_to_them_are_not_opened() throws Exception {
        Path pipe = temp.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        List<Path> found = new ArrayList<>(List.of(pipe, Path.of("/dev/zero"), Path.of("/dev/null"), temp));
        for (Path target : List.copyOf(found)) {
            found.add(Files.createSymbolicLink(temp.resolve("link" + found.size()), target));
        }
        for (Path file : found) {
            for (Open way : WAYS) {
                assertThatThrownBy(() -> way.of(file)).as("%s", file).isInstanceOf(PlainFiles.NotPlain.class);
            }
        }
    }

    @Test
    void a_link_to_a_file_is_followed_where_links_may_be() throws Exception {
        Path file = Files.writeString(temp.resolve("file"), "\uFEFFあ");
        Path link = Files.createSymbolicLink(temp.resolve("link"), file);
        assertThat(PlainFiles.text(link, 6)).isEqualTo("あ");
        assertThatThrownBy(() -> PlainFiles.openUnlinked(link)).isInstanceOf(PlainFiles.NotPlain.class);
        assertThatThrownBy(() -> PlainFiles.bytes(link, 5)).isInstanceOf(PlainFiles.TooLarge.class);
        assertThatThrownBy(() -> PlainFiles.open(temp.resolve("none"))).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void a_name_is_cut_between_characters() {
        for (String letter : List.of("a", "é", "あ", "𠮷")) {
            int each = letter.getBytes(StandardCharsets.UTF_8).length;
            for (int most = 0; most < 20; most++) {
                assertThat(PlainFiles.cut(letter.repeat(9), most)).isEqualTo(letter.repeat(Math.min(9, most / each)));
            }
        }
    }
}

package dev.firebreak.app.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackupArchiveTest {

    private static final String DATABASE = "SQLite format 3\0and so on";

    @TempDir
    Path temp;

    private Path data() throws IOException {
        Path data = Files.createDirectories(temp.resolve("data"));
        Files.createDirectories(data.resolve("imports/000001"));
        Files.writeString(data.resolve("imports/000001/rows"), "rows");
        Files.writeString(data.resolve("notices.json"), "{}");
        Files.writeString(data.resolve("boards.txt"), "CVE-2019-0708\n");
        Files.writeString(data.resolve("chat.key"), "secret");
        Files.writeString(data.resolve("estate.db"), "older than the copy");
        return data;
    }

    private static void database(Path to) throws IOException {
        Files.writeString(to, DATABASE);
    }

    @Test
    void a_backup_restores_everything_but_secrets() throws IOException {
        Path copy = temp.resolve("copy.zip");
        assertThat(BackupArchive.pack(data(), BackupArchiveTest::database, copy))
                .isEqualTo(Files.size(copy));

        BackupArchive.unpack(copy, temp.resolve("new"));

        assertThat(temp.resolve("new/estate.db")).hasContent(DATABASE);
        assertThat(temp.resolve("new/imports/000001/rows")).hasContent("rows");
        assertThat(temp.resolve("new/notices.json")).exists();
        assertThat(temp.resolve("new/boards.txt")).hasContent("CVE-2019-0708\n");
        assertThat(temp.resolve("new/chat.key")).doesNotExist();
        try (Stream<Path> left = Files.list(temp)) {
            assertThat(left.map(p -> p.getFileName().toString())).containsExactlyInAnyOrder("data", "copy.zip", "new");
        }
    }

    @Test
    void what_is_there_is_not_written_over() throws IOException {
        Path copy = temp.resolve("copy.zip");
        Path data = data();
        BackupArchive.pack(data, BackupArchiveTest::database, copy);

        assertThatThrownBy(() -> BackupArchive.pack(data, BackupArchiveTest::database, copy))
                .isInstanceOf(BackupArchive.AlreadyExists.class);
        assertThatThrownBy(() -> BackupArchive.unpack(copy, data)).isInstanceOf(BackupArchive.AlreadyExists.class);
    }

    @Test
    void a_copy_that_fails_leaves_nothing() throws IOException {
        Path data = data();
        assertThatThrownBy(() -> BackupArchive.pack(
                        data,
                        to -> {
                            throw new IOException("full");
                        },
                        temp.resolve("copy.zip")))
                .isInstanceOf(IOException.class);
        try (Stream<Path> left = Files.list(temp)) {
            assertThat(left.toList()).containsExactly(data);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../evil",
                "/etc/evil",
                "imports/../../evil",
                "imports/a/b/c",
                "firebreak.jar",
                "estate.db-wal",
                "imports/.."
            })
    void what_no_copy_of_ours_holds_is_refused_whole(String name) throws IOException {
        Path copy = temp.resolve("copy.zip");
        try (var zip = new ZipOutputStream(Files.newOutputStream(copy))) {
            zip.putNextEntry(new ZipEntry("estate.db"));
            zip.write(DATABASE.getBytes(UTF_8));
            zip.putNextEntry(new ZipEntry(name));
            zip.write(1);
        }

        assertThatThrownBy(() -> BackupArchive.unpack(copy, temp.resolve("new")))
                .isInstanceOf(BackupArchive.NotABackup.class);

        try (Stream<Path> left = Files.list(temp.resolve("new"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void what_unpacks_beyond_measure_is_refused_and_leaves_nothing() throws IOException {
        for (String bomb : java.util.List.of("estate.db", "imports/000001/rows", "notices.json")) {
            Path copy = temp.resolve("bomb.zip");
            try (var zip = new ZipOutputStream(Files.newOutputStream(copy))) {
                zip.putNextEntry(new ZipEntry("estate.db"));
                zip.write(DATABASE.getBytes(UTF_8));
                if (!bomb.equals("estate.db")) {
                    zip.putNextEntry(new ZipEntry(bomb));
                }
                var zeros = new byte[1 << 20];
                for (int i = 0; i < (bomb.equals("notices.json") ? 2 : 100); i++) {
                    zip.write(zeros);
                }
            }
            assertThatThrownBy(() -> BackupArchive.unpack(copy, temp.resolve("new")))
                    .isInstanceOf(BackupArchive.NotABackup.class);
            assertThat(temp.resolve("new")).isEmptyDirectory();
        }
    }

    @Test
    void only_the_owner_can_read_a_backup_and_its_restored_files() throws IOException {
        org.junit.jupiter.api.Assumptions.assumeTrue(Files.getFileStore(temp).supportsFileAttributeView("posix"));
        Path copy = temp.resolve("copy.zip");
        BackupArchive.pack(data(), BackupArchiveTest::database, copy);
        BackupArchive.unpack(copy, temp.resolve("new"));
        for (Path file : java.util.List.of(copy, temp.resolve("new/estate.db"), temp.resolve("new/boards.txt"))) {
            assertThat(java.nio.file.attribute.PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void what_is_not_ours_in_the_data_folder_keeps_no_copy_from_being_made() throws Exception {
        Path data = data();
        Path locked = Files.createDirectory(data.resolve("lost+found"));
        Files.createSymbolicLink(data.resolve("loop"), data);
        assertThat(locked.toFile().setReadable(false, false)).isTrue();
        BackupArchive.pack(data, BackupArchiveTest::database, temp.resolve("copy.zip"));
        assertThat(temp.resolve("copy.zip")).exists();
        assertThat(locked.toFile().setReadable(true, true)).isTrue();
    }

    @Test
    void any_other_file_is_refused() throws IOException {
        Path file = Files.writeString(temp.resolve("x"), "no copy");
        assertThatThrownBy(() -> BackupArchive.unpack(file, temp.resolve("new")))
                .isInstanceOf(BackupArchive.NotABackup.class);
    }
}

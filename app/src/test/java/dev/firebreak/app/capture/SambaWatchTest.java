package dev.firebreak.app.capture;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.probe.smb.Samba;
import dev.firebreak.core.watch.Event;
import dev.firebreak.core.watch.Indicators;
import dev.firebreak.core.watch.Rules;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A Samba server with {@code full_audit} and a client that overwrites and renames files of its own making: the log gives it away within ten files. Nothing
 * is encrypted.
 */
@Tag("long")
class SambaWatchTest {

    private static final Path CLIENT = Path.of("/usr/bin/smbclient");

    @TempDir
    Path temp;

    @Test
    void overwritten_and_renamed_files_are_detected_within_ten() throws Exception {
        var script = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            script.append("put one report").append(i).append(".docx;");
        }
        for (int i = 0; i < 20; i++) {
            script.append("put two report").append(i).append(".docx;");
            script.append("rename report")
                    .append(i)
                    .append(".docx report")
                    .append(i)
                    .append(".docx.locked;");
        }
        WatchedInput watched = watch(script.toString());
        assertThat(watched.rules()).containsExactly(Rules.RANSOMWARE_FILE_BURST);
        assertThat(watched.detections.getFirst().count()).isLessThanOrEqualTo(10);
        assertThat(watched.detections.getFirst().flow().source()).isEqualTo("127.0.0.1");
        assertThat(watched.events(Event.FileOperation.class)).isNotEmpty();
    }

    @Test
    void files_that_are_put_and_renamed_to_their_names_are_not() throws Exception {
        var script = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            script.append("put one .report")
                    .append(i)
                    .append(".docx.Xy7aB")
                    .append(i)
                    .append(';');
            script.append("rename .report")
                    .append(i)
                    .append(".docx.Xy7aB")
                    .append(i)
                    .append(" report")
                    .append(i)
                    .append(".docx;");
            script.append("put two notes").append(i).append(".txt;");
        }
        WatchedInput watched = watch(script.toString());
        assertThat(watched.rules()).isEmpty();
        assertThat(watched.events(Event.FileOperation.class)).hasSizeGreaterThan(100);
    }

    private WatchedInput watch(String commands) throws IOException, InterruptedException {
        Assumptions.assumeTrue(Samba.isThere(), "smbd is not here");
        Assumptions.assumeTrue(Files.isExecutable(CLIENT), "smbclient is not here");
        Path share = Files.createDirectory(temp.resolve("share"));
        share.toFile().setWritable(true, false);
        Files.writeString(temp.resolve("one"), "first content\n");
        Files.writeString(temp.resolve("two"), "other content\n");
        List<String> options = List.of(
                "map to guest = Bad User",
                "log level = 1",
                "[share]",
                "path = " + share,
                "guest ok = yes",
                "read only = no",
                "force user = " + System.getProperty("user.name"),
                "vfs objects = full_audit",
                "full_audit:prefix = %u|%I|%S",
                "full_audit:success = create_file openat pwrite pwrite_send pwrite_recv renameat unlinkat ftruncate",
                "full_audit:failure = none",
                "full_audit:syslog = false");
        try (Samba samba = Samba.start(temp, options)) {
            Process client = new ProcessBuilder(
                            CLIENT.toString(),
                            "//127.0.0.1/share",
                            "-p",
                            String.valueOf(samba.port()),
                            "-N",
                            "-s",
                            temp.resolve("smb.conf").toString(),
                            "-c",
                            commands)
                    .directory(temp.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(temp.resolve("client").toFile())
                    .start();
            assertThat(client.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(client.exitValue())
                    .as(() -> read(temp.resolve("client")))
                    .isZero();
        }
        Path log = temp.resolve("log");
        Assumptions.assumeTrue(
                Files.exists(log) && Files.readString(log).contains("full_audit"), "samba-vfs-modules is not here");
        return WatchedInput.of(new ByteArrayInputStream(Files.readAllBytes(log)), "log", new Indicators(List.of()));
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), UTF_8);
        } catch (IOException e) {
            return e.toString();
        }
    }
}

package dev.firebreak.app.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.core.inventory.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

/** Archives that people bring: whole, broken, hostile. */
class ZipArchiveTest {

    private static final ZipArchive.Limits LIMITS = new ZipArchive.Limits(10, 4 << 20, 6 << 20, 200);

    private final List<String> files = new ArrayList<>();
    private final List<Instant> times = new ArrayList<>();

    private static byte[] zip(Charset names, Object... pairs) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes, names)) {
            for (int i = 0; i < pairs.length; i += 2) {
                zip.putNextEntry(new ZipEntry((String) pairs[i]));
                zip.write(pairs[i + 1] instanceof byte[] raw ? raw : ((String) pairs[i + 1]).getBytes(UTF_8));
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    private List<String> read(byte[] zip) throws IOException {
        files.clear();
        times.clear();
        return new ZipArchive("a.zip", zip, LIMITS)
                        .read((name, bytes, modified) -> {
                            files.add(name + ":" + (bytes.length < 20 ? new String(bytes, UTF_8) : bytes.length));
                            times.add(modified);
                        })
                        .stream()
                        .map(Problem::what)
                        .map(text -> text.en())
                        .toList();
    }

    @Test
    void files_are_handed_out_by_their_own_names() throws IOException {
        byte[] zip = zip(
                UTF_8,
                "osaka/",
                "",
                "osaka/PC1_systeminfo.txt",
                "one",
                "..\\..\\windows\\PC2.txt",
                "two",
                "/etc/../PC3.txt",
                "three",
                "__MACOSX/._PC1.txt",
                "fork",
                ".DS_Store",
                "x");
        assertThat(ZipArchive.isOne(zip)).isTrue();
        assertThat(read(zip)).isEmpty();
        assertThat(files).containsExactly("PC1_systeminfo.txt:one", "PC2.txt:two", "PC3.txt:three");
    }

    @Test
    void names_in_the_code_page_of_japanese_windows() throws IOException {
        assertThat(read(zip(Charset.forName("windows-31j"), "端末７_systeminfo.txt", "x")))
                .isEmpty();
        assertThat(files).containsExactly("端末７_systeminfo.txt:x");
        assertThat(read(zip(Charset.forName("ISO-8859-1"), "\u00FF\u00FE.txt", "x")))
                .isEmpty();
        assertThat(files).hasSize(1);
    }

    /** Without a time in UTC the archive says a local time of an unknown zone, by which nothing may be dated. */
    @Test
    void only_a_time_in_utc_is_a_time() throws IOException {
        var bytes = new ByteArrayOutputStream();
        Instant time = Instant.parse("2017-05-14T08:00:00Z");
        try (var zip = new ZipOutputStream(bytes)) {
            var local = new ZipEntry("a.txt");
            local.setTime(time.toEpochMilli());
            zip.putNextEntry(local);
            var utc = new ZipEntry("b.txt");
            utc.setLastModifiedTime(FileTime.from(time));
            zip.putNextEntry(utc);
        }
        assertThat(read(bytes.toByteArray())).isEmpty();
        assertThat(times).containsExactly(null, time);
    }

    @Test
    void a_bomb_hands_out_nothing() throws IOException {
        byte[] zeros = new byte[3 << 20];
        assertThat(read(zip(UTF_8, "PC1.txt", "good", "bomb.txt", zeros)))
                .singleElement()
                .asString()
                .contains("grows more than 200 times");
        assertThat(files).isEmpty();
    }

    @Test
    void beyond_the_limits_nothing_is_handed_out() throws IOException {
        byte[] noise = new byte[(4 << 20) + 1];
        new Random(1).nextBytes(noise);
        assertThat(read(zip(UTF_8, "PC1.txt", "x", "large.txt", noise)))
                .containsExactly("a file in the ZIP archive is larger than 4 MiB; nothing of it was imported");
        byte[] three = Arrays.copyOf(noise, 3 << 20);
        assertThat(read(zip(UTF_8, "1.txt", three, "2.txt", three, "3.txt", "x")))
                .containsExactly("larger than 6 MiB when unpacked; nothing of it was imported");
        Object[] many = new Object[22];
        for (int i = 0; i < many.length; i += 2) {
            many[i] = i + ".txt";
            many[i + 1] = "x";
        }
        assertThat(read(zip(UTF_8, many)))
                .containsExactly("more than 10 files in the ZIP archive; nothing of it was imported");
        assertThat(files).isEmpty();
    }

    @Test
    void what_comes_before_the_damage_is_read_and_the_damage_is_told() throws IOException {
        byte[] noise = new byte[5000];
        new Random(2).nextBytes(noise);
        byte[] zip = zip(UTF_8, "1.txt", "one", "2.bin", noise);
        assertThat(read(Arrays.copyOf(zip, zip.length - 2000))).hasSize(1);
        assertThat(files).containsExactly("1.txt:one");
        int end = new String(zip, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("PK\1\2");
        assertThat(read(Arrays.copyOf(zip, end))).singleElement().asString().contains("ends early");
        assertThat(files).containsExactly("1.txt:one", "2.bin:5000");
        assertThat(read("PK\3\4 and no more".getBytes(UTF_8))).hasSize(1);
    }

    @Test
    void an_encrypted_file_is_told() throws IOException {
        byte[] zip = zip(UTF_8, "1.txt", "one");
        zip[6] |= 1;
        assertThat(read(zip)).singleElement().asString().contains("encrypted");
        assertThat(files).isEmpty();
    }

    @Test
    void a_workbook_and_other_files_are_none() throws IOException {
        assertThat(ZipArchive.isOne(zip(UTF_8, "[Content_Types].xml", "<x/>"))).isFalse();
        assertThat(ZipArchive.isOne("Host Name: PC1".getBytes(UTF_8))).isFalse();
        assertThat(ZipArchive.isOne(new byte[0])).isFalse();
        assertThat(read(zip(UTF_8))).isEmpty();
    }

    /** Bytes changed, cut and repeated: always an answer, never more files than the archive had. */
    @Test
    void damage_never_ends_the_run() throws IOException {
        byte[] zip = zip(UTF_8, "1.txt", "one", "d/2.txt", "two".repeat(500), "3.txt", "three");
        var random = new Random(3);
        for (int i = 0; i < 3000; i++) {
            byte[] broken = Arrays.copyOf(zip, random.nextInt(8) == 0 ? random.nextInt(zip.length) : zip.length);
            for (int j = 0; j < 1 + random.nextInt(4) && broken.length > 0; j++) {
                broken[random.nextInt(broken.length)] = (byte) random.nextInt();
            }
            read(broken);
            assertThat(files).hasSizeLessThanOrEqualTo(3);
        }
    }
}

package dev.firebreak.app.collect;

import static java.nio.charset.StandardCharsets.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.firebreak.core.inventory.Evidence.HotfixesListed;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.Snapshot;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people and their enemies put into a folder: each thing is named, and the machine beside it is still read. */
class HostileTest {

    private static final String GOOD = """
            Host Name:  GOOD
            OS Name:    Microsoft Windows 10 Pro
            OS Version: 10.0.15063 N/A Build 15063
            Hotfix(s):  1 Hotfix(s) Installed.
                        [01]: KB4012212
            Network:    0
            """;
    private static final String RECORD = "{\"machine\":\"%s\",\"os\":{\"version\":\"10.0.15063\"}}\n";

    @TempDir
    Path folder;

    @TempDir
    Path temp;

    private final List<Snapshot> machines = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();

    private void collect(Path... paths) {
        collect(InputStream.nullInputStream(), paths);
    }

    private void collect(InputStream stdin, Path... paths) {
        new Collector(temp).collect(List.of(paths), stdin, (read, of) -> {}, machines::add, this::addProblem);
        machines.sort(java.util.Comparator.comparing(Snapshot::machine));
    }

    private void addProblem(Problem problem) {
        Path file = Path.of(problem.source().file()).getFileName();
        complaints.add(
                file + ":" + problem.source().line() + " " + problem.what().en());
    }

    private Path file(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    @Test
    void each_is_named_and_the_good_one_is_read() throws Exception {
        file("good.txt", GOOD.getBytes(UTF_8));
        file("empty.txt", new byte[0]);
        file("blank.txt", " \r\n\r\n".getBytes(UTF_8));
        file("binary.dat", new byte[] {1, 2, 3, 4, 5, 6, 7, 8, (byte) 0xFE, 1, 2, 3, 0, 0, 0, 1});
        file("half.txt", GOOD.substring(0, 40).getBytes(UTF_8));
        file("letter.txt", "Dear colleague, the list follows on Monday.".getBytes(UTF_8));
        file("logs.zip", zip());
        file("pc.txt.gz", gzip());
        file("tool.exe", "MZ\220\0\3".getBytes(ISO_8859_1));
        file("updates.txt", "KB4012212: 2017-03 Security Only Update for Windows 7 (KB4012212)".getBytes(UTF_8));
        Files.createSymbolicLink(folder.resolve("nowhere"), folder.resolve("missing"));
        Files.createSymbolicLink(folder.resolve("circle"), folder.resolve("circle"));
        Files.createSymbolicLink(folder.resolve("around"), folder);
        Files.createSymbolicLink(folder.resolve("again.txt"), folder.resolve("good.txt"));
        collect(folder, folder.resolve("absent"), Path.of("/dev/null"));
        assertThat(machines).extracting(Snapshot::machine).containsExactly("GOOD");
        assertThat(complaints)
                .extracting(c -> c.substring(0, c.indexOf(':')))
                .containsExactlyInAnyOrder(
                        "absent",
                        "binary.dat",
                        "blank.txt",
                        "circle",
                        "empty.txt",
                        "half.txt",
                        "letter.txt",
                        "logs.zip",
                        "nowhere",
                        "null",
                        "pc.txt.gz",
                        "tool.exe",
                        "updates.txt");
        assertThat(complaints).anyMatch(c -> c.contains("unpack it"));
    }

    @Test
    void a_pipe_is_never_opened() throws Exception {
        Path pipe = folder.resolve("pipe");
        assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0);
        collect(folder);
        assertThat(complaints).singleElement().asString().startsWith("pipe");
    }

    @Test
    void a_folder_without_permission_is_named() throws Exception {
        assumeTrue(!System.getProperty("user.name").equals("root"), "root may read everything");
        Path closed = Files.createDirectory(folder.resolve("closed"));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
        collect(folder);
        assertThat(complaints).singleElement().asString().startsWith("closed");
    }

    @Test
    void long_lines_cost_nothing_but_a_complaint() throws Exception {
        file(
                "fleet.ndjson",
                (RECORD.formatted("A") + "{\"machine\":\"" + "x".repeat(2 << 20) + "\"}\n" + RECORD.formatted("B"))
                        .getBytes(UTF_8));
        collect(folder);
        assertThat(machines).extracting(Snapshot::machine).containsExactly("A", "B");
        assertThat(complaints).singleElement().asString().startsWith("fleet.ndjson:2 ");
    }

    @Test
    @Tag("long")
    void two_gigabytes_of_one_line() throws Exception {
        for (String name : List.of("line.ndjson", "line.txt")) {
            try (var file = new RandomAccessFile(folder.resolve(name).toFile(), "rw")) {
                file.write('{');
                file.setLength(2L << 30);
            }
        }
        file("good.txt", GOOD.getBytes(UTF_8));
        collect(folder);
        assertThat(machines).extracting(Snapshot::machine).containsExactly("GOOD");
        assertThat(complaints).hasSize(2).anyMatch(c -> c.startsWith("line.ndjson:1 "));
    }

    @Test
    void broken_records_are_named_by_line() throws Exception {
        String deep = "{\"machine\":\"D\",\"x\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}\n";
        file(
                "fleet.ndjson",
                ("\uFEFF" + RECORD.formatted("A") + "\n{\"machine\":\"B\"\n[1]\nnull\n{\"os\":{}}\n" + deep
                                + "{\"machine\":\"E\",\"machine\":\"F\",\"os\":{\"version\":\"10.0.15063\"}}\n"
                                + "{\"machine\":\"G\",\"os\":{\"version\":17}}\n"
                                + "{\"machine\":\"H\",\"os\":{\"version\":\"10.0.15063\"}")
                        .getBytes(UTF_8));
        collect(folder);
        // G has a name and no readable version: it is a machine of which nothing is known, not a machine less.
        assertThat(machines).extracting(Snapshot::machine).containsExactly("A", "G");
        assertThat(complaints)
                .extracting(c -> c.substring(0, c.indexOf(' ')))
                .containsExactlyInAnyOrder(
                        "fleet.ndjson:3",
                        "fleet.ndjson:4",
                        "fleet.ndjson:5",
                        "fleet.ndjson:6",
                        "fleet.ndjson:7",
                        "fleet.ndjson:8",
                        "fleet.ndjson:9",
                        "fleet.ndjson:9",
                        "fleet.ndjson:10");
    }

    @Test
    void powershell_redirects_in_utf16() throws Exception {
        file("fleet.ndjson", ("\uFEFF" + RECORD.formatted("A") + RECORD.formatted("B")).getBytes(UTF_16LE));
        collect(folder);
        assertThat(machines).extracting(Snapshot::machine).containsExactly("A", "B");
        assertThat(complaints).isEmpty();
    }

    @Test
    void utf16_without_a_mark_or_its_last_byte_keeps_its_records() throws Exception {
        byte[] bare = (RECORD.formatted("A") + RECORD.formatted("B")).getBytes(UTF_16LE);
        file("bare.ndjson", bare);
        byte[] marked =
                ("\uFEFF" + RECORD.formatted("C") + RECORD.formatted("D").strip()).getBytes(UTF_16BE);
        file("cut.ndjson", Arrays.copyOf(marked, marked.length - 1));
        collect(folder);
        assertThat(machines).extracting(Snapshot::machine).containsExactly("A", "B", "C");
        assertThat(complaints).singleElement().asString().startsWith("cut.ndjson:2 ");
        assertThat(temp).isEmptyDirectory();
    }

    @Test
    void a_broken_first_line_does_not_hide_the_others() throws Exception {
        file("fleet.ndjson", ("0Z\",\"os\":{}}\n" + RECORD.formatted("A")).getBytes(UTF_8));
        file("rubbish.jsonl", "rubbish\n\n".repeat(12).getBytes(UTF_8));
        file("long.json", (RECORD.formatted("B" + " ".repeat(100_000)) + RECORD.formatted("C")).getBytes(UTF_8));
        collect(folder);
        assertThat(machines).extracting(Snapshot::machine).containsExactly("A", "B", "C");
        assertThat(complaints).hasSize(13).anyMatch(c -> c.startsWith("rubbish.jsonl:1 "));
    }

    @Test
    void endless_unreadable_input_gives_bounded_problems() throws Exception {
        file("fleet.ndjson", (RECORD.formatted("A") + "{\n".repeat(5000)).getBytes(UTF_8));
        collect(folder);
        assertThat(machines).extracting(Snapshot::machine).containsExactly("A");
        assertThat(complaints).hasSize(1001).last().asString().startsWith("fleet.ndjson:0 4000 further");
    }

    @Test
    void a_text_with_holes_proves_what_it_holds_and_no_more() throws Exception {
        String list = "HotFixID\n" + "KB4000001\n".repeat(40);
        file("PC7_qfe.txt", list.replaceFirst("KB4000001", "KB40\0\0\0\0\0").getBytes(UTF_16LE));
        collect(folder);
        assertThat(machines)
                .singleElement()
                .satisfies(m -> assertThat(m.evidence())
                        .noneMatch(e -> e instanceof HotfixesListed listed && listed.complete()));
        assertThat(complaints).singleElement().asString().contains("damaged");
    }

    @Test
    void hostile_names_lose_their_control_characters() throws Exception {
        file("fleet.ndjson", RECORD.formatted("\\u001b[31mPC\\u202e\\u0000").getBytes(UTF_8));
        collect(folder);
        assertThat(machines).extracting(Snapshot::machine).containsExactly("?[31mPC??");
    }

    @Test
    void xml_bombs_stay_closed() throws Exception {
        String bomb = "<?xml version=\"1.0\"?><!DOCTYPE nmaprun [<!ENTITY a \"" + "x".repeat(1000) + "\">"
                + "<!ENTITY b \"&a;&a;&a;&a;\"><!ENTITY c SYSTEM \"file:///etc/passwd\">]>"
                + "<nmaprun><host><hostnames><hostname name=\"H\"/></hostnames>&b;&c;</host></nmaprun>";
        file("scan.xml", bomb.getBytes(UTF_8));
        file("deep.xml", ("<nmaprun>" + "<a>".repeat(100_000)).getBytes(UTF_8));
        collect(folder);
        assertThat(complaints).extracting(c -> c.substring(0, c.indexOf(':'))).contains("scan.xml", "deep.xml");
    }

    @Test
    void standard_input_may_be_either() throws Exception {
        collect(new ByteArrayInputStream(GOOD.getBytes(UTF_8)), Path.of("-"));
        collect(new ByteArrayInputStream(RECORD.formatted("A").getBytes(UTF_8)), Path.of("-"));
        assertThat(machines).extracting(Snapshot::machine).containsExactly("A", "GOOD");
        assertThat(complaints).isEmpty();
        assertThat(temp).isEmptyDirectory();
    }

    private static byte[] zip() throws IOException {
        var out = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("PC_systeminfo.txt"));
            zip.write(GOOD.getBytes(UTF_8));
        }
        return out.toByteArray();
    }

    private static byte[] gzip() throws IOException {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(GOOD.getBytes(UTF_8));
        }
        return out.toByteArray();
    }
}

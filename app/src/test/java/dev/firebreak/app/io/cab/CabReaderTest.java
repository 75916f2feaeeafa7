package dev.firebreak.app.io.cab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.firebreak.app.feed.CabMaker;
import dev.firebreak.app.feed.Fed;
import dev.firebreak.app.feed.store.ImportResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Cabinets of every kind we read, beside what cabextract makes of them. */
class CabReaderTest {

    @TempDir
    Path temp;

    /** Text that repeats itself near and far, noise, and calls of programs. */
    private static Map<String, byte[]> files() {
        var random = new Random(3);
        var text = new StringBuilder();
        for (int i = 0; i < 6_000; i++) {
            text.append("update ")
                    .append(random.nextInt(500))
                    .append(" replaces ")
                    .append(random.nextInt(9))
                    .append('\n');
        }
        byte[] noise = new byte[70_001];
        random.nextBytes(noise);
        for (int i = 0; i < noise.length - 6; i += 60) {
            noise[i] = (byte) 0xE8;
            noise[i + 3] = 0;
            noise[i + 4] = 0;
        }
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("a.txt", text.toString().getBytes(UTF_8));
        files.put("noise.bin", noise);
        files.put("empty", new byte[0]);
        files.put("zeros", new byte[50_000]);
        return files;
    }

    @ParameterizedTest
    @EnumSource
    void what_is_packed_comes_out(CabMaker.Method method) throws IOException, InterruptedException {
        Path cab = temp.resolve("x.cab");
        Files.write(cab, CabMaker.make(method, files()));
        Map<String, byte[]> ours = read(cab);
        if (method != CabMaker.Method.LZX_CALLS) {
            assertThat(ours).containsExactlyEntriesOf(files());
        }
        Path theirs = Files.createDirectory(temp.resolve("theirs"));
        assumeThat(run("cabextract", "-q", "-d", theirs.toString(), cab.toString()))
                .as("SKIPPED: no cabextract to compare with")
                .isNotEqualTo(127);
        for (var file : ours.entrySet()) {
            assertThat(Files.readAllBytes(theirs.resolve(file.getKey())))
                    .as(method + " " + file.getKey())
                    .isEqualTo(file.getValue());
        }
    }

    @Test
    void one_made_by_another_program() throws IOException, InterruptedException {
        for (var file : files().entrySet()) {
            Files.write(temp.resolve(file.getKey()), file.getValue());
        }
        Path cab = temp.resolve("x.cab");
        assumeThat(run(
                        "gcab",
                        "-c",
                        "-z",
                        "-n",
                        cab.toString(),
                        temp.resolve("a.txt").toString(),
                        temp.resolve("noise.bin").toString()))
                .as("SKIPPED: no gcab to make one with")
                .isEqualTo(0);
        assertThat(read(cab).get("a.txt")).isEqualTo(files().get("a.txt"));
        assertThat(read(cab).get("noise.bin")).isEqualTo(files().get("noise.bin"));
    }

    @ParameterizedTest
    @EnumSource
    void a_damaged_one_is_a_fault_and_no_more(CabMaker.Method method) throws IOException {
        byte[] good = CabMaker.make(method, files());
        var random = new Random(5);
        Path cab = temp.resolve("x.cab");
        for (int i = 0; i < 150; i++) {
            byte[] bad = i % 3 == 0 ? java.util.Arrays.copyOf(good, random.nextInt(good.length)) : good.clone();
            for (int k = 0; k < 3 && bad.length > 0; k++) {
                bad[random.nextInt(i % 2 == 0 ? Math.min(bad.length, 200) : bad.length)] = (byte) random.nextInt();
            }
            Files.write(cab, bad);
            try {
                read(cab);
            } catch (IOException e) {
                assertThat(e.getClass().getName()).isNotEmpty();
            }
        }
    }

    @Test
    void a_scan_catalogue() throws IOException {
        String kb = "http://download.windowsupdate.com/x/windows6.1-kb%d-x64_%s.cab";
        String hash = "00".repeat(20);
        String packages = """
                <?xml version="1.0"?><OfflineSyncPackage xmlns="urn:x"><Updates>
                <Update CreationDate="2017-03-14T17:00:00Z" RevisionId="1" UpdateId="u1"><Categories>
                  <Category Type="Product" Id="bfe5b177-a086-47a0-b102-097e4fa1f807"/></Categories>
                  <SupersededBy><Revision Id="2"/><Revision Id="3"/></SupersededBy></Update>
                <Update CreationDate="2017-04-11T17:00:00Z" RevisionId="2" UpdateId="u2"><Categories>
                  <Category Type="Product" Id="bfe5b177-a086-47a0-b102-097e4fa1f807"/></Categories></Update>
                <Update RevisionId="3"/>
                <Update RevisionId="11"><BundledBy><Revision Id="1"/></BundledBy><PayloadFiles><File Id="AAAAAAAAAAAAAAAAAAAAAAAAAAA="/></PayloadFiles></Update>
                <Update RevisionId="12"><BundledBy><Revision Id="2"/></BundledBy><PayloadFiles><File Id="b"/></PayloadFiles></Update>
                <Update RevisionId="13"><BundledBy><Revision Id="3"/></BundledBy><PayloadFiles><File Id="c"/><File Id="d"/></PayloadFiles></Update>
                </Updates><FileLocations>
                <FileLocation Id="AAAAAAAAAAAAAAAAAAAAAAAAAAA=" Url="%s"/><FileLocation Id="b" Url="%s"/>
                <FileLocation Id="c" Url="%s"/><FileLocation Id="d" Url="%s"/>
                </FileLocations></OfflineSyncPackage>
                """.formatted(
                        kb.formatted(4012215, hash),
                        kb.formatted(4015549, hash),
                        kb.formatted(4019264, hash),
                        kb.formatted(4490628, hash));
        byte[] inner = CabMaker.make(CabMaker.Method.LZX_VERBATIM, Map.of("package.xml", packages.getBytes(UTF_8)));
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("index.xml", "<x/>".getBytes(UTF_8));
        files.put("package.cab", inner);
        files.put("package2.cab", new byte[10]);
        Fed fed = Fed.in(temp);

        ImportResult result = fed.eat("wsusscn2.cab", CabMaker.make(CabMaker.Method.MSZIP, files));

        assertThat(Fed.problems(result)).singleElement().asString().contains("an update of several KB numbers");
        assertThat(fed.statements().stream().map(s -> s.product() + " " + s.kb() + " " + s.supersedes()))
                .containsExactly("Windows 7 KB4012215 []", "Windows 7 KB4015549 [KB4012215]");
        assertThat(fed.packages()).hasSize(4);
        assertThat(fed.packages().getFirst().getValue().sha1()).isEqualTo(hash);
    }

    private static Map<String, byte[]> read(Path cab) throws IOException {
        Map<String, byte[]> found = new LinkedHashMap<>();
        try (var in = new CabReader(cab)) {
            in.each((entry, content) -> found.put(entry.name(), content.readNBytes(10 << 20)));
        }
        return found;
    }

    /** 127 where there is no such program. */
    private static int run(String... command) throws InterruptedException {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getInputStream().readAllBytes();
            return process.waitFor(30, TimeUnit.SECONDS) ? process.exitValue() : -1;
        } catch (IOException e) {
            return 127;
        }
    }
}

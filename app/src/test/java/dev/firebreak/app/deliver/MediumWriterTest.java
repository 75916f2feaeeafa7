package dev.firebreak.app.deliver;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.app.feed.shipped.ShippedKnowledge;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Offline media and what comes back on them, without Windows. */
class MediumWriterTest {

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    @TempDir
    Path temp;

    private static String text(Path file) throws Exception {
        return Files.readString(file, UTF_8);
    }

    @Test
    void a_medium_has_what_the_estate_needs_and_names_what_it_lacks() throws Exception {
        Path folder = temp.resolve("stick");
        new Medium()
                .estate()
                .with(Medium.XP_ENU, 4012598, new byte[] {1})
                .with(Medium.WIN7_X86, 4012215, new byte[] {2, 3})
                .with("windows8.1-kb4012216-x64_cd5e0a62e602176f0078778548796e2d47cfa15b.msu", 4012216, new byte[] {4})
                .write(folder, 60);
        assertThat(text(folder.resolve("packages.txt")).lines())
                .containsExactlyInAnyOrder(
                        "5.1.2600;client;x86;0409;3;9;KB4012598;exe;1;" + Medium.sha256(new byte[] {1}) + ";"
                                + Medium.XP_ENU,
                        "6.1.7601;any;x86;all;1;9;KB4012215;msu;2;" + Medium.sha256(new byte[] {2, 3}) + ";"
                                + Medium.WIN7_X86);
        try (Stream<Path> files = Files.list(folder.resolve("packages"))) {
            assertThat(files).as("only what this estate needs").hasSize(2);
        }
        assertThat(text(folder.resolve("unavailable.txt")).lines())
                .containsExactlyInAnyOrder(
                        "5.1.2600;client;x86;0411;3;9;KB4012598;https://www.catalog.update.microsoft.com/Search.aspx?q=KB4012598",
                        "5.2.3790;any;x64;0409;2;9;KB4012598;https://www.catalog.update.microsoft.com/Search.aspx?q=KB4012598",
                        "10.0.14393;any;x64;all;0;9;KB4013429;https://www.catalog.update.microsoft.com/Search.aspx?q=KB4013429");
        assertThat(text(folder.resolve("missing.txt")))
                .contains("KB4012598  Windows XP SP3  x86  JPN", "XP2", "No file name of a Japanese package", "日本語版")
                .contains(Medium.SERVER_2003_X64_ENU, "f24d8723f246145524b9030e4752c96430981211", "SRV1")
                .doesNotContain("XP1");
        assertThat(Files.readString(folder.resolve("medium.txt"), US_ASCII))
                .isEqualTo("medium=0123456789abcdef\r\nseconds=60\r\n");
        assertThatThrownBy(() -> new Medium().estate().write(folder, 60)).isInstanceOf(MediumWriter.NotEmpty.class);
    }

    /** Windows 7 and POSReady 7 share a package: a line for each would have it installed twice. */
    @Test
    void products_that_share_a_package_share_a_line() throws Exception {
        Path folder = temp.resolve("shared");
        Medium medium = new Medium()
                .machine("PC7", "6.1.7601", 1, "x86", "en-US", "Microsoft Windows 7 Professional")
                .machine("POS", "6.1.7601", 1, "x86", "en-US", "Windows Embedded POSReady 7")
                .machine("PC7X64", "6.1.7601", 1, "x64", "en-US", "Microsoft Windows 7 Professional")
                .machine("SRV", "6.1.7601", 1, "x64", "en-US", "Microsoft Windows Server 2008 R2 Standard");
        medium.with(Medium.WIN7_X86, 4012215, new byte[] {2, 3}).write(folder, 60);
        assertThat(text(folder.resolve("packages.txt")).lines()).hasSize(1);
        assertThat(text(folder.resolve("unavailable.txt")).lines())
                .doesNotHaveDuplicates()
                .isNotEmpty();
    }

    @Test
    void a_service_pack_comes_first_and_the_fix_is_for_those_that_have_it() throws Exception {
        Path folder = temp.resolve("packs");
        new Medium()
                .machine("PC7", "6.1.7600", 0, "x86", "en-US", "Microsoft Windows 7 Professional")
                .machine("VISTA", "6.0.6001", 1, "x86", "en-US", "Microsoft Windows Vista Business")
                .machine("XP", "5.1.2600", 2, "x86", "en-US", "Microsoft Windows XP Professional")
                .with("windows6.1-KB976932-X86.exe", 976932, new byte[] {1})
                .with("Windows6.0-KB948465-X86.exe", 948465, new byte[] {2})
                .with("WindowsXP-KB936929-SP3-x86-ENU.exe", 936929, new byte[] {3})
                .with(Medium.XP_ENU, 4012598, new byte[] {4})
                .with(Medium.WIN7_X86, 4012215, new byte[] {5})
                .write(folder, 60);
        assertThat(text(folder.resolve("packages.txt"))
                        .lines()
                        .map(l -> l.replaceAll(";[a-z]+;\\d+;[0-9a-f]{64};", " ")))
                .containsExactly(
                        "5.1.2600;client;x86;0409;2;2;KB936929 WindowsXP-KB936929-SP3-x86-ENU.exe",
                        "6.0.6001;any;x86;all;1;1;KB948465 Windows6.0-KB948465-X86.exe",
                        "6.1.7600;any;x86;all;0;0;KB976932 windows6.1-KB976932-X86.exe",
                        "6.1.7601;any;x86;all;1;9;KB4012215 " + Medium.WIN7_X86,
                        "5.1.2600;client;x86;0409;3;9;KB4012598 " + Medium.XP_ENU);
        assertThat(text(folder.resolve("unavailable.txt"))).startsWith("6.0.6002;any;x86;all;2;9;KB4012598;");
    }

    @Test
    void a_package_that_changed_since_it_was_proven_is_not_copied() throws Exception {
        var medium = new Medium().estate().with(Medium.XP_ENU, 4012598, new byte[] {1});
        var writer = new MediumWriter(temp.resolve("bad"), "0", 60);
        assertThatThrownBy(() -> writer.write(
                        medium.needs(),
                        medium.files(),
                        file -> new java.io.ByteArrayInputStream(new byte[] {9}),
                        List.of(),
                        new byte[0],
                        null))
                .hasMessageContaining("not what was recorded");
        assertThat(temp.resolve("bad/packages").resolve(Medium.XP_ENU)).doesNotExist();
        assertThat(temp.resolve("bad/medium.txt"))
                .as("START.cmd refuses without it")
                .doesNotExist();
    }

    /** The scripts on a medium are those of the folder scripts, and mitigate.cmd is what the mitigations say. */
    @Test
    void scripts_on_the_medium_are_those_of_the_repository() throws Exception {
        Path folder = temp.resolve("stick");
        new Medium().estate().write(folder, 60);
        for (String script : List.of("collect.cmd", "install.cmd", "mitigate.cmd")) {
            assertThat(text(folder.resolve(script)).replace("\r\n", "\n"))
                    .as(script)
                    .isEqualTo(text(ROOT.resolve("scripts").resolve(script)).replace("\r\n", "\n"));
        }
        assertThat(MitigationScript.cmd(new ShippedKnowledge().knowledge().mitigations())
                        .replace("\r\n", ""))
                .doesNotContain("\n");
    }

    /** Every label that a script goes to is there, once; cmd would end silently. */
    @Test
    void scripts_go_to_labels_that_exist() throws Exception {
        Path folder = temp.resolve("stick");
        new Medium().estate().write(folder, 60);
        List<Path> scripts = new ArrayList<>(List.of(folder.resolve("START.cmd")));
        try (Stream<Path> all = Files.list(ROOT.resolve("scripts"))) {
            all.filter(p -> p.toString().endsWith(".cmd")).forEach(scripts::add);
        }
        for (Path script : scripts) {
            List<String> lines = Files.readAllLines(script, US_ASCII);
            List<String> labels = lines.stream()
                    .filter(l -> l.startsWith(":"))
                    .map(l -> l.substring(1).strip())
                    .toList();
            assertThat(labels).as(script.toString()).doesNotHaveDuplicates();
            for (String line : lines) {
                var m = java.util.regex.Pattern.compile("(?:goto|call) :([A-Za-z0-9-]+)")
                        .matcher(line);
                while (m.find()) {
                    if (!line.startsWith("rem ") && !m.group(1).equals("eof")) {
                        assertThat(labels)
                                .as(script.getFileName() + ": " + line)
                                .contains(m.group(1));
                    }
                }
                assertThat(line)
                        .as("a digit before > is a handle: " + script.getFileName())
                        .doesNotContainPattern("echo [^\"]*[=%0-9]>>? *\"");
            }
        }
    }

    private static final String GOOD =
            "medium=0123456789abcdef\r\nmachine=PC1\r\nkb=KB4012598\r\nfile=a.exe\r\nchecked=size\r\nexit=3010\r\n";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "exit=3010",
                "machine=PC1",
                "machine=PC1\r\nexit=calc.exe",
                "machine=PC1\r\nexit=0\r\nexit=5",
                "machine=PC1\r\nexit=0\r\nverdict=fixed",
                "machine=PC1\u001b[2J\r\nexit=0",
                "machine=PC1\r\nexit=99999999999",
                "machine=PC1\r\nstate=closed"
            })
    void a_report_that_is_none_of_ours_is_refused_with_its_reason(String report) throws Exception {
        Path results = Files.createDirectories(temp.resolve("m/results"));
        Files.writeString(results.resolve("X_outcome.txt"), report);
        MediumResults.Report read =
                MediumResults.read(temp.resolve("m")).reports().getFirst();
        assertThat(read.told()).isNull();
        assertThat(read.refusal()).isNotNull();
    }

    @Test
    void hostile_results_neither_throw_nor_grow() throws Exception {
        Path results = Files.createDirectories(temp.resolve("m/results"));
        Files.writeString(results.resolve("PC1_KB4012598_outcome.txt"), GOOD);
        Files.writeString(results.resolve("BIG_outcome.txt"), "x".repeat(1 << 20));
        Files.writeString(results.resolve("half_firebreak.part"), "x");
        Files.createSymbolicLink(results.resolve("LINK_outcome.txt"), results.resolve("PC1_KB4012598_outcome.txt"));
        Files.createDirectories(results.resolve("dir_outcome.txt"));
        MediumResults read = MediumResults.read(temp.resolve("m"));
        assertThat(read.reports()).hasSize(2);
        assertThat(read.reports().stream().filter(r -> r.told() != null))
                .singleElement()
                .satisfies(r -> {
                    assertThat(r.told().machine()).isEqualTo("PC1");
                    assertThat(r.told().outcome().restart()).isTrue();
                });
        assertThat(read.evidence()).isEmpty();
        var random = new Random(4012598);
        for (int i = 0; i < 20_000; i++) {
            var text = new StringBuilder(GOOD);
            for (int changes = random.nextInt(4); changes >= 0; changes--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.setCharAt(at, (char) random.nextInt(300));
                    case 1 -> text.deleteCharAt(at);
                    default -> text.insert(at, text.substring(at, Math.min(text.length(), at + random.nextInt(40))));
                }
            }
            OutcomeText.Result result = OutcomeText.read(text.toString());
            assertThat((result.report() == null) != (result.refusal() == null)).isTrue();
        }
    }
}

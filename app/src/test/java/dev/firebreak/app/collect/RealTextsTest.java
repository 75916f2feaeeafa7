package dev.firebreak.app.collect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.Estates;
import dev.firebreak.app.collect.classify.Formats;
import dev.firebreak.app.collect.evidence.EvidencePart;
import dev.firebreak.app.collect.format.DecodedFile;
import dev.firebreak.app.collect.format.SysteminfoFormat;
import dev.firebreak.app.collect.format.systeminfo.SysteminfoLabels;
import dev.firebreak.app.io.text.TextDecoder;
import dev.firebreak.core.inventory.Evidence;
import dev.firebreak.core.inventory.Evidence.HotfixesListed;
import dev.firebreak.core.inventory.Evidence.LanguageObserved;
import dev.firebreak.core.inventory.Evidence.OsObserved;
import dev.firebreak.core.inventory.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real outputs, XP to 11, line by line: what each tells, and what is left of it when it is cut or damaged. */
class RealTextsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            10_1803_x64_enterprise_es-ar_20190307                  | -               | 10.0.17134 | 0 | x64 | es-ar | en    | 6 whole     | 2019-03-07T07:54:07Z
            10_1803_x64_pro_it                                     | PC044           | 10.0.17134 | 0 | x64 | it    | it    | 10 whole    | -
            10_1803_x64_proforworkstations_en-us_A_20190305        | DESKTOP-OOF6NB5 | 10.0.17134 | 0 | x64 | en-us | en    | 4 whole     | 2019-03-05T21:01:50Z
            10_1809_x64_education_en-us_20190306                   | LAPTOP          | 10.0.17763 | 0 | x64 | en-us | en    | 9 whole     | 2019-03-06T17:55:52Z
            10_1809_x64_enterprise_zh-cn                           | DESKTOP-0CQH3P2 | 10.0.17763 | 0 | x64 | zh-cn | zh-cn | 1 whole     | 2019-01-24T10:32:25Z
            10_22H2_x64_enterprise_en-us                           | DESKTOP-92B51CV | 10.0.19045 | 0 | x64 | zh-cn | en    | 1 whole     | 1999-01-01T02:00:00Z
            10_rtm_x64_pro_en-us                                   | DESKTOP-J4ED1CA | 10.0.10240 | 0 | x64 | en-us | en    | 2 whole     | 2018-09-06T14:43:51Z
            11_23H2_x64_enterprise                                 | DESKTOP-JNEKK9U | 10.0.22631 | 0 | x64 | en-us | en    | 4 whole     | 2023-12-09T07:14:06Z
            7_sp1_x64_enterprise_en-us_20190305                    | WIN7SP1X64      | 6.1.7601   | 1 | x64 | en-us | en    | 245 partial | 2019-03-05T21:02:31Z
            7_sp1_x64_enterprise_fr_cmd                            | WIN-IDKKFN87EL8 | 6.1.7601   | 1 | x64 | fr    | fr    | 73 whole    | 2019-04-29T18:56:01Z
            8.1_u1_x64_enterprise_en-us                            | WIN81U1X64      | 6.3.9600   | 0 | x64 | en-us | en    | 6 whole     | 2019-03-03T23:04:07Z
            srv_2003r2_sp2_x86_standard_en-us                      | SRV2K3R2SP2X86  | 5.2.3790   | 2 | x86 | en-us | en    | 68 partial  | -
            srv_2008_rtm_x86_standard_en-us                        | SRV2K8SP0X86    | 6.0.6001   | 1 | x86 | en-us | en    | 1 whole     | 2019-03-04T08:42:22Z
            srv_2012r2_u1                                          | SRV12R2U1X64    | 6.3.9600   | 0 | x64 | en-us | en    | 154 whole   | 2019-03-20T21:58:25Z
            srv_2012r2_x64_standard_ru                             | DC              | 6.3.9600   | 0 | x64 | ru    | ru    | 7 whole     | 2020-04-23T07:15:57Z
            srv_2016_1607_datacenter_en-us                         | MYSERVER        | 10.0.14393 | 0 | x64 | en-us | en    | 5 whole     | 2019-01-05T09:52:19Z
            srv_2019_rtm_datacenter_en-us                          | WIN-O863JARO7CM | 10.0.17763 | 0 | x64 | en-us | en    | 5 whole     | 2019-01-13T13:52:11Z
            vista_x64_sp2                                          | WINVISTASP0X64  | 6.0.6002   | 2 | x64 | en-us | en    | 174 whole   | 2019-03-21T17:32:14Z
            xp_sp2_x86                                             | WINXPSP2        | 5.1.2600   | 2 | x86 | en-us | en    | 1 whole     | -
            xp_sp3_x86_professional_en-us                          | WINXPSP3        | 5.1.2600   | 3 | x86 | en-us | en    | 93 partial  | -
            """)
    void each_answer_of_systeminfo(
            String name,
            @Nullable String machine,
            String build,
            int servicePack,
            String architecture,
            String locale,
            String display,
            String hotfixes,
            @Nullable String bootedAt)
            throws IOException {
        String file = name.endsWith("_cmd") ? name.replace("_cmd", "_systeminfo_cmd.txt") : name + "_systeminfo.txt";
        EvidencePart piece = only(read(bytes(file)));
        OsObserved os = first(piece, OsObserved.class);
        LanguageObserved language = first(piece, LanguageObserved.class);
        HotfixesListed list = first(piece, HotfixesListed.class);
        String[] expected = hotfixes.split(" ");
        assertThat(piece.machine()).isEqualTo(machine);
        assertThat(List.of(
                        os.build().toString(),
                        String.valueOf(os.servicePack()),
                        String.valueOf(os.architecture()),
                        String.valueOf(language.locale()),
                        String.valueOf(language.display()),
                        expected[0].equals("-")
                                ? "-"
                                : String.valueOf(list.ids().size()),
                        list.complete() ? "whole" : "partial"))
                .containsExactly(
                        build, String.valueOf(servicePack), architecture, locale, display, expected[0], expected[1]);
        assertThat(Objects.toString(piece.bootedAt(), null)).isEqualTo(bootedAt);
        assertThat(os.caption()).contains("Windows");
        assertThat(piece.addresses()).allMatch(a -> !a.endsWith(".254"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            10_1803_x64_proforworkstations_en-us_A_20190305_qfe.txt | -              | 4 whole
            10_1809_x64_education_en-us_20190306_qfe.txt            | -              | 9 whole
            7_sp1_x64_enterprise_en-us_20190305_qfe.txt             | -              | 276 whole
            srv_2012r2_u1_qfe.txt                                   | SRV12R2U1X64   | 154 whole
            srv_2012r2_x64_standard_ru_qfe.txt                      | DC             | 7 partial
            vista_x64_sp2_qfe.txt                                   | WINVISTASP0X64 | 174 whole
            xp_sp2_x86_qfe.txt                                      | WINXPSP2       | 1 whole
            xp_sp3_x86_professional_en-us_qfe.txt                   | WINXPSP3       | 135 whole
            """)
    void each_table_of_wmic(String file, @Nullable String machine, String hotfixes) throws IOException {
        EvidencePart piece = only(read(bytes(file)));
        HotfixesListed list = first(piece, HotfixesListed.class);
        assertThat(piece.machine()).isEqualTo(machine);
        assertThat(list.ids().size() + (list.complete() ? " whole" : " partial"))
                .isEqualTo(hotfixes);
    }

    /** systeminfo counts what wmic lists: both see the same, where neither is cut. */
    @Test
    void both_tools_list_the_same() throws IOException {
        for (String name :
                List.of("vista_x64_sp2", "srv_2012r2_u1", "10_1809_x64_education_en-us_20190306", "xp_sp2_x86")) {
            var said = first(only(read(bytes(name + "_systeminfo.txt"))), HotfixesListed.class);
            var listed = first(only(read(bytes(name + "_qfe.txt"))), HotfixesListed.class);
            assertThat(said.ids().without(listed.ids()).toList()).as(name).isEmpty();
        }
    }

    @Test
    void what_windows_update_found_missing_fits_nowhere() throws IOException {
        try (Stream<Path> files = Files.list(Estates.real("systeminfo"))) {
            for (Path file :
                    files.filter(f -> f.toString().contains("_updates")).toList()) {
                DecodedFile content = content(Files.readAllBytes(file));
                assertThat(Formats.SHIPPED.all()).as(file.toString()).noneMatch(f -> f.fits(content));
            }
        }
    }

    /** Cut at any line and in the middle of any, an answer never lists fewer updates and calls them all. */
    @Test
    void no_truncated_file_of_a_real_machine_is_complete() throws IOException {
        for (Path file : texts()) {
            byte[] bytes = Files.readAllBytes(file);
            boolean table = file.toString().contains("_qfe");
            List<EvidencePart> whole = read(bytes);
            var random = new Random(bytes.length);
            for (int i = 0; i < 120; i++) {
                int length = random.nextInt(bytes.length);
                DecodedFile cut = content(Arrays.copyOf(bytes, length));
                // A table of wmic counts nothing: cut between two lines it shows no wound.
                if (table && SysteminfoFormat.isClosed(cut)) {
                    continue;
                }
                for (EvidencePart piece : read(cut)) {
                    for (HotfixesListed list : all(piece, HotfixesListed.class).toList()) {
                        var known = first(only(whole), HotfixesListed.class).ids();
                        assertThat(list.ids().without(known).toList())
                                .as("invented: %s at %d", file, length)
                                .isEmpty();
                        if (list.complete()) {
                            assertThat(list.ids()).as("%s at %d", file, length).isEqualTo(known);
                        }
                    }
                }
            }
        }
    }

    @Test
    void damaged_files_cause_no_fault() throws IOException {
        for (Path file : texts()) {
            byte[] bytes = Files.readAllBytes(file);
            var random = new Random(bytes.length);
            for (int i = 0; i < 12; i++) {
                byte[] damaged = bytes.clone();
                for (int j = 0; j < 20; j++) {
                    damaged[random.nextInt(Math.min(6000, damaged.length))] = (byte) random.nextInt(256);
                }
                assertThat(read(damaged)).isNotNull();
            }
        }
    }

    private static List<Path> texts() throws IOException {
        try (Stream<Path> files = Files.list(Estates.real("systeminfo"))) {
            return files.filter(f -> !f.toString().contains("_updates"))
                    .sorted()
                    .toList();
        }
    }

    private static byte[] bytes(String file) throws IOException {
        return Files.readAllBytes(Estates.real("systeminfo").resolve(file));
    }

    private static DecodedFile content(byte[] bytes) {
        String text = new TextDecoder(SysteminfoLabels::known).decode(bytes);
        return new DecodedFile(Source.of("x"), "x", text == null ? "" : text);
    }

    private static List<EvidencePart> read(byte[] bytes) {
        return read(content(bytes));
    }

    private static List<EvidencePart> read(DecodedFile content) {
        return Formats.SHIPPED.all().stream()
                .filter(f -> f.fits(content))
                .findFirst()
                .map(f -> f.read(content).items())
                .orElse(List.of());
    }

    private static EvidencePart only(List<EvidencePart> pieces) {
        assertThat(pieces).hasSize(1);
        return pieces.getFirst();
    }

    private static <E extends Evidence> E first(EvidencePart piece, Class<E> kind) {
        return all(piece, kind).findFirst().orElseThrow();
    }

    private static <E extends Evidence> Stream<E> all(EvidencePart piece, Class<E> kind) {
        return piece.evidence().stream().filter(kind::isInstance).map(kind::cast);
    }
}

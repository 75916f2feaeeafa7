package dev.firebreak.app.collect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.collect.classify.Formats;
import dev.firebreak.app.collect.evidence.EvidencePart;
import dev.firebreak.app.collect.format.DecodedFile;
import dev.firebreak.core.inventory.Evidence.HotfixesListed;
import dev.firebreak.core.inventory.Evidence.LookupFailed;
import dev.firebreak.core.inventory.Evidence.OsObserved;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.Read;
import dev.firebreak.core.inventory.Source;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people's scripts and hands make of the outputs: several in one file, prompts, cuts, windows that are too narrow. */
class MixedTextsTest {

    private static final String ANSWER = """

            Host Name:                 %s
            OS Name:                   Microsoft Windows 7 Professional
            OS Version:                6.1.7601 Service Pack 1 Build 7601
            Product ID:                00371-OEM-8992671-00524
            System Type:               x64-based PC
            Processor(s):              1 Processor(s) Installed.
                                       [01]: Intel64 Family 6 Model 42 Stepping 7 GenuineIntel ~2261 Mhz
            Boot Device:               \\Device\\HarddiskVolume1
            System Locale:             ja;Japanese
            Input Locale:              en-us;English (United States)
            """;
    private static final String HOTFIXES = """
            Hotfix(s):                 2 Hotfix(s) Installed.
                                       [01]: %s
                                       [02]: KB2534111
            Network Card(s):           1 NIC(s) Installed.
                                       [01]: Intel(R) 82579LM
                                             DHCP Server:     10.1.2.254
                                             [01]: 10.1.2.3
            """;
    private static final String WHOLE = ANSWER.formatted("PC7") + HOTFIXES.formatted("KB4012212");
    private static final String TABLE = """
            Caption                                     CSName  Description      FixComments  HotFixID   InstalledOn
            http://support.microsoft.com/?kbid=4012212  PC7     Security Update               KB4012212  3/14/2017
            http://support.microsoft.com/?kbid=943729   PC7     Update                        943729     3/14/2017
                                                        PC7                                   File 1
            """;

    @Test
    void systeminfo_and_a_table_in_one_file() {
        assertThat(told(WHOLE + TABLE)).isEqualTo("PC7 6.1.7601, whole[2534111, 4012212]; PC7 whole[943729, 4012212]");
        assertThat(told(TABLE + WHOLE)).isEqualTo("PC7 6.1.7601, whole[2534111, 4012212]; PC7 whole[943729, 4012212]");
        assertThat(told(WHOLE + "HotFixID\nKB4012215\n"))
                .isEqualTo("PC7 6.1.7601, whole[2534111, 4012212]; PC7 whole[4012215]");
        assertThat(told(WHOLE + TABLE.substring(0, TABLE.length() - 20)))
                .isEqualTo("PC7 6.1.7601, whole[2534111, 4012212]; PC7 partial[4012212]");
    }

    @Test
    void several_answers_are_several_machines() {
        assertThat(told(WHOLE + WHOLE.replace("PC7", "PC8").replace("KB4012212", "KB4012215")))
                .isEqualTo("PC7 6.1.7601, whole[2534111, 4012212]; PC8 6.1.7601, whole[2534111, 4012215]");
    }

    /** The fix of one machine must never become that of its neighbour. */
    @Test
    void no_machine_takes_its_neighbours_hotfixes() {
        String cut = ANSWER.formatted("PC7");
        String other = WHOLE.replace("PC7", "PC8");
        assertThat(told(cut + other)).isEqualTo("PC7 6.1.7601, failed; PC8 6.1.7601, whole[2534111, 4012212]");
        assertThat(told(cut + other.replace("OS Version:  ", "OS Vers\0on: ").replace("7601 S", "7x01 S")))
                .isEqualTo("PC7 6.1.7601, failed");
        assertThat(told(cut + other.replaceFirst("Host Name.*\n", "")))
                .isEqualTo("PC7 6.1.7601, failed; null 6.1.7601, whole[2534111, 4012212]");
        assertThat(told(cut + other.replace("Build 7601", "Build")))
                .isEqualTo("PC7 6.1.7601, failed; PC8 6.1.7601, whole[2534111, 4012212]");
        assertThat(told("Hotfix(s): 1 Hotfix(s) Installed.\n  [01]: KB4012212\n" + cut))
                .isEqualTo("PC7 6.1.7601, failed");
    }

    @Test
    void what_follows_and_cannot_be_read_is_said() {
        String damaged = WHOLE.replace("PC7", "PC8").replace("6.1.7601 Service Pack 1 Build 7601", "6.1.76");
        Read<EvidencePart> read = read(WHOLE + damaged);
        assertThat(read.items()).hasSize(1);
        assertThat(read.problems()).extracting(Problem::source).containsExactly(new Source("x", 20));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = false, textBlock = """
            prompt|C:\\>systeminfo
            echo|cat q
            progress|Loading Operating System Information ...
            heading|Report: all machines
            """)
    void what_stands_above_names_no_machine(String name, String above) {
        String nameless = WHOLE.replaceFirst("\nHost Name.*\n", "");
        assertThat(told(above + "\n\n" + WHOLE)).startsWith("PC7 ");
        assertThat(told(above + "\n\n" + nameless)).as(name).startsWith("null ");
        assertThat(told("C:\\>systeminfo\n" + nameless)).startsWith("null ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            N/A                                   | failed
            Nicht zutreffend                      | failed
            2 Hotfix(s) Installed.                | partial[]
            2 Hotfix(s) Installed.,[01]: KB4012212,[02]: KB2534111       | whole[2534111, 4012212]
            2 Hotfix(s) Installed.,[01]: KB4012212,[02]: KB25341         | partial[4012212]
            2 Hotfix(s) Installed.,[01]: KB4012212,[02]                  | partial[4012212]
            2 Hotfix(s) Installed.,[01]: KB4012212,[03]: KB2534111       | partial[2534111, 4012212]
            3 Hotfix(s) Installed.,[01]: File 1,[02]: KB954155_WM9,[03]: Q147222 | partial[954155]
            273 Hotfix(s) Installed.,[01]: KB4012212,[02]: KB28623       | partial[4012212]
            """)
    void lists_that_are_short(String value, String expected) {
        String text = ANSWER.formatted("PC7") + "Hotfix(s):                 " + value.replace(",", "\n          ");
        assertThat(told(text)).isEqualTo("PC7 6.1.7601, " + expected);
        assertThat(told(ANSWER.formatted("PC7") + "Hotfix(s):  " + value)).isEqualTo("PC7 6.1.7601, " + expected);
    }

    @Test
    void none_is_a_whole_list_only_where_it_is_said_in_full() {
        String none = ANSWER.formatted("PC7") + "Hotfix(s):   0 Hotfix(s) Installed.";
        assertThat(told(none)).isEqualTo("PC7 6.1.7601, partial[]");
        assertThat(told(none + "\nNetwork Card(s):   N/A\n")).isEqualTo("PC7 6.1.7601, whole[]");
    }

    @Test
    void a_table_saved_by_excel() {
        String row =
                "PC7,Windows 7,6.1.7601 Service Pack 1 Build 7601,Microsoft,a,b,c,,00371-OEM-8992671-00524,d,e,f,g,"
                        + "x64-based PC,\"1 Processor,[01]: x\",h,i,j,\\Device\\HarddiskVolume1,ja;Japanese,en-us;English,"
                        + "\"2 Hotfix(s) Installed.,[01]: KB4012212,[02]: KB2534111\",1 NIC\n";
        assertThat(told(row)).isEqualTo("PC7 6.1.7601, whole[2534111, 4012212]");
        assertThat(told(row.replace(';', '-').replace(",", ";").replace(";[", ",[")))
                .isEqualTo("PC7 6.1.7601, whole[2534111, 4012212]");
        assertThat(told(row + row.replace("PC7", "PC8"))).contains("PC7 6.1.7601, whole", "PC8 6.1.7601, whole");
        for (int length = 0; length < row.length(); length++) {
            assertThat(told(row.substring(0, length)))
                    .satisfiesAnyOf(
                            t -> assertThat(t).doesNotContain("whole"),
                            t -> assertThat(t).endsWith("whole[2534111, 4012212]"));
        }
    }

    @Test
    void a_look_that_failed_is_said() {
        assertThat(told("No Instance(s) Available.\r\n\r\n")).isEqualTo("null failed");
        assertThat(told("Node - PC7\r\nERROR:\r\nDescription = Access is denied.\r\n"))
                .isEqualTo("PC7 failed");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            6.1.7601 Service Pack 1 Build 7601            | 6.1.7601   | 1
            6.1.7601 Service Pack 1, v.721 Build 7601     | 6.1.7601   | 1
            5.1.2600 Szervizcsomag 3 Build 2600           | 5.1.2600   | 3
            5.1.2600 Dodatek Service Pack 3 Kompilacja 2600 | 5.1.2600 | 3
            10.0.14393 Nicht zutreffend Build 14393       | 10.0.14393 | 0
            10.0.17134 N/D build 17134                    | 10.0.17134 | 0
            10.0.26100 なし ビルド 26100                   | 10.0.26100 | 0
            5.1.2600 2 3 Build 2600                       | 5.1.2600   | null
            6.1.7601 Service Pack 1 Bui                   | 6.1.7601   | 1
            6.1.7601 Service                              | 6.1.7601   | null
            """)
    void versions(String version, String build, String servicePack) {
        OsObserved os = (OsObserved) read(WHOLE.replace("6.1.7601 Service Pack 1 Build 7601", version))
                .items()
                .getFirst()
                .evidence()
                .getFirst();
        assertThat(os.build()).hasToString(build);
        assertThat(String.valueOf(os.servicePack())).isEqualTo(servicePack);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            x64-based PC             | x64
            X86-based PC             | x86
            x64-basierter PC         | x64
            x64 ベース PC             | x64
            PC basado en x64         | x64
            ARM64-based PC           | arm64
            Itanium (TM) -based PC   | ia64
            x64 tabanlı bilgisayar   | x64
            """)
    void types(String type, String architecture) {
        OsObserved os = (OsObserved) read(WHOLE.replace("x64-based PC", type))
                .items()
                .getFirst()
                .evidence()
                .getFirst();
        assertThat(os.architecture()).hasToString(architecture);
    }

    @Test
    void odd_shapes_of_the_same_answer() {
        String expected = "PC7 6.1.7601, whole[2534111, 4012212]";
        assertThat(told(WHOLE.replace("\n", "\r\n"))).isEqualTo(expected);
        assertThat(told(WHOLE.replace("\n", "\r"))).isEqualTo(expected);
        assertThat(told(WHOLE.replace("\n", "\r\r\n"))).isEqualTo(expected);
        assertThat(told(WHOLE.replaceAll("(?m)^(?=.)", "    "))).isEqualTo(expected);
        assertThat(told(WHOLE.replaceAll(" {4,}", "\t"))).isEqualTo(expected);
        assertThat(told(WHOLE.replace(": ", "\u00a0: ").replace("]\u00a0:", "]\u00a0:")))
                .isEqualTo(expected);
        assertThat(told(WHOLE.replaceAll("(?m)$", "   "))).isEqualTo(expected);
        assertThat(told("\u200f" + WHOLE.replace("Host", "\u200eHost"))).isEqualTo(expected);
    }

    @Test
    void get_hotfix_in_a_narrow_window() {
        String head =
                "\nSource        Description      HotFixID      InstalledBy\n------        -----------      --------      ----\n";
        String row = "PC7           Security Update  KB4012212     NT AUTHORITY\\SYSTEM\n";
        assertThat(told(head + row + "\n\n")).isEqualTo("PC7 whole[4012212]");
        assertThat(told(head + row)).isEqualTo("PC7 partial[4012212]");
        assertThat(told(head + row + "PC7           Update           KB40...       NT AUTHORITY\\SYSTEM\n\n\n"))
                .isEqualTo("PC7 partial[4012212]");
        assertThat(told(head + row + "PC7           Security Upda...\n\n\n")).isEqualTo("PC7 partial[4012212]");
        assertThat(
                        told(
                                "\nDescription         : Update\nHotFixID            : KB4012212\nInstalledOn         : \n\n\n"))
                .isEqualTo("null whole[4012212]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a script        | Get-HotFix | select HotFixID, InstalledOn > hotfixes.txt
            a letter        | Please send me the column HotFixID of each server.
            what is missing | KB4012212: 2017-03 Security Only Quality Update for Windows 7 (KB4012212)
            what is missing | KB890830: Windows Malicious Software Removal Tool x64
            """)
    void what_is_no_list(String name, String text) {
        assertThat(Formats.SHIPPED.all()).as(name).noneMatch(f -> f.fits(content(text + "\n")));
    }

    private static DecodedFile content(String text) {
        return new DecodedFile(Source.of("x"), "x", text);
    }

    private static Read<EvidencePart> read(String text) {
        DecodedFile content = content(text);
        return Formats.SHIPPED.all().stream()
                .filter(f -> f.fits(content))
                .findFirst()
                .map(f -> f.read(content))
                .orElse(new Read<>(List.of(), List.of()));
    }

    private static String told(String text) {
        return read(text).items().stream().map(MixedTextsTest::told).collect(Collectors.joining("; "));
    }

    private static String told(EvidencePart piece) {
        return piece.machine() + " "
                + piece.evidence().stream()
                        .map(e -> switch (e) {
                            case OsObserved os -> os.build().toString();
                            case HotfixesListed list ->
                                (list.complete() ? "whole" : "partial")
                                        + list.ids().toList().stream()
                                                .map(kb -> kb.number())
                                                .toList();
                            case dev.firebreak.core.inventory.Evidence.Contested contest -> "contested";
                            case LookupFailed failed -> "failed";
                            default -> "";
                        })
                        .filter(s -> !s.isEmpty())
                        .collect(Collectors.joining(", "));
    }
}

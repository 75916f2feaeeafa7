package dev.firebreak.app.collect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.core.assess.Verdict;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts that name KB4012212, which would close the hole, and do not say that it is installed: below a table, or beside a number. */
class UnprovenRowsTest {

    private static final String PLAIN = "HotFixID   \r\nKB2999226  \r\nKB3172605  \r\n";
    private static final String WIDE = """
            Caption                                     CSName  Description      FixComments  HotFixID   InstalledOn
            http://support.microsoft.com/?kbid=2999226  PC1     Update                        KB2999226  8/12/2016
            """;
    private static final String GET_HOTFIX = """

            Source        Description      HotFixID      InstalledBy          InstalledOn
            ------        -----------      --------      -----------          -----------
            PC1           Update           KB3172605     NT AUTHORITY\\SYSTEM  8/12/2016 12:00:00 AM


            """;
    private static final String LIST = "\nDescription : Update\nHotFixID    : KB2999226\n\n\n";
    private static final String CSV = "Node,HotFixID,InstalledOn\r\nPC1,KB2999226,8/12/2016\r\n";
    private static final String ONE_COLUMN = "\"HotFixID\"\r\n\"KB2999226\"\r\n";

    /** What people and programs leave below a list. */
    private static final List<String> BELOW = List.of(
            "\r\n\r\nC:\\Users\\admin>wmic qfe get HotFixID | findstr KB4012212\r\n\r\nC:\\Users\\admin>\r\n",
            "C:\\>wmic qfe get HotFixID | findstr KB4012212\r\n",
            "\r\nC:\\Windows\\system32>wmic qfe | find \"KB4012212\"\r\n",
            "\n\nPS C:\\> Get-HotFix -Id KB4012212\nGet-HotFix : Cannot find the requested hotfix on the 'localhost' computer.\n",
            "\nPS C:\\Users\\admin> (Get-HotFix).HotFixID -contains 'KB4012212'\nFalse\n",
            "\n[PC1]: PS C:\\> Get-HotFix KB4012212\n",
            "\n[192.0.2.7]: PS>Get-HotFix KB4012212\n",
            "\n\\\\server\\share>findstr KB4012212 list.txt\n",
            "\n(venv) C:\\tools>check.py KB4012212\n",
            "\nwmic:root\\cli>qfe where HotFixID='KB4012212'\n",
            "\nTo do tonight: install KB4012212 from the share\n",
            "\nKB4012212 must still be installed\n",
            "\nKB4012212: error 0x80240017\n",
            "\nMissing: KB4012212\n",
            "\nMissing:\nKB4012212\n",
            "\nStill to install:\n\nKB4012212\n",
            "\nInstalling update KB4012212 ... error 0x80240017\n",
            "\nThe update KB4012212 is not applicable to your computer.\n",
            "\nwusa.exe Windows6.1-KB4012212-x64.msu /quiet\n",
            "\nERROR:\nDescription = KB4012212 not found\n",
            "\n未適用:\nKB4012212\n",
            "\nKB4012212 をまだ適用していません\n",
            "\nFehlt: KB4012212\n",
            "\n--\nMissing hotfixes\n  KB4012212\n",
            "\n-----\nKB4012212 (not found)\n");

    private static Stream<Arguments> below() {
        return Stream.of(PLAIN, WIDE, GET_HOTFIX, LIST, CSV, ONE_COLUMN)
                .flatMap(list -> BELOW.stream().map(note -> Arguments.of(list + note)));
    }

    @ParameterizedTest
    @MethodSource("below")
    void a_text_below_a_list_is_no_row(String text, @TempDir Path folder) throws Exception {
        neverFixed("PC1_hotfix.txt", text, folder);
    }

    private static Stream<Arguments> above() {
        return BELOW.stream()
                .filter(note -> !note.endsWith("\nKB4012212\n"))
                .map(note -> Arguments.of(note + "\n" + PLAIN));
    }

    @ParameterizedTest
    @MethodSource("above")
    void a_text_above_a_list_is_no_row(String text, @TempDir Path folder) throws Exception {
        neverFixed("PC1_hotfix.txt", text, folder);
    }

    @ParameterizedTest
    @MethodSource("below")
    void a_prompt_is_no_machine(String text, @TempDir Path folder) throws Exception {
        for (OneMachine.Told told : List.of(
                OneMachine.inFolder(folder, "PC1_hotfix.txt", text), OneMachine.onServer("PC1_hotfix.txt", text))) {
            assertThat(told.verdicts().keySet()).containsExactly("PC1");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Description      HotFixID\nUpdate           KB2999226\nWindows 7 without:KB4012212\n",
                "Description      HotFixID\nUpdate           KB2999226\nWindows 7 lacks  KB4012212\n",
                "Description            HotFixID\nUpdate                 KB2999226\nUpdate for Windows 7  xKB4012212\n",
                "InstalledBy     HotFixID\nPC1\\x           KB2999226\nPC1\\has-not-got:KB4012212\n",
                "InstalledBy     HotFixID\nPC1\\x           KB2999226\nplease install: KB4012212\n",
                "HotFixID   InstalledOn\nKB2999226  8/12/2016\nKB4012212 is not 1/1\n",
                "Missing updates:\n\nHotFixID\n--------\nKB4012212\n\n",
                "Updates to install:\nHotFixID\nKB4012212\n",
                "Fehlende Updates\n\nHotFixID : KB4012212\n\n\n",
                "Mises à jour manquantes\n\"HotFixID\"\n\"KB4012212\"\n",
                "未適用の更新プログラム\nHotFixID\nKB4012212\n",
                "不足している更新\nHotFixID\nKB4012212\n",
                "HotFixID\nKB2999226\n\nNot installed:\nHotFixID\nKB4012212\n",
                "\nCSName : PC1\nHotFixID : KB2999226\n\nStill to install:\n\nHotFixID : KB4012212\n\n\n",
                "\nCSName : PC1\nHotFixID : KB2999226\n\nTonight:\n\nHotFixID : KB4012212\n\n\n",
                "CSName  HotFixID\nPC1     KB2999226\n\nTonight:\nHotFixID\nKB4012212\n",
            })
    void a_line_without_the_shape_or_a_list_of_something_else_proves_nothing(String text, @TempDir Path folder)
            throws Exception {
        neverFixed("PC1_hotfix.txt", text, folder);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cat q\n",
                "=== Hotfixes ===\n\n",
                "Installed updates:\n",
                "PC1 2017-05-14\n",
                "Please wait while WMIC is being installed.\n"
            })
    void other_texts_above_a_list_do_no_harm(String title, @TempDir Path folder) throws Exception {
        assertThat(OneMachine.inFolder(folder, "PC1_hotfix.txt", title + "HotFixID\nKB4012212\n")
                        .verdicts())
                .containsEntry("PC1", Verdict.Kind.FIXED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Hyper-V Requirements:      A hypervisor has been detected. Features required for Hyper-V will not be displayed.\n",
                "Hyper-V の要件:            ハイパーバイザーが検出されました。Hyper-V に必要な機能は表示されません。\n",
                "Hyper-V Requirements:      VM Monitor Mode Extensions: No\n                           Virtualization Enabled In Firmware: Not\n"
            })
    void the_end_of_systeminfo_is_no_title(String end, @TempDir Path folder) throws Exception {
        String text = OneMachine.SYSTEMINFO + end + "HotFixID\nKB4012212\n";
        assertThat(OneMachine.inFolder(folder, "PC1_hotfix.txt", text).verdicts())
                .containsEntry("PC1", Verdict.Kind.FIXED);
    }

    private static Stream<Arguments> odd() {
        return Stream.of(
                        "KB4012212 (failed)",
                        "KB4012212 missing",
                        "KB4012212: not installed",
                        "KB4012212=No",
                        "KB4012212,failed",
                        "KB4012212(x)",
                        "KB4012212 - Uninstalled",
                        "KB4012212 - Missing",
                        "KB4012212 - fehlt",
                        "KB4012212 - 未適用",
                        "KB4012212 ×",
                        "KB4012212 pending",
                        "KB4012212-missing",
                        "KB4012212_NotInstalled",
                        "KB4012212?",
                        "KB4012212!",
                        "!KB4012212",
                        "no KB4012212",
                        "Not installed: KB4012212",
                        "KB4012212/KB4012215",
                        "<KB4012212>")
                .map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("odd")
    void a_number_with_a_text_beside_it_says_nothing(String entry, @TempDir Path folder) throws Exception {
        neverFixed("PC1_hotfix.txt", "HotFixID\r\nKB2999226\r\n" + entry + "\r\n", folder);
        neverFixed("PC1_qfe.csv", "\"HotFixID\"\r\n\"KB2999226\"\r\n\"" + entry + "\"\r\n", folder);
        neverFixed("PC1_a.txt", "\nHotFixID : KB2999226\n\nHotFixID : " + entry + "\n\n\n", folder);
        neverFixed("PC1_b.json", "[{\"HotFixID\":\"KB2999226\"},{\"HotFixID\":\"" + entry + "\"}]", folder);
        neverFixed(
                "PC1_c.json",
                "{\"CsName\":\"PC1\",\"OsVersion\":\"6.1.7601\",\"OsHotFixes\":[\"" + entry + "\"]}",
                folder);
        neverFixed(
                "PC1_d.json",
                "{\"CsName\":\"PC1\",\"OsVersion\":\"6.1.7601\",\"OsHotFixes\":[\"@{HotFixID=" + entry + "}\"]}",
                folder);
        neverFixed("PC1_e.json", "{\"patches\":[{\"csname\":\"PC1\",\"hotfix_id\":\"" + entry + "\"}]}", folder);
        neverFixed(
                "PC1_f.ndjson",
                "{\"machine\":\"PC1\",\"os\":{\"version\":\"6.1.7601\",\"servicePack\":1,\"architecture\":\"x64\"},"
                        + "\"hotfixes\":{\"complete\":true,\"ids\":[\"" + entry + "\"]}}\n",
                folder);
        neverFixed(
                "PC1_g.txt",
                "firebreak-collect 1\nmachine=PC1\nversion=6.1.7601\nservice-pack=1\narchitecture=x64\nhotfix=KB2999226\nhotfix="
                        + entry + "\nhotfixes=ok\nend\n",
                folder);
        neverFixed("PC1_h.txt", systeminfo("[01]: KB2999226", "[02]: " + entry), folder);
        neverFixed("PC1_i.csv", table("2 Hotfix(s) Installed.,[01]: KB2999226,[02]: " + entry), folder);
    }

    private static String systeminfo(String... items) {
        var text = new StringBuilder(OneMachine.SYSTEMINFO + "Hotfix(s):                 2 Hotfix(s) Installed.\n");
        for (String item : items) {
            text.append("                           ").append(item).append('\n');
        }
        return text.append("Network Card(s):           N/A\n").toString();
    }

    private static String table(String hotfixes) {
        return "\"PC1\",\"Microsoft Windows 7 Professional\",\"6.1.7601 Service Pack 1 Build 7601\",\"Microsoft Corporation\","
                + "\"a\",\"b\",\"c\",\"\",\"00371-OEM-8992671-00524\",\"d\",\"5/12/2017, 8:01:10 AM\",\"f\",\"g\",\"x64-based PC\","
                + "\"1 Processor(s) Installed.,[01]: x\",\"h\",\"i\",\"j\",\"\\Device\\HarddiskVolume1\",\"en-us;English\",\"en-us;English\",\""
                + hotfixes + "\",\"N/A\"\r\n";
    }

    @ParameterizedTest
    @MethodSource("notes")
    void a_note_below_an_answer_of_systeminfo_is_no_list(String note, @TempDir Path folder) throws Exception {
        neverFixed("PC1_a.txt", OneMachine.SYSTEMINFO + note, folder);
        neverFixed("PC1_b.txt", systeminfo("[01]: KB2999226", "[02]: KB976902") + note, folder);
    }

    private static Stream<Arguments> notes() {
        return Stream.of(
                        "\nMissing updates: 1\n    [01]: KB4012212\n",
                        "\nStill to install:\n    [01]: KB4012212\n",
                        "\n                           [03]: KB4012212\n",
                        "\nC:\\>systeminfo | findstr KB4012212\n",
                        "\nC:\\>echo [03]: KB4012212\n",
                        "                           [03]: KB4012212\n")
                .map(Arguments::of);
    }

    private static void neverFixed(String file, String text, Path folder) throws Exception {
        assertThat(OneMachine.inFolder(folder.resolve(file.replace('.', '-')), file, text)
                        .verdicts())
                .as("folder: %s", text)
                .containsKey("PC1")
                .doesNotContainValue(Verdict.Kind.FIXED);
        assertThat(OneMachine.onServer(file, text).verdicts())
                .as("server: %s", text)
                .containsKey("PC1")
                .doesNotContainValue(Verdict.Kind.FIXED);
    }
}

package dev.firebreak.app.collect.format.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.collect.OneMachine;
import dev.firebreak.core.assess.Verdict;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.text.Language;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Only columns that Windows itself writes may stand in a row that proves something. */
class HotfixColumnsTest {

    private record Written(String file, String text) {}

    /** Columns and values as inventories and scripts of many countries write them, for an update that is not there. */
    private static Stream<Arguments> unknown() {
        return Stream.of(
                        "Installiert=Nein",
                        "Vorhanden=Nein",
                        "Statut=Manquant",
                        "Présent=Non",
                        "Estado=Falta",
                        "Instalado=No",
                        "Installato=No",
                        "Aanwezig=Nee",
                        "Установлено=Нет",
                        "Zainstalowano=Nie",
                        "已安装=否",
                        "설치됨=아니요",
                        "適用=×",
                        "適用状況=未",
                        "インストール=なし",
                        "Present=No",
                        "Present=False",
                        "Missing=True",
                        "Missing=Yes",
                        "Needed=1",
                        "Installed=False",
                        "IsInstalled=0",
                        "Found=$null",
                        "Action=Install",
                        "Action=Removed",
                        "Result=Success",
                        "ResultCode=2",
                        "ExitCode=0",
                        "Outcome=OK",
                        "Compliance=Compliant",
                        "Approval=Approved",
                        "Check=fail",
                        "Comment=to do",
                        "Title=2017-03 Security Only Quality Update",
                        "Classification=Security Updates",
                        "Severity=Critical",
                        "Superseded=KB2999226",
                        "Removable=Yes",
                        "x=y",
                        "Present=")
                .map(Arguments::of);
    }

    /** The same row in every way of writing; the update that stands before it says nothing either. */
    private static List<Written> everyWay(String column, String value) {
        List<Written> ways = new ArrayList<>();
        for (String delimiter : List.of(",", ";", "\t", "|")) {
            String rows = "PC1,KB2999226,\nPC1,KB4012212,\n".replace(",\n", "," + value + "\n");
            ways.add(new Written(
                    "PC1_hotfix.csv", ("PSComputerName,HotFixID," + column + "\n" + rows).replace(",", delimiter)));
            ways.add(new Written(
                    "PC1_quoted.csv",
                    ("\"HotFixID\",\"" + column + "\"\n\"KB4012212\",\"" + value + "\"\n").replace(",", delimiter)));
        }
        String json = "{\"PSComputerName\":\"PC1\",\"HotFixID\":\"KB4012212\",\"" + column + "\":%s}";
        for (String written :
                List.of("\"" + value + "\"", "false", "true", "0", "null", "[]", "{\"" + column + "\":0}")) {
            ways.add(new Written("PC1_hotfix.json", "[" + json.formatted(written) + "]"));
        }
        ways.add(new Written("PC1_one.json", json.formatted("\"" + value + "\"")));
        ways.add(new Written(
                "PC1_osquery.json",
                "{\"patches\":[{\"csname\":\"PC1\",\"hotfix_id\":\"KB4012212\",\"" + column + "\":\"" + value
                        + "\"}]}"));
        for (String kind : List.of("S", "B", "I32", "DT", "Ref", "Nil", "Obj")) {
            ways.add(new Written(
                    "PC1_hotfix.xml", clixml("<" + kind + " N=\"" + column + "\">" + value + "</" + kind + ">")));
        }
        ways.add(new Written(
                "PC1_deep.xml", clixml("<Obj N=\"Status\"><MS><B N=\"" + column + "\">false</B></MS></Obj>")));
        String wide = "%-10s %-" + Math.max(column.length(), value.length()) + "s%n";
        ways.add(new Written(
                "PC1_table.txt",
                ("\n" + wide.formatted("HotFixID", column) + wide.formatted("--------", "-".repeat(column.length()))
                                + wide.formatted("KB4012212", value) + "\n\n")
                        .replace("\r", "")));
        ways.add(new Written(
                "PC1_wmic.txt", ("%-10s  %s\n%-10s  %s\n").formatted("HotFixID", column, "KB4012212", value)));
        ways.add(new Written("PC1_list.txt", "\nHotFixID : KB4012212\n" + column + " : " + value + "\n\n\n"));
        ways.add(new Written("PC1_turned.txt", "\n" + column + " : " + value + "\nHotFixID : KB4012212\n\n\n"));
        return ways;
    }

    private static String clixml(String more) {
        return "<Objs Version=\"1.1.0.1\" xmlns=\"http://schemas.microsoft.com/powershell/2004/04\">"
                + "<Obj RefId=\"0\"><MS><S N=\"CSName\">PC1</S><S N=\"HotFixID\">KB4012212</S>" + more
                + "</MS></Obj></Objs>";
    }

    @ParameterizedTest
    @MethodSource("unknown")
    void an_unknown_column_makes_its_rows_prove_nothing(String cell, @TempDir Path folder) throws Exception {
        String column = cell.substring(0, cell.indexOf('='));
        int n = 0;
        for (Written way : everyWay(column, cell.substring(cell.indexOf('=') + 1))) {
            OneMachine.Told told = OneMachine.inFolder(folder.resolve("" + n++), way.file(), way.text());
            assertThat(told.verdicts())
                    .as(way.toString())
                    .containsOnlyKeys("PC1")
                    .containsValue(Verdict.Kind.UNKNOWN);
            assertThat(OneMachine.onServer(way.file(), way.text()).verdicts())
                    .as("server: %s", way)
                    .containsEntry("PC1", Verdict.Kind.UNKNOWN);
        }
    }

    @ParameterizedTest
    @MethodSource("unknown")
    void the_column_is_named_once(String cell, @TempDir Path folder) throws Exception {
        String column = cell.substring(0, cell.indexOf('='));
        int n = 0;
        for (Written way : everyWay(column, cell.substring(cell.indexOf('=') + 1))) {
            List<String> said =
                    OneMachine.inFolder(folder.resolve("" + n++), way.file(), way.text()).problems().stream()
                            .filter(c -> c.source().file().endsWith(OneMachine.file(way.file())))
                            .map(c -> c.what().in(Language.EN))
                            .filter(s -> s.contains(column))
                            .toList();
            assertThat(said).as(way.toString()).hasSize(1);
            assertThat(said.getFirst()).as(way.toString()).contains("is not known");
        }
    }

    @Test
    void the_column_is_named_in_both_languages(@TempDir Path folder) throws Exception {
        Problem named =
                OneMachine.inFolder(folder, "PC1_hotfix.csv", "HotFixID,Statut\nKB4012212,Manquant\n")
                        .problems()
                        .stream()
                        .filter(c -> c.source().file().endsWith("PC1_hotfix.csv"))
                        .findFirst()
                        .orElseThrow();
        assertThat(named.what().en()).startsWith("column Statut is not known");
        assertThat(named.what().ja()).startsWith("列 Statut は未対応です");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Status            | Success       | UNKNOWN
            Status            | Successful    | UNKNOWN
            Status            | Completed     | UNKNOWN
            Status            | OK            | UNKNOWN
            Status            | Yes           | UNKNOWN
            Status            | No            | UNKNOWN
            Status            | True          | UNKNOWN
            Status            | Installiert   | UNKNOWN
            Status            | Not installed | UNKNOWN
            Status            | Missing       | UNKNOWN
            Status            | 未適用        | UNKNOWN
            Status            | 成功          | UNKNOWN
            State             | Staged        | UNKNOWN
            State             | Superseded    | UNKNOWN
            State             | 4             | UNKNOWN
            State             | Uninstalled   | UNKNOWN
            InstallState      | NotInstalled  | UNKNOWN
            InstallState      | Not Present   | UNKNOWN
            PackageState      | Install Pending   | UNKNOWN
            PackageState      | Uninstall Pending | UNKNOWN
            PackageState      | InstallPending    | UNKNOWN
            PackageState      | PartiallyInstalled | UNKNOWN
            InstallationState | Failed        | UNKNOWN
            InstalledOn       | never         | UNKNOWN
            InstalledOn       | Nein          | UNKNOWN
            InstalledOn       | pending       | UNKNOWN
            InstalledOn       | 0x80070005    | UNKNOWN
            Description       | Uninstalled   | UNKNOWN
            Description       | désinstallé   | UNKNOWN
            Description       | Nicht installiert | UNKNOWN
            Description       | Update failed | UNKNOWN
            FixComments       | removed       | UNKNOWN
            Caption           | not installed | UNKNOWN
            Status            | Installed     | FIXED
            State             | Installed     | FIXED
            InstallState      | Installed     | FIXED
            PackageState      | Installed     | FIXED
            Status            | インストール済み | FIXED
            State             | 適用済み      | FIXED
            InstalledOn       | 3/20/2017     | FIXED
            InstalledOn       | 2017/03/20 0:00:00 | FIXED
            InstalledOn       | 20.03.2017 00:00:00 | FIXED
            InstalledOn       | 2017-03-20T00:00:00 | FIXED
            InstalledOn       | Monday, March 20, 2017 12:00:00 AM | FIXED
            InstalledOn       | 2017年3月20日 | FIXED
            InstalledOn       | 01d4dfd0fb4eb361 | FIXED
            InstalledOn       | 20170320      | FIXED
            Description       | Security Update | FIXED
            Description       | Hotfix        | FIXED
            Description       | Sicherheitsupdate für Windows XP (KB4012212) | FIXED
            FixComments       | Update        | FIXED
            InstalledBy       | MISSING-1\\failed | FIXED
            ServicePackInEffect | SP1         | FIXED
            RunspaceId        | 0bc9a2d5-0000-4000-8000-000000000001 | FIXED
            PSShowComputerName | False        | FIXED
            """)
    void values_of_known_columns(String column, String value, Verdict.Kind verdict, @TempDir Path folder)
            throws Exception {
        List<Written> ways = List.of(
                new Written("PC1_a.csv", "CSName|HotFixID|" + column + "\nPC1|KB4012212|" + value + "\n"),
                new Written(
                        "PC1_b.json",
                        "[{\"CSName\":\"PC1\",\"HotFixID\":\"KB4012212\",\"" + column + "\":\""
                                + value.replace("\\", "\\\\") + "\"}]"),
                new Written("PC1_c.xml", clixml("<S N=\"" + column + "\">" + value + "</S>")),
                new Written("PC1_d.txt", "\nHotFixID : KB4012212\n" + column + " : " + value + "\n\n\n"),
                new Written("PC1_e.txt", "HotFixID   " + column + "\nKB4012212  " + value + "\n"));
        int n = 0;
        for (Written way : ways) {
            assertThat(OneMachine.inFolder(folder.resolve("" + n++), way.file(), way.text())
                            .verdicts())
                    .as(way.toString())
                    .containsOnlyKeys("PC1")
                    .containsValue(verdict);
            assertThat(OneMachine.onServer(way.file(), way.text()).verdicts())
                    .as("server: %s", way)
                    .containsEntry("PC1", verdict);
        }
    }

    @Test
    void an_empty_status_is_wmis_only_where_no_row_has_one(@TempDir Path folder) throws Exception {
        String mixed = "CSName,HotFixID,Status\nPC1,KB2999226,Installed\nPC1,KB4012212,\n";
        assertThat(OneMachine.inFolder(folder.resolve("1"), "PC1_a.csv", mixed).verdicts())
                .containsEntry("PC1", Verdict.Kind.UNKNOWN);
        assertThat(OneMachine.inFolder(folder.resolve("2"), "PC1_a.csv", mixed.replace("Installed", ""))
                        .verdicts())
                .containsEntry("PC1", Verdict.Kind.FIXED);
    }

    @Test
    void what_one_row_denies_another_does_not_prove(@TempDir Path folder) throws Exception {
        String both = "CSName,HotFixID,State\nPC1,KB4012212,Installed\nPC1,KB4012212,Uninstall Pending\n";
        assertThat(OneMachine.inFolder(folder, "PC1_a.csv", both).verdicts())
                .containsEntry("PC1", Verdict.Kind.UNKNOWN);
    }

    @Test
    void a_column_that_comes_twice_is_not_known(@TempDir Path folder) throws Exception {
        assertThat(OneMachine.inFolder(folder, "PC1_a.csv", "HotFixID,Status,Status\nKB4012212,Missing,Installed\n")
                        .verdicts())
                .containsEntry("PC1", Verdict.Kind.UNKNOWN);
    }

    @Test
    void more_in_a_list_of_our_own_format_says_nothing(@TempDir Path folder) throws Exception {
        String record =
                "{\"machine\":\"PC1\",\"os\":{\"version\":\"6.1.7601\",\"servicePack\":1,\"architecture\":\"x64\"},"
                        + "\"hotfixes\":{\"complete\":true,\"ids\":[\"KB4012212\"]%s}}\n";
        assertThat(OneMachine.inFolder(folder.resolve("1"), "a.ndjson", record.formatted(""))
                        .verdicts())
                .containsEntry("PC1", Verdict.Kind.FIXED);
        assertThat(OneMachine.inFolder(folder.resolve("2"), "a.ndjson", record.formatted(",\"missing\":true"))
                        .verdicts())
                .containsEntry("PC1", Verdict.Kind.UNKNOWN);
    }
}

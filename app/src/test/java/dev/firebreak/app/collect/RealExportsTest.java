package dev.firebreak.app.collect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.core.assess.Verdict;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Lists as wmic and PowerShell write them, in every form that people choose: they prove what they name, and a whole list also what it lacks. */
class RealExportsTest {

    private static final String WMI =
            "\"PSComputerName\",\"InstalledOn\",\"Status\",\"__GENUS\",\"__CLASS\",\"__SUPERCLASS\","
                    + "\"__DYNASTY\",\"__RELPATH\",\"__PROPERTY_COUNT\",\"__DERIVATION\",\"__SERVER\",\"__NAMESPACE\",\"__PATH\","
                    + "\"Caption\",\"CSName\",\"Description\",\"FixComments\",\"HotFixID\",\"InstallDate\",\"InstalledBy\",\"Name\","
                    + "\"ServicePackInEffect\",\"Scope\",\"Path\",\"Options\",\"ClassPath\",\"Properties\",\"SystemProperties\","
                    + "\"Qualifiers\",\"Site\",\"Container\"\r\n\"PC1\",\"3/20/2017 12:00:00 AM\",\"%s\",\"2\",\"Win32_QuickFixEngineering\","
                    + "\"CIM_LogicalElement\",\"CIM_ManagedSystemElement\",\"Win32_QuickFixEngineering.HotFixID=\"\"KB4012212\"\"\",\"11\","
                    + "\"System.String[]\",\"PC1\",\"root\\cimv2\",\"\\\\PC1\\root\\cimv2:x\",\"http://support.microsoft.com/?kbid=4012212\","
                    + "\"PC1\",\"Security Update\",\"\",\"KB4012212\",\"\",\"NT AUTHORITY\\SYSTEM\",\"\",\"\","
                    + "\"System.Management.ManagementScope\",\"\\\\PC1\\root\\cimv2:x\",\"System.Management.ObjectGetOptions\","
                    + "\"\\\\PC1\\root\\cimv2:Win32_QuickFixEngineering\",\"System.Management.PropertyDataCollection\","
                    + "\"System.Management.PropertyDataCollection\",\"System.Management.QualifierDataCollection\",\"\",\"\"\r\n";

    private static final String WMIC_CSV =
            "\r\nNode,Caption,CSName,Description,FixComments,HotFixID,InstallDate,InstalledBy,"
                    + "InstalledOn,Name,ServicePackInEffect,Status\r\nPC1,http://support.microsoft.com/?kbid=4012212,PC1,Security Update,,"
                    + "KB4012212,,NT AUTHORITY\\SYSTEM,3/20/2017,,,\r\n";

    private static final String WMIC_LIST =
            "\r\n\r\nCaption=http://support.microsoft.com/?kbid=4012212\r\nCSName=PC1\r\n"
                    + "Description=Security Update\r\nFixComments=\r\nHotFixID=KB4012212\r\nInstallDate=\r\n"
                    + "InstalledBy=NT AUTHORITY\\SYSTEM\r\nInstalledOn=3/20/2017\r\nName=\r\nServicePackInEffect=\r\nStatus=\r\n\r\n\r\n";

    private static final String FORMAT_TABLE = """

            Source        Description      HotFixID      InstalledBy          InstalledOn
            ------        -----------      --------      -----------          -----------
            PC1           Update           KB2999226     PC1\\Müller           8/12/2016 12:00:00 AM
            PC1           Security Update  KB4012212     NT AUTHORITY\\SYSTEM  3/20/2017 12:00:00 AM


            """;

    private static final String JSON =
            "[{\"PSComputerName\":\"PC1\",\"InstalledOn\":{\"value\":\"\\/Date(1489935600000)\\/\","
                    + "\"DateTime\":\"Monday, March 20, 2017 12:00:00 AM\"},\"Status\":\"\",\"__GENUS\":2,\"__CLASS\":\"Win32_QuickFixEngineering\","
                    + "\"__DERIVATION\":[\"CIM_LogicalElement\"],\"__SERVER\":\"PC1\",\"Caption\":\"x\",\"CSName\":\"PC1\","
                    + "\"Description\":\"Security Update\",\"FixComments\":\"\",\"HotFixID\":\"KB4012212\",\"InstallDate\":null,"
                    + "\"InstalledBy\":\"NT AUTHORITY\\\\SYSTEM\",\"Name\":null,\"ServicePackInEffect\":\"\","
                    + "\"Scope\":{\"IsConnected\":true,\"Options\":{\"Locale\":null},\"Path\":{\"Server\":\"PC1\"}},"
                    + "\"Path\":{\"Path\":\"x\",\"IsClass\":false},\"Options\":{\"Context\":\"\"},\"ClassPath\":{\"Path\":\"x\"},"
                    + "\"Properties\":[{\"Name\":\"HotFixID\",\"Value\":\"KB4012212\",\"IsLocal\":true},\"System.Management.PropertyData\"],"
                    + "\"SystemProperties\":[{\"Name\":\"__GENUS\",\"Value\":2}],\"Qualifiers\":[{\"Name\":\"dynamic\"}],"
                    + "\"Site\":null,\"Container\":null}]";

    private static final String CIM =
            "[{\"Caption\":\"x\",\"Description\":\"Security Update\",\"InstallDate\":null,\"Name\":null,"
                    + "\"Status\":null,\"CSName\":\"PC1\",\"FixComments\":\"\",\"HotFixID\":\"KB4012212\",\"InstalledBy\":\"x\","
                    + "\"InstalledOn\":\"2017-03-20T00:00:00\",\"ServicePackInEffect\":\"\",\"PSComputerName\":null,"
                    + "\"CimClass\":{\"CimSuperClassName\":\"CIM_LogicalElement\"},\"CimInstanceProperties\":[\"Caption\"],"
                    + "\"CimSystemProperties\":{\"Namespace\":\"root/cimv2\",\"ServerName\":\"PC1\"}}]";

    private static final String CLIXML = """
            <Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04">
              <Obj RefId="0"><TN RefId="0"><T>System.Object[]</T></TN><LST>
              <Obj RefId="1"><TN RefId="1"><T>System.Management.ManagementObject#root\\cimv2\\Win32_QuickFixEngineering</T></TN>
                <ToString>\\\\PC1\\root\\cimv2:Win32_QuickFixEngineering.HotFixID="KB4012212"</ToString>
                <Props><S N="__CLASS">Win32_QuickFixEngineering</S><Obj N="__DERIVATION" RefId="2"><TN><T>System.String[]</T></TN>
                <LST><S>CIM_LogicalElement</S></LST></Obj><S N="__SERVER">PC1</S><I32 N="__PROPERTY_COUNT">11</I32>
                <S N="CSName">PC1</S><S N="Description">Security Update</S><Nil N="FixComments" /><S N="HotFixID">KB4012212</S>
                <Nil N="InstallDate" /><S N="InstalledBy">NT AUTHORITY\\SYSTEM</S><S N="InstalledOn">3/20/2017</S><Nil N="Status" />
                <Obj N="Properties" RefId="3"><LST><Obj RefId="4"><Props><S N="Name">Caption</S><Nil N="Value" /></Props></Obj></LST></Obj>
                <Ref N="Path" RefId="3" /></Props>
                <MS><S N="PSComputerName">PC1</S><DT N="InstalledOn">2017-03-20T00:00:00</DT><G N="RunspaceId">0</G>
                <B N="PSShowComputerName">true</B></MS></Obj>
              </LST></Obj>
            </Objs>
            """;

    private static Stream<Arguments> exports() {
        return Stream.of(
                Arguments.of(
                        "Get-HotFix | Export-Csv",
                        "PC1_a.csv",
                        "#TYPE System.Management.ManagementObject\r\n" + WMI.formatted("")),
                Arguments.of("the same with WMI's own status", "PC1_a.csv", WMI.formatted("OK")),
                Arguments.of(
                        "the same of a German", "PC1_a.csv", WMI.formatted("").replace("\",\"", "\";\"")),
                Arguments.of(
                        "Invoke-Command { Get-HotFix } | select",
                        "PC1_a.csv",
                        "\"HotFixID\",\"InstalledOn\",\"PSComputerName\",\"RunspaceId\",\"PSShowComputerName\"\r\n"
                                + "\"KB4012212\",\"20.03.2017 00:00:00\",\"PC1\",\"0bc9a2d5-0000-4000-8000-000000000001\",\"True\"\r\n"),
                Arguments.of("select HotFixID", "PC1_a.csv", "\"HotFixID\"\r\n\"KB4012212\"\r\n"),
                Arguments.of("wmic /format:csv", "PC1_a.csv", WMIC_CSV),
                Arguments.of("wmic /format:csv through a pipe", "PC1_a.csv", WMIC_CSV.replace("\r\n", "\r\r\n")),
                Arguments.of("wmic /format:list", "PC1_a.txt", WMIC_LIST),
                Arguments.of("wmic /format:list through a pipe", "PC1_a.txt", WMIC_LIST.replace("\r\n", "\r\r\n")),
                Arguments.of(
                        "wmic, with its prompts",
                        "PC1_a.txt",
                        "C:\\Users\\x>wmic qfe get HotFixID\r\nHotFixID   \r\nKB2999226  \r\nKB4012212  \r\n\r\n\r\nC:\\Users\\x>\r\n"),
                Arguments.of(
                        "wmic through a pipe",
                        "PC1_a.txt",
                        "HotFixID   \r\r\nKB2999226  \r\r\nKB4012212  \r\r\n\r\r\n"),
                Arguments.of("Get-HotFix", "PC1_a.txt", FORMAT_TABLE),
                Arguments.of(
                        "Get-HotFix, with its prompts",
                        "PC1_a.txt",
                        "PS C:\\> Get-HotFix\n" + FORMAT_TABLE + "PS C:\\>\n"),
                Arguments.of(
                        "Get-HotFix of a Japanese",
                        "PC1_a.txt",
                        FORMAT_TABLE.replace("PC1\\Müller           8", "PC1\\管理者           8")),
                Arguments.of(
                        "Format-List",
                        "PC1_a.txt",
                        "\n\nDescription         : Security Update\nFixComments         : \nHotFixID            : KB4012212\n"
                                + "InstallDate         : \nInstalledBy         : NT AUTHORITY\\SYSTEM\nInstalledOn         : 3/20/2017 12:00:00 AM\n"
                                + "Name                : \nServicePackInEffect : \nStatus              : \n\n\n\n"),
                Arguments.of("ConvertTo-Json", "PC1_a.json", JSON),
                Arguments.of("Get-CimInstance | ConvertTo-Json", "PC1_a.json", CIM),
                Arguments.of("Export-Clixml", "PC1_a.xml", CLIXML));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("exports")
    void each_proves_the_update_that_it_names(String name, String file, String text, @TempDir Path folder)
            throws Exception {
        OneMachine.Told told = OneMachine.inFolder(folder, file, text);
        assertThat(told.verdicts()).containsOnlyKeys("PC1").containsValue(Verdict.Kind.FIXED);
        assertThat(told.problems()).noneMatch(c -> c.source().file().endsWith(OneMachine.file(file)));
        assertThat(OneMachine.onServer(file, text).verdicts())
                .containsOnlyKeys("PC1")
                .containsValue(Verdict.Kind.FIXED);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("exports")
    void each_is_whole_and_so_proves_what_it_lacks(String name, String file, String text, @TempDir Path folder)
            throws Exception {
        String without = text.replace("KB4012212", "KB3172605").replace("4012212", "3172605");
        assertThat(OneMachine.inFolder(folder, file, without).verdicts())
                .containsOnlyKeys("PC1")
                .containsValue(Verdict.Kind.VULNERABLE);
        assertThat(OneMachine.onServer(file, without).verdicts()).containsEntry("PC1", Verdict.Kind.VULNERABLE);
    }
}

package dev.firebreak.app.collect.classify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.collect.evidence.EvidencePart;
import dev.firebreak.app.collect.format.DecodedFile;
import dev.firebreak.app.collect.format.Format;
import dev.firebreak.core.inventory.Evidence;
import dev.firebreak.core.inventory.Evidence.FileObserved;
import dev.firebreak.core.inventory.Evidence.HotfixesListed;
import dev.firebreak.core.inventory.Evidence.IndicatorObserved;
import dev.firebreak.core.inventory.Evidence.LanguageObserved;
import dev.firebreak.core.inventory.Evidence.LookupFailed;
import dev.firebreak.core.inventory.Evidence.OsObserved;
import dev.firebreak.core.inventory.Evidence.ProbeAnswered;
import dev.firebreak.core.inventory.Evidence.SettingObserved;
import dev.firebreak.core.inventory.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each way of writing a machine down, told in one line; cut anywhere it never tells more than it knows. */
class FormatsTest {

    private static final String CLIXML = """
            <Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04">
              <Obj RefId="0"><Props><S N="Source">PC7</S></Props><MS><S N="PSComputerName">PC7</S><S N="HotFixID">KB4012212</S></MS></Obj>
              <Obj RefId="1"><MS><S N="PSComputerName">PC7</S><S N="HotFixID">KB2534111</S></MS></Obj>
            </Objs>
            """;

    private static final String SCRIPT = """
            firebreak-collect 1
            machine=PC7
            caption=Microsoft Windows XP Professional
            version=5.1.2600
            service-pack=3
            architecture=x86
            locale-lcid=0411
            hotfix=KB4012598
            hotfix=KB2534111
            hotfixes=ok
            srv.sys=5.1.2600.7208
            smb1=enabled
            end
            """;

    private static final String SCAN = """
            <?xml version="1.0"?><!DOCTYPE nmaprun>
            <nmaprun><host endtime="1494727512"><status state="up"/><address addr="10.0.0.7" addrtype="ipv4"/>
            <hostscript><script id="smb-os-discovery" output=""><elem key="os">Windows XP</elem>
            <elem key="lanmanager">Windows 2000 LAN Manager</elem><elem key="server">PC7\\x00</elem></script>
            <script id="smb-vuln-ms17-010" output="%s"/></hostscript></host></nmaprun>
            """;

    private static final String SNAPSHOT =
            "{\"name\":\"pack_patches\",\"hostIdentifier\":\"PC7\",\"unixTime\":%d,\"snapshot\":[%s],\"action\":\"snapshot\"}\n";
    private static final String CHANGE =
            "{\"name\":\"p\",\"hostIdentifier\":\"PC7\",\"unixTime\":%d,\"columns\":{\"hotfix_id\":\"KB4012212\"},\"action\":\"%s\"}\n";

    private static final String NESTED = """
            <Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04">
              <Obj RefId="0"><TN RefId="0"><T>System.Object[]</T></TN><LST>
                <Obj RefId="1"><Props><S N="CSName">PC7</S><S N="HotFixID">KB4012212</S></Props></Obj>
                <Obj RefId="2"><Props><S N="CSName">PC8</S><S N="HotFixID">KB2534111</S></Props></Obj>
              </LST></Obj>
            </Objs>
            """;

    private static String host(String system, String manager) {
        return SCAN.formatted("ERROR")
                .replace("Windows XP<", system + "<")
                .replace("Windows 2000 LAN Manager", manager);
    }

    private static String row(int kb) {
        return "{\"csname\":\"PC7\",\"hotfix_id\":\"KB" + kb + "\"}";
    }

    /** What files must never do: lend one machine the updates of another, or of another time. */
    private static Stream<Arguments> apart() {
        return Stream.of(
                sample(
                        "our script, machine after machine",
                        SCRIPT + SCRIPT.replace("PC7", "PC8").replace("KB4012598", "KB2813430"),
                        "PC7 5.1.2600 SP3 X86, ja-jp, whole[2534111, 4012598], srv.sys 5.1.2600.7208, smb1-server enabled; "
                                + "PC8 5.1.2600 SP3 X86, ja-jp, whole[2534111, 2813430], srv.sys 5.1.2600.7208, smb1-server enabled"),
                sample(
                        "our script, two machines at once",
                        "firebreak-collect 1\nmachine=PC7\nmachine=PC8\nversion=6.1.7601\nhotfix=KB4012212\nhotfixes=ok\nend\n",
                        "PC7 failed(OPERATING_SYSTEM), failed(HOTFIXES); PC8 failed(OPERATING_SYSTEM), failed(HOTFIXES)"),
                sample(
                        "our script, part of a list",
                        "firebreak-collect 1\nmachine=PC7\nversion=6.1.7601\nhotfix=KB4012212\nhotfixes=failed\nsrv.sys=failed\nsmb1=failed\nend\n",
                        "PC7 6.1.7601, partial[4012212], failed(FILE_VERSION), failed(SMB1)"),
                sample(
                        "our script, parts of Windows",
                        "firebreak-collect 1\nmachine=PC7\nversion=10.0.19045\nhotfix=KB4012212\nhotfixes=ok\ndotnet4-release=0x8234d\n"
                                + "dotnet4=0x1\ndotnet35=none\ndotnet20=0x0\ninternet-explorer=11.0.9600.19301\niis=0xa\n"
                                + "flash-player=none\njournal=maybe\nsrv.sys=failed\nsmb1=failed\nend\n",
                        "PC7 10.0.19045, whole[4012212], failed(FILE_VERSION), failed(SMB1), .NET Framework 4=4.8.1, "
                                + "Internet Explorer=11.0.9600.19301, .NET Framework 3.5=no, Adobe Flash Player=no, "
                                + "Internet Information Services=null"),
                sample(
                        "our script, settings",
                        "firebreak-collect 1\nmachine=PC7\nversion=6.1.7601\nhotfix=KB4012212\nhotfixes=ok\nsrv.sys=failed\nsmb1=disabled\n"
                                + "smb3-compression=disabled\nspooler-start=disabled\nspooler-state=stopped\nrdp-nla=required\ntraces=ok\nend\n",
                        "PC7 6.1.7601, whole[4012212], failed(FILE_VERSION), smb1-server disabled, spooler-start disabled, "
                                + "spooler-state stopped, rdp-nla required, smb3-compression disabled"),
                sample(
                        "our script, settings that Windows did not tell",
                        "firebreak-collect 1\nmachine=PC7\nversion=6.1.7601\nhotfix=KB4012212\nhotfixes=ok\nsrv.sys=failed\nsmb1=failed\n"
                                + "smb3-compression=failed\nspooler-start=boot\nspooler-state=\nrdp-nla=yes\ntraces=failed\nend\n",
                        "PC7 6.1.7601, whole[4012212], failed(FILE_VERSION), failed(SMB1), failed(SPOOLER), failed(SPOOLER), "
                                + "failed(RDP), failed(SMB3_COMPRESSION), failed(INDICATORS)"),
                sample(
                        "our script, traces",
                        "firebreak-collect 1\nmachine=PC7\nversion=6.1.7601\nhotfix=KB4012212\nhotfixes=ok\nsrv.sys=failed\nsmb1=failed\n"
                                + "trace=wannacry-service\ntrace=wannacry-note 1 C:\\Users\\R&D (x)\\Desktop\n"
                                + "trace=wannacry-encrypted 512 C:\\Users\\佐藤\\デスクトップ\ntraces=ok\nend\n",
                        "PC7 6.1.7601, whole[4012212], failed(FILE_VERSION), failed(SMB1), wannacry-service x 1, wannacry-note x 1, "
                                + "wannacry-encrypted x 512"),
                sample(
                        "our script, traces that nobody knows",
                        "firebreak-collect 1\nmachine=PC7\nversion=6.1.7601\nhotfix=KB4012212\nhotfixes=ok\nsrv.sys=failed\nsmb1=failed\n"
                                + "trace=petya\ntrace=wannacry-note many C:\\\ntrace=wannacry-keys 2\ntraces=ok\nend\n",
                        "PC7 6.1.7601, whole[4012212], failed(FILE_VERSION), failed(SMB1), wannacry-keys x 2, failed(INDICATORS)"),
                sample(
                        "our script, .NET Framework 4.0 only",
                        "firebreak-collect 1\nmachine=PC7\nversion=6.1.7601\ndotnet4-release=none\ndotnet4=0x1\nend\n",
                        "PC7 6.1.7601, failed(HOTFIXES), failed(FILE_VERSION), failed(SMB1), .NET Framework 4=4"),
                sample(
                        "our script, no .NET Framework 4",
                        "firebreak-collect 1\nmachine=PC7\nversion=6.1.7601\ndotnet4-release=none\ndotnet4=none\nend\n",
                        "PC7 6.1.7601, failed(HOTFIXES), failed(FILE_VERSION), failed(SMB1), .NET Framework 4=no"),
                sample(
                        "our script, stopped: what it has not found is not believed",
                        "firebreak-collect 1\nmachine=PC7\nversion=6.1.7601\ndotnet4-release=none\ndotnet4=none\niis=0x7\nflash-player=none\n",
                        "PC7 6.1.7601, failed(HOTFIXES), failed(FILE_VERSION), failed(SMB1), Internet Information Services=null"),
                sample(
                        "Format-List, number before name",
                        "HotFixID : KB2534111\nCSName   : PC7\n\nHotFixID : KB4012212\nCSName   : PC8\n\n",
                        "PC7 whole[2534111]; PC8 whole[4012212]"),
                sample(
                        "wmic through a pipe, number before name",
                        "\r\r\nHotFixID=KB2534111\r\r\nCSName=PC7\r\r\n\r\r\nHotFixID=KB4012212\r\r\nCSName=PC8\r\r\n",
                        "PC7 whole[2534111]; PC8 whole[4012212]"),
                sample(
                        "Format-List, a name is missing",
                        "CSName : PC7\nHotFixID : KB2534111\n\nHotFixID : KB4012212\n\nCSName : PC8\nHotFixID : KB2813430\n\n",
                        "PC7 partial[2534111]; PC8 partial[2813430]"),
                sample(
                        "an inventory that also names what is missing",
                        "CSName,HotFixID,Status\nPC7,KB2534111,Installed\nPC7,KB4012212,Not installed\n",
                        "PC7 partial[2534111]"),
                sample(
                        "an inventory with a state of its own",
                        "CSName;HotFixID;State\nPC7;KB4012212;2\n",
                        "PC7 partial[]"),
                sample(
                        "a list of what was taken away",
                        "CSName  Description  HotFixID\nPC7     Uninstalled  KB4012212\n\n",
                        "PC7 partial[]"),
                sample(
                        "a machine whose name is a word",
                        "CSName,Description,HotFixID,Status\nMISSING-1,Security Update,KB4012212,\n",
                        "MISSING-1 whole[4012212]"),
                sample(
                        "objects that also name what failed",
                        "[{\"CSName\":\"PC7\",\"HotFixID\":\"KB4012212\",\"InstallState\":\"Failed\"}]",
                        "PC7 partial[]"),
                sample("Export-Clixml of an array", NESTED, "PC7 whole[4012212]; PC8 whole[2534111]"),
                sample(
                        "osqueryd, removed",
                        CHANGE.formatted(1, "added") + CHANGE.formatted(2, "removed"),
                        "PC7 partial[]"),
                sample(
                        "osqueryd, rotated logs in the wrong order",
                        CHANGE.formatted(2, "removed") + CHANGE.formatted(1, "added"),
                        "PC7 partial[]"),
                sample(
                        "osqueryd, removed and added again",
                        CHANGE.formatted(2, "removed") + CHANGE.formatted(3, "added"),
                        "PC7 partial[4012212]"),
                sample("osqueryd, an action nobody knows", CHANGE.formatted(1, "sneezed"), "PC7 partial[]"),
                sample(
                        "osqueryd, the newest snapshot counts",
                        SNAPSHOT.formatted(2, row(2534111)) + SNAPSHOT.formatted(1, row(2534111) + "," + row(4012212)),
                        "PC7 whole[2534111]"),
                sample(
                        "osqueryd, the newest look failed",
                        SNAPSHOT.formatted(1, row(4012212)) + SNAPSHOT.formatted(2, ""),
                        "PC7 failed(HOTFIXES)"),
                sample(
                        "osqueryd, one snapshot without a time",
                        SNAPSHOT.formatted(1, row(2534111) + "," + row(4012212))
                                + SNAPSHOT.replace("\"unixTime\":%d,", "").formatted(row(2534111)),
                        "PC7 partial[2534111]"),
                sample(
                        "nmap, Windows 10",
                        host("Windows 10 Pro 14393", "Windows 10 Pro 6.3"),
                        "PC7 10.0.14393, failed(PROBE)"),
                sample(
                        "nmap, Windows 8.1",
                        host("Windows 8.1 Pro 9600", "Windows 8.1 Pro 6.3"),
                        "PC7 6.3.9600, failed(PROBE)"),
                sample(
                        "nmap, Server 2008",
                        host(
                                "Windows Server (R) 2008 Standard 6001 Service Pack 1",
                                "Windows Server (R) 2008 Standard 6.0"),
                        "PC7 6.0.6001 SP1, failed(PROBE)"),
                sample(
                        "nmap, Server 2003 without a build",
                        host("Windows Server 2003", "Windows Server 2003 5.2"),
                        "PC7 5.2.3790, failed(PROBE)"),
                sample(
                        "nmap, Server 2008 without a build",
                        host("Windows Server 2008", "Windows Server 2008 6.0"),
                        "PC7 failed(OPERATING_SYSTEM), failed(PROBE)"),
                sample(
                        "nmap, Samba",
                        host("Windows 6.1", "Samba 4.3.11-Ubuntu"),
                        "PC7 failed(OPERATING_SYSTEM), failed(PROBE)"),
                sample(
                        "nmap, as printed",
                        "<nmaprun><host><status state=\"up\"/><hostscript><script id=\"smb-os-discovery\" output=\"&#xa;  OS: Windows Server (R) 2008 Standard 6001 Service Pack 1 (Windows Server (R) 2008 Standard 6.0)&#xa;  NetBIOS computer name: PC7\\x00&#xa;\"/></hostscript></host></nmaprun>",
                        "PC7 6.0.6001 SP1"));
    }

    static Stream<Arguments> samples() {
        return Stream.concat(apart(), written());
    }

    private static Stream<Arguments> written() {
        return Stream.of(
                sample(
                        "wmic table",
                        "Caption  CSName  Description  HotFixID   InstalledOn\r\nx        PC7     Update       KB4012212  3/1/2017\r\n         PC7     Update       File 1     3/1/2017\r\n",
                        "PC7 whole[4012212]"),
                sample(
                        "wmic list",
                        "\r\nHotFixID=KB4012212\r\nCSName=PC7\r\n\r\nHotFixID=Q147222\r\nCSName=PC7\r\n\r\n",
                        "null whole[4012212]; PC7 whole[147222]",
                        "PC7 whole[147222, 4012212]"),
                sample(
                        "wmic csv",
                        "\r\nNode,Caption,CSName,HotFixID\r\nPC7,x,PC7,KB4012212\r\nPC8,x,PC8,KB2534111\r\n",
                        "PC7 whole[4012212]; PC8 whole[2534111]"),
                sample("one column", "HotFixID\r\nKB4012212\r\nKB2534111\r\n", "null whole[2534111, 4012212]"),
                sample(
                        "Get-HotFix",
                        "\nSource        Description      HotFixID      InstalledBy\n------        -----------      --------      -----------\nPC7           Security Update  KB4012212     NT\n\n",
                        "PC7 whole[4012212]"),
                sample(
                        "Export-Csv",
                        "#TYPE System.Management.ManagementObject\n\"PSComputerName\",\"Description\",\"HotFixID\"\n\"PC7\",\"Update for Windows 7, x64 (KB4012212)\",\"KB4012212\"\n",
                        "PC7 whole[4012212]"),
                sample(
                        "Export-Csv of a German",
                        "\"PSComputerName\";\"HotFixID\"\n\"PC7\";\"KB4012212\"\n",
                        "PC7 whole[4012212]"),
                sample("headings only", "Caption  CSName  HotFixID\r\n", "null failed(HOTFIXES)"),
                sample(
                        "ConvertTo-Json",
                        "[{\"PSComputerName\":\"PC7\",\"HotFixID\":\"KB4012212\"},{\"PSComputerName\":\"PC7\",\"HotFixID\":\"KB2534111\"}]",
                        "PC7 whole[2534111, 4012212]"),
                sample("Export-Clixml", CLIXML, "PC7 whole[2534111, 4012212]"),
                sample(
                        "Get-ComputerInfo",
                        "{\"CsName\":\"PC7\",\"OsName\":\"Microsoft Windows Server 2016 Standard\",\"OsVersion\":\"10.0.14393\",\"OsArchitecture\":\"64 ビット\",\"OsLocale\":\"ja-JP\",\"OsProductType\":3,\"OsHotFixes\":[{\"HotFixID\":\"KB4013429\"}]}",
                        "PC7 10.0.14393 X64 SERVER, ja-jp, whole[4013429]"),
                sample(
                        "Get-ComputerInfo of PowerShell 5 at depth 2",
                        "{\"CsName\":\"PC7\",\"OsVersion\":\"10.0.14393\",\"OsHotFixes\":[\"@{HotFixID=KB4013429; Description=Update}\",\"Microsoft.PowerShell.Commands.HotFix\"]}",
                        "PC7 10.0.14393, partial[4013429]"),
                sample(
                        "Get-ComputerInfo without a list",
                        "{\"CsName\":\"PC7\",\"OsVersion\":\"10.0.14393\",\"OsHotFixes\":null}",
                        "PC7 10.0.14393, failed(HOTFIXES)"),
                sample(
                        "osquery, both tables",
                        "{\"os_version\":[{\"name\":\"Microsoft Windows 10 Pro\",\"version\":\"10.0.17763\",\"build\":\"17763\",\"platform\":\"windows\",\"arch\":\"64-bit\",\"revision\":\"720\"}],\"patches\":[{\"csname\":\"PC7\",\"hotfix_id\":\"KB4512577\"}]}",
                        "PC7 10.0.17763.720 X64, whole[4512577]"),
                sample("osquery, no rows", "{\"os_version\":[],\"patches\":[]}", "null failed(HOTFIXES)"),
                sample(
                        "osqueryd log",
                        "{\"name\":\"p\",\"hostIdentifier\":\"PC7\",\"unixTime\":1494727512,\"columns\":{\"csname\":\"PC7\",\"hotfix_id\":\"KB4012212\"},\"action\":\"added\"}\n{\"name\":\"p\",\"hostIdentifier\":\"PC7\",\"columns\":{\"csname\":\"PC7\",\"hotfix_id\":\"KB1012212\"},\"action\":\"removed\"}\n",
                        "PC7 partial[4012212]"),
                sample(
                        "our script",
                        SCRIPT,
                        "PC7 5.1.2600 SP3 X86, ja-jp, whole[2534111, 4012598], srv.sys 5.1.2600.7208, smb1-server enabled"),
                sample(
                        "our script, stopped",
                        SCRIPT.replace("end\n", ""),
                        "PC7 5.1.2600 SP3 X86, ja-jp, partial[2534111, 4012598], srv.sys 5.1.2600.7208, smb1-server enabled"),
                sample("nmap, vulnerable", SCAN.formatted("State: VULNERABLE"), "PC7 5.1.2600, probe true"),
                sample("nmap, not vulnerable", SCAN.formatted("NOT VULNERABLE"), "PC7 5.1.2600, failed(PROBE)"),
                sample("nmap, error", SCAN.formatted("ERROR: Script execution failed"), "PC7 5.1.2600, failed(PROBE)"));
    }

    private static Arguments sample(String name, String text, String... told) {
        return Arguments.of(name, text, List.of(told));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    void each_is_read(String name, String text, List<String> told) {
        assertThat(told).contains(String.join("; ", read(text)));
    }

    /** A list that is whole in a prefix is the list of the whole file: nothing cut passes for short. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    void no_truncated_list_is_complete_with_fewer_entries(String name, String text, List<String> told) {
        for (int length = 0; length < text.length(); length++) {
            String prefix = text.substring(0, length);
            // A list without a count that is cut between two lines shows no wound; a log up to a line was true at its
            // time.
            boolean line = text.startsWith("\n", length) && prefix.endsWith("}");
            if (line || prefix.endsWith("\n") || prefix.endsWith("\r")) {
                continue;
            }
            for (String machine : read(prefix)) {
                if (machine.contains("whole[")) {
                    String list = machine.substring(machine.indexOf("whole["), machine.indexOf(']') + 1);
                    assertThat(String.join("; ", read(text))).as(prefix).contains(list);
                }
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    void damaged_files_cause_no_fault(String name, String text, List<String> told) {
        var random = new Random(7);
        for (int i = 0; i < 300; i++) {
            var damaged = new StringBuilder(text);
            for (int j = 0; j < 3; j++) {
                damaged.setCharAt(random.nextInt(text.length()), "\u0000<>{}[]\"&=,;\n é9".charAt(random.nextInt(16)));
            }
            assertThat(read(damaged.toString())).isNotNull();
        }
    }

    private static List<String> read(String text) {
        var content = new DecodedFile(Source.of("x"), "x", text);
        for (Format format : Formats.SHIPPED.all()) {
            if (format.fits(content)) {
                return format.read(content).items().stream()
                        .map(FormatsTest::told)
                        .toList();
            }
        }
        return List.of();
    }

    private static String told(EvidencePart piece) {
        List<String> parts = new ArrayList<>();
        for (Evidence e : piece.evidence()) {
            parts.add(
                    switch (e) {
                        case OsObserved os ->
                            os.build()
                                    + (os.servicePack() == null ? "" : " SP" + os.servicePack())
                                    + (os.architecture() == null
                                            ? ""
                                            : " " + os.architecture().name())
                                    + (os.platform() == null ? "" : " " + os.platform());
                        case LanguageObserved language -> String.valueOf(language.locale());
                        case HotfixesListed list ->
                            (list.complete() ? "whole" : "partial")
                                    + list.ids().toList().stream()
                                            .map(kb -> kb.number())
                                            .sorted()
                                            .toList();
                        case FileObserved file -> "srv.sys " + file.version();
                        case Evidence.ComponentObserved part ->
                            part.component() + "=" + (part.installed() ? part.version() : "no");
                        case SettingObserved seen -> seen.setting().id() + " " + seen.value();
                        case IndicatorObserved seen -> seen.trace().id() + " x " + seen.count();
                        case ProbeAnswered probe -> "probe " + probe.vulnerable();
                        case dev.firebreak.core.inventory.Evidence.Contested contest -> "contested";
                        case LookupFailed failed -> "failed(" + failed.look() + ")";
                    });
        }
        return piece.machine() + " " + parts.stream().collect(Collectors.joining(", "));
    }
}

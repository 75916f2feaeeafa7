package dev.firebreak.app.judging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.cli.AssessCommand;
import dev.firebreak.app.cli.Cli;
import dev.firebreak.app.cli.CommandServices;
import dev.firebreak.app.cli.KnowledgeCommand;
import dev.firebreak.app.collect.Collector;
import dev.firebreak.app.feed.Documents;
import dev.firebreak.app.feed.shipped.ShippedKnowledge;
import dev.firebreak.app.report.Reports;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Advisories of imported feeds are mitigated by the settings that ship, by the commands that an administrator types. */
class ImportedMitigationTest {

    private static final String BULLETINS = Documents.HEADER + """
            "20190514","CVE-2019-0708","4499164","RDP","Windows 7 for x64-based Systems Service Pack 1","RDP","Critical","Remote Code Execution","4493472",""
            "20190514","CVE-2019-0708","4499180","RDP","Windows Server 2008 for 32-bit Systems Service Pack 2","RDP","Critical","Remote Code Execution","",""
            "20200312","CVE-2020-0796","4551762","SMB","Windows 10 Version 1909 for x64-based Systems","SMB","Critical","Remote Code Execution","4540673",""
            "20200312","CVE-2020-0796","4551762","SMB","Windows Server, version 1909 (Server Core installation)","SMB","Critical","Remote Code Execution","4540673",""
            "20210707","CVE-2021-34527","5004947","Spooler","Windows Server 2019","Spooler","Critical","Remote Code Execution","5003646",""
            "20210707","CVE-2021-99999","5004947","Other","Windows Server 2019","Other","Critical","Remote Code Execution","5003646",""
            """;

    private static final String SEVEN =
            "'caption':'Microsoft Windows 7 Professional','version':'6.1.7601','servicePack':1,'architecture':'x64'";
    private static final String TEN =
            "'caption':'Microsoft Windows 10 Pro','version':'10.0.18363','architecture':'x64','platform':'client'";
    private static final String CORE =
            "'caption':'Microsoft Windows Server 1909 Datacenter','version':'10.0.18363','architecture':'x64','platform':'server'";
    private static final String SERVER_2019 =
            "'caption':'Microsoft Windows Server 2019 Standard','version':'10.0.17763','architecture':'x64','platform':'server'";

    @TempDir
    Path temp;

    private String run(String... args) {
        var services = new CommandServices(
                new ShippedKnowledge(),
                () -> new Collector(temp),
                new Reports("test", temp),
                InputStream.nullInputStream(),
                Map.of("FIREBREAK_DATA", temp.resolve("data").toString()),
                Clock.fixed(Instant.parse("2021-08-01T12:00:00Z"), ZoneOffset.UTC),
                System::nanoTime);
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int exit = new Cli(Map.of(), new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), temp)
                .run(List.of(new KnowledgeCommand(services), new AssessCommand(services)), args);
        assertThat(exit).as(err.toString(UTF_8)).isZero();
        return out.toString(UTF_8);
    }

    private static String machine(String name, String os, String settings, int... installed) {
        String ids = java.util.Arrays.stream(installed)
                .mapToObj(kb -> "'KB" + kb + "'")
                .collect(Collectors.joining(","));
        return ("{'machine':'" + name + "','os':{" + os + "},'hotfixes':{'complete':true,'ids':['KB2534111'"
                        + (ids.isEmpty() ? "" : ",") + ids + "]},'settings':{" + settings + "}}\n")
                .replace('\'', '"');
    }

    private Map<String, String> verdicts(String advisory, Path fleet) {
        JsonNode all = JsonMapper.shared()
                .readTree(run("assess", "--advisory", advisory, "--format", "json", fleet.toString()));
        Map<String, String> verdicts = new TreeMap<>();
        for (JsonNode machine : all.path("machines")) {
            JsonNode finding = machine.path("findings").get(0);
            verdicts.put(
                    machine.path("machine").asString(),
                    finding.path("verdict").asString() + " "
                            + finding.path("because").get(0).path("kind").asString());
        }
        return verdicts;
    }

    @Test
    void each_of_the_three_is_mitigated_by_its_own_setting_only() throws Exception {
        run(
                "knowledge",
                "import",
                Files.writeString(temp.resolve("bulletins.csv"), BULLETINS).toString());
        Path seven = Files.writeString(
                temp.resolve("seven.ndjson"),
                machine("NLA", SEVEN, "'rdp-nla':'required'")
                        + machine("OPEN", SEVEN, "'rdp-nla':'not-required'")
                        + machine("UNKNOWN", SEVEN, "'rdp-nla':'unknown'")
                        + machine("OTHER", SEVEN, "'smb1-server':'disabled','smb3-compression':'disabled'")
                        + machine("FIXED", SEVEN, "'rdp-nla':'not-required'", 4499164));
        assertThat(verdicts("CVE-2019-0708", seven))
                .isEqualTo(Map.of(
                        "NLA", "mitigated settingMitigates",
                        "OPEN", "vulnerable hotfixAbsent",
                        "UNKNOWN", "vulnerable hotfixAbsent",
                        "OTHER", "vulnerable hotfixAbsent",
                        "FIXED", "fixed hotfixPresent"));
        Path ten = Files.writeString(
                temp.resolve("ten.ndjson"),
                machine("CLIENT", TEN, "'smb3-compression':'disabled'")
                        + machine("SERVER", CORE, "'smb3-compression':'disabled'")
                        + machine("SERVER-ON", CORE, "'smb3-compression':'enabled'"));
        assertThat(verdicts("CVE-2020-0796", ten))
                .isEqualTo(Map.of(
                        "CLIENT", "vulnerable hotfixAbsent",
                        "SERVER", "mitigated settingMitigates",
                        "SERVER-ON", "vulnerable hotfixAbsent"));
        Path servers = Files.writeString(
                temp.resolve("servers.ndjson"),
                machine("OFF", SERVER_2019, "'spooler-start':'disabled','spooler-state':'stopped'")
                        + machine("STARTS-AGAIN", SERVER_2019, "'spooler-start':'automatic','spooler-state':'stopped'")
                        + machine("STILL-RUNS", SERVER_2019, "'spooler-start':'disabled','spooler-state':'running'"));
        assertThat(verdicts("CVE-2021-34527", servers))
                .isEqualTo(Map.of(
                        "OFF", "mitigated settingMitigates",
                        "STARTS-AGAIN", "vulnerable hotfixAbsent",
                        "STILL-RUNS", "vulnerable hotfixAbsent"));
        // The update closes another vulnerability too, which the setting says nothing about.
        assertThat(verdicts("KB5004947", servers)).containsEntry("OFF", "vulnerable hotfixAbsent");
        assertThat(verdicts("CVE-2021-99999", servers)).containsEntry("OFF", "vulnerable hotfixAbsent");
    }
}

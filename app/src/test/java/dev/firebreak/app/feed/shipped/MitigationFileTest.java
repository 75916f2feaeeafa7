package dev.firebreak.app.feed.shipped;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.core.advisory.Advisory;
import dev.firebreak.core.advisory.Knowledge;
import dev.firebreak.core.advisory.Mitigation;
import dev.firebreak.core.advisory.Product;
import dev.firebreak.core.guidance.MitigationCommand;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** The mitigations that ship: on which product each can be made, by which command; and what the strict reader refuses. */
class MitigationFileTest {

    private static final Knowledge KNOWLEDGE = new ShippedKnowledge().knowledge();

    private static Product product(String id) {
        return KNOWLEDGE.products().stream()
                .filter(p -> p.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static String text() throws Exception {
        try (InputStream in = ShippedKnowledge.class.getResourceAsStream("/dev/firebreak/knowledge/mitigations.json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void five_ship_and_ms17_010_has_the_two_of_smb() {
        assertThat(KNOWLEDGE.mitigations())
                .extracting(Mitigation::id)
                .containsExactly(
                        "smb1-server-off",
                        "tcp445-inbound-blocked",
                        "spooler-off",
                        "rdp-nla-on",
                        "smb3-compression-off");
        Advisory smb = KNOWLEDGE.advisory("MS17-010").orElseThrow();
        assertThat(smb.mitigations())
                .extracting(Mitigation::id)
                .containsExactly("smb1-server-off", "tcp445-inbound-blocked");
        assertThat(smb.ports()).containsExactly(445, 139);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # mitigation           | product                  | proves | command to make it, or none
            smb1-server-off        | windows-xp-sp3           | no  | none
            smb1-server-off        | windows-server-2003-sp2  | no  | none
            smb1-server-off        | windows-vista-sp2        | yes | reg add HKLM\\SYSTEM\\CurrentControlSet\\Services\\LanmanServer\\Parameters /v SMB1 /t REG_DWORD /d 0 /f
            smb1-server-off        | windows-7-sp1            | yes | reg add HKLM\\SYSTEM\\CurrentControlSet\\Services\\LanmanServer\\Parameters /v SMB1 /t REG_DWORD /d 0 /f
            smb1-server-off        | windows-8                | yes | Set-SmbServerConfiguration -EnableSMB1Protocol $false -Force
            smb1-server-off        | windows-server-2016      | yes | Set-SmbServerConfiguration -EnableSMB1Protocol $false -Force
            tcp445-inbound-blocked | windows-xp-sp3           | never | netsh firewall set portopening protocol=TCP port=445 name="Firebreak block SMB inbound" mode=DISABLE profile=ALL & netsh firewall set portopening protocol=TCP port=139 name="Firebreak block SMB inbound" mode=DISABLE profile=ALL
            tcp445-inbound-blocked | windows-7-sp1            | never | netsh advfirewall firewall add rule name="Firebreak block SMB inbound" dir=in action=block protocol=TCP localport=445,139
            spooler-off            | windows-7-sp1            | yes | sc config Spooler start= disabled & net stop Spooler
            spooler-off            | windows-server-2016      | yes | sc config Spooler start= disabled & net stop Spooler
            rdp-nla-on             | windows-xp-sp3           | no  | none
            rdp-nla-on             | windows-7-sp1            | yes | reg add "HKLM\\SYSTEM\\CurrentControlSet\\Control\\Terminal Server\\WinStations\\RDP-Tcp" /v UserAuthentication /t REG_DWORD /d 1 /f
            smb3-compression-off   | windows-10-1903          | no  | reg add HKLM\\SYSTEM\\CurrentControlSet\\Services\\LanmanServer\\Parameters /v DisableCompression /t REG_DWORD /d 1 /f
            smb3-compression-off   | windows-server-1903      | yes | reg add HKLM\\SYSTEM\\CurrentControlSet\\Services\\LanmanServer\\Parameters /v DisableCompression /t REG_DWORD /d 1 /f
            """)
    void each_by_product(String id, String product, String proves, String command) {
        Mitigation mitigation = KNOWLEDGE.mitigation(id).orElseThrow();
        boolean does = mitigation.isProvable() && mitigation.proof().scope().holds(product(product));
        assertThat(mitigation.isProvable() ? does ? "yes" : "no" : "never").isEqualTo(proves);
        assertThat(mitigation
                        .variant(product(product))
                        .map(MitigationCommand::apply)
                        .orElse("none"))
                .isEqualTo(command);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            smb1-server-off        | windows-7-sp1       | reg delete HKLM\\SYSTEM\\CurrentControlSet\\Services\\LanmanServer\\Parameters /v SMB1 /f
            smb1-server-off        | windows-server-2016 | Set-SmbServerConfiguration -EnableSMB1Protocol $true -Force
            tcp445-inbound-blocked | windows-7-sp1       | netsh advfirewall firewall delete rule name="Firebreak block SMB inbound"
            spooler-off            | windows-7-sp1       | sc config Spooler start= auto & net start Spooler
            rdp-nla-on             | windows-7-sp1       | reg add "HKLM\\SYSTEM\\CurrentControlSet\\Control\\Terminal Server\\WinStations\\RDP-Tcp" /v UserAuthentication /t REG_DWORD /d 0 /f
            """)
    void each_can_be_undone(String id, String product, String command) {
        Mitigation mitigation = KNOWLEDGE.mitigation(id).orElseThrow();
        assertThat(MitigationCommand.undo(mitigation.variant(product(product)).orElseThrow()))
                .isEqualTo(command);
    }

    /** Each of these could let a machine pass for mitigated, or put a stranger's word into a command. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "value": "disabled",                    | "value": "off",
            "value": "stopped",                     | "value": "unknown",
            "setting": "smb1-server"                | "setting": "smb2-server"
            "service": "Spooler"                    | "service": "Spooler & calc"
            "name": "SMB1"                          | "name": "SMB1\\" /f & calc"
            "rule": "Firebreak block SMB inbound"   | "rule": "x\\" & calc \\""
            "change": "serviceStart"                | "change": "commandLine"
            "start": "disabled"                     | "start": "boot"
            "ports": [3389]                         | "ports": 3389
            "scope": {"ntFrom": "6.0"}              | "scope": {"ntForm": "6.0"}
            "platforms": ["server"]                 | "platforms": ["servers"]
            "restart": false                        | "restart": "false"
            "cves": ["CVE-2019-0708"]               | "cves": []
            "id": "rdp-nla-on"                      | "id": "spooler-off"
            "facts": ["apply", "undo"]              | "facts": ["apply"]
            "url": "https://msrc                    | "url": "http://msrc
            "key": "SYSTEM                          | "key": "..\\\\SYSTEM
            firebreak.mitigations/1                 | firebreak.mitigations/2
            """)
    void what_is_not_allowed_is_refused(String good, String bad) throws Exception {
        String text = text();
        assertThat(text).contains(good);
        var mapper = JsonMapper.shared();
        assertThat(MitigationFile.read(mapper.readTree(text))).hasSize(5);
        assertThatThrownBy(() -> MitigationFile.read(mapper.readTree(text.replace(good, bad))))
                .isInstanceOf(RuntimeException.class);
    }

    @Test
    void every_fact_names_its_source() {
        for (Mitigation mitigation : KNOWLEDGE.mitigations()) {
            assertThat(mitigation.sources()).as(mitigation.id()).isNotEmpty();
            assertThat(List.of(
                            mitigation.wording().breaks(), mitigation.wording().remains()))
                    .allSatisfy(t -> assertThat(t.ja()).isNotBlank().isNotEqualTo(t.en()));
        }
    }
}

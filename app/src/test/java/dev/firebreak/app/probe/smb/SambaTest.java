package dev.firebreak.app.probe.smb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against Samba the probe finds what nmap's scripts find, in no more connections. */
class SambaTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        // dialects, server signing, guest
        "NT1-SMB3, auto,      true",
        "SMB2-SMB3, mandatory, false",
        "NT1-NT1,  disabled,  true"
    })
    void three_samba_set_ups_agree_with_nmap(String dialects, String signing, boolean guest) throws Exception {
        agrees(dialects, signing, guest);
    }

    @Tag("long")
    @ParameterizedTest
    @CsvSource({
        "NT1-SMB3,  auto,      true",
        "NT1-SMB3,  auto,      false",
        "NT1-SMB3,  disabled,  true",
        "NT1-SMB3,  disabled,  false",
        "NT1-SMB3,  mandatory, true",
        "NT1-SMB3,  mandatory, false",
        "SMB2-SMB3, auto,      true",
        "SMB2-SMB3, auto,      false",
        "SMB2-SMB3, disabled,  true",
        "SMB2-SMB3, disabled,  false",
        "SMB2-SMB3, mandatory, true",
        "SMB2-SMB3, mandatory, false",
        "NT1-NT1,   auto,      false",
        "NT1-NT1,   mandatory, true",
        "NT1-SMB2_10, auto,    true",
        "SMB2_02-SMB3_00, auto, false"
    })
    void sixteen_samba_set_ups_agree_with_nmap(String dialects, String signing, boolean guest) throws Exception {
        agrees(dialects, signing, guest);
    }

    private void agrees(String dialects, String signing, boolean guest) throws Exception {
        needed();
        String[] range = dialects.split("-");
        List<String> options = new ArrayList<>(List.of(
                "server min protocol = " + range[0],
                "server max protocol = " + range[1],
                "server signing = " + signing,
                "map to guest = " + (guest ? "Bad User" : "Never")));
        try (Samba samba = Samba.start(folder, options);
                var proxy = new CountingProxy(samba.port())) {
            SmbFinding finding = probe(proxy.port());
            int ours = proxy.counted();
            Nmap nmap = Nmap.security(proxy.port());
            int theirs = proxy.counted();
            assertThat(SmbFindingJson.dialects(finding)).isNotEmpty().isEqualTo(nmap.dialects());
            assertThat(finding.smb1().answered()).isEqualTo(range[0].equals("NT1"));
            assertThat(
                            finding.smb1().signing() == null
                                    ? null
                                    : finding.smb1().signing().name())
                    .isEqualTo(nmap.smb1Signing());
            assertThat(
                            finding.smb2().signing() == null
                                    ? null
                                    : finding.smb2().signing().name())
                    .isEqualTo(nmap.signing());
            assertThat(finding.guest()).isEqualTo(guest);
            assertThat(finding.smb1().patch())
                    .isEqualTo(range[0].equals("NT1") ? SmbPatch.NOT_VULNERABLE : SmbPatch.UNKNOWN);
            assertThat(finding.connections()).isEqualTo(ours).isLessThanOrEqualTo(theirs);
        }
    }

    @Test
    void the_ms17010_check_agrees_with_nmap() throws Exception {
        needed();
        try (Samba samba = Samba.start(folder, List.of("server min protocol = NT1"))) {
            same(samba.port(), SmbPatch.NOT_VULNERABLE, "NOT VULNERABLE");
        }
        try (var unpatched = new Responder(Responder.windows(0, 0, 0xC000_0205L))) {
            same(unpatched.port(), SmbPatch.VULNERABLE, "VULNERABLE");
        }
        try (var patched = new Responder(Responder.windows(0, 0, 0xC000_0022L))) {
            same(patched.port(), SmbPatch.NOT_VULNERABLE, "NOT VULNERABLE");
        }
        // nmap takes any other answer for "not vulnerable"; here it is unknown.
        try (var odd = new Responder(Responder.windows(0, 0, 0xC000_00BBL))) {
            same(odd.port(), SmbPatch.UNKNOWN, "NOT VULNERABLE");
        }
    }

    private static void same(int port, SmbPatch ours, String theirs) throws IOException {
        assertThat(probe(port).smb1().patch()).isEqualTo(ours);
        assertThat(Nmap.ms17010(port).patch()).isEqualTo(theirs);
    }

    private static SmbFinding probe(int port) {
        return new SmbProber(Clock.systemUTC(), Duration.ofSeconds(10))
                .probe(new SmbTarget("127.0.0.1", "127.0.0.1", port));
    }

    private static void needed() {
        assumeTrue(Samba.isThere(), "samba (smbd) is not installed");
        assumeTrue(Nmap.isThere(), "nmap is not installed");
    }
}

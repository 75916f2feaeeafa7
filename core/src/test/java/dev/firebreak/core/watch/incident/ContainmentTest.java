package dev.firebreak.core.watch.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.core.watch.Indicator;
import dev.firebreak.core.watch.Indicators;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ContainmentTest {

    private static final Indicators INDICATORS = new Indicators(
            List.of(domain(Indicators.WANNACRY_KILL_SWITCH, "brake.example"), domain("wannacry-other", "bad.example")));

    private static Indicator domain(String id, String name) {
        return new Indicator(
                id,
                "WannaCry",
                Indicator.Kind.DOMAIN,
                name,
                null,
                List.of(new Indicator.Reference("a test", null, Indicator.Confidence.LOW)));
    }

    /** Whoever names a machine must not write rules. */
    @ParameterizedTest
    @EnumSource(Containment.Device.class)
    void only_addresses_enter_the_rules(Containment.Device device) {
        String rules = Containment.rules(
                device,
                List.of(
                        "192.0.2.7",
                        "2001:db8::7",
                        "PC1",
                        "0.0.0.0/0",
                        "any",
                        "192.0.2.8; flush ruleset",
                        "192.0.2.9\npermit ip any any",
                        "'; Remove-Item C:\\ -Recurse; '",
                        "999.1.1.1"),
                INDICATORS,
                "192.0.2.5\nx");
        assertThat(rules)
                .doesNotContain(
                        "PC1", "flush", "Remove-Item", "192.0.2.8", "192.0.2.9", "999", "0.0.0.0/0", "192.0.2.5");
        if (device != Containment.Device.RPZ) {
            assertThat(rules).contains("192.0.2.7", "2001:db8::7", "7 machine(s)");
        }
    }

    @Test
    void a_kill_switch_name_is_never_blocked() {
        String through = Containment.rules(Containment.Device.RPZ, List.of(), INDICATORS, "");
        assertThat(through)
                .contains(
                        "brake.example CNAME rpz-passthru.",
                        "*.brake.example CNAME rpz-passthru.",
                        "bad.example CNAME .\n");
        assertThat(Containment.rules(Containment.Device.RPZ, List.of(), INDICATORS, "192.0.2.5"))
                .contains("brake.example A 192.0.2.5")
                .doesNotContain("brake.example CNAME .\n");
    }

    /** Public lists name www.(kill switch) as a domain of malware. */
    @Test
    void a_name_below_a_kill_switch_is_never_blocked_whatever_a_list_calls_it() {
        var listed = new Indicators(List.of(
                domain(Indicators.WANNACRY_KILL_SWITCH, "brake.example"),
                domain("wannacry-other", "www.brake.example"),
                domain("wannacry-other", "notbrake.example")));
        assertThat(Containment.rules(Containment.Device.RPZ, List.of(), listed, ""))
                .contains("\nwww.brake.example CNAME rpz-passthru.\n", "\nnotbrake.example CNAME .\n")
                .doesNotContain("www.brake.example CNAME .\n");
    }

    @ParameterizedTest
    @EnumSource(Containment.Device.class)
    void addresses_that_others_share_are_named_and_left_out(Containment.Device device) {
        String rules = Containment.rules(
                device,
                List.of("192.0.2.7", "192.0.2.53"),
                List.of("192.0.2.53", "192.0.2.99", "not an address"),
                INDICATORS,
                "");
        List<String> acting = rules.lines()
                .filter(line -> !line.matches("[#!;].*"))
                .filter(line -> line.contains("192.0.2."))
                .toList();
        assertThat(acting).allSatisfy(line -> assertThat(line).doesNotContain("192.0.2.53", "192.0.2.99"));
        if (device != Containment.Device.RPZ) {
            assertThat(acting).isNotEmpty();
            assertThat(rules)
                    .containsPattern("[#!] left out, for others are behind these addresses: 192\\.0\\.2\\.53\n");
        }
    }

    /** Broadcast, loopback, link-local and multicast addresses cut off others, or nobody; one machine written in two ways is one. */
    @Test
    void only_addresses_of_one_machine_enter_in_one_spelling() {
        assertThat(Containment.addresses(List.of(
                        "255.255.255.255",
                        "0.0.0.0",
                        "127.0.0.1",
                        "169.254.3.4",
                        "224.0.0.252",
                        "fe80::1%eth0",
                        "ff02::1",
                        "::1",
                        "1::2::3",
                        ":::::",
                        "010.0.0.1",
                        "2001:DB8:0:0::7",
                        "2001:db8::7",
                        "::ffff:192.0.2.8",
                        "192.0.2.8")))
                .containsExactly("192.0.2.8", "2001:db8::7");
    }

    @Test
    void without_machines_nothing_is_cut_off() {
        assertThat(Containment.rules(Containment.Device.WINDOWS_FIREWALL, List.of(), INDICATORS, ""))
                .doesNotContain("New-NetFirewallRule");
        assertThat(Containment.rules(Containment.Device.CISCO_ACL, List.of(), INDICATORS, ""))
                .doesNotContain("deny");
        assertThat(Containment.rules(Containment.Device.NFTABLES, List.of(), INDICATORS, ""))
                .doesNotContain("elements");
    }
}

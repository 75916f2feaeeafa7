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

package dev.firebreak.core.watch.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.core.assess.Verdict;
import dev.firebreak.core.watch.Detection;
import dev.firebreak.core.watch.Flow;
import dev.firebreak.core.watch.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Detections as {@code rule source target}, a second apart; {@code |} means a week later. */
class IncidentCorrelatorTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = ';', textBlock = """
        # detections                                                        ; first ; isolate ; roles
        eternalblue a b                                                     ; a     ; a       ; a=spreading b=hit
        eternalblue a b, doublepulsar a b                                   ; a     ; a b     ; a=spreading b=taken_over
        eternalblue a b, eternalblue b c                                    ; a     ; b a     ; a=spreading b=spreading c=hit
        smb_scan a x, eternalblue a b, smb_scan b x                         ; a     ; a b     ; a=spreading b=taken_over
        killswitch_lookup a dns                                             ; a     ; a       ; a=suspected
        killswitch_lookup a dns, killswitch_contact a web                   ; a     ; a       ; a=suspected
        ransomware_file_burst a srv                                         ; a     ; a       ; a=encrypting srv=damaged
        ransomware_file_burst a srv, eternalblue b a                        ; a     ; a b     ; a=encrypting srv=damaged b=spreading
        ms17_010_probe_vulnerable a b                                       ; a     ; a       ; a=scanning b=probed
        """)
    void roles_and_order_of_isolation(String detections, String first, String isolate, String roles) {
        List<Incident> incidents = correlate(detections, MachineDirectory.EMPTY);
        assertThat(incidents).hasSize(1);
        Incident incident = incidents.getFirst();
        assertThat(incident.first()).isEqualTo(first);
        assertThat(String.join(" ", incident.isolateFirst())).isEqualTo(isolate);
        assertThat(incident.hosts().stream()
                        .map(h -> h.address() + "=" + h.role().id())
                        .collect(Collectors.joining(" ")))
                .isEqualTo(roles);
    }

    /** Two machines that ask the same name server have nothing to do with each other. */
    @Test
    void a_shared_name_server_joins_nothing() {
        assertThat(correlate("killswitch_lookup a dns, killswitch_lookup b dns", MachineDirectory.EMPTY))
                .hasSize(2);
    }

    @Test
    void what_is_joined_later_is_one_incident() {
        assertThat(correlate("eternalblue a b, eternalblue c d, eternalblue b c", MachineDirectory.EMPTY))
                .hasSize(1);
    }

    @Test
    void a_quiet_week_ends_an_incident() {
        assertThat(correlate("eternalblue a b, | eternalblue a c", MachineDirectory.EMPTY))
                .hasSize(2);
    }

    @Test
    void the_inventory_tells_who_was_vulnerable() {
        var directory = new InventoryDirectory();
        directory.add(new KnownMachine("PC1", Verdict.Kind.VULNERABLE), List.of("b"));
        directory.add(new KnownMachine("PC2", Verdict.Kind.FIXED), List.of("c"));
        directory.add(new KnownMachine("PC3", Verdict.Kind.VULNERABLE), List.of("x"));
        directory.add(new KnownMachine("PC4", Verdict.Kind.VULNERABLE), List.of("d"));
        directory.add(new KnownMachine("PC5", Verdict.Kind.FIXED), List.of("d"));
        Incident incident = correlate("eternalblue a b, eternalblue a c, eternalblue a d", directory)
                .getFirst();
        // Two machines claim the address d: nobody knows which of them was hit.
        assertThat(incident.vulnerableHit()).isEqualTo(1);
        assertThat(incident.hosts().get(1).machine()).isEqualTo(new KnownMachine("PC1", Verdict.Kind.VULNERABLE));
        assertThat(incident.hosts().get(3).machine()).isNull();
    }

    @Test
    void a_hop_succeeded_where_the_target_answers_or_acts_afterwards() {
        Incident incident = correlate("eternalblue a b, eternalblue a c, eternalblue b d", MachineDirectory.EMPTY)
                .getFirst();
        assertThat(incident.path())
                .extracting(h -> h.source() + h.target() + h.succeeded())
                .containsExactly("abtrue", "acfalse", "bdfalse");
    }

    private static List<Incident> correlate(String text, MachineDirectory directory) {
        List<Detection> detections = new ArrayList<>();
        Instant at = Instant.parse("2017-05-12T08:00:00Z");
        for (String one : text.split(", ")) {
            String rest = one;
            if (rest.startsWith("| ")) {
                at = at.plusSeconds(7 * 86_400);
                rest = rest.substring(2);
            }
            String[] words = rest.split(" ");
            at = at.plusSeconds(1);
            detections.add(new Detection(
                    at, words[0], Severity.CRITICAL, Flow.of(words[1], 50_000, words[2], 445), 1, List.of(), "test"));
        }
        return new IncidentCorrelator(directory).correlate(detections);
    }
}

package dev.firebreak.core.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.core.advisory.Mitigation;
import dev.firebreak.core.advisory.Setting;
import dev.firebreak.core.inventory.Evidence;
import dev.firebreak.core.inventory.Source;
import dev.firebreak.core.text.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What settings say about an order for a mitigation. */
class MitigationSettingTest {

    private static Mitigation mitigation(Mitigation.Condition... conditions) {
        return new Mitigation(
                "spooler-off",
                new Mitigation.Wording(Text.same("n"), Text.same("i"), Text.same("b"), Text.same("r")),
                Set.of("CVE-2017-9999"),
                new Mitigation.Proof(List.of(conditions), Mitigation.Scope.ALL, null),
                List.of(),
                List.of(),
                List.of());
    }

    private static final Mitigation SPOOLER = mitigation(
            new Mitigation.Condition(Setting.SPOOLER_STATE, "stopped", Text.same("stopped")),
            new Mitigation.Condition(Setting.SPOOLER_START, "disabled", Text.same("disabled")));

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // states, starts, meaning
                "stopped,          disabled,           IN_PLACE",
                "stopped,          automatic,          NOT_IN_PLACE",
                "running,          disabled,           NOT_IN_PLACE",
                "running,          -,                  NOT_IN_PLACE",
                "stopped,          -,                  NOT_KNOWN",
                "-,                -,                  NOT_KNOWN",
                "stopped running,  disabled,           NOT_KNOWN",
                "stopped,          disabled automatic, NOT_KNOWN",
                "running,          disabled automatic, NOT_KNOWN"
            })
    void settings_mean(String states, String starts, FreshEvidence.Setting meaning) {
        List<Evidence> evidence = new ArrayList<>();
        add(evidence, Setting.SPOOLER_STATE, states);
        add(evidence, Setting.SPOOLER_START, starts);
        assertThat(MitigationSetting.of(SPOOLER, evidence)).isEqualTo(meaning);
        assertThat(MitigationSetting.of(mitigation(), evidence))
                .as("no setting shows it")
                .isEqualTo(FreshEvidence.Setting.NOT_KNOWN);
    }

    private static void add(List<Evidence> evidence, Setting setting, String values) {
        if (values != null) {
            for (String value : values.split(" ")) {
                evidence.add(new Evidence.SettingObserved(setting, value, Source.of("PC1_firebreak.txt")));
            }
        }
    }
}

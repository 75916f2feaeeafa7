package dev.firebreak.core.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.firebreak.core.assess.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a verdict shows as, and how lights are counted. */
class MachineStatusTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # verdict    | speaks       | silent
            VULNERABLE   | VULNERABLE   | VULNERABLE
            UNKNOWN      | UNKNOWN      | SILENT
            MITIGATED    | MITIGATED    | SILENT
            FIXED        | FIXED        | SILENT
            NOT_AFFECTED | NOT_AFFECTED | SILENT
            """)
    void only_vulnerable_stays_when_a_machine_is_silent(
            Verdict.Kind verdict, MachineStatus speaks, MachineStatus silent) {
        assertThat(MachineStatus.of(verdict, false)).isEqualTo(speaks);
        assertThat(MachineStatus.of(verdict, true)).isEqualTo(silent);
    }

    @Test
    void what_is_open_is_vulnerable_unknown_or_silent() {
        StatusTally tally = StatusTally.of(1, 2, 4, 8, 16, 32);
        assertThat(tally.open()).isEqualTo(7);
        assertThat(tally.total()).isEqualTo(63);
        assertThat(tally.of(MachineStatus.VULNERABLE)).isEqualTo(1);
        assertThat(tally.of(MachineStatus.NOT_AFFECTED)).isEqualTo(32);
        assertThat(tally.plus(StatusTally.of(0, 0, 1, 0, 0, 0))).isEqualTo(StatusTally.of(1, 2, 5, 8, 16, 32));
        assertThat(tally.plus(StatusTally.NONE))
                .isEqualTo(tally)
                .hasSameHashCodeAs(tally)
                .isNotEqualTo(StatusTally.NONE);
        assertThat(tally).hasToString("[1, 2, 4, 8, 16, 32]").isNotEqualTo("x");
        assertThat(StatusTally.NONE.total()).isZero();
    }

    @Test
    void there_is_a_count_for_each_status() {
        assertThatIllegalArgumentException().isThrownBy(() -> StatusTally.of(1, 2, 3));
    }

    @Test
    void counts_that_change_later_change_no_tally() {
        int[] counts = {1, 0, 0, 0, 0, 0};
        StatusTally tally = StatusTally.of(counts);
        counts[0] = 9;
        assertThat(tally.of(MachineStatus.VULNERABLE)).isEqualTo(1);
    }
}

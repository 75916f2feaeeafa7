package dev.firebreak.core.advisory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LifecycleTest {

    private static final Lifecycle SEVEN = new Lifecycle(
            "windows-7-sp1",
            "Windows 7 SP1",
            Platform.CLIENT,
            null,
            LocalDate.parse("2015-01-13"),
            LocalDate.parse("2020-01-14"),
            LocalDate.parse("2023-01-10"),
            true,
            null);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # day      | state       | ends
            2015-01-13 | MAINSTREAM  | 2015-01-13
            2017-05-14 | EXTENDED    | 2020-01-14
            2020-01-14 | EXTENDED    | 2020-01-14
            2020-01-15 | ESU         | 2023-01-10
            2026-11-23 | UNSUPPORTED | 2023-01-10
            """)
    void a_date_is_the_last_day_of_its_phase(LocalDate day, Lifecycle.State state, LocalDate ends) {
        assertThat(SEVEN.on(day)).isEqualTo(new Lifecycle.Support(state, ends));
    }

    @Test
    void where_a_date_is_not_known_the_time_after_the_last_known_one_is_not_either() {
        var partly =
                new Lifecycle("x", "X", Platform.CLIENT, null, LocalDate.parse("2015-01-13"), null, null, false, null);
        assertThat(partly.on(LocalDate.parse("2020-01-01"))).isEqualTo(Lifecycle.Support.UNKNOWN);
    }
}

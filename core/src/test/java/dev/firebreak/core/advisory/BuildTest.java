package dev.firebreak.core.advisory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BuildTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            # as printed                            | read as
            6.1.7601                                | 6.1.7601
            10.0.14393.953                          | 10.0.14393.953
            6.1.7601.23689 (win7sp1_ldr.170209-0600)| 6.1.7601.23689
            6.1.7601.23689 built by: x              | 6.1.7601.23689
            '5, 1, 2600, 7208'                      | 5.1.2600.7208
            6.1.7601 Service Pack 1 Build 7601      | 6.1.7601
            6.1                                     | -
            10.0.14393.953.1                        | -
            N/A                                     | -
            99999999.1.1                            | -
            """)
    void a_version_is_read_as_it_is_printed(String printed, String read) {
        assertThat(Build.parse(printed).map(Build::toString).orElse(null)).isEqualTo(read);
    }
}

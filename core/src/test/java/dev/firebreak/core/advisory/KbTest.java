package dev.firebreak.core.advisory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KbTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            # as lists print it   | number
            KB4012598              | 4012598
            kb4012598              | 4012598
            ' KB4012598 '          | 4012598
            KB951376-v2            | 951376
            KB2862330 - Update     | 2862330
            Q147222                | 147222
            943729                 | 943729
            KB12345                | 12345
            12345                  | -
            File 1                 | -
            {90D5C0A1-1111-2222}   | -
            KB                     | -
            KB123456789            | -
            KB4012598x             | -
            ''                     | -
            N/A                    | -
            """)
    void an_entry_of_a_hotfix_list_is_read_as_it_is_printed(String printed, Integer number) {
        assertThat(Kb.parse(printed).map(Kb::number).orElse(null)).isEqualTo(number);
    }
}

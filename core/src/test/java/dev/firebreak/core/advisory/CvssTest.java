package dev.firebreak.core.advisory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CvssTest {

    private static final String VECTOR = "CVSS:3.0/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:H";

    @ParameterizedTest
    @CsvSource({
        "0, NONE",
        "0.1, LOW",
        "3.9, LOW",
        "4, MEDIUM",
        "6.9, MEDIUM",
        "7, HIGH",
        "8.9, HIGH",
        "9, CRITICAL",
        "10, CRITICAL"
    })
    void the_word_for_a_score(double base, String word) {
        assertThat(new Cvss(VECTOR, base).severity()).isEqualTo(word);
    }

    @Test
    void the_version_stands_in_the_vector() {
        assertThat(new Cvss(VECTOR, 8.1).version()).isEqualTo("3.0");
    }

    @Test
    void nothing_else_is_a_score() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Cvss("AV:N/AC:L/Au:N/C:C/I:C/A:C", 9.3));
        assertThatIllegalArgumentException().isThrownBy(() -> new Cvss(VECTOR, 10.1));
    }
}

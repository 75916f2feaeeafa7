package dev.firebreak.core.watch.killswitch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The question for a probe and its answer: only whole ones are one. */
class SeenProbeTest {

    private static final String NONCE = "0123456789abcdef0123456789abcdef";

    @Test
    void question_and_answer_are_read_as_they_are_written() {
        assertThat(SeenProbe.asked(SeenProbe.path(NONCE))).contains(NONCE);
        var seen = new SeenProbe(NONCE, List.of("10.1.2.3", "fd00::1"));
        assertThat(SeenProbe.parse(seen.header())).contains(seen);
        var none = new SeenProbe(NONCE, List.of());
        assertThat(SeenProbe.parse(none.header())).contains(none);
        assertThat(SeenProbe.parse("nonce=" + NONCE + "; sources=FD00:0::1")
                        .orElseThrow()
                        .sources())
                .containsExactly("fd00::1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonce=" + NONCE,
                "nonce=" + NONCE + "; source=10.1.2.3",
                "nonce=" + NONCE + "; sources=10.1.2.3,",
                "nonce=" + NONCE + "; sources=10.1.2.256",
                "nonce=" + NONCE + "; sources=10.1.2.3, 10.1.2.4",
                "nonce=0; sources=10.1.2.3",
                " nonce=" + NONCE + "; sources=10.1.2.3"
            })
    void anything_else_is_no_answer(String header) {
        assertThat(SeenProbe.parse(header)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/firebreak-probes/", "/firebreak-probes/0", "/firebreak-probes/" + NONCE + "/", "/x"})
    void any_other_path_is_no_question(String path) {
        assertThat(SeenProbe.asked(path)).isEmpty();
    }
}

package dev.firebreak.app.web.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A token's new machines in an hour. */
class NewMachineLimitTest {

    private static final Instant NOON = Instant.parse("2017-05-14T12:00:00Z");

    private final NewMachineLimit limit = new NewMachineLimit(3);

    private NewMachineLimit.Answer take(String token, int minutes) {
        return limit.take(token, NOON.plus(Duration.ofMinutes(minutes)));
    }

    @Test
    void so_many_may_come_in_an_hour_and_the_first_refusal_is_marked() {
        for (int minute = 0; minute < 3; minute++) {
            assertThat(take("osaka", minute)).isEqualTo(new NewMachineLimit.Granted());
        }
        assertThat(take("osaka", 15)).isEqualTo(new NewMachineLimit.Refused(Duration.ofMinutes(45), true));
        assertThat(take("osaka", 59)).isEqualTo(new NewMachineLimit.Refused(Duration.ofMinutes(1), false));
    }

    @Test
    void each_token_has_its_own_hour() {
        for (int minute = 0; minute < 4; minute++) {
            take("osaka", minute);
        }
        assertThat(take("tokyo", 5)).isEqualTo(new NewMachineLimit.Granted());
    }

    @Test
    void after_an_hour_the_limit_starts_again_and_a_refusal_is_a_new_notice() {
        for (int minute = 0; minute < 4; minute++) {
            take("osaka", minute);
        }
        for (int minute = 60; minute < 63; minute++) {
            assertThat(take("osaka", minute)).isEqualTo(new NewMachineLimit.Granted());
        }
        assertThat(take("osaka", 63)).isEqualTo(new NewMachineLimit.Refused(Duration.ofMinutes(57), true));
    }
}

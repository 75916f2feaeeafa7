package dev.firebreak.core.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What exit codes mean; success is an allow list. */
class OutcomeTest {

    @ParameterizedTest
    @CsvSource({
        // reported, kind, claim, restart
        "0,           INSTALLED,         true,  false",
        "3010,        INSTALLED,         true,  true",
        "1641,        INSTALLED,         true,  true",
        "2359301,     INSTALLED,         true,  true", // 0x240005, as cmd prints it
        "0x240005,    INSTALLED,         true,  true",
        "2359302,     ALREADY_INSTALLED, true,  false",
        "0x00240006,  ALREADY_INSTALLED, true,  false",
        "-2145124329, NOT_APPLICABLE,    false, false", // 0x80240017, as cmd prints it
        "2149842967,  NOT_APPLICABLE,    false, false",
        "0x80240017,  NOT_APPLICABLE,    false, false",
        "5,           ACCESS_DENIED,     false, false",
        "0x80070005,  ACCESS_DENIED,     false, false",
        "112,         DISK_FULL,         false, false",
        "1618,        BUSY,              false, false",
        "1602,        CANCELLED,         false, false",
        "1603,        FAILED,            false, false",
        "1460,        TIMED_OUT,         false, false",
        "timeout,     TIMED_OUT,         false, false",
        "hash,        NOT_GENUINE,       false, false",
        "unchecked,   NOT_CHECKED,       false, false",
        "size,        NOT_GENUINE,       false, false",
        "fetch,       FETCH_FAILED,      false, false",
        "missing,     NOT_AVAILABLE,     false, false",
        "0x80070422,  SERVICE_DISABLED,  false, false",
        "1,           FAILED,            false, false",
        "-1,          FAILED,            false, false",
        "3011,        FAILED,            false, false",
        "0x240007,    FAILED,            false, false",
        "2359303,     FAILED,            false, false"
    })
    void an_exit_code_has_its_outcome(String reported, Outcome.Kind kind, boolean claim, boolean restart) {
        Outcome outcome = Outcome.parse(reported).orElseThrow();
        assertThat(outcome.kind()).isEqualTo(kind);
        assertThat(outcome.isClaim()).isEqualTo(claim);
        assertThat(outcome.restart()).isEqualTo(restart);
    }

    @Test
    void only_four_codes_and_already_installed_claim_anything() {
        // Every 16-bit code, and those around the known results: success is short.
        var claims = new java.util.ArrayList<Long>();
        for (long code = 0; code <= 0xFFFF; code++) {
            if (Outcome.of(code).isClaim()) {
                claims.add(code);
            }
        }
        for (long high : new long[] {0x240000L, 0x80240000L, 0x80070000L, 0x800B0000L, 0x800F0000L}) {
            for (long code = high; code <= high + 0xFFFF; code++) {
                if (Outcome.of(code).isClaim()) {
                    claims.add(code);
                }
            }
        }
        assertThat(claims).containsExactly(0L, 1641L, 3010L, 0x240005L, 0x240006L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "ok",
                "success",
                "installed",
                "0x",
                "0x123456789",
                "4294967296",
                "-2147483649",
                "3010 ; 0",
                "1e3",
                "０"
            })
    void anything_else_is_no_report(String reported) {
        assertThat(Outcome.parse(reported)).isEmpty();
    }
}

package dev.firebreak.core.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which ids are of two machines for certain. */
class MachineIdentityTest {

    private static final String A = "4C4C4544-0037-3610-8051-B4C04F4E3232";
    private static final String B = "564D1F2A-9C3E-7B41-A0D2-1E5F6A7B8C9D";

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "P1, A, P1, A, false",
                "P1, A, P2, A, false", // installed anew on the same hardware
                "P1, A, P1, B, true", // copies of one image
                "P1, A, P2, B, true",
                "P1, -, P2, -, true",
                "P1, -, p1, -, false",
                "P1, A, P2, -, true",
                "P1, A, P1, -, false",
                "P1, A, -, B, true",
                "P1, -, -, B, false",
                "-, -, P1, A, false",
                "-, -, -, -, false"
            })
    void two_are_two_where_something_that_both_tell_differs(
            @Nullable String product,
            @Nullable String hardware,
            @Nullable String otherProduct,
            @Nullable String otherHardware,
            boolean differs) {
        MachineIdentity one = MachineIdentity.of(product, id(hardware));
        MachineIdentity other = MachineIdentity.of(otherProduct, id(otherHardware));
        assertThat(one.differs(other)).isEqualTo(differs);
        assertThat(other.differs(one)).isEqualTo(differs);
    }

    private static @Nullable String id(@Nullable String letter) {
        return letter == null ? null : letter.equals("A") ? A : B;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "To Be Filled By O.E.M.",
                "00000000-0000-0000-0000-000000000000",
                "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF",
                "FEFEFEFE-FEFE-FEFE-FEFE-FEFEFEFEFEFE",
                "03000200-0400-0500-0006-000700080009",
                "4C4C4544-0037-3610-8051",
                "failed"
            })
    void what_many_machines_carry_is_no_hardware_id(String id) {
        assertThat(MachineIdentity.of(null, id)).isEqualTo(MachineIdentity.UNKNOWN);
    }

    @Test
    void spelling_does_not_matter() {
        assertThat(MachineIdentity.of(" P1 ", "{" + A.toLowerCase(java.util.Locale.ROOT) + "} "))
                .isEqualTo(MachineIdentity.of("P1", A));
    }
}

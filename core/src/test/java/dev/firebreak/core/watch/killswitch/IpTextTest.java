package dev.firebreak.core.watch.killswitch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two spellings of one address compare equal; host names and broken addresses are no addresses. */
class IpTextTest {

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3, 10.1.2.3, true",
        "::ffff:10.1.2.3, 10.1.2.3, true",
        "0:0:0:0:0:ffff:0a01:0203, 10.1.2.3, true",
        "::1, 0:0:0:0:0:0:0:1, true",
        "::, 0:0:0:0:0:0:0:0, true",
        "FD00::80, fd00:0:0:0:0:0:0:80, true",
        "fe80::1%eth0, fe80:0:0:0:0:0:0:1, true",
        "1::, 1:0:0:0:0:0:0:0, true",
        "64:ff9b::10.1.2.3, 64:ff9b:0:0:0:0:a01:203, true",
        "256.1.2.3, 256.1.2.3, false",
        "10.1.2, 10.1.2, false",
        "1::2::3, 1::2::3, false",
        "1:2:3:4:5:6:7:8:9, 1:2:3:4:5:6:7:8:9, false",
        "12345::1, 12345::1, false",
        "1.2.3.4::1, 1.2.3.4::1, false",
        ":1, :1, false",
        "www.example, www.example, false",
    })
    void one_spelling_for_one_address(String text, String canonical, boolean address) {
        assertThat(IpText.canonical(text)).isEqualTo(canonical);
        assertThat(IpText.isAddress(text)).isEqualTo(address);
    }
}

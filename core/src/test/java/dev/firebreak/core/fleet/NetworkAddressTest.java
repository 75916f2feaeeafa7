package dev.firebreak.core.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One spelling for each address, whatever program wrote it. */
class NetworkAddressTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            # written                  | address
            10.1.2.3                   | 10.1.2.3
            ' 10.1.2.3 '               | 10.1.2.3
            10.1.2.256                 | -
            10.1.2                     | -
            010.1.2.3                  | -
            10.1.2.3.4                 | -
            ::1                        | ::1
            ::                         | ::
            2001:DB8::0:1              | 2001:db8::1
            2001:db8:0:0:1:0:0:1       | 2001:db8::1:0:0:1
            2001:db8:0:1:1:1:1:1       | 2001:db8:0:1:1:1:1:1
            fe80::1%eth0               | fe80::1
            ::ffff:10.1.2.3            | 10.1.2.3
            ::ffff:0a01:0203           | 10.1.2.3
            1::2::3                    | -
            1:2:3:4:5:6:7:8:9          | -
            1:2:3:4:5:6:7:             | -
            12345::                    | -
            PC7                        | -
            ''                         | -
            """)
    void addresses(String written, String address) {
        assertThat(NetworkAddress.normalised(written)).isEqualTo(address);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            00-0C-29-11-22-33 | 00:0c:29:11:22:33
            00:0c:29:11:22:33 | 00:0c:29:11:22:33
            000c.2911.2233    | 00:0c:29:11:22:33
            000c29112233      | 00:0c:29:11:22:33
            0:c:29:1:2:3      | 00:0c:29:01:02:03
            00:0c-29:11:22:33 | -
            ff-ff-ff-ff-ff-ff | -
            00:00:00:00:00:00 | -
            01000c29112233    | -
            (incomplete)      | -
            """)
    void hardware_addresses(String written, String address) {
        assertThat(NetworkAddress.hardware(written)).isEqualTo(address);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1, true, true",
        "172.16.0.1, true, true",
        "172.32.0.1, false, true",
        "192.168.9.9, true, true",
        "192.169.0.1, false, true",
        "127.0.0.1, true, false",
        "169.254.1.1, true, false",
        "224.0.0.22, false, false",
        "255.255.255.255, false, false",
        "0.0.0.0, false, false",
        "8.8.8.8, false, true",
        "::1, true, false",
        "fd00::1, true, true",
        "fe80::1, true, false",
        "ff02::1, false, false",
        "2001:db8::1, false, true"
    })
    void scopes(String address, boolean isPrivate, boolean isOfOne) {
        assertThat(NetworkAddress.isPrivate(address)).isEqualTo(isPrivate);
        assertThat(NetworkAddress.isOfOneMachine(address)).isEqualTo(isOfOne);
    }
}

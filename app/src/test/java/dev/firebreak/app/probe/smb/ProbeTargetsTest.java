package dev.firebreak.app.probe.smb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which addresses are asked: those that were named, private ones only, and not more than are meant. */
class ProbeTargetsTest {

    private static List<String> addresses(boolean allowPublic, String... named) throws ProbeTargets.Refused {
        var targets = new ProbeTargets(445, allowPublic);
        for (String name : named) {
            targets.add(name);
        }
        return targets.all().stream().map(SmbTarget::address).toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            10.1.2.3        | 1     | 10.1.2.3    | 10.1.2.3
            10.1.2.3/32     | 1     | 10.1.2.3    | 10.1.2.3
            10.1.2.3/31     | 2     | 10.1.2.2    | 10.1.2.3
            10.1.2.77/30    | 2     | 10.1.2.77   | 10.1.2.78
            192.168.0.0/24  | 254   | 192.168.0.1 | 192.168.0.254
            172.16.0.0/16   | 65534 | 172.16.0.1  | 172.16.255.254
            fd00::10/126    | 4     | fd00::10    | fd00::13
            ::1             | 1     | ::1         | ::1
            """)
    void networks(String named, int count, String first, String last) throws ProbeTargets.Refused {
        assertThat(addresses(false, named)).hasSize(count).startsWith(first).endsWith(last);
    }

    @ParameterizedTest
    @CsvSource({
        "8.8.8.8",
        "172.32.0.1",
        "192.169.1.0/24",
        "2001:db8::1",
        "10.0.0.0/15",
        "10.1.2.3/33",
        "10.1.2.3/-1",
        "10.1.2/24",
        "fd00::/64",
        "10.1.2",
        "10.1.2.300",
        "a..b",
        "'a b'",
        "-x",
        "'$(id)'",
        "http://10.1.2.3",
        "''"
    })
    void refused(String named) {
        assertThatThrownBy(() -> addresses(false, named)).isInstanceOf(ProbeTargets.Refused.class);
    }

    @Test
    void public_addresses_are_asked_only_where_a_person_allows_it() throws ProbeTargets.Refused {
        assertThat(addresses(true, "192.0.2.7")).containsExactly("192.0.2.7");
    }

    @Test
    void an_address_is_asked_once_however_often_it_is_named() throws ProbeTargets.Refused {
        assertThat(addresses(false, "10.1.2.0/30", "10.1.2.1", "10.1.2.2")).containsExactly("10.1.2.1", "10.1.2.2");
    }

    @Test
    void so_many_and_no_more() {
        assertThatThrownBy(() -> addresses(false, "10.1.0.0/16", "10.2.0.0/30", "10.3.0.0/30"))
                .isInstanceOf(ProbeTargets.Refused.class);
    }
}

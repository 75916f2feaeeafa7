package dev.firebreak.core.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
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
            0:0:0:0:0:ffff:0a01:0203   | 10.1.2.3
            FD00::80                   | fd00::80
            1::                        | 1::
            1:2:3:4:5:6:7::            | 1:2:3:4:5:6:7:0
            ::2:3:4:5:6:7:8            | 0:2:3:4:5:6:7:8
            64:ff9b::10.1.2.3          | 64:ff9b::a01:203
            1:2:3:4:5:6:10.1.2.3       | 1:2:3:4:5:6:a01:203
            1:2:3:4:5:6:7:10.1.2.3     | -
            1:2:3:4:5:6:7:8::          | -
            ::1:2:3:4:5:6:7:8          | -
            ::ffff:010.1.2.3           | -
            ::10.1.2.3.4               | -
            ::10.1.2                   | -
            1.2.3.4::1                 | -
            10.1.2.3%eth0              | -
            fe80::1%                   | -
            %eth0                      | -
            :                          | -
            :::                        | -
            1:::2                      | -
            :1                         | -
            ::1:                       | -
            [::1]                      | -
            ::g                        | -
            ::１                       | -
            10.1.2.+3                  | -
            10.1.2.-3                  | -
            10.1.2.٣                   | -
            0x0a.1.2.3                 | -
            10..2.3                    | -
            10.1.2.                    | -
            .10.1.2                    | -
            www.example                | -
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

    /** What InetAddress reads and writes is the same; it also takes what no standard allows: fewer numbers, leading zeros, groups of five digits. */
    @Property(tries = 3000)
    void agrees_with_the_platform(@ForAll("texts") String text) {
        byte[] bytes = NetworkAddress.bytes(text);
        InetAddress known = literal(text);
        if (bytes == null) {
            assertThat(known == null || LENIENT.matcher(text).find()).as(text).isTrue();
        } else {
            assertThat(known).as(text).isNotNull();
            assertThat(known.getAddress()).as(text).isEqualTo(bytes);
        }
    }

    @Property(tries = 2000)
    void written_and_read_again_it_is_the_same(@ForAll("addresses") byte[] bytes) throws UnknownHostException {
        String text = NetworkAddress.text(bytes);
        assertThat(NetworkAddress.normalised(text)).isEqualTo(text);
        assertThat(InetAddress.ofLiteral(text)).isEqualTo(InetAddress.getByAddress(bytes));
        assertThat(NetworkAddress.normalised(InetAddress.getByAddress(bytes).getHostAddress()))
                .isEqualTo(text);
        assertThat(NetworkAddress.normalised(text.toUpperCase(Locale.ROOT))).isEqualTo(text);
        InetAddress address = InetAddress.ofLiteral(text);
        assertThat(NetworkAddress.isPrivate(text))
                .isEqualTo(address.isLoopbackAddress()
                        || address.isLinkLocalAddress()
                        || (address instanceof Inet4Address
                                ? address.isSiteLocalAddress()
                                : (bytes[0] & 0xFE) == 0xFC));
        assertThat(NetworkAddress.isIpv4(text)).isEqualTo(address instanceof Inet4Address);
        assertThat(NetworkAddress.isIpv6(text)).isEqualTo(address instanceof Inet6Address);
    }

    /** A zone names an interface of the machine that wrote it, which the platform looks for on this one. */
    @Property
    void a_zone_is_dropped(@ForAll("addresses") byte[] bytes) {
        String text = NetworkAddress.text(bytes);
        assertThat(NetworkAddress.normalised(text + "%nowhere"))
                .isEqualTo(bytes.length == 4 || !text.contains(":") ? null : text);
    }

    private static final Pattern LENIENT = Pattern.compile(
            "^[0-9]+(\\.[0-9]+){0,2}$|(^|[.:])0[0-9]+(\\.|$)|^[0-9.]*\\.[0-9]{4,}$|^\\[|(^|:)[0-9a-fA-F]{5,}(:|%|$)");

    private static InetAddress literal(String text) {
        try {
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    @Provide
    Arbitrary<byte[]> addresses() {
        Arbitrary<Byte> octet = Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.just((byte) 0)),
                Tuple.of(1, Arbitraries.of((byte) 10, (byte) 127, (byte) 0xFE, (byte) 0x80, (byte) 0xFD, (byte) 0xFF)),
                Tuple.of(2, Arbitraries.bytes()));
        return Arbitraries.of(4, 16).flatMap(length -> octet.array(byte[].class).ofSize(length));
    }

    /** Addresses, broken a little, and strings of the same characters. */
    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> part = Arbitraries.frequencyOf(
                Tuple.of(
                        6,
                        Arbitraries.strings()
                                .withChars("0123456789abcdefABCDEF")
                                .ofMinLength(1)
                                .ofMaxLength(4)),
                Tuple.of(4, Arbitraries.integers().between(0, 260).map(String::valueOf)),
                Tuple.of(1, Arbitraries.of("", "g", "00", "+1", "１")));
        Arbitrary<String> groups = part.list().ofMinSize(1).ofMaxSize(9).map(parts -> String.join(":", parts));
        Arbitrary<String> dotted = part.list().ofMinSize(3).ofMaxSize(5).map(parts -> String.join(".", parts));
        Arbitrary<String> compressed = Combinators.combine(groups, Arbitraries.of("", "::", ":"), groups, dotted)
                .as((a, gap, b, c) -> a + gap + (b.length() % 2 == 0 ? b : c));
        Arbitrary<String> mapped = dotted.map(quad -> "::ffff:" + quad);
        return Arbitraries.oneOf(
                groups, dotted, compressed, mapped, groups.map(g -> "::" + g), groups.map(g -> g + "::"));
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
        "fc00::1, true, true",
        "fbff::1, false, true",
        "fe00::1, false, true",
        "fc0::1, false, true",
        "febf::1, true, false",
        "fec0::1, false, true",
        "::, false, false",
        "PC7, false, false",
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

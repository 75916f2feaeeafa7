package dev.firebreak.core.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Networks and what is in them. */
class NetworkPrefixTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            10.1.2.3/8                | 10.0.0.0/8
            10.1.2.3                  | 10.1.2.3/32
            10.1.3.255/23             | 10.1.2.0/23
            0.0.0.0/0                 | 0.0.0.0/0
            FE80::1/10                | fe80::/10
            2001:db8::1/128           | 2001:db8::1/128
            ::/0                      | ::/0
            ::ffff:10.1.2.3/104       | 10.0.0.0/8
            ::ffff:10.1.2.3/95        | -
            10.1.2.3/33               | -
            10.1.2.3/                 | -
            10.1.2.3/-1               | -
            10.1.2.3/8/8              | -
            10.1.2/8                  | -
            ::/129                    | -
            /8                        | -
            ''                        | -
            PC7/8                     | -
            """)
    void networks(String text, String network) {
        assertThat(NetworkPrefix.parse(text).map(NetworkPrefix::toString).orElse(null))
                .isEqualTo(network);
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.2.0/23, 10.1.3.255, true",
        "10.1.2.0/23, 10.1.4.0, false",
        "10.1.2.0/23, ::ffff:10.1.3.1, true",
        "10.0.0.0/8, a00::, false",
        "0.0.0.0/0, ::, false",
        "::/0, 10.1.2.3, false",
        "fe80::/10, fe80::1%eth0, true",
        "fe80::/10, fec0::1, false",
        "10.1.2.3/32, 10.1.2.3, true",
        "10.1.2.3/32, 010.1.2.3, false",
        "0.0.0.0/0, PC7, false"
    })
    void members(String network, String address, boolean contains) {
        assertThat(NetworkPrefix.parse(network).orElseThrow().contains(address)).isEqualTo(contains);
    }

    /** Two addresses are in one network exactly where their first bits are one number. */
    @Property(tries = 500)
    void the_first_bits_decide(
            @ForAll @Size(4) byte[] one, @ForAll @Size(4) byte[] random, @ForAll @IntRange(max = 32) int bits) {
        byte[] other = one.clone();
        other[3] ^= (byte) (random[0] & random[1]);
        other[random[2] & 3] ^= (byte) (random[3] & random[1]);
        boolean alike =
                new BigInteger(1, one).shiftRight(32 - bits).equals(new BigInteger(1, other).shiftRight(32 - bits));
        NetworkPrefix network = NetworkPrefix.of(one, bits);
        assertThat(network.contains(other)).isEqualTo(alike);
        assertThat(network.contains(network.first())).isTrue();
        assertThat(NetworkPrefix.parse(network.toString()).orElseThrow().toString())
                .isEqualTo(network.toString());
        assertThat(network.freeBits()).isEqualTo(32 - bits);
    }
}

package dev.firebreak.core.exposure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.core.advisory.Architecture;
import dev.firebreak.core.advisory.Build;
import dev.firebreak.core.advisory.Platform;
import dev.firebreak.core.advisory.Product;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What ships with which Windows; the sources stand at {@link ShippedParts}. */
class ShippedPartsTest {

    static Product product(String nt, Platform platform) {
        return new Product("p", Map.of(Architecture.X64, "P"), "P", platform, Build.of(nt), Set.of(), 0, Map.of());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        # kernel    | .NET Framework 4.x | Internet Explorer
        5.1.2600    |                    | 6
        5.2.3790    |                    | 6
        6.0.6002    |                    | 7
        6.1.7601    |                    | 8
        6.2.9200    | 4.5                | 10
        6.3.9600    | 4.5.1              | 11
        10.0.10240  | 4.6                | 11
        10.0.10586  | 4.6.1              | 11
        10.0.14393  | 4.6.2              | 11
        10.0.15063  | 4.7                | 11
        10.0.16299  | 4.7.1              | 11
        10.0.17134  | 4.7.2              | 11
        10.0.17763  | 4.7.2              | 11
        10.0.18362  | 4.8                | 11
        10.0.19045  | 4.8                | 11
        10.0.20348  | 4.8                | 11
        10.0.22000  | 4.8                | 11
        10.0.22621  | 4.8.1              | 11
        10.0.26100  | 4.8.1              | 11
        """)
    void versions(String nt, String dotNet, String explorer) {
        Product product = product(nt, Platform.CLIENT);
        assertThat(ShippedParts.version(WindowsPart.Family.DOT_NET_4, product)
                        .map(String::valueOf)
                        .orElse(null))
                .isEqualTo(dotNet == null ? null : String.valueOf(WindowsPart.version(dotNet)));
        assertThat(ShippedParts.version(WindowsPart.Family.INTERNET_EXPLORER, product))
                .contains(WindowsPart.version(explorer));
    }

    @ParameterizedTest(name = "{0} on {1} {2} at {3}")
    @CsvSource(delimiter = '|', textBlock = """
        # part                                   | kernel     | platform | day        | ships
        Adobe Flash Player                       | 6.1.7601   | CLIENT   | 2019-01-01 | false
        Adobe Flash Player                       | 6.2.9200   | CLIENT   | 2014-01-01 | true
        Adobe Flash Player                       | 6.3.9600   | CLIENT   | 2019-01-01 | true
        Adobe Flash Player                       | 10.0.19041 | CLIENT   | 2020-12-31 | true
        Adobe Flash Player                       | 10.0.19041 | CLIENT   | 2021-01-01 | false
        Adobe Flash Player                       | 10.0.19043 | CLIENT   | 2020-12-31 | false
        Adobe Flash Player                       | 10.0.22000 | CLIENT   | 2020-12-31 | false
        Adobe Flash Player                       | 10.0.17763 | SERVER   | 2019-01-01 | false
        Microsoft .NET Framework 3.5.1           | 6.1.7601   | CLIENT   | 2019-01-01 | true
        Microsoft .NET Framework 3.5.1           | 6.1.7601   | SERVER   | 2019-01-01 | true
        Microsoft .NET Framework 3.5             | 6.3.9600   | CLIENT   | 2019-01-01 | false
        Microsoft .NET Framework 3.5             | 6.3.9600   | SERVER   | 2019-01-01 | false
        Microsoft .NET Framework 2.0 Service Pack 2 | 6.0.6002 | SERVER  | 2012-01-01 | true
        Microsoft .NET Framework 3.0 Service Pack 2 | 6.0.6002 | CLIENT  | 2012-01-01 | true
        Microsoft .NET Framework 3.0 Service Pack 2 | 6.0.6002 | SERVER  | 2012-01-01 | false
        Microsoft .NET Framework 1.1 Service Pack 1 | 6.0.6002 | CLIENT  | 2012-01-01 | false
        Microsoft XML Core Services 3.0          | 5.1.2600   | CLIENT   | 2012-01-01 | true
        Microsoft XML Core Services 6.0          | 6.1.7601   | SERVER   | 2012-01-01 | true
        Microsoft XML Core Services 4.0          | 6.1.7601   | SERVER   | 2012-01-01 | false
        VBScript 5.7                             | 6.0.6002   | SERVER   | 2012-01-01 | true
        VBScript 5.8                             | 6.0.6002   | SERVER   | 2012-01-01 | false
        VBScript 5.8                             | 6.1.7601   | CLIENT   | 2012-01-01 | true
        Windows Media Player 12                  | 6.1.7601   | CLIENT   | 2012-01-01 | true
        Windows Media Player 12                  | 6.1.7601   | SERVER   | 2012-01-01 | false
        Journal                                  | 6.1.7601   | CLIENT   | 2012-01-01 | true
        Journal                                  | 10.0.10586 | CLIENT   | 2016-05-01 | true
        Journal                                  | 10.0.14393 | CLIENT   | 2016-09-01 | false
        Microsoft Internet Information Services 7.5 | 6.1.7601 | SERVER  | 2012-01-01 | false
        Windows Mail                             | 6.0.6002   | CLIENT   | 2012-01-01 | true
        Contoso Teapot 3                         | 10.0.26100 | CLIENT   | 2026-01-01 | false
        """)
    void parts(String part, String nt, Platform platform, LocalDate day, boolean ships) {
        assertThat(ShippedParts.ships(WindowsPart.of(part), product(nt, platform), Architecture.X64, day))
                .isEqualTo(ships);
    }

    @ParameterizedTest
    @CsvSource({"X86,true", "X64,false", "IA64,false"})
    void server_2003_has_1_1_where_it_has_32_bits(Architecture architecture, boolean ships) {
        assertThat(ShippedParts.ships(
                        WindowsPart.of("Microsoft .NET Framework 1.1 Service Pack 1"),
                        product("5.2.3790", Platform.SERVER),
                        architecture,
                        LocalDate.of(2012, 1, 1)))
                .isEqualTo(ships);
    }
}

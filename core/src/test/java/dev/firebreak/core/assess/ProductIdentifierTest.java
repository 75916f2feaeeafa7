package dev.firebreak.core.assess;

import static dev.firebreak.core.advisory.TestKnowledge.KNOWLEDGE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.core.advisory.Product;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which product a machine runs: one where its words tell, all that fit where they do not. */
class ProductIdentifierTest {

    private static ProductIdentity identify(String machine) {
        return new ProductIdentifier(KNOWLEDGE).identify(TestMachine.of(machine));
    }

    private static String products(ProductIdentity identity) {
        return identity.candidates().stream().map(Product::id).collect(Collectors.joining(" "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # machine                                                 | products
            os 5.1.2600 sp3 x86 'Windows XP'                          | xp-sp3
            os 5.1.2600 sp2 x86 'Windows XP'                          | xp-sp2
            os 5.1.2600 sp1 x86 'Windows XP'                          |
            os 5.1.2600 x86 'Windows XP'                              | xp-sp3 xp-sp2
            os 5.1.2600 sp3                                           | xp-sp3
            os 6.1.7601 sp1 x64 'Windows 7 Professional'              | 7-sp1
            os 6.1.7601 sp1 x86 'Windows 7 Professional'              | 7-sp1
            os 6.1.7601 x64 'Windows 7 Professional'                  | 7-sp1
            os 6.1.7601 sp0 x64 'Windows 7 Professional'              | 7-sp1
            os 6.1.7600 x64 'Windows 7 Professional'                  | 7
            os 6.1.7601 x64 'Windows Server 2008 R2'                  | 2008-r2-sp1
            os 6.1.7601 x86 'Windows Server 2008 R2'                  |
            os 6.1.7601 x86                                           | 7-sp1
            os 6.1.7601 x64                                           | 2008-r2-sp1 7-sp1
            os 6.1.7601 x64 server                                    | 2008-r2-sp1
            os 6.1.7601 x64 client                                    | 7-sp1
            os 6.1.7601 x64 embedded                                  | 7-sp1
            os 6.1.7601 server 'Windows 7 Professional'               | 7-sp1
            os 6.2.9200 x64 'Windows 8 Pro'                           | 8
            os 6.2.9200 x64 'Windows Server 2012 Standard'            | 2012
            os 6.2.9200 x64 'Windows Embedded 8'                      | 8
            os 6.2.9200 ia64 'Windows 8'                              |
            os 10.0.14393 x64 'Windows Server 2016'                   | 2016
            os 10.0.14393.953 x64 'Windows 10 Pro'                    | 10-1607
            os 10.0.14393                                             | 10-1607 2016
            os 10.0.14394 x64 'Windows 10 Pro'                        |
            os 10.0.14393; os 10.0.14393 'Windows 10 Pro'             | 10-1607
            os 5.1.2600; os 5.1.2600 sp2                              | xp-sp2
            os 5.1.2600 sp3; os 5.1.2600 sp2                          | xp-sp3 xp-sp2
            os 6.1.7601 x64 'Windows 7'; os 10.0.14393 x64 'Windows 10' | 7-sp1 10-1607
            os 6.1.7601 x64 'Windows 7'; os 6.1.7601 x64 'Windows Server 2008 R2' | 7-sp1 2008-r2-sp1
            list KB1                                                  |
            """)
    void products_that_fit(String machine, String products) {
        assertThat(products(identify(machine))).isEqualTo(Objects.requireNonNullElse(products, ""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # machine                                       | build          | architecture | contradicts | service pack told
            os 6.1.7601 x64                                 | 6.1.7601       | x64          | false       | true
            os 5.1.2600 x86                                 | 5.1.2600       | x86          | false       | false
            os 5.1.2600 sp0 x86                             | 5.1.2600       | x86          | false       | true
            os 5.1.2600; os 5.1.2600 sp3                    | 5.1.2600       |              | false       | true
            os 5.2.3790 'Windows Server 2003 x64 Edition'   | 5.2.3790       | x64          | false       | false
            os 5.2.3790 x86 'Windows Server 2003 x64 Edition' | 5.2.3790     | x86          | false       | false
            os 10.0.14393.953                               | 10.0.14393.953 |              | false       | true
            os 10.0.14393; os 10.0.14393.953                | 10.0.14393.953 |              | false       | true
            os 10.0.14393.952; os 10.0.14393.953            | 10.0.14393     |              | false       | true
            os 10.0.14393; os 10.0.15063                    |                |              | true        | true
            os 6.1.7601 x64; os 6.1.7601 x86                | 6.1.7601       |              | false       | true
            os 6.1.7601 x64; os 6.1.7601                    | 6.1.7601       | x64          | false       | true
            os 6.1.7601 'Windows 7'; os 6.1.7601 'Windows Server 2008 R2' | 6.1.7601 |       | true        | true
            list                                            |                |              | false       | false
            """)
    void what_else_it_told(String machine, String build, String architecture, boolean contradicts, boolean told) {
        ProductIdentity identity = identify(machine);
        assertThat(identity.build() == null ? null : identity.build().toString())
                .isEqualTo(build);
        assertThat(
                        identity.architecture() == null
                                ? null
                                : identity.architecture().id())
                .isEqualTo(architecture);
        assertThat(identity.contradictory()).isEqualTo(contradicts);
        assertThat(identity.servicePackTold()).isEqualTo(told);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # machine                              | locale | display
            os 6.1.7601; locale ja-jp              | ja-jp  |
            os 6.1.7601; display en-us             |        | en-us
            os 6.1.7601; display en-us; locale ja-jp | ja-jp | en-us
            os 6.1.7601; locale en-us; locale ja-jp | en-us |
            os 6.1.7601                            |        |
            locale ja-jp                           | ja-jp  |
            """)
    void languages(String machine, String locale, String display) {
        ProductIdentity identity = identify(machine);
        assertThat(identity.locale()).isEqualTo(locale);
        assertThat(identity.display()).isEqualTo(display);
    }

    /** Answers are kept by what a machine says of itself; the next one must get its own. */
    @Test
    void one_that_names_itself_otherwise_gets_another_answer() {
        var identifier = new ProductIdentifier(KNOWLEDGE);
        for (int round = 0; round < 2; round++) {
            for (String os : new String[] {
                "os 6.1.7601 x64 'Windows 7'",
                "os 6.1.7601 x86 'Windows 7'",
                "os 6.1.7601 x64 'Windows Server 2008 R2'",
                "os 6.1.7601 x64",
                "os 6.1.7601 x64 server",
                "os 6.1.7601 x64 client",
                "os 5.1.2600 sp2",
                "os 5.1.2600 sp3",
                "os 5.1.2600",
                "os 10.0.14393.952",
                "os 10.0.14393.953"
            }) {
                ProductIdentity kept = identifier.identify(TestMachine.of(os + "; locale ja-jp"));
                assertThat(kept).as(os).isEqualTo(identify(os + "; locale ja-jp"));
                assertThat(kept.seen()).isEqualTo(TestMachine.of(os).evidence());
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # machine                          | name
            os 6.1.7601 x64 'Windows 7'        | Windows 7 SP1 for x64
            os 6.1.7601 'Windows 7'            | Windows 7 SP1
            os 10.0.14393 x64                  | Windows 10 Version 1607 for x64 / Windows Server 2016 for x64
            os 5.0.2195 'Windows 2000'         | Windows 2000
            os 5.0.2195; os 5.0.2195 'Windows 2000' | Windows 2000
            os 5.0.2195                        |
            os 5.0.2195 '  '                   |
            """)
    void a_name_for_people(String machine, String name) {
        assertThat(identify(machine).productName()).isEqualTo(name);
    }
}

package dev.firebreak.core.assess;

import static dev.firebreak.core.advisory.TestKnowledge.KNOWLEDGE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.core.advisory.Knowledge;
import dev.firebreak.core.advisory.Lifecycle;
import dev.firebreak.core.advisory.Lifecycle.State;
import dev.firebreak.core.advisory.Platform;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Support by product, edition and day; where editions differ and none is known, what they agree on. */
class SupportStatesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # machine                                  | as of      | state       | ends       | ended for all
            os 6.1.7601 sp1 x64 'Windows 7'            | 2017-05-14 | EXTENDED    | 2020-01-14 | 2020-01-14
            os 6.1.7601 sp1 x64 'Windows 7'            | 2020-01-15 | UNSUPPORTED | 2020-01-14 | 2020-01-14
            os 6.2.9200 x64 'Windows 8'                | 2016-01-12 | MAINSTREAM  | 2016-01-12 | 2016-01-12
            os 6.2.9200 x64 'Windows 8'                | 2016-01-13 | UNSUPPORTED | 2016-01-12 | 2016-01-12
            os 10.0.14393 x64 'Windows 10 Pro'         | 2018-04-10 | MAINSTREAM  | 2018-04-10 | 2018-04-10
            os 10.0.14393 x64 'Windows 10 Pro'         | 2018-04-11 | UNSUPPORTED | 2018-04-10 | 2018-04-10
            os 10.0.14393 x64 'Windows 10 Enterprise'  | 2018-04-11 | MAINSTREAM  | 2019-04-09 | 2019-04-09
            os 10.0.14393 x64 'Windows 10'             | 2018-04-10 | MAINSTREAM  |            |
            os 10.0.14393 x64 'Windows 10'             | 2018-04-11 | UNKNOWN     |            |
            os 10.0.14393 x64 'Windows 10'             | 2019-04-10 | UNSUPPORTED |            |
            os 6.1.7601 sp1 x64                        | 2017-05-14 | EXTENDED    | 2020-01-14 | 2020-01-14
            os 6.2.9200 x64                            | 2016-01-13 | UNKNOWN     |            |
            os 5.0.2195                                | 2017-05-14 | UNKNOWN     |            |
            """)
    void by_product_edition_and_day(String machine, LocalDate asOf, State state, LocalDate ends, LocalDate ended) {
        ProductIdentity identity = new ProductIdentifier(KNOWLEDGE).identify(TestMachine.of(machine));
        var supports = new SupportStates(KNOWLEDGE, asOf);
        for (int round = 0; round < 2; round++) {
            assertThat(supports.of(identity)).isEqualTo(new Lifecycle.Support(state, ends));
            assertThat(supports.endedForAll(identity)).isEqualTo(ended);
        }
    }

    @Test
    void each_way_to_name_oneself_has_its_own_answer() {
        var supports = new SupportStates(KNOWLEDGE, LocalDate.parse("2018-04-11"));
        var identifier = new ProductIdentifier(KNOWLEDGE);
        ProductIdentity pro = identifier.identify(TestMachine.of("os 10.0.14393 x64 'Windows 10 Pro'"));
        ProductIdentity enterprise = new ProductIdentity(
                pro.candidates(),
                pro.build(),
                pro.architecture(),
                dev.firebreak.core.advisory.Edition.ENTERPRISE,
                pro.seen(),
                false,
                true,
                null,
                null);
        assertThat(supports.of(pro).state()).isEqualTo(State.UNSUPPORTED);
        assertThat(supports.of(enterprise).state()).isEqualTo(State.MAINSTREAM);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # as of    | client     | server
            2016-08-01 |            |
            2016-08-02 | 10-1607    |
            2016-10-15 | 10-1607    | 2016
            2017-04-04 | 10-1607    | 2016
            2017-04-05 | 10-1703    | 2016
            2018-10-09 | 10-1703    | 2016
            2018-10-10 | 10-1607-enterprise | 2016
            2019-04-10 |            | 2016
            2022-01-12 |            |
            """)
    void the_newest_release_that_one_can_move_to(LocalDate asOf, String client, String server) {
        var supports = new SupportStates(KNOWLEDGE, asOf);
        assertThat(supports.successor(Platform.CLIENT).map(Lifecycle::id).orElse(null))
                .isEqualTo(client);
        assertThat(supports.successor(Platform.EMBEDDED).map(Lifecycle::id).orElse(null))
                .isEqualTo(client);
        assertThat(supports.successor(Platform.SERVER).map(Lifecycle::id).orElse(null))
                .isEqualTo(server);
    }

    @Test
    void a_product_without_a_release_date_is_no_migration_target() {
        var undated = new Lifecycle(
                "11", "11", Platform.CLIENT, null, LocalDate.parse("2030-01-01"), null, null, true, "Windows 11");
        var knowledge = new Knowledge(List.of(), List.of(), List.of(undated), Map.of());
        assertThat(new SupportStates(knowledge, LocalDate.parse("2026-01-01")).successor(Platform.CLIENT))
                .isEmpty();
    }
}

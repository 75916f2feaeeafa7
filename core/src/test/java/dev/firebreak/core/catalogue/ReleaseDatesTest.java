package dev.firebreak.core.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.advisory.Product;
import dev.firebreak.core.advisory.TestKnowledge;
import dev.firebreak.core.advisory.UpdateLine;
import dev.firebreak.core.advisory.UpdateLines;
import java.time.LocalDate;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When an update came out: as its line says, else the day most statements give, unless it is far behind its neighbours. */
class ReleaseDatesTest {

    private static final ReleaseDates LINES = new ReleaseDates(TestKnowledge.LINES);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # KB    | days told                        | day        | sure
            4012215 |                                  | 2017-03-14 | true
            4012215 | 2019-01-01 2019-01-01            | 2017-03-14 | true
            4012218 |                                  |            | false
            4012218 | 2017-03-21                       | 2017-03-21 | false
            4012216 | 2017-03-14 2017-06-01 2017-03-14 | 2017-03-14 | false
            4012216 | 2017-04-20 2017-03-14            | 2017-03-14 | false
            4012216 | 2017-05-13                       | 2017-05-13 | false
            4012216 | 2017-05-14                       | 2017-03-14 | false
            4019260 | 2017-09-01                       | 2017-05-09 | false
            9999999 | 2026-01-01                       | 2026-01-01 | false
            1000000 | 2026-01-01                       | 2026-01-01 | false
            """)
    void the_day_of_an_update(int kb, String told, LocalDate day, boolean sure) {
        var published = new ReleaseDates(TestKnowledge.LINES);
        Stream.of((told == null ? "" : told).split(" "))
                .filter(d -> !d.isEmpty())
                .forEach(d -> published.date(new Kb(kb), LocalDate.parse(d)));
        published.date(new Kb(kb), null);
        assertThat(published.on(new Kb(kb)).orElse(null)).isEqualTo(day);
        assertThat(published.isSure(new Kb(kb))).isEqualTo(sure);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # product      | carrying           | security-only
            7-sp1          | windows-7-rollup   | windows-7-security-only
            2008-r2-sp1    | windows-7-rollup   | windows-7-security-only
            10-1607        | windows-10-14393   |
            2016           | windows-10-14393   |
            10-1703        |                    |
            8              |                    |
            xp-sp3         |                    |
            vista-sp2      |                    |
            """)
    void the_lines_of_a_product(String id, String carrying, String securityOnly) {
        Product product = TestKnowledge.PRODUCTS.stream()
                .filter(p -> p.id().equals(id))
                .findFirst()
                .orElseThrow();
        assertThat(TestKnowledge.LINES.carrying(product).map(UpdateLine::id).orElse(null))
                .isEqualTo(carrying);
        assertThat(TestKnowledge.LINES.securityOnly(product).map(UpdateLine::id).orElse(null))
                .isEqualTo(securityOnly);
        assertThat(LINES.on(new Kb(4012212))).contains(TestKnowledge.MARCH);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # lines                            | client          | server
            windows-10-14393 windows-server-14393 | windows-10-14393 | windows-server-14393
            windows-10-14393                   | windows-10-14393 | windows-10-14393
            windows-server-14393               | windows-server-14393 | windows-server-14393
            windows-11-14393                   | windows-11-14393 | windows-11-14393
            """)
    void a_server_has_its_own_line_before_a_client_s(String lines, String client, String server) {
        Map<String, UpdateLine> byId = Stream.of(lines.split(" "))
                .collect(java.util.stream.Collectors.toMap(id -> id, id -> new UpdateLine(id, java.util.List.of())));
        var given = new UpdateLines(byId);
        assertThat(given.carrying(TestKnowledge.TEN_1607).orElseThrow().id()).isEqualTo(client);
        assertThat(given.carrying(TestKnowledge.SERVER_2016).orElseThrow().id()).isEqualTo(server);
    }
}

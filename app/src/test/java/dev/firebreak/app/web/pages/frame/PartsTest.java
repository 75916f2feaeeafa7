package dev.firebreak.app.web.pages.frame;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.web.pages.fleet.MachineFilter;
import dev.firebreak.core.fleet.CheckInRecords.Point;
import dev.firebreak.core.fleet.MachineStatus;
import dev.firebreak.core.fleet.StatusTally;
import dev.firebreak.core.text.Language;
import dev.firebreak.core.text.SpreadsheetCell;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What pages are made of, piece by piece. */
class PartsTest {

    private static final PageTexts ENGLISH = new PageTexts(Language.EN, ZoneId.of("Asia/Tokyo"));

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "null", textBlock = """
        # asked for                     | where it leads
        /machines?q=a%20b&status=silent | /machines?q=a%20b&status=silent
        /                              | /
        //evil.example                 | /
        /\\evil.example                | /
        https://evil.example/          | /
        javascript:alert(1)            | /
        /a//b                          | /a//b
        '/x\ny'                        | /
        null                           | /
        """)
    void after_sign_in_only_pages_of_this_site_follow(String asked, String leads) {
        assertThat(PageRequest.back(asked)).isEqualTo(leads);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        # a machine's own name | the cell
        PC7                    | PC7
        =HYPERLINK(1)          | '=HYPERLINK(1)
        @SUM(1)                | '@SUM(1)
        -1+1                   | '-1+1
        a,b                    | "a,b"
        say "hi"               | "say \""hi\"""
        =1,2                   | "'=1,2"
        """)
    void a_name_is_no_formula_in_a_spreadsheet(String name, String cell) {
        assertThat(SpreadsheetCell.csv(name)).isEqualTo(cell);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        # part | whole  | shown
        0      | 0      | –
        0      | 10     | 0.0%
        1      | 100000 | <0.1%
        99999  | 100000 | >99.9%
        100    | 100    | 100.0%
        1      | 3      | 33.3%
        """)
    void what_is_not_all_never_shows_as_all(long part, long whole, String shown) {
        assertThat(ENGLISH.percent(part, whole)).isEqualTo(shown);
    }

    @Property
    void a_bar_is_never_wider_than_its_cell_and_shows_every_status(
            @ForAll @Size(6) List<@IntRange(max = 100_000) Integer> counts) {
        StatusBar bar = StatusBar.of(
                StatusTally.of(counts.stream().mapToInt(Integer::intValue).toArray()));
        assertThat(bar.pieces())
                .hasSize((int) counts.stream().filter(c -> c > 0).count());
        double end = bar.pieces().stream()
                .mapToDouble(p -> number(p.x()) + number(p.width()))
                .max()
                .orElse(0);
        assertThat(end).isLessThanOrEqualTo(100.01);
    }

    private static double number(String percent) {
        return Double.parseDouble(percent.replace("%", ""));
    }

    @Property
    void whatever_an_address_says_it_is_a_list(@ForAll String text, @ForAll String page) {
        MachineFilter filter = MachineFilter.of(
                "MS17-010", Map.of("q", text, "page", page, "sort", text, "status", text, "light", text)::get);
        assertThat(filter.page()).isPositive();
        assertThat(filter.query().offset()).isNotNegative();
        assertThat(filter.link("/machines")).matches("/machines\\?[A-Za-z0-9%=&._*-]+");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "null", textBlock = """
        # status       | light     | the list
        vulnerable     | null      | VULNERABLE
        fixed          | null      | FIXED
        null           | exposed   | VULNERABLE
        null           | patched   | FIXED
        null           | silent    | SILENT
        not_affected   | exposed   | NOT_AFFECTED
        nonsense       | null      | null
        null           | null      | null
        """)
    void links_made_before_the_status_was_named_so_lead_to_the_same_list(
            @Nullable String status, @Nullable String light, @Nullable MachineStatus wanted) {
        Map<String, @Nullable String> address = new HashMap<>();
        address.put("status", status);
        address.put("light", light);
        MachineFilter filter = MachineFilter.of("MS17-010", address::get);
        assertThat(filter.status()).isEqualTo(wanted);
        assertThat(filter.link("/machines")).doesNotContain("light").doesNotContain("exposed");
    }

    @ParameterizedTest
    @CsvSource({"1", "299", "300", "1000", "5000"})
    void a_long_past_is_thinned_and_keeps_its_ends(int many) {
        Instant now = Instant.parse("2017-05-14T09:30:00Z");
        List<Point> written = new ArrayList<>();
        for (int i = many; i > 0; i--) {
            written.add(new Point(now.minus(Duration.ofMinutes(i)), StatusTally.of(i, 0, 0, 0, 0, 0)));
        }
        BurnDownChart burnDown = BurnDownChart.of(written, StatusTally.NONE, now);
        assertThat(burnDown.points()).hasSizeLessThanOrEqualTo(300);
        assertThat(burnDown.points().getFirst()).isEqualTo(written.getFirst());
        assertThat(burnDown.points().getLast().at()).isEqualTo(now);
        assertThat(burnDown.rows()).hasSizeLessThanOrEqualTo(14);
    }
}

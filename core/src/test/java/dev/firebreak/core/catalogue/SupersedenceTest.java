package dev.firebreak.core.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.advisory.Update;
import dev.firebreak.core.advisory.UpdateKind;
import dev.firebreak.core.advisory.UpdateLine;
import dev.firebreak.core.advisory.UpdateLines;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Feeds are incomplete, contradict each other and run in circles. In the tables {@code 3>2} is a feed's word that 3
 * replaces 2. R1 to R4 stand on a line of rollups, P2 is the preview between R2 and R3, S2 and S3 are the security-only
 * updates of the months of R2 and R3; A to D are single updates, each a month after the one before.
 */
class SupersedenceTest {

    private static final Map<String, Integer> NUMBERS = Map.ofEntries(
            Map.entry("A", 100_001),
            Map.entry("B", 100_002),
            Map.entry("C", 100_003),
            Map.entry("D", 100_004),
            Map.entry("R1", 400_010),
            Map.entry("R2", 400_020),
            Map.entry("P2", 400_025),
            Map.entry("R3", 400_030),
            Map.entry("R4", 400_040),
            Map.entry("S2", 400_021),
            Map.entry("S3", 400_031));

    static final UpdateLine ROLLUPS = new UpdateLine(
            "rollup",
            List.of(
                    update("R1", UpdateKind.MONTHLY_ROLLUP, "2016-10-11"),
                    update("R2", UpdateKind.MONTHLY_ROLLUP, "2016-11-08"),
                    update("P2", UpdateKind.PREVIEW, "2016-11-15"),
                    update("R3", UpdateKind.MONTHLY_ROLLUP, "2016-12-13"),
                    update("R4", UpdateKind.MONTHLY_ROLLUP, "2017-03-14")));
    static final UpdateLine SECURITY_ONLY = new UpdateLine(
            "security-only",
            List.of(
                    update("S2", UpdateKind.SECURITY_ONLY, "2016-11-08"),
                    update("S3", UpdateKind.SECURITY_ONLY, "2016-12-13")));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        # feeds say         | newer | older | contains | repair
        B>A                 | B     | A     | true     |
        B>A                 | A     | B     | false    |
        B>A C>B             | C     | A     | true     |
        C>B                 | C     | A     | false    |
        A>B                 | A     | B     | false    | OLDER_OVER_NEWER
        A>A                 | A     | A     | true     |
        B>A A>C C>B         | C     | A     | true     | OLDER_OVER_NEWER
        B>A A>C C>B         | A     | C     | false    | OLDER_OVER_NEWER
        # the chain of the feed ends early, the line goes on
        ''                  | R4    | R1    | true     | LINE_CONTINUES
        R2>R1               | R4    | R1    | true     | LINE_CONTINUES
        R2>A                | R4    | A     | true     | LINE_CONTINUES
        R1>R2               | R1    | R2    | false    | OLDER_OVER_NEWER
        # previews contain what came before them, and are contained in what follows
        ''                  | P2    | R2    | true     | LINE_CONTINUES
        ''                  | R3    | P2    | true     | LINE_CONTINUES
        ''                  | R2    | P2    | false    | LINE_CONTINUES
        # security-only updates carry their month only; rollups carry them
        ''                  | R2    | S2    | true     | ROLLUP_HAS_SECURITY_ONLY
        ''                  | R4    | S2    | true     | ROLLUP_HAS_SECURITY_ONLY
        ''                  | P2    | S3    | false    | ROLLUP_HAS_SECURITY_ONLY
        S3>S2               | S3    | S2    | false    | SECURITY_ONLY_APART
        S3>R1               | S3    | R1    | false    | SECURITY_ONLY_APART
        S3>A                | S3    | A     | true     |
        S3>A                | R3    | A     | true     | ROLLUP_HAS_SECURITY_ONLY
        ''                  | S3    | R3    | false    |
        """)
    void what_contains_what(String said, String newer, String older, boolean contains, String repair) {
        Supersedence order = of(said, 0);
        assertThat(order.contains(kb(newer), kb(older))).isEqualTo(contains);
        if (repair != null) {
            assertThat(order.repairs())
                    .extracting(SupersedenceRepair::kind)
                    .contains(SupersedenceRepair.Kind.valueOf(repair));
        }
    }

    /** Numbers tell nothing here, so the first of the circle may be contained by mistake only where days say so. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        # days of A, B, C         | newer | older | contains
        2015-01 2015-02 2015-03   | B     | A     | true
        2015-01 2015-02 2015-03   | C     | A     | true
        2015-01 2015-02 2015-03   | A     | C     | false
        2015-01 2015-01 2015-01   | A     | C     | false
        2015-01 2015-01 2015-01   | B     | A     | false
        2015-01 2015-01 2015-01   | C     | B     | false
        ''                        | A     | C     | false
        ''                        | B     | A     | false
        """)
    void a_circle_of_three_is_cut_by_the_days_of_publication(
            String days, String newer, String older, boolean contains) {
        ReleaseDates published = new ReleaseDates(UpdateLines.NONE);
        String[] parts = days.isEmpty() ? new String[0] : days.split(" ");
        for (int i = 0; i < parts.length; i++) {
            published.date(kb(List.of("A", "B", "C").get(i)), LocalDate.parse(parts[i] + "-10"));
        }
        Supersedence order = Supersedence.of(new TreeSet<>(), said("B>A C>B A>C"), List.of(), published, null, null);
        assertThat(order.contains(kb(newer), kb(older))).isEqualTo(contains);
        assertThat(order.repairs())
                .extracting(SupersedenceRepair::kind)
                .containsAnyOf(SupersedenceRepair.Kind.CYCLE, SupersedenceRepair.Kind.OLDER_OVER_NEWER);
        assertThat(order.repairs())
                .allMatch(r -> !r.why().ja().isBlank() && !r.why().en().isBlank());
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "3", "4", "5"})
    void the_order_in_which_feeds_speak_does_not_matter(int seed) {
        String said = "B>A C>B A>C D>C R2>A S3>S2 R1>R2 S2>B R4>D";
        Supersedence one = of(said, 0);
        Supersedence other = of(said, seed);
        assertThat(other.numbers()).isEqualTo(one.numbers());
        assertThat(other.repairs()).isEqualTo(one.repairs());
        for (int i = 0; i < one.size(); i++) {
            assertThat(other.contained(i)).isEqualTo(one.contained(i));
        }
    }

    private static Supersedence of(String said, int seed) {
        ReleaseDates published =
                new ReleaseDates(new UpdateLines(Map.of("rollup", ROLLUPS, "security-only", SECURITY_ONLY)));
        published.date(kb("A"), LocalDate.parse("2016-01-12"));
        published.date(kb("B"), LocalDate.parse("2016-02-09"));
        published.date(kb("C"), LocalDate.parse("2016-03-08"));
        published.date(kb("D"), LocalDate.parse("2016-04-12"));
        List<Supersedence.Replacement> all = said(said);
        if (seed > 0) {
            Collections.shuffle(all, new Random(seed));
        }
        return Supersedence.of(new TreeSet<>(), all, List.of(), published, ROLLUPS, SECURITY_ONLY);
    }

    private static List<Supersedence.Replacement> said(String text) {
        List<Supersedence.Replacement> all = new ArrayList<>();
        for (String word : text.isBlank() ? new String[0] : text.split(" ")) {
            String[] pair = word.split(">");
            all.add(new Supersedence.Replacement(kb(pair[1]), kb(pair[0])));
        }
        return all;
    }

    static Kb kb(String name) {
        return new Kb(NUMBERS.getOrDefault(name, 1));
    }

    private static Update update(String name, UpdateKind kind, String day) {
        return new Update(kb(name), kind, LocalDate.parse(day), null, -1);
    }
}

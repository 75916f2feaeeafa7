package dev.firebreak.core.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.assess.Verdict;
import dev.firebreak.core.fleet.MachineStatus;
import dev.firebreak.core.fleet.MachineSummary;
import dev.firebreak.core.fleet.StatusTally;
import dev.firebreak.core.inventory.MachineName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MachineIndexTest {

    private static final String MS17 = "MS17-010";
    private static final Instant NOW = Instant.parse("2017-05-14T12:00:00Z");
    private static final Duration SILENCE = Duration.ofDays(3);

    private static MachineSummary line(String name, String site, Verdict.Kind verdict, Instant seen) {
        return new MachineSummary(
                name,
                new MachineSummary.Place(site, null, List.of("10.1.2.3")),
                new MachineSummary.Windows("Windows 7", "6.1.7601", "x64", "ja-jp", "extended", null),
                new MachineSummary.Outcome(
                        Map.of(MS17, verdict), List.of(Kb.parse("KB4012212").orElseThrow()), null, null),
                seen);
    }

    private static MachineIndex.Query query(
            String text, MachineStatus status, MachineIndex.Sort sort, boolean down, int offset, int limit) {
        return new MachineIndex.Query(MS17, text, status, null, null, null, sort, down, offset, limit, false);
    }

    private static MachineIndex roll(int machines, long seed) {
        var random = new SplittableRandom(seed);
        var index = new MachineIndex(SILENCE);
        for (int i = 0; i < machines; i++) {
            index.put(line(
                    "PC" + random.nextInt(machines * 2),
                    "Site" + random.nextInt(4),
                    Verdict.Kind.values()[random.nextInt(5)],
                    NOW.minusSeconds(random.nextInt(600_000))));
        }
        return index;
    }

    private static Comparator<MachineSummary> order(MachineIndex index, MachineIndex.Query query) {
        Comparator<MachineSummary> order = switch (query.sort()) {
            case STATUS -> Comparator.comparing(l -> index.status(l, MS17, NOW));
            case NAME -> Comparator.comparing(l -> MachineName.key(l.name()));
            case SITE -> Comparator.comparing(MachineSummary::site);
            case PRODUCT -> Comparator.comparing(l -> String.valueOf(l.product()));
            case LAST_SEEN -> Comparator.comparing(MachineSummary::lastSeen);
        };
        return (query.descending() ? order.reversed() : order).thenComparing(l -> MachineName.key(l.name()));
    }

    /** A page is what sorting everything and cutting it out would give, whatever short cut is taken. */
    @Property(tries = 200)
    void a_page_is_a_part_of_the_whole_order(
            @ForAll long seed,
            @ForAll MachineIndex.Sort sort,
            @ForAll boolean descending,
            @ForAll @IntRange(max = 130) int offset,
            @ForAll @IntRange(max = 40) int limit) {
        MachineIndex index = roll(120, seed);
        MachineIndex.Query query = query(null, null, sort, descending, offset, limit);
        List<MachineSummary> all = new ArrayList<>();
        index.lines(all::add);

        MachineIndex.Page page = index.search(query, NOW);

        assertThat(page.total()).isEqualTo(all.size());
        assertThat(page.machines())
                .extracting(MachineIndex.Found::line)
                .containsExactlyElementsOf(all.stream()
                        .sorted(order(index, query))
                        .skip(offset)
                        .limit(limit)
                        .toList());
    }

    @ParameterizedTest
    @EnumSource
    void a_status_filters_its_machines_and_the_board_counts_them(MachineStatus status) {
        MachineIndex index = roll(300, 7);

        MachineIndex.Page page = index.search(query(null, status, MachineIndex.Sort.NAME, false, 0, 1000), NOW);

        assertThat(page.machines()).allMatch(found -> found.status() == status);
        assertThat(page.total()).isEqualTo(index.board(MS17, NOW).all().of(status));
    }

    @Test
    void names_are_one_whatever_their_case_and_words_are_all_to_be_found() {
        var index = new MachineIndex(SILENCE);
        index.put(line("pc1", "Osaka", Verdict.Kind.VULNERABLE, NOW));
        index.put(line("PC1", "Osaka", Verdict.Kind.FIXED, NOW));
        index.put(line("PC2", "Kyoto", Verdict.Kind.FIXED, NOW));

        assertThat(index.size()).isEqualTo(2);
        assertThat(index.search(query("pc OSAKA kb4012212", null, MachineIndex.Sort.NAME, false, 0, 9), NOW)
                        .machines())
                .extracting(f -> f.line().name())
                .containsExactly("PC1");
        assertThat(index.search(query("pc nowhere", null, MachineIndex.Sort.NAME, false, 0, 9), NOW)
                        .total())
                .isZero();
    }

    @Test
    void the_most_wanted_update_comes_first() {
        MachineIndex.Board board = roll(300, 9).board(MS17, NOW);
        assertThat(board.needs().values().iterator().next())
                .isEqualTo(
                        board.all().of(MachineStatus.VULNERABLE) + board.all().of(MachineStatus.UNKNOWN));
        assertThat(board.sites())
                .isSortedAccordingTo(Comparator.comparingInt(
                                (MachineIndex.Group g) -> g.tally().of(MachineStatus.VULNERABLE))
                        .thenComparingInt(g -> g.tally().open())
                        .reversed()
                        .thenComparing(MachineIndex.Group::name));
    }

    @Test
    void a_site_or_a_machine_in_another_spelling_is_the_same_one() {
        var index = new MachineIndex(SILENCE);
        index.put(line("PC-I", "Osaka", Verdict.Kind.FIXED, NOW));
        index.put(line("ｐｃ-ı", "OSAKA ", Verdict.Kind.VULNERABLE, NOW));
        index.put(line("PC2", "ｏｓａｋａ", Verdict.Kind.FIXED, NOW));
        assertThat(index.size()).isEqualTo(2);
        assertThat(index.board(MS17, NOW).sites())
                .singleElement()
                .satisfies(site -> assertThat(site.name()).isEqualTo("Osaka"));
        assertThat(index.names(MachineSummary::site)).containsExactly("Osaka");
        var asked = new MachineIndex.Query(
                MS17, "ＰＣ-i", null, "oSaKa", null, null, MachineIndex.Sort.NAME, false, 0, 9, false);
        assertThat(index.search(asked, NOW).machines())
                .singleElement()
                .satisfies(found -> assertThat(found.status()).isEqualTo(MachineStatus.VULNERABLE));
        assertThat(index.line("pc-İ.")).isPresent();
        assertThat(index.remove("pc-i")).isTrue();
    }

    private static MachineSummary line(String name, String site, String segment, String product, Verdict.Kind verdict) {
        return new MachineSummary(
                name,
                new MachineSummary.Place(site, segment, List.of("10.1.2." + name.length())),
                new MachineSummary.Windows(product, "6.1.7601", "x64", "ja-jp", "extended", null),
                new MachineSummary.Outcome(
                        Map.of(MS17, verdict),
                        List.of(new Kb(verdict == Verdict.Kind.FIXED ? 4019264 : 4012215)),
                        7,
                        2),
                NOW);
    }

    private static MachineIndex three() {
        var index = new MachineIndex(SILENCE);
        index.put(line("A", "Osaka", "10.1.0.0/16", "Windows 7", Verdict.Kind.VULNERABLE));
        index.put(line("BB", "Osaka", null, "Windows 8", Verdict.Kind.FIXED));
        index.put(line("CCC", "Kyoto", "10.2.0.0/16", null, Verdict.Kind.UNKNOWN));
        return index;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # site | product   | segment     | text        | found
                   |           |             |             | A CCC BB
            Osaka  |           |             |             | A BB
            osaka  |           |             |             | A BB
            Osak   |           |             |             |
                   | Windows 7 |             |             | A
                   | ''        |             |             | CCC
                   |           | 10.2.0.0/16 |             | CCC
                   |           | ''          |             | BB
            Kyoto  | Windows 7 |             |             |
                   |           |             | kb4012215   | A CCC
                   |           |             | 10.1.2.2    | BB
                   |           |             | 6.1.7601    | A CCC BB
                   |           |             | windows 8   | BB
                   |           |             | 10.2.0.0    | CCC
                   |           |             | '  '        | A CCC BB
            """)
    void a_search_by_place_product_and_words(String site, String product, String segment, String text, String found) {
        var query = new MachineIndex.Query(
                MS17, text, null, site, product, segment, MachineIndex.Sort.STATUS, false, 0, 50, false);
        MachineIndex.Page page = three().search(query, NOW);
        assertThat(page.machines().stream().map(f -> f.line().name()).collect(Collectors.joining(" ")))
                .isEqualTo(found == null ? "" : found);
        assertThat(page.total()).isEqualTo(page.machines().size());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # sort      | up       | down
            STATUS      | A CCC BB | BB CCC A
            NAME        | A BB CCC | CCC BB A
            SITE        | CCC A BB | A BB CCC
            PRODUCT     | CCC A BB | BB A CCC
            LAST_SEEN   | A BB CCC | A BB CCC
            """)
    void a_list_in_order(MachineIndex.Sort sort, String up, String down) {
        for (boolean descending : new boolean[] {false, true}) {
            MachineIndex.Page page = three().search(query(null, null, sort, descending, 0, 50), NOW);
            assertThat(page.machines().stream().map(f -> f.line().name()).collect(Collectors.joining(" ")))
                    .isEqualTo(descending ? down : up);
        }
    }

    @Test
    void a_board_by_site_product_and_segment_the_worst_first() {
        MachineIndex.Board board = three().board(MS17, NOW);
        assertThat(board.all()).isEqualTo(StatusTally.of(1, 1, 0, 0, 1, 0));
        assertThat(board.sites())
                .containsExactly(
                        new MachineIndex.Group("Osaka", StatusTally.of(1, 0, 0, 0, 1, 0)),
                        new MachineIndex.Group("Kyoto", StatusTally.of(0, 1, 0, 0, 0, 0)));
        assertThat(board.products()).extracting(MachineIndex.Group::name).containsExactly("Windows 7", "", "Windows 8");
        assertThat(board.segments())
                .extracting(MachineIndex.Group::name)
                .containsExactly("10.1.0.0/16", "10.2.0.0/16", "");
        assertThat(board.needs()).as("of machines that are not proven safe").isEqualTo(Map.of(new Kb(4012215), 2));
        assertThat(board.only(Set.of(new Kb(1))).needs()).isEmpty();
        assertThat(board.only(Set.of(new Kb(4012215))).needs()).hasSize(1);
        assertThat(board.only(Set.of()).all()).isEqualTo(board.all());
    }

    @Test
    void a_machine_is_silent_after_its_time_and_not_on_it() {
        var index = new MachineIndex(SILENCE);
        MachineSummary line = line("A", "Osaka", Verdict.Kind.FIXED, NOW);
        index.put(line);
        for (int second = -1; second <= 1; second++) {
            Instant then = NOW.plus(SILENCE).plusSeconds(second);
            MachineStatus expected = second > 0 ? MachineStatus.SILENT : MachineStatus.FIXED;
            assertThat(index.isSilent(line, then)).isEqualTo(second > 0);
            assertThat(index.status(line, MS17, then)).isEqualTo(expected);
            assertThat(index.board(MS17, then).all().of(expected)).isEqualTo(1);
        }
        assertThat(index.status(line, "OTHER", NOW))
                .as("of what was never judged")
                .isEqualTo(MachineStatus.UNKNOWN);
    }

    @Test
    void a_machine_that_left_is_gone_and_the_others_stay() {
        for (String gone : List.of("a", "BB", "CCC")) {
            MachineIndex index = three();
            assertThat(index.remove("nobody")).isFalse();
            assertThat(index.remove(gone)).isTrue();
            assertThat(index.remove(gone)).isFalse();
            assertThat(index.size()).isEqualTo(2);
            assertThat(index.line(gone)).isEmpty();
            for (String left : List.of("A", "BB", "CCC")) {
                if (!left.equalsIgnoreCase(gone)) {
                    assertThat(index.line(left).orElseThrow().name()).isEqualTo(left);
                }
            }
            assertThat(index.board(MS17, NOW).all().total()).isEqualTo(2);
            index.put(line(gone, "Nara", Verdict.Kind.FIXED, NOW));
            assertThat(index.line(gone.toLowerCase(Locale.ROOT)).orElseThrow().site())
                    .isEqualTo("Nara");
            assertThat(index.size()).isEqualTo(3);
        }
    }

    @Test
    void a_line_comes_back_as_it_was_put() {
        MachineSummary line = line("A", "Osaka", "10.1.0.0/16", "Windows 7", Verdict.Kind.VULNERABLE);
        var index = new MachineIndex(SILENCE);
        index.put(line);
        assertThat(index.line("a")).contains(line);
        assertThat(three().names(MachineSummary::product)).containsExactly("", "Windows 7", "Windows 8");
        assertThat(three().names(MachineSummary::site)).containsExactly("Kyoto", "Osaka");
    }

    @Test
    void readers_never_see_a_hole_while_machines_come_and_go() throws InterruptedException {
        MachineIndex index = roll(200, 3);
        var writer = new Thread(() -> {
            var random = new SplittableRandom(1);
            for (int i = 0; i < 20_000; i++) {
                String name = "PC" + random.nextInt(400);
                if (random.nextInt(3) > 0) {
                    index.remove(name);
                } else {
                    index.put(line(name, "Site1", Verdict.Kind.FIXED, NOW));
                }
            }
        });
        writer.start();
        while (writer.isAlive()) {
            index.search(MachineIndex.Query.all(MS17), NOW);
            index.board(MS17, NOW);
        }
        writer.join();
        assertThat(index.board(MS17, NOW).all().total()).isEqualTo(index.size());
    }
}

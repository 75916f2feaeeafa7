package dev.firebreak.core.estate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.assess.Verdict;
import dev.firebreak.core.inventory.MachineName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RollTest {

    private static final String MS17 = "MS17-010";
    private static final Instant NOW = Instant.parse("2017-05-14T12:00:00Z");
    private static final Duration SILENCE = Duration.ofDays(3);

    private static MachineLine line(String name, String site, Verdict.Kind verdict, Instant seen) {
        return new MachineLine(
                name,
                site,
                null,
                List.of("10.1.2.3"),
                "Windows 7",
                "6.1.7601",
                "x64",
                "ja-jp",
                "extended",
                null,
                seen,
                Map.of(MS17, verdict),
                List.of(Kb.parse("KB4012212").orElseThrow()),
                null,
                null);
    }

    private static Roll.Query query(String text, Light light, Roll.Sort sort, boolean down, int offset, int limit) {
        return new Roll.Query(MS17, text, light, null, null, null, sort, down, offset, limit);
    }

    private static Roll roll(int machines, long seed) {
        var random = new SplittableRandom(seed);
        var roll = new Roll(SILENCE);
        for (int i = 0; i < machines; i++) {
            roll.put(line(
                    "PC" + random.nextInt(machines * 2),
                    "Site" + random.nextInt(4),
                    Verdict.Kind.values()[random.nextInt(5)],
                    NOW.minusSeconds(random.nextInt(600_000))));
        }
        return roll;
    }

    private static Comparator<MachineLine> order(Roll roll, Roll.Query query) {
        Comparator<MachineLine> order = switch (query.sort()) {
            case LIGHT -> Comparator.comparing(l -> roll.light(l, MS17, NOW));
            case NAME -> Comparator.comparing(l -> MachineName.key(l.name()));
            case SITE -> Comparator.comparing(MachineLine::site);
            case PRODUCT -> Comparator.comparing(l -> String.valueOf(l.product()));
            case LAST_SEEN -> Comparator.comparing(MachineLine::lastSeen);
        };
        return (query.descending() ? order.reversed() : order).thenComparing(l -> MachineName.key(l.name()));
    }

    /** A page is what sorting everything and cutting it out would give, whatever short cut is taken. */
    @Property(tries = 200)
    void a_page_is_a_part_of_the_whole_order(
            @ForAll long seed,
            @ForAll Roll.Sort sort,
            @ForAll boolean descending,
            @ForAll @IntRange(max = 130) int offset,
            @ForAll @IntRange(max = 40) int limit) {
        Roll roll = roll(120, seed);
        Roll.Query query = query(null, null, sort, descending, offset, limit);
        List<MachineLine> all = new ArrayList<>();
        roll.lines(all::add);

        Roll.Page page = roll.search(query, NOW);

        assertThat(page.total()).isEqualTo(all.size());
        assertThat(page.machines())
                .extracting(Roll.Found::line)
                .containsExactlyElementsOf(all.stream()
                        .sorted(order(roll, query))
                        .skip(offset)
                        .limit(limit)
                        .toList());
    }

    @ParameterizedTest
    @EnumSource
    void a_light_finds_its_machines_and_the_board_counts_them(Light light) {
        Roll roll = roll(300, 7);

        Roll.Page page = roll.search(query(null, light, Roll.Sort.NAME, false, 0, 1000), NOW);

        assertThat(page.machines()).allMatch(found -> found.light() == light);
        assertThat(page.total()).isEqualTo(roll.board(MS17, NOW).all().of(light));
    }

    @Test
    void names_are_one_whatever_their_case_and_words_are_all_to_be_found() {
        var roll = new Roll(SILENCE);
        roll.put(line("pc1", "Osaka", Verdict.Kind.VULNERABLE, NOW));
        roll.put(line("PC1", "Osaka", Verdict.Kind.FIXED, NOW));
        roll.put(line("PC2", "Kyoto", Verdict.Kind.FIXED, NOW));

        assertThat(roll.size()).isEqualTo(2);
        assertThat(roll.search(query("pc OSAKA kb4012212", null, Roll.Sort.NAME, false, 0, 9), NOW)
                        .machines())
                .extracting(f -> f.line().name())
                .containsExactly("PC1");
        assertThat(roll.search(query("pc nowhere", null, Roll.Sort.NAME, false, 0, 9), NOW)
                        .total())
                .isZero();
    }

    @Test
    void the_most_wanted_update_comes_first() {
        Roll.Board board = roll(300, 9).board(MS17, NOW);
        assertThat(board.needs().values().iterator().next())
                .isEqualTo(board.all().of(Light.EXPOSED) + board.all().of(Light.UNKNOWN));
        assertThat(board.sites())
                .isSortedAccordingTo(
                        Comparator.comparingInt((Roll.Group g) -> g.tally().of(Light.EXPOSED))
                                .thenComparingInt(g -> g.tally().open())
                                .reversed()
                                .thenComparing(Roll.Group::name));
    }

    @Test
    void a_site_or_a_machine_in_another_spelling_is_the_same_one() {
        var roll = new Roll(SILENCE);
        roll.put(line("PC-I", "Osaka", Verdict.Kind.FIXED, NOW));
        roll.put(line("ｐｃ-ı", "OSAKA ", Verdict.Kind.VULNERABLE, NOW));
        roll.put(line("PC2", "ｏｓａｋａ", Verdict.Kind.FIXED, NOW));
        assertThat(roll.size()).isEqualTo(2);
        assertThat(roll.board(MS17, NOW).sites())
                .singleElement()
                .satisfies(site -> assertThat(site.name()).isEqualTo("Osaka"));
        assertThat(roll.names(MachineLine::site)).containsExactly("Osaka");
        var asked = new Roll.Query(MS17, "ＰＣ-i", null, "oSaKa", null, null, Roll.Sort.NAME, false, 0, 9);
        assertThat(roll.search(asked, NOW).machines())
                .singleElement()
                .satisfies(found -> assertThat(found.light()).isEqualTo(Light.EXPOSED));
        assertThat(roll.line("pc-İ.")).isPresent();
        assertThat(roll.remove("pc-i")).isTrue();
    }

    @Test
    void readers_never_see_a_hole_while_machines_come_and_go() throws InterruptedException {
        Roll roll = roll(200, 3);
        var writer = new Thread(() -> {
            var random = new SplittableRandom(1);
            for (int i = 0; i < 20_000; i++) {
                String name = "PC" + random.nextInt(400);
                if (random.nextInt(3) > 0) {
                    roll.remove(name);
                } else {
                    roll.put(line(name, "Site1", Verdict.Kind.FIXED, NOW));
                }
            }
        });
        writer.start();
        while (writer.isAlive()) {
            roll.search(Roll.Query.all(MS17), NOW);
            roll.board(MS17, NOW);
        }
        writer.join();
        assertThat(roll.board(MS17, NOW).all().total()).isEqualTo(roll.size());
    }
}

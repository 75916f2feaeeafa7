package dev.firebreak.core.exposure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The fewest updates that close everything that can be closed. */
class SmallestUpdateSetTest {

    /** {@code 0,1 2} is two ways: either of the updates 0 and 1, or 2. */
    private static List<BitSet> ways(String text) {
        return text == null
                ? List.of()
                : Stream.of(text.split(" +"))
                        .map(way -> {
                            var set = new BitSet();
                            Stream.of(way.split(","))
                                    .filter(u -> !u.equals("-"))
                                    .mapToInt(Integer::parseInt)
                                    .forEach(set::set);
                            return set;
                        })
                        .toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # ways to close each | things | chosen | at least
                                 |        |        | 0
            0                    | 1      | 0      | 1
            0                    | 0      |        | 0
            -                    | 3      |        | 0
            - 1                  | 3 1    | 1      | 1
            0 1                  | 1 1    | 0 1    | 2
            0,1                  | 1      | 0      | 1
            0,1 1                | 1 1    | 1      | 1
            0,1 1,2              | 1 1    | 1      | 1
            0,1 1,2 0,2          | 1 1 1  | 0 1    | 2
            0,1 1,2 2            | 1 0 1  | 2 0    | 2
            0,2 0,3 1,2 1,3      | 1 1 1 1 | 0 1   | 2
            0,2 0,2 1,2 1,3 1,3  | 5 5 1 5 5 | 0 1 | 2
            """)
    void a_table(String ways, String things, String chosen, int atLeast) {
        List<BitSet> given = ways(ways);
        int[] counts = things == null
                ? new int[0]
                : Stream.of(things.split(" +")).mapToInt(Integer::parseInt).toArray();

        SmallestUpdateSet smallest = SmallestUpdateSet.of(given, counts, 4);

        assertThat(smallest.chosen())
                .containsExactlyInAnyOrderElementsOf(
                        chosen == null
                                ? List.of()
                                : Stream.of(chosen.split(" +"))
                                        .map(Integer::valueOf)
                                        .toList());
        assertThat(smallest.atLeast()).isEqualTo(atLeast);
    }

    /** As small as trying all sets finds, and nothing that can be closed is left open. */
    @Property(tries = 300)
    void as_small_as_trying_all(@ForAll long seed) {
        var random = new SplittableRandom(seed);
        int updates = 1 + random.nextInt(7);
        List<BitSet> ways = new ArrayList<>();
        int[] things = new int[random.nextInt(9)];
        for (int i = 0; i < things.length; i++) {
            things[i] = random.nextInt(3);
            var way = new BitSet();
            for (int u = 0; u < updates; u++) {
                way.set(u, random.nextInt(3) == 0);
            }
            ways.add(way);
        }

        SmallestUpdateSet smallest = SmallestUpdateSet.of(ways, things, updates);

        var chosen = new BitSet();
        smallest.chosen().forEach(chosen::set);
        assertThat(closesAll(chosen, ways, things)).isTrue();
        assertThat(smallest.chosen()).doesNotHaveDuplicates();
        int least = updates;
        for (int set = 0; set < 1 << updates; set++) {
            if (closesAll(BitSet.valueOf(new long[] {set}), ways, things)) {
                least = Math.min(least, Integer.bitCount(set));
            }
        }
        assertThat(smallest.chosen()).hasSize(least);
        assertThat(smallest.atLeast()).isEqualTo(least);
    }

    private static boolean closesAll(BitSet chosen, List<BitSet> ways, int[] things) {
        for (int i = 0; i < things.length; i++) {
            if (things[i] > 0 && !ways.get(i).isEmpty() && !ways.get(i).intersects(chosen)) {
                return false;
            }
        }
        return true;
    }
}

package dev.firebreak.core.assess;

import dev.firebreak.core.advisory.Fix;
import dev.firebreak.core.advisory.KbSet;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.Stream;

/**
 * Which entries of a list of updates can change the answer for machines of one product: the newest that carries the fix,
 * else those that are doubtful or known not to carry it. All others only count.
 */
public final class Matter {

    /** Most fixes that are held apart; where a product has more, every entry matters. */
    private static final int MOST_FIXES = 4;

    private static final int FEW = 32;
    private static final int CARRIES = 1;
    private static final int REMARKED = 2;

    private final int[] numbers;
    private final byte[] kinds;
    private final int fixes;
    private final IntPredicate more;

    /**
     * @param fixes what one product has of advisories that are judged one by one
     * @param more whether an update matters for other reasons
     */
    Matter(List<Fix> fixes, IntPredicate more) {
        this.fixes = Math.min(fixes.size(), MOST_FIXES);
        this.more = fixes.size() <= MOST_FIXES ? more : kb -> true;
        int entries = fixes.stream()
                .mapToInt(f -> f.contains().size()
                        + remarks(f).mapToInt(r -> r.kbs().size()).sum())
                .sum();
        int size = Integer.highestOneBit(Math.max(8, entries)) * 4;
        this.numbers = new int[size];
        this.kinds = new byte[size];
        for (int i = 0; i < this.fixes; i++) {
            int shift = i * 2;
            fixes.get(i).contains().forEach(kb -> put(kb, CARRIES << shift));
            remarks(fixes.get(i)).forEach(r -> r.kbs().forEach(kb -> put(kb, REMARKED << shift)));
        }
    }

    private static Stream<Fix.Remark> remarks(Fix fix) {
        return Stream.concat(fix.doubts().stream(), fix.traps().stream());
    }

    /**
     * The entries that matter, distinct, the largest first.
     *
     * @param ids numbers of updates in any order
     * @param count how many of them
     * @param out takes the answer; as long as {@code count} at least
     * @return how many matter
     */
    public int of(int[] ids, int count, int[] out) {
        int open = 0;
        int wanted = 0;
        for (int i = 0; i < count; i++) {
            int kind = kind(ids[i]);
            if (kind != 0 || more.test(ids[i])) {
                open |= kind;
                out[wanted++] = ids[i];
            }
        }
        wanted = descending(out, wanted);
        int carried = 0;
        int kept = 0;
        for (int w = 0; w < wanted; w++) {
            int kb = out[w];
            int kind = kind(kb);
            boolean keep = more.test(kb);
            for (int fix = 0; fix < fixes; fix++) {
                int carries = CARRIES << fix * 2;
                boolean has = (open & carries) != 0;
                keep |= has ? (kind & carries) != 0 && (carried & carries) == 0 : (kind & REMARKED << fix * 2) != 0;
            }
            carried |= kind;
            if (keep) {
                out[kept++] = kb;
            }
        }
        return kept;
    }

    /** Sorts the first so many, the largest first, and drops what comes twice; mostly there are few. */
    private static int descending(int[] numbers, int count) {
        if (count > FEW) {
            Arrays.sort(numbers, 0, count);
            for (int i = 0, j = count - 1; i < j; i++, j--) {
                int low = numbers[i];
                numbers[i] = numbers[j];
                numbers[j] = low;
            }
        } else {
            for (int i = 1; i < count; i++) {
                int number = numbers[i];
                int at = i;
                for (; at > 0 && numbers[at - 1] < number; at--) {
                    numbers[at] = numbers[at - 1];
                }
                numbers[at] = number;
            }
        }
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (i == 0 || numbers[i] != numbers[i - 1]) {
                numbers[kept++] = numbers[i];
            }
        }
        return kept;
    }

    /** The entries that matter. */
    public KbSet of(KbSet ids) {
        int[] all = new int[ids.size()];
        int[] count = {0};
        ids.forEach(kb -> all[count[0]++] = kb);
        int[] out = new int[all.length];
        int kept = of(all, count[0], out);
        return KbSet.of(Arrays.copyOf(out, kept));
    }

    private int kind(int kb) {
        int slot = slot(kb);
        while (numbers[slot] != 0) {
            if (numbers[slot] == kb) {
                return kinds[slot];
            }
            slot = slot + 1 & numbers.length - 1;
        }
        return 0;
    }

    private void put(int kb, int kind) {
        int slot = slot(kb);
        while (numbers[slot] != 0 && numbers[slot] != kb) {
            slot = slot + 1 & numbers.length - 1;
        }
        numbers[slot] = kb;
        kinds[slot] |= (byte) kind;
    }

    private int slot(int kb) {
        return kb * 0x9E3779B9 >>> 8 & numbers.length - 1;
    }
}

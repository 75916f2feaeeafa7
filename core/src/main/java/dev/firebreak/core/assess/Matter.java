package dev.firebreak.core.assess;

import dev.firebreak.core.advisory.Fix;
import dev.firebreak.core.advisory.KbSet;
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
     * The entries that matter, ascending.
     *
     * @param ascending numbers of updates, ascending and distinct
     * @param count how many of them
     * @param out takes the answer; as long as {@code count} at least
     * @return how many matter
     */
    public int of(int[] ascending, int count, int[] out) {
        int open = 0;
        int wanted = 0;
        for (int i = count - 1; i >= 0; i--) {
            int kind = kind(ascending[i]);
            if (kind != 0 || more.test(ascending[i])) {
                open |= kind;
                out[wanted++] = i;
            }
        }
        int carried = 0;
        int kept = 0;
        for (int w = 0; w < wanted; w++) {
            int index = out[w];
            int kind = kind(ascending[index]);
            boolean keep = more.test(ascending[index]);
            for (int fix = 0; fix < fixes; fix++) {
                int carries = CARRIES << fix * 2;
                boolean has = (open & carries) != 0;
                keep |= has ? (kind & carries) != 0 && (carried & carries) == 0 : (kind & REMARKED << fix * 2) != 0;
            }
            carried |= kind;
            if (keep) {
                out[kept++] = index;
            }
        }
        // From indices, last first, to numbers, ascending.
        for (int i = 0, j = kept - 1; i <= j; i++, j--) {
            int low = ascending[out[j]];
            out[j] = ascending[out[i]];
            out[i] = low;
        }
        return kept;
    }

    /** The entries that matter. */
    public KbSet of(KbSet ids) {
        int[] all = new int[ids.size()];
        int[] count = {0};
        ids.forEach(kb -> all[count[0]++] = kb);
        int[] out = new int[all.length];
        int kept = of(all, all.length, out);
        return KbSet.of(java.util.Arrays.copyOf(out, kept));
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

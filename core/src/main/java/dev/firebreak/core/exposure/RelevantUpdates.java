package dev.firebreak.core.exposure;

import dev.firebreak.core.advisory.Fix;
import dev.firebreak.core.advisory.KbSet;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which entries of a list of updates can change the answer for machines of one product: the newest that carries the fix,
 * else those that are doubtful or known not to carry it; and of the catalogue's, those that no other entry contains. All
 * others only count.
 */
public final class RelevantUpdates {

    /** Most fixes that are held apart; where a product has more, every entry matters. */
    private static final int MAX_FIXES = 4;

    private static final int FEW = 32;
    private static final int CARRIES = 1;
    private static final int REMARKED = 2;

    /** Of the catalogue. */
    private static final int LISTED = 1 << (MAX_FIXES * 2);

    private final int[] numbers;
    private final short[] kinds;

    /** Index in the catalogue, or -1. */
    private final int[] indices;

    /** A bit for each place in the table that the first look may hit: nearly every number of a list is none of ours. */
    private final long[] perhaps = new long[1 << 8];

    private final int fixes;
    private final boolean all;
    private final ListedUpdates listed;

    /** Updates of the catalogue. */
    public interface ListedUpdates {

        /** Where nothing was imported. */
        ListedUpdates NONE = new ListedUpdates() {
            @Override
            public int[] numbers() {
                return new int[0];
            }

            @Override
            public boolean makesNeedless(int newer, int older) {
                return false;
            }
        };

        /** Their numbers, ascending. */
        int[] numbers();

        /**
         * Whether, whatever else holds for a machine, nothing changes if the older one is not listed beside the newer.
         *
         * @param newer index of its number
         */
        boolean makesNeedless(int newer, int older);
    }

    /** @param fixes what one product has of advisories that are judged one by one */
    public RelevantUpdates(List<Fix> fixes, ListedUpdates listed) {
        this.fixes = Math.min(fixes.size(), MAX_FIXES);
        this.all = fixes.size() > MAX_FIXES;
        this.listed = listed;
        int entries = listed.numbers().length
                + fixes.stream()
                        .mapToInt(f -> f.contains().size()
                                + remarks(f).mapToInt(r -> r.kbs().size()).sum())
                        .sum();
        int size = Integer.highestOneBit(Math.max(8, entries)) * 4;
        this.numbers = new int[size];
        this.kinds = new short[size];
        this.indices = new int[size];
        Arrays.fill(indices, -1);
        for (int i = 0; i < this.fixes; i++) {
            int shift = i * 2;
            fixes.get(i).contains().numbers().forEach(kb -> put(kb, CARRIES << shift));
            remarks(fixes.get(i)).forEach(r -> r.kbs().numbers().forEach(kb -> put(kb, REMARKED << shift)));
        }
        int[] ofCatalogue = listed.numbers();
        for (int i = 0; i < ofCatalogue.length; i++) {
            indices[put(ofCatalogue[i], LISTED)] = i;
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
            if (kind != 0 || all) {
                open |= kind;
                out[wanted++] = ids[i];
            }
        }
        wanted = descending(out, wanted);
        int carried = 0;
        int kept = 0;
        for (int w = 0; w < wanted; w++) {
            int kind = kind(out[w]);
            boolean keep = all || ((kind & LISTED) != 0 && !isNeedless(w, out, kept, wanted));
            for (int fix = 0; fix < fixes; fix++) {
                int carries = CARRIES << (fix * 2);
                boolean has = (open & carries) != 0;
                keep |= has ? (kind & carries) != 0 && (carried & carries) == 0 : (kind & REMARKED << (fix * 2)) != 0;
            }
            carried |= kind;
            if (keep) {
                out[kept++] = out[w];
            }
        }
        return kept;
    }

    /** Whether another one contains it: one that was kept, or one still to come. What was dropped is contained itself. */
    private boolean isNeedless(int index, int[] all, int kept, int count) {
        int older = indices[slot(all[index])];
        for (int i = 0; i < count; i++) {
            if (i < kept || i > index) {
                int newer = indices[slot(all[i])];
                if (newer >= 0 && listed.makesNeedless(newer, older)) {
                    return true;
                }
            }
        }
        return false;
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
        int[] all = ids.numbers().toArray();
        int[] out = new int[all.length];
        int kept = of(all, all.length, out);
        return KbSet.of(Arrays.copyOf(out, kept));
    }

    private int kind(int kb) {
        int mixed = kb * 0x9E3779B9;
        if ((perhaps[mixed >>> 24] >>> (mixed >>> 18 & 63) & 1) == 0) {
            return 0;
        }
        return kinds[slot(kb)];
    }

    /** Its place in the table, or the free one where it would be. */
    private int slot(int kb) {
        int slot = (kb * 0x9E3779B9) >>> 8 & numbers.length - 1;
        while (numbers[slot] != 0 && numbers[slot] != kb) {
            slot = slot + 1 & numbers.length - 1;
        }
        return slot;
    }

    private int put(int kb, int kind) {
        int mixed = kb * 0x9E3779B9;
        perhaps[mixed >>> 24] |= 1L << (mixed >>> 18 & 63);
        int slot = slot(kb);
        numbers[slot] = kb;
        kinds[slot] |= (short) kind;
        return slot;
    }
}

package dev.firebreak.core.advisory;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Immutable set of KB numbers, kept sorted: small, quick to compare and to intersect. It may hold others besides of which
 * only the number is known ({@link #andOthers}).
 */
public final class KbSet {

    /** The set that holds nothing. */
    public static final KbSet EMPTY = new KbSet(new int[0]);

    private final int[] numbers;
    private final int others;

    private KbSet(int[] sortedDistinct) {
        this(sortedDistinct, 0);
    }

    private KbSet(int[] sortedDistinct, int others) {
        this.numbers = sortedDistinct;
        this.others = others;
    }

    /** The set of these numbers, in any order, repeated or not. */
    public static KbSet of(int... numbers) {
        int[] sorted = numbers.clone();
        if (!isStrictlyAscending(sorted)) {
            Arrays.sort(sorted);
            int kept = 0;
            for (int i = 0; i < sorted.length; i++) {
                if (i == 0 || sorted[i] != sorted[i - 1]) {
                    sorted[kept++] = sorted[i];
                }
            }
            sorted = Arrays.copyOf(sorted, kept);
        }
        return new KbSet(sorted);
    }

    private static boolean isStrictlyAscending(int[] numbers) {
        for (int i = 1; i < numbers.length; i++) {
            if (numbers[i - 1] >= numbers[i]) {
                return false;
            }
        }
        return true;
    }

    /** The set of these updates. */
    public static KbSet of(Collection<Kb> kbs) {
        return of(kbs.stream().mapToInt(Kb::number).toArray());
    }

    /**
     * This set and so many others that nobody names: they count, and are nothing that anybody asks for. It stands for every
     * set of that size that holds the same updates of those that matter.
     */
    public KbSet andOthers(int count) {
        return new KbSet(numbers, others + count);
    }

    /** Whether the set holds this update. */
    public boolean contains(Kb kb) {
        return contains(kb.number());
    }

    /** Whether the set holds this number. */
    public boolean contains(int number) {
        return Arrays.binarySearch(numbers, number) >= 0;
    }

    /** The updates that both sets hold, ascending; none that is not named. */
    public KbSet and(KbSet other) {
        return numbers.length <= other.numbers.length ? only(other, true) : other.only(this, true);
    }

    /** The updates of either set. */
    public KbSet or(KbSet other) {
        if (isEmpty() || other.isEmpty()) {
            return isEmpty() ? other : this;
        }
        int[] both = Arrays.copyOf(numbers, numbers.length + other.numbers.length);
        System.arraycopy(other.numbers, 0, both, numbers.length, other.numbers.length);
        return of(both).andOthers(others + other.others);
    }

    /** The updates of this set that the other does not hold. */
    public KbSet without(KbSet other) {
        return only(other, false);
    }

    private KbSet only(KbSet other, boolean held) {
        int[] kept = new int[numbers.length];
        int count = 0;
        for (int number : numbers) {
            if (other.contains(number) == held) {
                kept[count++] = number;
            }
        }
        int unnamed = held ? 0 : others;
        return count == numbers.length && unnamed == others ? this : new KbSet(Arrays.copyOf(kept, count), unnamed);
    }

    /** The numbers that are named, ascending. */
    public IntStream numbers() {
        return IntStream.of(numbers);
    }

    /** Number of updates. */
    public int size() {
        return numbers.length + others;
    }

    /** Whether the set holds nothing. */
    public boolean isEmpty() {
        return size() == 0;
    }

    /** The updates that are named, ascending. */
    public List<Kb> toList() {
        return numbers().mapToObj(Kb::new).toList();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KbSet set && others == set.others && Arrays.equals(numbers, set.numbers);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(numbers) + others;
    }

    @Override
    public String toString() {
        return others == 0 ? toList().toString() : toList() + " and " + others + " others";
    }
}

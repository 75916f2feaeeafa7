package dev.firebreak.core.estate;

import java.util.Arrays;

/** Machines by light, at one moment. Immutable. */
public final class Tally {

    /** No machine at all. */
    public static final Tally NONE = new Tally(new int[Light.values().length]);

    private final int[] counts;
    private final int total;

    private Tally(int[] counts) {
        this.counts = counts;
        int sum = 0;
        for (int one : counts) {
            sum += one;
        }
        this.total = sum;
    }

    /** Of counts in the order of {@link Light}. */
    public static Tally of(int... counts) {
        if (counts.length != Light.values().length) {
            throw new IllegalArgumentException("one count for each light");
        }
        return new Tally(counts.clone());
    }

    /** Machines that show this light. */
    public int of(Light light) {
        return counts[light.ordinal()];
    }

    /** All machines. */
    public int total() {
        return total;
    }

    /** Machines that are not proven safe: exposed, unknown, silent. */
    public int open() {
        return of(Light.EXPOSED) + of(Light.UNKNOWN) + of(Light.SILENT);
    }

    /** Orders before another by more exposed machines, then more open ones, then more of all. */
    int worstFirst(Tally other) {
        int order = Integer.compare(other.of(Light.EXPOSED), of(Light.EXPOSED));
        order = order == 0 ? Integer.compare(other.open(), open()) : order;
        return order == 0 ? Integer.compare(other.total(), total()) : order;
    }

    /** With the machines of another. */
    public Tally plus(Tally other) {
        int[] sum = counts.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += other.counts[i];
        }
        return new Tally(sum);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Tally tally && Arrays.equals(counts, tally.counts);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(counts);
    }

    @Override
    public String toString() {
        return Arrays.toString(counts);
    }
}

package dev.firebreak.core.fleet;

import java.util.Arrays;

/** Machines by status, at one moment. Immutable. */
public final class StatusTally {

    /** No machine at all. */
    public static final StatusTally NONE = new StatusTally(new int[MachineStatus.values().length]);

    private final int[] counts;
    private final int total;

    private StatusTally(int[] counts) {
        this.counts = counts;
        int sum = 0;
        for (int one : counts) {
            sum += one;
        }
        this.total = sum;
    }

    /** Of counts in the order of {@link MachineStatus}. */
    public static StatusTally of(int... counts) {
        if (counts.length != MachineStatus.values().length) {
            throw new IllegalArgumentException("one count for each status");
        }
        return new StatusTally(counts.clone());
    }

    /** Machines with this status. */
    public int of(MachineStatus status) {
        return counts[status.ordinal()];
    }

    /** All machines. */
    public int total() {
        return total;
    }

    /** Machines that are not proven safe: vulnerable, unknown, silent. */
    public int open() {
        return of(MachineStatus.VULNERABLE) + of(MachineStatus.UNKNOWN) + of(MachineStatus.SILENT);
    }

    /** Orders before another by more vulnerable machines, then more open ones, then more of all. */
    public int worstFirst(StatusTally other) {
        int order = Integer.compare(other.of(MachineStatus.VULNERABLE), of(MachineStatus.VULNERABLE));
        order = order == 0 ? Integer.compare(other.open(), open()) : order;
        return order == 0 ? Integer.compare(other.total(), total()) : order;
    }

    /** With the machines of another. */
    public StatusTally plus(StatusTally other) {
        int[] sum = counts.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += other.counts[i];
        }
        return new StatusTally(sum);
    }

    /** With machines of which nothing is known. */
    public StatusTally withUnknown(int machines) {
        int[] sum = counts.clone();
        sum[MachineStatus.UNKNOWN.ordinal()] += machines;
        return new StatusTally(sum);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StatusTally tally && Arrays.equals(counts, tally.counts);
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

package dev.firebreak.core.watch.detector;

import java.io.Serializable;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What {@link ScanDetector} remembers of one machine: whom it has tried, at most the latest {@value #MAX}, and how the walk stands. Immutable. */
public final class ScanState implements Serializable {

    private static final long serialVersionUID = 1;
    private static final int MAX = 2048;
    private static final long MINUTE_SECONDS = 60;
    private static final int FIXED = 7;
    private static final int MINUTE = 4;

    static final ScanState NEW = new ScanState(new int[0], 0, 0, 0, false, 0, 0, 0);

    private final int[] targets;
    private final int failed;
    private final int reached;
    private final int steps;
    private final boolean isReported;
    private final long minute;
    private final int triedInMinute;
    private final int failedInMinute;

    private ScanState(
            int[] targets,
            int failed,
            int reached,
            int steps,
            boolean isReported,
            long minute,
            int triedInMinute,
            int failedInMinute) {
        this.targets = targets;
        this.failed = failed;
        this.reached = reached;
        this.steps = steps;
        this.isReported = isReported;
        this.minute = minute;
        this.triedInMinute = triedInMinute;
        this.failedInMinute = failedInMinute;
    }

    boolean knows(int target) {
        for (int known : targets) {
            if (known == target) {
                return true;
            }
        }
        return false;
    }

    /**
     * A first contact.
     *
     * @param floor the walk does not fall below it
     */
    ScanState contacted(int target, boolean hasFailed, Instant time, int floor) {
        int from = targets.length >= MAX ? 1 : 0;
        int[] next = Arrays.copyOfRange(targets, from, targets.length + 1);
        next[next.length - 1] = target;
        long now = time.getEpochSecond();
        boolean isSameMinute = Math.abs(now - minute) < MINUTE_SECONDS;
        return new ScanState(
                next,
                failed + (hasFailed ? 1 : 0),
                reached + (hasFailed ? 0 : 1),
                Math.max(floor, steps + (hasFailed ? 1 : -1)),
                isReported,
                isSameMinute ? minute : now,
                (isSameMinute ? triedInMinute : 0) + 1,
                (isSameMinute ? failedInMinute : 0) + (hasFailed ? 1 : 0));
    }

    ScanState reported() {
        return new ScanState(new int[0], failed, reached, steps, true, minute, triedInMinute, failedInMinute);
    }

    /** As numbers: seven of the walk, then the targets. */
    long[] numbers() {
        long[] numbers = new long[FIXED + targets.length];
        numbers[0] = failed;
        numbers[1] = reached;
        numbers[2] = steps;
        numbers[3] = isReported ? 1 : 0;
        numbers[4] = minute;
        numbers[5] = triedInMinute;
        numbers[6] = failedInMinute;
        for (int i = 0; i < targets.length; i++) {
            numbers[FIXED + i] = targets[i];
        }
        return numbers;
    }

    /** The state of such numbers; empty where they are none. */
    static Optional<ScanState> of(long[] numbers) {
        boolean isState = numbers.length >= FIXED
                && numbers.length <= FIXED + MAX
                && numbers[0] >= 0
                && numbers[1] >= 0
                && (numbers[3] == 0 || numbers[3] == 1)
                && numbers[5] >= 0
                && numbers[6] >= 0
                && IntStream.range(0, numbers.length).allMatch(i -> i == MINUTE || numbers[i] == (int) numbers[i]);
        if (!isState) {
            return Optional.empty();
        }
        int[] targets = new int[numbers.length - FIXED];
        for (int i = 0; i < targets.length; i++) {
            targets[i] = (int) numbers[FIXED + i];
        }
        return Optional.of(new ScanState(
                targets,
                (int) numbers[0],
                (int) numbers[1],
                (int) numbers[2],
                numbers[3] == 1,
                numbers[MINUTE],
                (int) numbers[5],
                (int) numbers[6]));
    }

    boolean isReported() {
        return isReported;
    }

    /** Steps towards "scanner"; below zero towards "benign". */
    int steps() {
        return steps;
    }

    int failed() {
        return failed;
    }

    int reached() {
        return reached;
    }

    int triedInMinute() {
        return triedInMinute;
    }

    int failedInMinute() {
        return failedInMinute;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ScanState state
                && Arrays.equals(targets, state.targets)
                && failed == state.failed
                && reached == state.reached
                && steps == state.steps
                && isReported == state.isReported
                && minute == state.minute
                && triedInMinute == state.triedInMinute
                && failedInMinute == state.failedInMinute;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(targets) * 31 + steps;
    }
}

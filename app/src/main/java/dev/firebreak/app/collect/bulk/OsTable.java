package dev.firebreak.app.collect.bulk;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Systems ({@code "os":{..}}) that were read, byte for byte as they stand, each with a number: a fleet has some hundreds of
 * them. Each thread has its own; the numbers are the same for all.
 */
final class OsTable {

    private static final int MAX = 1 << 14;

    private final Numbers numbers;
    private final Map<ByteKey, Integer> known = new HashMap<>();
    private int missed;
    private int met;

    /** The numbers given in one run. */
    static final class Numbers {
        private final Map<ByteKey, Integer> all = new ConcurrentHashMap<>();
        private final AtomicInteger last = new AtomicInteger();

        private int of(ByteKey system) {
            @Nullable Integer number = all.get(system);
            if (number != null) {
                return number;
            }
            return last.get() >= MAX ? 0 : all.computeIfAbsent(system.copy(), s -> last.incrementAndGet());
        }
    }

    OsTable(Numbers numbers) {
        this.numbers = numbers;
    }

    /** Whether looking is not worth it: most systems here are like no other. */
    boolean isTired() {
        return missed > MAX && missed > met;
    }

    /** The number of a system that was read before; 0 for none. */
    int number(ByteKey system) {
        @Nullable Integer number = known.get(system);
        if (number == null) {
            missed++;
            return 0;
        }
        met++;
        return number;
    }

    /** Gives a system that was read a number; 0 where there are too many. */
    int learn(ByteKey system) {
        int number = numbers.of(system);
        if (number > 0) {
            known.put(system.copy(), number);
        }
        return number;
    }
}

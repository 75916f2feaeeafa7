package dev.firebreak.core.dashboard;

import dev.firebreak.core.inventory.MachineName;
import java.util.stream.IntStream;

/** Locks by the name of a machine: what is done to one machine happens one after the other, to many at once. */
final class MachineLocks {

    private static final int LOCKS = 1024;

    private final Object[] locks =
            IntStream.range(0, LOCKS).mapToObj(i -> new Object()).toArray();

    Object of(String machine) {
        return locks[Math.floorMod(MachineName.key(machine).hashCode(), LOCKS)];
    }
}

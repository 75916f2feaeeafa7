package dev.firebreak.app.collect.bulk;

/** Receives the number of machines whose lines were written, by rank as {@link MachineLineWriter#tell} returns it. */
@FunctionalInterface
public interface MachineCount {

    /** So many machines more are of this rank. */
    void machines(int count, int rank);
}

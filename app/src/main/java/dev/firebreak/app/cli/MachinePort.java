package dev.firebreak.app.cli;

import dev.firebreak.core.assess.Verdict;
import dev.firebreak.core.exposure.RelevantUpdates;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.Snapshot;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** Reads machines: what the commands need of the room that collects. */
public interface MachinePort {

    /**
     * Does some work on each machine under the paths once, by several threads; {@code -} is standard input.
     *
     * @param results takes in order what came of it, on the thread that calls
     */
    <T> void read(
            List<Path> paths,
            InputStream stdin,
            ReadProgress progress,
            Function<Snapshot, T> work,
            Consumer<T> results,
            Consumer<Problem> complaints);

    /** Writes a line about each machine, in the same order; machines in the same state are worked out once. */
    void tell(
            List<Path> paths,
            InputStream stdin,
            ReadProgress progress,
            Lines lines,
            OutputStream out,
            Told told,
            Consumer<Problem> complaints);

    /** What is to be said of machines; called by several threads. */
    interface Lines {

        /** Writes one line; returns the worst of its verdicts. */
        Verdict.Kind line(Snapshot machine, OutputStream out);

        /** Which entries of a list of updates can change that line. */
        RelevantUpdates matter(Snapshot machine);
    }

    /** Told how many machines more were written whose worst verdict is this. */
    interface Told {
        void machines(int count, Verdict.Kind worst);
    }
}

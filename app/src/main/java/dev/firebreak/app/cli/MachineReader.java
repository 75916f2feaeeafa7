package dev.firebreak.app.cli;

import dev.firebreak.core.assess.Matter;
import dev.firebreak.core.assess.Verdict;
import dev.firebreak.core.inventory.Complaint;
import dev.firebreak.core.inventory.Snapshot;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** Reads machines: what the commands need of the room that collects. */
public interface MachineReader {

    /** Hands out each machine under the paths once; {@code -} is standard input. */
    void read(
            List<Path> paths,
            InputStream stdin,
            Progress progress,
            Consumer<Snapshot> machines,
            Consumer<Complaint> complaints);

    /** The same with work to be done on each machine by several threads; what came of it is taken in order. */
    <T> void read(
            List<Path> paths,
            InputStream stdin,
            Progress progress,
            Function<Snapshot, T> work,
            Consumer<T> results,
            Consumer<Complaint> complaints);

    /** Writes a line about each machine, in the same order; machines in the same state are worked out once. */
    void tell(
            List<Path> paths,
            InputStream stdin,
            Progress progress,
            Lines lines,
            OutputStream out,
            Told told,
            Consumer<Complaint> complaints);

    /** What is to be said of machines; called by several threads. */
    interface Lines {

        /** Writes one line; returns the worst of its verdicts. */
        Verdict.Kind line(Snapshot machine, OutputStream out);

        /** Which entries of a list of updates can change that line. */
        Matter matter(Snapshot machine);
    }

    /** Told how many machines more were written whose worst verdict is this. */
    interface Told {
        void machines(int count, Verdict.Kind worst);
    }
}

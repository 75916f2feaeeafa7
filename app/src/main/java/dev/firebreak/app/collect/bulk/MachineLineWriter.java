package dev.firebreak.app.collect.bulk;

import dev.firebreak.app.collect.merge.FaultIsolation;
import dev.firebreak.core.exposure.RelevantUpdates;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.Snapshot;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Says what is to be said of machines; called by several threads. */
public interface MachineLineWriter {

    /** There are fewer ranks than this. */
    int RANKS = 8;

    /** Writes one line about a machine; returns how bad it is, 0 for the worst. */
    int tell(Snapshot machine, OutputStream out);

    /**
     * Writes one line about a machine to an empty buffer, or nothing. A machine that cannot be evaluated because of a software
     * fault is written as unknown.
     *
     * @return the rank of the machine; null where the unknown machine cannot be written either
     */
    default @Nullable Integer tell(
            Snapshot machine, FaultIsolation faults, ByteArrayOutputStream line, Consumer<Problem> problems) {
        return faults.on(
                machine,
                one -> {
                    line.reset();
                    return tell(one, line);
                },
                problems);
    }

    /** A text as the lines have it: quoted, with what must be escaped, in UTF-8. */
    byte[] quoted(String text);

    /** Which entries of a list of updates can change what is said of this machine. */
    RelevantUpdates matter(Snapshot machine);
}

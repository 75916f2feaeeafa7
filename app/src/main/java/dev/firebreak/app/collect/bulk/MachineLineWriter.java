package dev.firebreak.app.collect.bulk;

import dev.firebreak.core.exposure.RelevantUpdates;
import dev.firebreak.core.inventory.Snapshot;
import java.io.OutputStream;

/** Says what is to be said of machines; called by several threads. */
public interface MachineLineWriter {

    /** There are fewer ranks than this. */
    int RANKS = 8;

    /** Writes one line about a machine; returns how bad it is, 0 for the worst. */
    int tell(Snapshot machine, OutputStream out);

    /** A text as the lines have it: quoted, with what must be escaped, in UTF-8. */
    byte[] quoted(String text);

    /** Which entries of a list of updates can change what is said of this machine. */
    RelevantUpdates matter(Snapshot machine);
}

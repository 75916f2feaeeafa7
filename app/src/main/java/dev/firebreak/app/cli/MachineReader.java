package dev.firebreak.app.cli;

import dev.firebreak.core.inventory.Complaint;
import dev.firebreak.core.inventory.Snapshot;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Reads machines: what the commands need of the room that collects. */
@FunctionalInterface
public interface MachineReader {

    /** Hands out each machine under the paths once; {@code -} is standard input. */
    void read(
            List<Path> paths,
            InputStream stdin,
            Progress progress,
            Consumer<Snapshot> machines,
            Consumer<Complaint> complaints);
}

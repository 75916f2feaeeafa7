package dev.firebreak.core.watch.incident;

import java.time.Instant;
import java.util.Optional;

/** Who stands behind an address or name in a capture or log. */
@FunctionalInterface
public interface MachineDirectory {

    /** Nothing is known of anybody. */
    MachineDirectory EMPTY = (host, at) -> Optional.empty();

    /** The machine of the inventory that had that address or name at a moment; empty where there is none or several claim it. */
    Optional<KnownMachine> find(String host, Instant at);
}

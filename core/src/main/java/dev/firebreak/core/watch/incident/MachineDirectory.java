package dev.firebreak.core.watch.incident;

import java.util.Optional;

/** Who stands behind an address or name in a capture or log. */
@FunctionalInterface
public interface MachineDirectory {

    /** Nothing is known of anybody. */
    MachineDirectory EMPTY = host -> Optional.empty();

    /** The machine of the inventory with that address or name; empty where there is none or several claim it. */
    Optional<KnownMachine> find(String host);
}

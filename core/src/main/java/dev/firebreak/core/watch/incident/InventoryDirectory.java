package dev.firebreak.core.watch.incident;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Machines of an inventory by address and name. An address that two machines claim tells nothing: DHCP may have moved it. */
public final class InventoryDirectory implements MachineDirectory {

    private final Map<String, Optional<KnownMachine>> machines = new HashMap<>();

    /** A machine with its addresses. */
    public void add(KnownMachine machine, List<String> addresses) {
        addresses.forEach(address -> put(address, machine));
        put(machine.name(), machine);
    }

    private void put(String key, KnownMachine machine) {
        machines.merge(normal(key), Optional.of(machine), (one, other) -> one.equals(other) ? one : Optional.empty());
    }

    @Override
    public Optional<KnownMachine> find(String host, Instant at) {
        String name = normal(host);
        Optional<KnownMachine> found = machines.get(name);
        if (found != null) {
            return found;
        }
        // Logs write full names where inventories have the first part; of an address the first part is no name.
        int dot = name.indexOf('.');
        boolean isName = dot > 0 && !Character.isDigit(name.charAt(name.length() - 1));
        return isName ? machines.getOrDefault(name.substring(0, dot), Optional.empty()) : Optional.empty();
    }

    private static String normal(String key) {
        return key.strip().toLowerCase(Locale.ROOT);
    }
}

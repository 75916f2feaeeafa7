package dev.firebreak.core.watch.tie;

import dev.firebreak.core.fleet.AddressLeases;
import dev.firebreak.core.fleet.MachineSummary;
import dev.firebreak.core.fleet.NetworkAddress;
import dev.firebreak.core.inventory.MachineName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The hosts in detections that may be one machine: by its name, by the addresses that it reported, and by those that it held by lease.
 *
 * @param hosts those, at most {@value #MOST}
 * @param spellings of all of them, as detections have them
 */
public record MachineHosts(DetectedHosts.Named hosts, Set<String> spellings) {

    private static final int MOST = 64;

    public MachineHosts {
        spellings = Set.copyOf(spellings);
    }

    /** The hosts of a machine. */
    public static MachineHosts of(MachineSummary machine, DetectedHosts detected, AddressLeases leases) {
        Set<String> keys = new LinkedHashSet<>();
        String name = MachineName.key(machine.name());
        keys.add(name);
        for (String other : detected.withFirst(HostKey.first(name))) {
            if (HostKey.isSameShortName(name, other)) {
                keys.add(other);
            }
        }
        for (String address : machine.addresses()) {
            String one = NetworkAddress.normalised(address);
            if (one != null) {
                keys.add(one);
            }
        }
        keys.addAll(leases.heldBy(host -> HostKey.isSameShortName(HostKey.of(host), name)));
        List<DetectedHosts.Occurrences> hosts = new ArrayList<>();
        Set<String> spellings = new LinkedHashSet<>();
        for (String key : keys) {
            DetectedHosts.Occurrences host = detected.named(key);
            if (host != null && hosts.size() < MOST) {
                hosts.add(host);
                spellings.addAll(detected.spellings(key));
            }
        }
        return new MachineHosts(new DetectedHosts.Named(hosts), spellings);
    }
}

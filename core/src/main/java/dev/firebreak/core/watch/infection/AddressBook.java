package dev.firebreak.core.watch.infection;

import dev.firebreak.core.fleet.AddressLease;
import dev.firebreak.core.fleet.AddressLeases;
import dev.firebreak.core.fleet.NetworkAddress;
import dev.firebreak.core.inventory.MachineName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whose an address was at a moment. A lease of that time is believed before an inventory, which tells the addresses of another time; of several
 * machines that reported one address, the last one before the moment had it.
 */
public final class AddressBook {

    /** Roles of inventories behind whose addresses other machines are. */
    private static final Set<String> SHARING = Set.of(
            "proxy", "proxy-server", "dns", "dns-server", "domain-controller", "router", "gateway", "nat", "firewall");

    private final Map<String, List<Report>> byAddress = new HashMap<>();
    private final Map<String, String> byKey = new HashMap<>();
    private final Map<String, Optional<String>> byShortName = new HashMap<>();
    private final Map<String, String> shared = new HashMap<>();
    private final AddressLeases leases;

    /**
     * A machine and the addresses that it reported.
     *
     * @param at when; null where unknown
     */
    public record Report(
            String machine,
            Collection<String> addresses,
            Collection<String> roles,
            @Nullable Instant at) {
        public Report {
            addresses = List.copyOf(addresses);
            roles = List.copyOf(roles);
        }
    }

    /** @param sharedAddresses addresses that a person named as those of proxies, resolvers or routers */
    public AddressBook(Collection<Report> reports, AddressLeases leases, Collection<String> sharedAddresses) {
        this.leases = leases;
        for (Report report : reports) {
            byKey.putIfAbsent(MachineName.key(report.machine()), report.machine());
            // Two machines of one short name in two domains: the short name is nobody's.
            byShortName.merge(
                    shortKey(report.machine()),
                    Optional.of(report.machine()),
                    (a, b) -> a.isPresent() && MachineName.same(a.get(), report.machine()) ? a : Optional.empty());
            for (String address : report.addresses()) {
                String one = NetworkAddress.normalised(address);
                if (one != null) {
                    byAddress.computeIfAbsent(one, a -> new ArrayList<>()).add(report);
                    if (report.roles().stream().anyMatch(SHARING::contains)) {
                        shared.put(one, report.machine());
                    }
                }
            }
        }
        for (String address : sharedAddresses) {
            String one = NetworkAddress.normalised(address);
            if (one != null) {
                shared.putIfAbsent(one, one);
            }
        }
    }

    private static String shortKey(String machine) {
        int dot = machine.indexOf('.');
        return MachineName.key(dot > 0 ? machine.substring(0, dot) : machine);
    }

    /** The name under which the inventory has a machine that another source names; the same where it has none. */
    public String known(String machine) {
        String exact = byKey.get(MachineName.key(machine));
        return exact != null
                ? exact
                : byShortName.getOrDefault(shortKey(machine), Optional.empty()).orElse(machine);
    }

    /** Whose an address was. */
    public AddressOwner at(String address, Instant moment) {
        String behind = shared.get(address);
        if (behind != null) {
            return new AddressOwner.Shared(behind);
        }
        Map<String, String> leased = new LinkedHashMap<>();
        for (AddressLease lease : leases.at(address, moment)) {
            String name = lease.hostName() != null ? known(lease.hostName()) : lease.mac();
            if (name != null) {
                leased.putIfAbsent(MachineName.key(name), name);
            }
        }
        if (!leased.isEmpty()) {
            return owner(leased, AddressOwner.Basis.LEASE);
        }
        return owner(reported(address, moment), AddressOwner.Basis.INVENTORY);
    }

    private static AddressOwner owner(Map<String, String> names, AddressOwner.Basis basis) {
        return switch (names.size()) {
            case 0 -> new AddressOwner.Unknown();
            case 1 -> new AddressOwner.Machine(names.values().iterator().next(), basis);
            default -> new AddressOwner.Several(List.copyOf(names.values()));
        };
    }

    /** Of the machines that reported the address: the last before the moment, else all that did. */
    private Map<String, String> reported(String address, Instant moment) {
        List<Report> all = byAddress.getOrDefault(address, List.of());
        Instant last = null;
        boolean dated = true;
        for (Report report : all) {
            Instant at = report.at();
            dated &= at != null;
            if (at != null && !at.isAfter(moment) && (last == null || at.isAfter(last))) {
                last = at;
            }
        }
        Map<String, String> names = new LinkedHashMap<>();
        for (Report report : all) {
            if (!dated || last == null || last.equals(report.at())) {
                names.putIfAbsent(MachineName.key(report.machine()), report.machine());
            }
        }
        return names;
    }
}

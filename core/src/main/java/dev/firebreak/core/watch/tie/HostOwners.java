package dev.firebreak.core.watch.tie;

import dev.firebreak.core.fleet.AddressLease;
import dev.firebreak.core.fleet.AddressLeases;
import dev.firebreak.core.fleet.MachineSummary;
import dev.firebreak.core.fleet.NetworkAddress;
import dev.firebreak.core.inventory.MachineName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Which machine of the fleet each of some hosts was at a moment. A lease of that time is believed before an inventory, which tells the
 * addresses of another time. Where several machines claim an address or name, none is named. Immutable.
 *
 * <p>Made with one pass over the fleet, which asks only for the hosts that are sought: its cost does not grow with detections.
 */
public final class HostOwners {

    private final Map<String, List<MachineSummary>> byAddress = new HashMap<>();
    private final Map<String, List<MachineSummary>> byFirst = new HashMap<>();
    private final Set<String> shared = new HashSet<>();
    private final AddressLeases leases;

    /** Who a host was. */
    public sealed interface Owner {
        /** A machine of the fleet. */
        record One(MachineSummary machine, TieBasis basis) implements Owner {}

        /** One of these machines, or another one behind a shared address; nothing tells which. */
        record Unclear(List<MachineSummary> machines, TieBasis basis) implements Owner {
            public Unclear {
                machines = List.copyOf(machines);
            }
        }

        /** Nobody of the fleet, as far as is known. */
        record Nobody() implements Owner {}
    }

    private HostOwners(AddressLeases leases) {
        this.leases = leases;
    }

    /**
     * The owners of some hosts.
     *
     * @param hosts addresses and names
     * @param fleet hands over every machine
     * @param sharedAddresses of proxies, resolvers and routers
     */
    public static HostOwners of(
            Collection<DetectedHosts.Occurrences> hosts,
            Consumer<Consumer<MachineSummary>> fleet,
            AddressLeases leases,
            Collection<String> sharedAddresses) {
        var owners = new HostOwners(leases);
        Set<String> addresses = new HashSet<>();
        Set<String> firsts = new HashSet<>();
        for (DetectedHosts.Occurrences host : hosts) {
            if (!host.isAddress()) {
                firsts.add(HostKey.first(host.key()));
                continue;
            }
            addresses.add(host.key());
            for (AddressLease lease : leases.of(host.key())) {
                if (lease.hostName() != null) {
                    firsts.add(HostKey.first(HostKey.of(lease.hostName())));
                }
            }
        }
        for (String address : sharedAddresses) {
            String one = NetworkAddress.normalised(address);
            if (one != null) {
                owners.shared.add(one);
            }
        }
        if (!addresses.isEmpty() || !firsts.isEmpty()) {
            fleet.accept(machine -> owners.look(machine, addresses, firsts));
        }
        return owners;
    }

    private void look(MachineSummary machine, Set<String> addresses, Set<String> firsts) {
        for (String address : machine.addresses()) {
            // IPv4 stands in its one spelling in all but odd inventories; IPv6 is written in many ways.
            String one = addresses.contains(address)
                    ? address
                    : address.indexOf(':') >= 0 || address.indexOf(' ') >= 0
                            ? NetworkAddress.normalised(address)
                            : null;
            if (one != null && addresses.contains(one)) {
                add(byAddress, one, machine);
            }
        }
        if (!firsts.isEmpty()) {
            String first = HostKey.first(MachineName.key(machine.name()));
            if (firsts.contains(first)) {
                add(byFirst, first, machine);
            }
        }
    }

    private static void add(Map<String, List<MachineSummary>> to, String key, MachineSummary machine) {
        List<MachineSummary> machines = to.computeIfAbsent(key, k -> new ArrayList<>(1));
        if (!machines.contains(machine)) {
            machines.add(machine);
        }
    }

    /** Whether a host is the same machine at all moments, as far as is known. */
    boolean isTimeless(String key) {
        return leases.of(key).isEmpty();
    }

    /** Who an address or name was at a moment. */
    public Owner at(String host, Instant moment) {
        String key = HostKey.of(host);
        return HostKey.isAddress(key) ? ofAddress(key, moment) : named(key, TieBasis.NAME);
    }

    Owner ofAddress(String address, Instant moment) {
        List<MachineSummary> claims = byAddress.getOrDefault(address, List.of());
        if (shared.contains(address)) {
            return new Owner.Unclear(claims, TieBasis.SHARED);
        }
        List<AddressLease> held = leases.at(address, moment);
        if (!held.isEmpty()) {
            return leased(held, moment);
        }
        return switch (claims.size()) {
            case 0 -> new Owner.Nobody();
            case 1 -> new Owner.One(claims.getFirst(), TieBasis.INVENTORY);
            default -> new Owner.Unclear(claims, TieBasis.SEVERAL);
        };
    }

    private Owner leased(List<AddressLease> held, Instant moment) {
        if (held.size() > 1) {
            List<MachineSummary> machines = new ArrayList<>();
            for (AddressLease lease : held) {
                if (lease.hostName() != null) {
                    switch (named(HostKey.of(lease.hostName()), TieBasis.LEASE)) {
                        case Owner.One one -> machines.add(one.machine());
                        case Owner.Unclear unclear -> machines.addAll(unclear.machines());
                        case Owner.Nobody nobody -> {
                            // A device that is no machine of the fleet held it; the others may have, too.
                        }
                    }
                }
            }
            return new Owner.Unclear(machines, TieBasis.SEVERAL);
        }
        AddressLease lease = held.getFirst();
        if (lease.hostName() == null) {
            // A device without a name held it then, whoever reports it now.
            return new Owner.Nobody();
        }
        return named(
                HostKey.of(lease.hostName()),
                lease.coverage(moment) == AddressLease.Coverage.YES ? TieBasis.LEASE : TieBasis.LEASE_UNDATED);
    }

    /**
     * The machine of a name.
     *
     * @param basis where the whole name is equal, or names come from leases, which hold first parts
     */
    Owner named(String key, TieBasis basis) {
        List<MachineSummary> alike = byFirst.getOrDefault(HostKey.first(key), List.of());
        List<MachineSummary> exact =
                alike.stream().filter(m -> HostKey.of(m.name()).equals(key)).toList();
        if (exact.size() == 1) {
            return new Owner.One(exact.getFirst(), basis);
        }
        List<MachineSummary> possible = alike.stream()
                .filter(m -> HostKey.isSameShortName(HostKey.of(m.name()), key))
                .toList();
        return switch (possible.size()) {
            case 0 -> new Owner.Nobody();
            case 1 ->
                new Owner.One(
                        possible.getFirst(), basis == TieBasis.NAME ? TieBasis.SHORT_NAME : TieBasis.LEASE_UNDATED);
            default -> new Owner.Unclear(possible, TieBasis.SEVERAL);
        };
    }
}

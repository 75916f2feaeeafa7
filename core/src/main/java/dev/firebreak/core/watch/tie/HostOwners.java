package dev.firebreak.core.watch.tie;

import dev.firebreak.core.fleet.AddressLease;
import dev.firebreak.core.fleet.AddressLeases;
import dev.firebreak.core.fleet.MachineSummary;
import dev.firebreak.core.fleet.NetworkAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which machine of the fleet each of some hosts was at a moment. A lease of that time is believed before an inventory, which tells the
 * addresses of another time. Where several machines claim an address or name, none is named. Immutable.
 *
 * <p>Made with one pass over the fleet, which asks only for the hosts that are sought: its cost does not grow with detections.
 */
public final class HostOwners {

    private static final Owner NOBODY = new Owner.Nobody();

    private final Map<String, Claims> byAddress = new HashMap<>();
    private final Map<String, List<MachineSummary>> byFirst = new HashMap<>();
    private final Set<String> shared = new HashSet<>();
    private final AddressLeases leases;

    /** Machines that reported one address; mostly one. */
    private static final class Claims {
        private final MachineSummary first;
        private @Nullable List<MachineSummary> all;

        Claims(MachineSummary first) {
            this.first = first;
        }

        void add(MachineSummary other) {
            if (other.name().equals(first.name())) {
                return;
            }
            List<MachineSummary> machines = all;
            if (machines == null) {
                machines = new ArrayList<>(List.of(first));
                all = machines;
            }
            if (!machines.getLast().name().equals(other.name())) {
                machines.add(other);
            }
        }

        List<MachineSummary> all() {
            return all == null ? List.of(first) : all;
        }
    }

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
            DetectedHosts.Named hosts,
            Consumer<Consumer<MachineSummary>> fleet,
            AddressLeases leases,
            Collection<String> sharedAddresses) {
        var owners = new HostOwners(leases);
        Set<String> firsts = hosts.firsts();
        if (!leases.isEmpty()) {
            firsts = new HashSet<>(firsts);
            for (DetectedHosts.Occurrences host : hosts.addresses()) {
                for (AddressLease lease : leases.of(host.key())) {
                    if (lease.hostName() != null) {
                        firsts.add(HostKey.first(HostKey.of(lease.hostName())));
                    }
                }
            }
        }
        for (String address : sharedAddresses) {
            String one = NetworkAddress.normalised(address);
            if (one != null) {
                owners.shared.add(one);
            }
        }
        if (!hosts.hosts().isEmpty()) {
            Set<String> sought = firsts;
            fleet.accept(machine -> owners.look(machine, hosts, sought));
        }
        return owners;
    }

    private void look(MachineSummary machine, DetectedHosts.Named hosts, Set<String> firsts) {
        for (String address : machine.addresses()) {
            DetectedHosts.Occurrences host = hosts.address(address);
            // IPv4 stands in its one spelling in all but odd inventories; IPv6 is written in many ways.
            if (host == null && (address.indexOf(':') >= 0 || address.indexOf(' ') >= 0)) {
                String one = NetworkAddress.normalised(address);
                host = one == null ? null : hosts.address(one);
            }
            if (host != null) {
                Claims claims = byAddress.get(host.key());
                if (claims == null) {
                    byAddress.put(host.key(), new Claims(machine));
                } else {
                    claims.add(machine);
                }
            }
        }
        if (!firsts.isEmpty()) {
            String first = HostKey.first(HostKey.ofMachine(machine.name()));
            if (firsts.contains(first)) {
                byFirst.computeIfAbsent(first, f -> new ArrayList<>(1)).add(machine);
            }
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
        Claims reported = byAddress.get(address);
        List<MachineSummary> claims = reported == null ? List.of() : reported.all();
        if (shared.contains(address)) {
            return new Owner.Unclear(claims, TieBasis.SHARED);
        }
        List<AddressLease> held = leases.at(address, moment);
        if (!held.isEmpty()) {
            return leased(held, moment);
        }
        return switch (claims.size()) {
            case 0 -> NOBODY;
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
            return NOBODY;
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
        List<MachineSummary> exact = alike.stream()
                .filter(m -> HostKey.ofMachine(m.name()).equals(key))
                .toList();
        if (exact.size() == 1) {
            return new Owner.One(exact.getFirst(), basis);
        }
        List<MachineSummary> possible = alike.stream()
                .filter(m -> HostKey.isSameShortName(HostKey.ofMachine(m.name()), key))
                .toList();
        return switch (possible.size()) {
            case 0 -> NOBODY;
            case 1 ->
                new Owner.One(
                        possible.getFirst(), basis == TieBasis.NAME ? TieBasis.SHORT_NAME : TieBasis.LEASE_UNDATED);
            default -> new Owner.Unclear(possible, TieBasis.SEVERAL);
        };
    }
}

package dev.firebreak.core.fleet;

import static java.util.Comparator.comparing;
import static java.util.Comparator.naturalOrder;
import static java.util.Comparator.nullsLast;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Who had which address when, from the leases of DHCP servers. Immutable. */
public final class AddressLeases {

    public static final AddressLeases NONE = new AddressLeases(Map.of());

    private final Map<String, List<AddressLease>> byAddress;

    private AddressLeases(Map<String, List<AddressLease>> byAddress) {
        this.byAddress = byAddress;
    }

    /**
     * A DHCP server gives an address to one machine at a time: a lease ends where the next one of another machine begins, whatever end
     * it was given for (a machine that left early releases its address).
     */
    public static AddressLeases of(Collection<AddressLease> leases) {
        Map<String, List<AddressLease>> byAddress = new HashMap<>();
        leases.forEach(lease -> byAddress
                .computeIfAbsent(lease.address(), address -> new ArrayList<>())
                .add(lease));
        byAddress.replaceAll((address, all) -> withoutOverlap(all));
        return new AddressLeases(byAddress);
    }

    private static List<AddressLease> withoutOverlap(List<AddressLease> all) {
        List<AddressLease> sorted = all.stream()
                .sorted(comparing(AddressLease::from, nullsLast(naturalOrder())))
                .toList();
        List<AddressLease> kept = new ArrayList<>();
        for (int i = 0; i < sorted.size(); i++) {
            AddressLease lease = sorted.get(i);
            for (int next = i + 1; next < sorted.size(); next++) {
                Instant begin = sorted.get(next).from();
                if (lease.from() != null
                        && begin != null
                        && begin.isAfter(lease.from())
                        && !lease.hasHolderOf(sorted.get(next))) {
                    lease = lease.endingAt(begin);
                    break;
                }
            }
            kept.add(lease);
        }
        return List.copyOf(kept);
    }

    /**
     * Those that had an address at a moment: the ones that surely had it, or if there are none, the ones that may have had it. More
     * than one machine among them means that nobody can tell which.
     */
    public List<AddressLease> at(String address, Instant moment) {
        List<AddressLease> all = byAddress.getOrDefault(address, List.of());
        List<AddressLease> sure = with(all, moment, AddressLease.Coverage.YES);
        return sure.isEmpty() ? with(all, moment, AddressLease.Coverage.MAYBE) : sure;
    }

    private static List<AddressLease> with(List<AddressLease> all, Instant moment, AddressLease.Coverage coverage) {
        List<AddressLease> found = new ArrayList<>();
        for (AddressLease lease : all) {
            if (lease.coverage(moment) == coverage && found.stream().noneMatch(lease::hasHolderOf)) {
                found.add(lease);
            }
        }
        return found;
    }

    /** All leases of an address; none where none is known. */
    public List<AddressLease> of(String address) {
        return byAddress.getOrDefault(address, List.of());
    }

    /** Addresses that were ever given to a machine with such a host name. */
    public Set<String> heldBy(Predicate<String> hostName) {
        var addresses = new TreeSet<String>();
        byAddress.forEach((address, all) -> {
            if (all.stream().anyMatch(lease -> lease.hostName() != null && hostName.test(lease.hostName()))) {
                addresses.add(address);
            }
        });
        return addresses;
    }

    public boolean isEmpty() {
        return byAddress.isEmpty();
    }
}

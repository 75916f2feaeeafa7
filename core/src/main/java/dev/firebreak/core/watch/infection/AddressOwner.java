package dev.firebreak.core.watch.infection;

import java.util.List;

/** Whose an address was at a moment, as far as inventory and leases tell. */
public sealed interface AddressOwner {

    /** One machine. */
    record Machine(String name, Basis basis) implements AddressOwner {}

    /** More than one machine, and nothing tells which. */
    record Several(List<String> names) implements AddressOwner {
        public Several {
            names = List.copyOf(names);
        }
    }

    /** A resolver, proxy or router, behind which others are. */
    record Shared(String name) implements AddressOwner {}

    /** Nobody knows. */
    record Unknown() implements AddressOwner {}

    /** By what a machine is known. */
    enum Basis {
        /** A DHCP server gave it the address at that time. */
        LEASE,
        /** It reported the address itself, at another time. */
        INVENTORY
    }
}

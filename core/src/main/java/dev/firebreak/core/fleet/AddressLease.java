package dev.firebreak.core.fleet;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An address that a DHCP server gave to a machine for a time.
 *
 * @param address in the spelling of {@link NetworkAddress#normalised}
 * @param mac in the spelling of {@link NetworkAddress#hardware}; null where unknown
 * @param hostName as the machine gave it to the DHCP server, which does not check it; null where unknown
 * @param from when it was given; null where unknown (exports of Windows have only the end)
 * @param until when it ended or will end, {@link #NEVER} for one that never ends; null where unknown
 */
public record AddressLease(
        String address,
        @Nullable String mac,
        @Nullable String hostName,
        @Nullable Instant from,
        @Nullable Instant until) {

    /** The end of a lease that never ends. */
    public static final Instant NEVER = Instant.parse("9999-12-31T23:59:59Z");

    /** Whether the machine had the address at a moment. */
    public enum Coverage {
        YES,
        /** Begin or end is not known, and the one that is known does not exclude it. */
        MAYBE,
        NO
    }

    /** Whether the machine had the address at this moment; the end itself is no part of the lease. */
    public Coverage coverage(Instant at) {
        if ((from != null && at.isBefore(from)) || (until != null && !at.isBefore(until))) {
            return Coverage.NO;
        }
        return from == null || until == null ? Coverage.MAYBE : Coverage.YES;
    }

    /** Whether both were given to one machine: the same hardware address, or the same name where one has no hardware address. */
    public boolean hasHolderOf(AddressLease other) {
        if (mac != null && other.mac != null) {
            return mac.equals(other.mac);
        }
        return hostName != null && hostName.equalsIgnoreCase(other.hostName);
    }

    AddressLease endingAt(Instant end) {
        return until != null && !end.isBefore(until) ? this : new AddressLease(address, mac, hostName, from, end);
    }
}

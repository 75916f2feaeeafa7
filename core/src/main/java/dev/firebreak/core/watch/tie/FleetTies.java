package dev.firebreak.core.watch.tie;

import dev.firebreak.core.fleet.MachineStatus;
import dev.firebreak.core.fleet.MachineSummary;
import dev.firebreak.core.inventory.MachineName;
import java.time.Instant;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The machines of the fleet that detections name. Any number of threads may ask. */
public final class FleetTies {

    private static final List<HostPart> PARTS = List.of(HostPart.values());

    private final IdentityHashMap<MachineSummary, Counted> machines = new IdentityHashMap<>();
    private @Nullable Map<String, Counted> byKey;

    private static final class Counted {
        private final MachineSummary machine;
        private final int[] sure = new int[HostPart.values().length];
        private int maybeAttacked;
        private int maybe;
        private Instant last = Instant.MIN;

        Counted(MachineSummary machine) {
            this.machine = machine;
        }

        void add(HostPart part, int count, boolean isSure, Instant at) {
            if (isSure) {
                sure[part.ordinal()] += count;
            } else if (part == HostPart.ATTACKED) {
                maybeAttacked += count;
            } else if (part != HostPart.CONTACTED) {
                maybe += count;
            }
            last = at.isAfter(last) ? at : last;
        }

        MachineTies ties() {
            return new MachineTies(
                    machine.name(),
                    sure[HostPart.ATTACKED.ordinal()],
                    sure[HostPart.SOURCE.ordinal()],
                    sure[HostPart.DAMAGED.ordinal()],
                    maybeAttacked,
                    maybe,
                    last);
        }
    }

    /** Which machines a list is about. */
    public enum Kind {
        /** Surely or likely named, other than as one that was only contacted. */
        NAMED("named"),
        /** Attacked. */
        HIT("hit"),
        /** Perhaps attacked: the address or name is ambiguous. */
        MAYBE_HIT("maybe_hit");

        private final String id;

        Kind(String id) {
            this.id = id;
        }

        /** Name in addresses and our own formats. */
        public String id() {
            return id;
        }

        /** The kind of a name. */
        public static Optional<Kind> of(String id) {
            return List.of(values()).stream().filter(kind -> kind.id.equals(id)).findFirst();
        }
    }

    /**
     * How many machines were attacked, by what they show now.
     *
     * @param vulnerable of the vulnerable ones
     * @param unknown of those that are unknown or silent: nothing says that they withstood
     * @param others of all others
     * @param maybe machines that may have been attacked: their address or name is ambiguous
     * @param named machines that any detection names, vulnerable ones only
     */
    public record Hits(int vulnerable, int unknown, int others, int maybe, int named) {}

    /** @param owners made for these hosts */
    public FleetTies(DetectedHosts.Named hosts, HostOwners owners) {
        for (DetectedHosts.Occurrences host : hosts.names()) {
            add(host, owners.named(host.key(), TieBasis.NAME));
        }
        for (DetectedHosts.Occurrences host : hosts.addresses()) {
            if (owners.isTimeless(host.key())) {
                add(host, owners.ofAddress(host.key(), Instant.EPOCH));
            } else {
                for (long time : host.times()) {
                    Instant at = DetectedHosts.Occurrences.at(time);
                    add(owners.ofAddress(host.key(), at), DetectedHosts.Occurrences.part(time), 1, at);
                }
            }
        }
    }

    private void add(DetectedHosts.Occurrences host, HostOwners.Owner owner) {
        if (owner instanceof HostOwners.Owner.Nobody) {
            return;
        }
        for (HostPart part : PARTS) {
            int count = host.counts()[part.ordinal()];
            if (count > 0) {
                add(owner, part, count, host.last());
            }
        }
    }

    private void add(HostOwners.Owner owner, HostPart part, int count, Instant at) {
        switch (owner) {
            case HostOwners.Owner.One one -> counted(one.machine()).add(part, count, true, at);
            case HostOwners.Owner.Unclear unclear ->
                unclear.machines().forEach(machine -> counted(machine).add(part, count, false, at));
            case HostOwners.Owner.Nobody nobody -> {
                // No machine of the fleet.
            }
        }
    }

    /** One pass hands over each machine as one object. */
    private Counted counted(MachineSummary machine) {
        return machines.computeIfAbsent(machine, Counted::new);
    }

    /** How often detections name a machine; empty where none does. */
    public synchronized Optional<MachineTies> of(String machine) {
        // Keys are made of names only where somebody asks.
        Map<String, Counted> known = byKey;
        if (known == null) {
            known = new HashMap<>();
            for (Counted counted : machines.values()) {
                known.put(MachineName.key(counted.machine.name()), counted);
            }
            byKey = known;
        }
        return known.isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(known.get(MachineName.key(machine))).map(Counted::ties);
    }

    /** Whether a machine is of a kind. */
    public boolean is(String machine, Kind kind) {
        return of(machine)
                .filter(ties -> switch (kind) {
                    case NAMED -> ties.isNamed();
                    case HIT -> ties.isHit();
                    case MAYBE_HIT -> ties.mayBeHit();
                })
                .isPresent();
    }

    /** How many machines were attacked. */
    public Hits hits(Function<MachineSummary, MachineStatus> status) {
        int vulnerable = 0;
        int unknown = 0;
        int others = 0;
        int maybe = 0;
        int named = 0;
        for (Counted counted : machines.values()) {
            MachineTies ties = counted.ties();
            MachineStatus now = status.apply(counted.machine);
            if (ties.isNamed() && now == MachineStatus.VULNERABLE) {
                named++;
            }
            if (ties.mayBeHit()) {
                maybe++;
            }
            if (ties.isHit()) {
                switch (now) {
                    case VULNERABLE -> vulnerable++;
                    case UNKNOWN, SILENT -> unknown++;
                    case MITIGATED, FIXED, NOT_AFFECTED -> others++;
                }
            }
        }
        return new Hits(vulnerable, unknown, others, maybe, named);
    }
}

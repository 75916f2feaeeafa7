package dev.firebreak.core.watch.tie;

import dev.firebreak.core.fleet.MachineStatus;
import dev.firebreak.core.fleet.MachineSummary;
import dev.firebreak.core.inventory.MachineName;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The machines of the fleet that detections name. Immutable. */
public final class FleetTies {

    private final Map<String, Counted> machines = new HashMap<>();

    private static final class Counted {
        private final MachineSummary machine;
        private final int[] sure = new int[HostPart.values().length];
        private int maybeAttacked;
        private int maybe;
        private Instant last = Instant.MIN;

        Counted(MachineSummary machine) {
            this.machine = machine;
        }

        void add(HostPart part, boolean isSure, Instant at) {
            if (isSure) {
                sure[part.ordinal()]++;
            } else if (part == HostPart.ATTACKED) {
                maybeAttacked++;
            } else if (part != HostPart.CONTACTED) {
                maybe++;
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

    /** @param owners made for all of the hosts */
    public FleetTies(List<DetectedHosts.Occurrences> hosts, HostOwners owners) {
        for (DetectedHosts.Occurrences host : hosts) {
            if (!host.isAddress()) {
                add(host, owners.named(host.key(), TieBasis.NAME));
            } else if (owners.isTimeless(host.key())) {
                add(host, owners.ofAddress(host.key(), Instant.EPOCH));
            } else {
                for (long time : host.times()) {
                    Instant at = DetectedHosts.Occurrences.at(time);
                    add(owners.ofAddress(host.key(), at), DetectedHosts.Occurrences.part(time), at);
                }
            }
        }
    }

    private void add(DetectedHosts.Occurrences host, HostOwners.Owner owner) {
        if (owner instanceof HostOwners.Owner.Nobody) {
            return;
        }
        for (long time : host.times()) {
            add(owner, DetectedHosts.Occurrences.part(time), DetectedHosts.Occurrences.at(time));
        }
    }

    private void add(HostOwners.Owner owner, HostPart part, Instant at) {
        switch (owner) {
            case HostOwners.Owner.One one -> counted(one.machine()).add(part, true, at);
            case HostOwners.Owner.Unclear unclear ->
                unclear.machines().forEach(machine -> counted(machine).add(part, false, at));
            case HostOwners.Owner.Nobody nobody -> {
                // No machine of the fleet.
            }
        }
    }

    private Counted counted(MachineSummary machine) {
        return machines.computeIfAbsent(MachineName.key(machine.name()), key -> new Counted(machine));
    }

    /** How often detections name a machine; empty where none does. */
    public Optional<MachineTies> of(String machine) {
        // A key is made of a name only where any machine is named.
        return machines.isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(machines.get(MachineName.key(machine))).map(Counted::ties);
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

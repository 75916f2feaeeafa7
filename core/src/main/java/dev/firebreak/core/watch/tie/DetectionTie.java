package dev.firebreak.core.watch.tie;

import dev.firebreak.core.fleet.MachineSummary;
import dev.firebreak.core.inventory.MachineName;
import dev.firebreak.core.watch.Detection;
import java.util.Optional;

/**
 * A detection that names a machine.
 *
 * @param part what it says of the machine
 * @param host the address or name by which the input tells it
 * @param basis why that is taken for the machine
 */
public record DetectionTie(Detection detection, HostPart part, String host, TieBasis basis) {

    /** The tie of a machine to the source of a detection; empty where it is none. */
    public static Optional<DetectionTie> asSource(Detection detection, String machine, HostOwners owners) {
        return of(detection, HostPart.SOURCE, detection.flow().source(), machine, owners);
    }

    /** The same for the target. */
    public static Optional<DetectionTie> asTarget(Detection detection, String machine, HostOwners owners) {
        String target = detection.flow().target();
        return target == null ? Optional.empty() : of(detection, HostPart.ofTarget(detection), target, machine, owners);
    }

    private static Optional<DetectionTie> of(
            Detection detection, HostPart part, String host, String machine, HostOwners owners) {
        return switch (owners.at(host, detection.time())) {
            case HostOwners.Owner.One one
            when is(one.machine(), machine) -> Optional.of(new DetectionTie(detection, part, host, one.basis()));
            case HostOwners.Owner.Unclear unclear
            when unclear.machines().stream().anyMatch(m -> is(m, machine)) ->
                Optional.of(new DetectionTie(detection, part, host, unclear.basis()));
            case HostOwners.Owner.One one -> Optional.empty();
            case HostOwners.Owner.Unclear unclear -> Optional.empty();
            case HostOwners.Owner.Nobody nobody -> Optional.empty();
        };
    }

    private static boolean is(MachineSummary one, String machine) {
        return MachineName.same(one.name(), machine);
    }
}

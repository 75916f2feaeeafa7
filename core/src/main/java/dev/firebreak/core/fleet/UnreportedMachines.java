package dev.firebreak.core.fleet;

import dev.firebreak.core.inventory.Evidence.LookupFailed;
import dev.firebreak.core.inventory.Evidence.LookupKind;
import dev.firebreak.core.inventory.Snapshot;
import dev.firebreak.core.inventory.Source;
import dev.firebreak.core.text.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Machines that no report covers, as snapshots without any evidence but the failed look-up: assessed like any other machine, each comes
 * out as unknown with what to collect, so that a report which lists machines lists these too.
 */
public final class UnreportedMachines {

    private static final Text NEVER_REPORTED = new Text("expected, but no report was received", "一覧にありますが、報告がありません");

    private UnreportedMachines() {}

    /** One snapshot for each machine that {@link FleetGaps#unknown} counts. */
    public static List<Snapshot> of(FleetGaps gaps) {
        return Stream.concat(
                        gaps.missing().stream().map(UnreportedMachines::missing),
                        gaps.unmanaged().stream().map(UnreportedMachines::unmanaged))
                .toList();
    }

    private static Snapshot missing(FleetGaps.Missing missing) {
        ExpectedMachine machine = missing.machine();
        List<Source> sources = new ArrayList<>(List.of(machine.source()));
        List<String> addresses = new ArrayList<>();
        if (missing.seen() != null) {
            addresses.add(missing.seen().address());
            sources.addAll(missing.seen().sources());
        }
        Text why = missing.labels().isEmpty()
                ? NEVER_REPORTED
                : Text.format(
                        "%s (%s)",
                        "%s（%s）",
                        NEVER_REPORTED,
                        joined(missing.labels().stream().map(FleetGaps.Label::text)));
        // The full name tells machines of one short name apart.
        return snapshot(machine.dnsName() == null ? machine.name() : machine.dnsName(), addresses, why, sources);
    }

    private static Snapshot unmanaged(FleetGaps.Unmanaged device) {
        Text why = Text.format(
                "seen on the network (%s), but in no inventory",
                "ネットワークで見つかりましたが（%s）、どのインベントリーにもありません",
                joined(device.kinds().stream().map(Sighting.Kind::label)));
        return snapshot(
                device.hostName() == null ? device.address() : device.hostName(),
                List.of(device.address()),
                why,
                List.copyOf(device.sources()));
    }

    private static Snapshot snapshot(String name, List<String> addresses, Text why, List<Source> sources) {
        return new Snapshot(
                name,
                null,
                null,
                null,
                addresses,
                List.of(),
                List.of(new LookupFailed(LookupKind.OPERATING_SYSTEM, why, sources.getFirst())),
                sources.stream().map(Source::file).distinct().toList(),
                List.of());
    }

    private static Text joined(Stream<Text> parts) {
        List<Text> all = parts.toList();
        return new Text(
                all.stream().map(Text::en).collect(Collectors.joining(", ")),
                all.stream().map(Text::ja).collect(Collectors.joining("、")));
    }
}

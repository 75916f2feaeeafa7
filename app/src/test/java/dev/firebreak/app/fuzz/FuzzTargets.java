package dev.firebreak.app.fuzz;

import dev.firebreak.app.capture.ConversationTarget;
import dev.firebreak.app.capture.EventTarget;
import dev.firebreak.app.capture.PacketTarget;
import dev.firebreak.app.capture.evtx.BinaryXmlTarget;
import dev.firebreak.app.capture.sigma.SigmaTarget;
import dev.firebreak.app.capture.stix.StixTarget;
import dev.firebreak.app.collect.EvidenceTarget;
import dev.firebreak.app.collect.bulk.InventoryTarget;
import dev.firebreak.app.collect.network.AddressListTarget;
import dev.firebreak.app.io.cab.CabTarget;
import dev.firebreak.app.io.tuf.MetadataTarget;
import dev.firebreak.app.mirror.authenticode.AuthenticodeTarget;
import dev.firebreak.app.probe.smb.ProbeTarget;
import dev.firebreak.app.sinkhole.SinkholeTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Every target, and the inputs that are kept of each. */
public final class FuzzTargets {

    /** Inputs that once broke a law, and few that reach much; one folder a target. */
    static final Path KEPT = Path.of("src/test/fuzz");

    private static final List<TargetGroup> GROUPS = List.of(
            new TargetGroup("check-captures", 20, target("capture", () -> EventTarget.CAPTURE)),
            new TargetGroup("check-smb", 20, target("smb", () -> ConversationTarget.SMB)),
            new TargetGroup(
                    "check-event-logs",
                    20,
                    target("evtx", () -> EventTarget.EVTX),
                    target("binary-xml", BinaryXmlTarget::new)),
            new TargetGroup(
                    "check-logs",
                    20,
                    target("windows-logs", () -> EventTarget.WINDOWS_LOGS),
                    target("network-logs", () -> EventTarget.NETWORK_LOGS),
                    target("line-logs", () -> EventTarget.LINE_LOGS)),
            new TargetGroup("check-mail", 20, target("mail", () -> EventTarget.MAIL)),
            new TargetGroup(
                    "check-network",
                    10,
                    target("packets", PacketTarget::new),
                    target("http", () -> ConversationTarget.HTTP),
                    target("dns", () -> ConversationTarget.DNS),
                    target("smb-answers", ProbeTarget::new),
                    target("sinkhole", SinkholeTarget::new),
                    target("address-lists", AddressListTarget::new)),
            new TargetGroup(
                    "check-files",
                    10,
                    target("stix", StixTarget::new),
                    target("sigma", SigmaTarget::new),
                    target("evidence", EvidenceTarget::new),
                    target("inventory", InventoryTarget::new),
                    target("authenticode", AuthenticodeTarget::new),
                    target("cabinet", CabTarget::new),
                    target("metadata", MetadataTarget::new)));

    /** What {@code ./check} runs: each has a process of its own. */
    static final List<TargetGroup> IN_CHECK = GROUPS;

    /** Every target by itself. */
    static final List<FuzzTarget> ALL =
            GROUPS.stream().flatMap(group -> group.targets().stream()).toList();

    private FuzzTargets() {}

    private static FuzzTarget target(String name, Supplier<FuzzTarget> maker) {
        return new LazyTarget(name, maker);
    }

    static FuzzTarget named(String name) {
        return Stream.concat(ALL.stream(), IN_CHECK.stream())
                .filter(target -> target.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no target: " + name + "; there are "
                        + ALL.stream().map(FuzzTarget::name).toList()));
    }

    /** The files of a target that are kept. */
    static List<Path> kept(FuzzTarget target) throws IOException {
        Path folder = KEPT.resolve(target.name());
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return new ArrayList<>(files.sorted().toList());
        }
    }

    /** The inputs of a target that are kept. */
    static List<byte[]> keptBytes(FuzzTarget target) throws IOException {
        List<byte[]> inputs = new ArrayList<>();
        for (Path file : kept(target)) {
            inputs.add(Files.readAllBytes(file));
        }
        return inputs;
    }
}

package dev.firebreak.app.fuzz;

import dev.firebreak.app.capture.ConversationTarget;
import dev.firebreak.app.capture.EventTarget;
import dev.firebreak.app.capture.PacketTarget;
import dev.firebreak.app.capture.evtx.BinaryXmlTarget;
import dev.firebreak.app.capture.sigma.SigmaTarget;
import dev.firebreak.app.capture.stix.StixTarget;
import dev.firebreak.app.collect.EvidenceTarget;
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
import java.util.stream.Stream;

/** Every target, and the inputs that are kept of each. */
public final class FuzzTargets {

    /** Inputs that once broke a law, and few that reach much; one folder a target. */
    static final Path KEPT = Path.of("src/test/fuzz");

    static final List<FuzzTarget> ALL = List.of(
            EventTarget.CAPTURE,
            new PacketTarget(),
            ConversationTarget.SMB,
            ConversationTarget.HTTP,
            ConversationTarget.DNS,
            EventTarget.EVTX,
            new BinaryXmlTarget(),
            EventTarget.WINDOWS_LOGS,
            EventTarget.NETWORK_LOGS,
            EventTarget.LINE_LOGS,
            EventTarget.MAIL,
            new StixTarget(),
            new SigmaTarget(),
            new EvidenceTarget(),
            new AddressListTarget(),
            new AuthenticodeTarget(),
            new CabTarget(),
            new MetadataTarget(),
            new ProbeTarget(),
            new SinkholeTarget());

    private FuzzTargets() {}

    static FuzzTarget named(String name) {
        return ALL.stream()
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
}

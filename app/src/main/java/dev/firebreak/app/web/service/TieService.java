package dev.firebreak.app.web.service;

import dev.firebreak.core.dashboard.FleetService;
import dev.firebreak.core.fleet.AddressLeases;
import dev.firebreak.core.fleet.MachineSummary;
import dev.firebreak.core.watch.Detection;
import dev.firebreak.core.watch.incident.DetectionStore;
import dev.firebreak.core.watch.incident.IncidentCorrelator;
import dev.firebreak.core.watch.incident.KnownMachine;
import dev.firebreak.core.watch.incident.MachineDirectory;
import dev.firebreak.core.watch.tie.DetectedHosts;
import dev.firebreak.core.watch.tie.DetectionTie;
import dev.firebreak.core.watch.tie.FleetTies;
import dev.firebreak.core.watch.tie.HostOwners;
import dev.firebreak.core.watch.tie.MachineHosts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Ties detections to machines of the fleet. Any number of threads may call. */
public final class TieService {

    private final DetectionStore store;
    private final FleetService fleet;
    private final AddressRecords addresses;
    private final DetectedHosts hosts = new DetectedHosts();
    private volatile IncidentIds incidents = new IncidentIds(-1, Map.of());

    private volatile @Nullable Known known;

    /** Ties, and what they were worked out of. */
    private record Known(
            long revision, DetectedHosts.Named named, AddressLeases leases, List<String> shared, FleetTies ties) {}

    private record IncidentIds(long version, Map<Detection, String> byDetection) {}

    TieService(DetectionStore store, FleetService fleet, AddressRecords addresses) {
        this.store = store;
        this.fleet = fleet;
        this.addresses = addresses;
        store.each(detection -> hosts.add(List.of(detection)));
    }

    /**
     * Detections that name a machine, the latest first.
     *
     * @param incidents by detection, as far as it belongs to one that is shown
     * @param hasMore whether there are more
     */
    public record MachineDetections(List<DetectionTie> ties, Map<Detection, String> incidents, boolean hasMore) {
        public MachineDetections {
            ties = List.copyOf(ties);
            incidents = Map.copyOf(incidents);
        }
    }

    void add(Collection<Detection> detections) {
        hosts.add(detections);
    }

    /** The machines that detections name: one pass over the fleet after detections or machines changed, nothing otherwise. */
    public FleetTies all() {
        // The number first: a line that changes meanwhile makes it an old one.
        long revision = fleet.revision();
        DetectedHosts.Named named = hosts.all();
        AddressLeases leases = addresses.leases();
        List<String> shared = addresses.shared();
        Known last = known;
        if (last != null
                && last.revision == revision
                && last.named == named
                && last.leases == leases
                && last.shared.equals(shared)) {
            return last.ties;
        }
        var ties = new FleetTies(named, HostOwners.of(named, fleet::lines, leases, shared));
        known = new Known(revision, named, leases, shared, ties);
        return ties;
    }

    private HostOwners owners(DetectedHosts.Named named) {
        return HostOwners.of(named, fleet::lines, addresses.leases(), addresses.shared());
    }

    /** Addresses of proxies, resolvers and routers, as the site lists them. */
    public List<String> shared() {
        return addresses.shared();
    }

    /** Whether more hosts were detected than are told apart. */
    public boolean isFull() {
        return hosts.isFull();
    }

    /** What names a machine. */
    public MachineDetections of(MachineSummary machine, int limit) {
        AddressLeases leases = addresses.leases();
        MachineHosts own = MachineHosts.of(machine, hosts, leases);
        if (own.hosts().hosts().isEmpty()) {
            return new MachineDetections(List.of(), Map.of(), false);
        }
        HostOwners owners = owners(own.hosts());
        List<DetectionTie> ties = new ArrayList<>();
        for (Detection detection : store.of(own.spellings(), limit + 1)) {
            DetectionTie.asSource(detection, machine.name(), owners).ifPresent(ties::add);
            DetectionTie.asTarget(detection, machine.name(), owners).ifPresent(ties::add);
        }
        ties.sort(Comparator.comparing((DetectionTie tie) -> tie.detection().time())
                .reversed());
        List<DetectionTie> shown = ties.subList(0, Math.min(limit, ties.size()));
        Map<Detection, String> ids = new HashMap<>();
        Map<Detection, String> known = incidents().byDetection();
        for (DetectionTie tie : shown) {
            String id = known.get(tie.detection());
            if (id != null) {
                ids.put(tie.detection(), id);
            }
        }
        return new MachineDetections(shown, ids, ties.size() > shown.size());
    }

    /** Which incident a detection belongs to does not depend on the fleet; it is worked out again after new detections only. */
    private IncidentIds incidents() {
        long version = hosts.version();
        IncidentIds known = incidents;
        if (known.version() != version) {
            Map<Detection, String> ids = new HashMap<>();
            new IncidentCorrelator(MachineDirectory.EMPTY)
                    .correlate(store.newest(SightingService.MOST_DETECTIONS))
                    .forEach(incident -> incident.detections().forEach(d -> ids.put(d, incident.id())));
            known = new IncidentIds(version, ids);
            incidents = known;
        }
        return known;
    }

    /** Who had which address or name at a moment, of the hosts that were detected. */
    MachineDirectory directory() {
        HostOwners owners = owners(hosts.all());
        return (host, at) -> machine(owners.at(host, at));
    }

    private static Optional<KnownMachine> machine(HostOwners.Owner owner) {
        @Nullable
        MachineSummary one = switch (owner) {
            case HostOwners.Owner.One(var machine, var basis) -> machine;
            case HostOwners.Owner.Unclear unclear -> null;
            case HostOwners.Owner.Nobody nobody -> null;
        };
        return Optional.ofNullable(one)
                .map(machine -> new KnownMachine(machine.name(), machine.verdict(SightingService.ADVISORY)));
    }
}

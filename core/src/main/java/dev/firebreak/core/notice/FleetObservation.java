package dev.firebreak.core.notice;

import dev.firebreak.core.dashboard.MachineIndex;
import dev.firebreak.core.fleet.MachineStatus;
import dev.firebreak.core.fleet.StatusTally;
import dev.firebreak.core.inventory.MachineName;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How every machine stood on an advisory at a moment, to be compared with the next look. */
final class FleetObservation {

    private final Map<String, MachineStatus> lights;
    private final StatusTally all;
    private final Map<String, StatusTally> sites;

    private FleetObservation(Map<String, MachineStatus> lights, StatusTally all, Map<String, StatusTally> sites) {
        this.lights = lights;
        this.all = all;
        this.sites = sites;
    }

    static FleetObservation of(List<MachineIndex.Found> machines) {
        Map<String, MachineStatus> lights = HashMap.newHashMap(machines.size());
        Map<String, int[]> counts = new TreeMap<>();
        var all = new int[MachineStatus.values().length];
        for (MachineIndex.Found found : machines) {
            int light = found.status().ordinal();
            lights.put(MachineName.key(found.line().name()), found.status());
            all[light]++;
            counts.computeIfAbsent(found.line().site(), s -> new int[MachineStatus.values().length])[light]++;
        }
        Map<String, StatusTally> sites = new TreeMap<>();
        counts.forEach((site, tally) -> sites.put(site, StatusTally.of(tally)));
        return new FleetObservation(lights, StatusTally.of(all), sites);
    }

    /** Nobody at all. */
    static FleetObservation nothing() {
        return of(List.of());
    }

    /** What a machine showed; unknown where it was not there: nothing was proven of it. */
    MachineStatus status(String machine) {
        return lights.getOrDefault(MachineName.key(machine), MachineStatus.UNKNOWN);
    }

    boolean knew(String machine) {
        return lights.containsKey(MachineName.key(machine));
    }

    StatusTally all() {
        return all;
    }

    Map<String, StatusTally> sites() {
        return sites;
    }

    StatusTally site(String name) {
        return sites.getOrDefault(name, StatusTally.NONE);
    }

    AdvisoryTally tally(String advisory, Instant at) {
        return new AdvisoryTally(advisory, at, all, sites);
    }

    /** How the fleet stands, for the text of a notice. */
    record AdvisoryTally(String advisory, Instant at, StatusTally all, Map<String, StatusTally> sites) {}
}

package dev.firebreak.core.guidance;

import dev.firebreak.core.estate.Light;
import dev.firebreak.core.estate.Roll;
import dev.firebreak.core.estate.Tally;
import dev.firebreak.core.inventory.MachineName;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How every machine stood on an advisory at a moment, to be compared with the next look. */
final class Look {

    private final Map<String, Light> lights;
    private final Tally all;
    private final Map<String, Tally> sites;

    private Look(Map<String, Light> lights, Tally all, Map<String, Tally> sites) {
        this.lights = lights;
        this.all = all;
        this.sites = sites;
    }

    static Look of(List<Roll.Found> machines) {
        Map<String, Light> lights = HashMap.newHashMap(machines.size());
        Map<String, int[]> counts = new TreeMap<>();
        var all = new int[Light.values().length];
        for (Roll.Found found : machines) {
            int light = found.light().ordinal();
            lights.put(MachineName.key(found.line().name()), found.light());
            all[light]++;
            counts.computeIfAbsent(found.line().site(), s -> new int[Light.values().length])[light]++;
        }
        Map<String, Tally> sites = new TreeMap<>();
        counts.forEach((site, tally) -> sites.put(site, Tally.of(tally)));
        return new Look(lights, Tally.of(all), sites);
    }

    /** Nobody at all. */
    static Look nothing() {
        return of(List.of());
    }

    /** What a machine showed; unknown where it was not there: nothing was proven of it. */
    Light light(String machine) {
        return lights.getOrDefault(MachineName.key(machine), Light.UNKNOWN);
    }

    boolean knew(String machine) {
        return lights.containsKey(MachineName.key(machine));
    }

    Tally all() {
        return all;
    }

    Map<String, Tally> sites() {
        return sites;
    }

    Tally site(String name) {
        return sites.getOrDefault(name, Tally.NONE);
    }

    Standing standing(String advisory, Instant at) {
        return new Standing(advisory, at, all, sites);
    }

    /** How the estate stands, for the text of a notice. */
    record Standing(String advisory, Instant at, Tally all, Map<String, Tally> sites) {}
}

package dev.firebreak.app;

import dev.firebreak.core.watch.infection.InfectionState;
import dev.firebreak.core.watch.infection.InfectionStore;
import dev.firebreak.core.watch.infection.OwnProbe;
import dev.firebreak.core.watch.killswitch.KeptProbe;
import dev.firebreak.core.watch.killswitch.KillSwitchProbeStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is kept of the kill switch, in memory: for tests that need no database. */
public final class MemoryInfections implements InfectionStore, KillSwitchProbeStore {

    private final Map<String, List<InfectionState.Decided>> decisions = new LinkedHashMap<>();
    private final List<OwnProbe> own = new ArrayList<>();
    private final List<KeptProbe> kept = new ArrayList<>();

    @Override
    public synchronized void decide(String origin, InfectionState.Decided decision) {
        decisions.computeIfAbsent(origin, key -> new ArrayList<>()).add(decision);
    }

    @Override
    public synchronized Map<String, List<InfectionState.Decided>> decisions() {
        return Map.copyOf(decisions);
    }

    @Override
    public synchronized void remember(List<OwnProbe> probes) {
        own.addAll(probes);
    }

    @Override
    public synchronized List<OwnProbe> probes() {
        return List.copyOf(own);
    }

    @Override
    public synchronized void keep(List<KeptProbe> probes) {
        kept.addAll(probes);
    }

    @Override
    public synchronized List<KeptProbe> latest() {
        return List.copyOf(kept);
    }
}

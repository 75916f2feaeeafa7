package dev.firebreak.core.watch.infection;

import java.util.List;
import java.util.Map;

/** Where decisions about callers are kept, and which calls were probes of ours. */
public interface InfectionStore {

    /** Most probes that are remembered; with more, the oldest leave, and their calls are leads again. */
    int MOST_PROBES = 200_000;

    /** Keeps a decision for good before it returns. */
    void decide(String origin, InfectionState.Decided decision);

    /** All decisions in order of time, by {@link CallOrigin#key}. */
    Map<String, List<InfectionState.Decided>> decisions();

    /** Remembers probes for good before it returns; one that is remembered already is left as it is. */
    void remember(List<OwnProbe> probes);

    /** All remembered probes. */
    List<OwnProbe> probes();
}

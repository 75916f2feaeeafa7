package dev.firebreak.core.watch.killswitch;

import java.util.List;

/** Where the management server keeps probes: of each machine, segment and name the latest. */
public interface KillSwitchProbeStore {

    /** Most probes that are kept of one site; with more, the oldest leave. */
    int MOST_OF_SITE = 20_000;

    /** Keeps probes of one site for good before it returns. A probe that is older than the kept one changes nothing. */
    void keep(List<KeptProbe> probes);

    /** The latest of each machine, segment and name. */
    List<KeptProbe> latest();
}

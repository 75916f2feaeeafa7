package dev.firebreak.core.watch.killswitch;

import java.time.Instant;

/**
 * A probe that the management server received.
 *
 * @param site whose token sent it
 * @param sender name of the token, for people
 */
public record KeptProbe(String site, String sender, Instant receivedAt, KillSwitchProbe probe) {

    /** The segment that the probe names; empty where it names none. */
    public String segment() {
        String named = probe.origin().segment();
        return named == null ? "" : named;
    }
}

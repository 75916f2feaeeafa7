package dev.firebreak.core.watch.killswitch;

import java.util.List;

/**
 * What a probe means.
 *
 * @param verdict for the machine that probed
 * @param segmentVerdict for machines with the same resolvers but without this machine's hosts file; differs only where that file has the name
 * @param because the loudest first
 */
public record KillSwitchResult(
        KillSwitchProbe probe,
        KillSwitchVerdict verdict,
        KillSwitchVerdict segmentVerdict,
        List<KillSwitchReason> because) {

    public KillSwitchResult {
        because = List.copyOf(because);
    }
}

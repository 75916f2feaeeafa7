package dev.firebreak.core.watch.tie;

import java.time.Instant;

/**
 * How often detections name one machine.
 *
 * @param machine name
 * @param attacked as the target of an attack
 * @param acted as the source
 * @param damaged as a server whose files were changed
 * @param maybeAttacked as the target of an attack, where another machine may be meant
 * @param maybe in any other way but as one that was only contacted, where another machine may be meant
 * @param last the latest of them
 */
public record MachineTies(
        String machine, int attacked, int acted, int damaged, int maybeAttacked, int maybe, Instant last) {

    /** Whether a detection surely or likely names it; not one that may mean another machine. */
    public boolean isNamed() {
        return attacked + acted + damaged > 0;
    }

    /** Whether it was attacked, surely or likely. */
    public boolean isHit() {
        return attacked > 0;
    }

    /** Whether it is only ambiguous ties that say it was attacked. */
    public boolean mayBeHit() {
        return attacked == 0 && maybeAttacked > 0;
    }
}

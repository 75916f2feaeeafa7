package dev.firebreak.core.watch.infection;

import dev.firebreak.core.watch.killswitch.KillSwitchProbe;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A probe of ours, as far as it explains calls.
 *
 * @param nonce of its requests; null where it could send none
 * @param machine that it was made on; null where it did not tell
 * @param time when it ended
 */
public record OwnProbe(@Nullable String nonce, @Nullable String machine, Instant time) {

    public static OwnProbe of(KillSwitchProbe probe) {
        return new OwnProbe(
                probe.origin().nonce(), probe.origin().machine(), probe.origin().time());
    }
}

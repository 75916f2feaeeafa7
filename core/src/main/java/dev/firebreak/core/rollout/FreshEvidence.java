package dev.firebreak.core.rollout;

import dev.firebreak.core.assess.Verdict;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a machine's newest evidence says about an advisory, as far as it may close an order.
 *
 * @param received when it arrived
 * @param collected when it was collected; null where nothing tells
 * @param booted last start of the machine by its own clock; null where it does not tell
 */
public record FreshEvidence(
        Verdict.Kind verdict,
        Instant received,
        @Nullable Instant collected,
        @Nullable Instant booted) {

    /** What it makes of a claim. */
    public enum Decision {
        CONFIRMED,
        CONTRADICTED,
        UNDECIDED
    }

    /**
     * Evidence from before the claim decides nothing. Where Windows must be restarted, neither does evidence that does not prove a restart:
     * files on the disk may be new while the old driver still runs. Both starts are told by the machine's own clock, so that no time zone
     * comes between.
     */
    Decision decide(OrderState.Claimed claim, OrderTask task) {
        boolean isFresh = received.isAfter(claim.at()) && (collected == null || collected.isAfter(claim.at()));
        if (!isFresh || (claim.outcome().restart() && !isRestarted(claim.bootedBefore()))) {
            return Decision.UNDECIDED;
        }
        return switch (task) {
            case OrderTask.Install _ ->
                switch (verdict) {
                    case FIXED, NOT_AFFECTED -> Decision.CONFIRMED;
                    // A mitigated machine lacks the fix that was ordered.
                    case VULNERABLE, MITIGATED -> Decision.CONTRADICTED;
                    case UNKNOWN -> Decision.UNDECIDED;
                };
            case OrderTask.Apply _ ->
                switch (verdict) {
                    case MITIGATED, FIXED, NOT_AFFECTED -> Decision.CONFIRMED;
                    // A blocked port or a setting that was not looked at leaves the verdict as it is.
                    case VULNERABLE, UNKNOWN -> Decision.UNDECIDED;
                };
            // That a setting is back as it was shows in no verdict: a person closes it by withdrawing it.
            case OrderTask.Undo _ -> Decision.UNDECIDED;
        };
    }

    private boolean isRestarted(@Nullable Instant before) {
        return before != null && booted != null && booted.isAfter(before);
    }
}

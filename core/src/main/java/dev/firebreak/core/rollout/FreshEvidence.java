package dev.firebreak.core.rollout;

import dev.firebreak.core.assess.Verdict;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a machine's evidence says about an order, as far as it may close it.
 *
 * @param verdict for the order's advisory
 * @param setting what observed settings say about the order's mitigation
 * @param accounts everything that the verdict rests on; none decides nothing
 */
public record FreshEvidence(Verdict.Kind verdict, Setting setting, List<Account> accounts) {

    public FreshEvidence {
        accounts = List.copyOf(accounts);
    }

    /** Evidence of one account, about a package. */
    FreshEvidence(Verdict.Kind verdict, Account account) {
        this(verdict, Setting.NOT_KNOWN, List.of(account));
    }

    /** What observed settings say about a mitigation. */
    public enum Setting {
        /** Every condition was observed, and nothing says otherwise. */
        IN_PLACE,
        /** A condition was observed to be otherwise. */
        NOT_IN_PLACE,
        /** Not looked at, contradicted, or no setting shows it. */
        NOT_KNOWN
    }

    /**
     * One file or record that the verdict rests on.
     *
     * @param received when it arrived
     * @param collected when it was collected, as its content tells; null where nothing sure tells. The date of a file is not sure
     * @param booted last start of the machine by its own clock; null where it does not tell
     */
    public record Account(
            Instant received,
            @Nullable Instant collected,
            @Nullable Instant booted) {

        /** The same, which its sender collected after it had done the order: known by the order of events and not by a clock. */
        public Account collectedAfter() {
            return new Account(received, received, booted);
        }

        /** Arrived after the claim, and collected after it for certain: what arrives late may tell of before. */
        private boolean isAfter(Instant claim) {
            return received.isAfter(claim) && collected != null && collected.isAfter(claim);
        }

        /** Both starts are told by the machine's own clock, so that no time zone comes between. */
        private boolean isRestarted(@Nullable Instant before) {
            return before != null && booted != null && booted.isAfter(before);
        }
    }

    /** What it makes of a claim. */
    public enum Decision {
        CONFIRMED,
        CONTRADICTED,
        UNDECIDED
    }

    /**
     * Evidence from before the claim, or of which nobody knows when it was collected, decides nothing. Where Windows must be restarted,
     * neither does evidence that does not prove a restart: files on the disk may be new while the old driver still runs.
     */
    Decision decide(OrderState.Claimed claim, OrderTask task) {
        boolean isFresh = !accounts.isEmpty() && accounts.stream().allMatch(a -> a.isAfter(claim.at()));
        boolean isRestarted = accounts.stream().allMatch(a -> a.isRestarted(claim.bootedBefore()));
        if (!isFresh || (claim.outcome().restart() && !isRestarted)) {
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
            // Only the setting itself shows it: a verdict may be green for another reason. A blocked port shows in
            // none.
            case OrderTask.Apply _ ->
                switch (setting) {
                    case IN_PLACE -> Decision.CONFIRMED;
                    case NOT_IN_PLACE -> Decision.CONTRADICTED;
                    case NOT_KNOWN -> Decision.UNDECIDED;
                };
            // What was before may have been the same setting: then a person closes the order by withdrawing it.
            case OrderTask.Undo _ ->
                switch (setting) {
                    case NOT_IN_PLACE -> Decision.CONFIRMED;
                    case IN_PLACE, NOT_KNOWN -> Decision.UNDECIDED;
                };
        };
    }
}

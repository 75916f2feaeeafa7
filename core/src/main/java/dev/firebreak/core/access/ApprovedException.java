package dev.firebreak.core.access;

import java.time.Instant;
import java.time.LocalDate;

/**
 * An approved delay for a machine that is not patched yet (例外). It changes no verdict: the machine stays vulnerable or unknown on every
 * board, and is counted in a column of its own besides.
 *
 * @param machine compared without case
 * @param advisory id of the advisory
 * @param reason why it cannot be patched now; untrusted text
 * @param until last day on which it holds; there is none without an end
 * @param by who approved it, as the audit names them
 */
public record ApprovedException(
        String machine, String advisory, String reason, LocalDate until, String by, Instant since) {

    /** Whether it holds on a day. */
    public boolean holds(LocalDate day) {
        return !day.isAfter(until);
    }
}

package dev.firebreak.core.fleet;

import dev.firebreak.core.text.Text;
import java.time.Instant;

/**
 * Evidence of a machine that could not be read. As long as a machine has it, nothing that was known before makes it safe.
 *
 * @param at when it arrived
 * @param file its name as the sender gave it; untrusted
 * @param by who brought it, as the audit names them
 * @param reason why it could not be read
 */
public record UnreadableEvidence(Instant at, String file, String by, Text reason) {}

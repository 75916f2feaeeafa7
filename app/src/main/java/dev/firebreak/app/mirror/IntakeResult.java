package dev.firebreak.app.mirror;

import dev.firebreak.core.text.Text;
import org.jspecify.annotations.Nullable;

/**
 * What came of adding a file.
 *
 * @param file as it was given
 * @param reason for people
 * @param signer name of the publisher where the signature is genuine; null otherwise
 * @param sha256 of the content; null where it could not be read whole
 */
public record IntakeResult(
        String file,
        Outcome outcome,
        Text reason,
        @Nullable String signer,
        @Nullable String sha256) {

    /** Whether it was taken. */
    public enum Outcome {
        /** Genuine and known: handed out from now on. */
        ACCEPTED,
        /** Genuine, not known: waits for a person. */
        QUARANTINED,
        /** Not taken. */
        REFUSED
    }
}

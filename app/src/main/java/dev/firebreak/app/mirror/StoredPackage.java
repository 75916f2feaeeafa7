package dev.firebreak.app.mirror;

import dev.firebreak.core.advisory.Architecture;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.text.Text;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A package in the store.
 *
 * @param file its name, as it was added; safe as a file's name on Windows and Linux
 * @param kb which update it installs, as the knowledge or its name says; null where neither does
 * @param architecture null where neither says
 * @param language three letters ({@code ENU}); null for all languages, or where nobody says
 * @param content size and hashes
 * @param standing whether it may be handed out
 * @param judgement what the check of its signature found
 * @param decision what a person decided afterwards; null where nobody did
 */
public record StoredPackage(
        String file,
        @Nullable Kb kb,
        @Nullable Architecture architecture,
        @Nullable String language,
        Content content,
        Standing standing,
        Judgement judgement,
        @Nullable Decision decision) {

    /** Whether a package may be handed out. */
    public enum Standing {
        /** Genuine and known, or approved by a person. */
        ACCEPTED,
        /** Genuine by its signature, but nothing that is known names its hash: waits for a person. */
        QUARANTINED,
        /** A person decided against it. */
        REJECTED
    }

    /**
     * The bytes.
     *
     * @param size in bytes
     * @param sha256 64 hex digits in lower case; its address in the store
     * @param sha1 40 hex digits in lower case, as catalogue names carry it
     */
    public record Content(long size, String sha256, String sha1) {}

    /**
     * What the check found when the package was added.
     *
     * @param signer name of the publisher by the signature
     * @param signedAt when the time stamp says it was signed; null where there is none
     * @param reason why it is accepted or waits, for people
     * @param at when it was checked
     */
    public record Judgement(String signer, @Nullable Instant signedAt, Text reason, Instant at) {}

    /**
     * A person's decision.
     *
     * @param by as the audit log names them
     * @param why what they gave as reason
     */
    public record Decision(String by, Instant at, String why) {}

    public String sha256() {
        return content.sha256();
    }

    public String sha1() {
        return content.sha1();
    }

    public long size() {
        return content.size();
    }

    /** Whether it may be handed out. */
    public boolean isServed() {
        return standing == Standing.ACCEPTED;
    }

    StoredPackage decided(Standing next, Decision said) {
        return new StoredPackage(file, kb, architecture, language, content, next, judgement, said);
    }
}

package dev.firebreak.app.probe.smb;

import dev.firebreak.core.text.Text;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was asked of one target and what it answered. What it did not answer is null, and never "no".
 *
 * @param smb1 of SMB1
 * @param smb2 of SMB2 and SMB3
 * @param guest whether the account "Guest" without a password was let in; null where unknown
 * @param because what each of these rests on
 */
public record SmbFinding(
        SmbTarget target,
        Instant time,
        Smb1 smb1,
        Smb2 smb2,
        @Nullable Boolean guest,
        SmbHost host,
        int connections,
        List<Text> because) {

    public SmbFinding {
        because = List.copyOf(because);
    }

    /**
     * Of SMB1.
     *
     * @param answered true where "NT LM 0.12" was accepted, false where the server speaks SMB2 and refused it
     * @param signing null where SMB1 was not accepted
     */
    public record Smb1(@Nullable Boolean answered, @Nullable SmbSigning signing, SmbPatch patch) {
        static final Smb1 NOTHING = new Smb1(null, null, SmbPatch.UNKNOWN);
    }

    /**
     * Of SMB2 and SMB3.
     *
     * @param dialects those that were accepted, each by a negotiation of its own or as the highest of all
     * @param signing null where none was accepted
     */
    public record Smb2(List<SmbDialect> dialects, @Nullable SmbSigning signing) {
        static final Smb2 NOTHING = new Smb2(List.of(), null);

        public Smb2 {
            dialects = List.copyOf(dialects);
        }
    }

    /** Whether any dialect was accepted. */
    public boolean answered() {
        return Boolean.TRUE.equals(smb1.answered) || !smb2.dialects.isEmpty();
    }
}

package dev.firebreak.app.probe.smb;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** SMB2 and SMB3 on one connection: a negotiation, and after it the account "Guest" without a password (MS-SMB2 2.2). */
final class Smb2Dialogue {

    private static final int NEGOTIATE = 0;
    private static final int SESSION_SETUP = 1;
    private static final int HEADER = 64;
    private static final int SIGNING_ENABLED = 1;
    private static final int SIGNING_REQUIRED = 2;

    private static final long MORE_PROCESSING = 0xC000_0016L;
    private static final long FROM_SERVER = 1;

    /** SHA-512 with 32 bytes of salt, as every server of 3.1.1 wants it (MS-SMB2 2.2.3.1.1). */
    private static final int SALT = 32;

    private final SmbConnection connection;
    private long messageId;
    private long sessionId;

    Smb2Dialogue(SmbConnection connection) {
        this.connection = connection;
    }

    /** What a server accepted. */
    record Negotiated(SmbDialect dialect, SmbSigning signing) {}

    /**
     * Offers dialects.
     *
     * @return the one that the server chose of them; null where it refused them all
     */
    @Nullable
    Negotiated negotiate(List<SmbDialect> offered) throws IOException, SmbMessage.Malformed {
        boolean contexts = offered.contains(SmbDialect.V3_1_1);
        int padded = (HEADER + 36 + offered.size() * 2 + 7) / 8 * 8;
        var message = header(NEGOTIATE)
                .u16(36)
                .u16(offered.size())
                .u16(SIGNING_ENABLED)
                .u16(0)
                .u32(offered.getLast().revision() >= SmbDialect.V3_0.revision() ? 0x7F : 0)
                .raw(clientGuid())
                .u32(contexts ? padded : 0)
                .u16(contexts ? 2 : 0)
                .u16(0);
        offered.forEach(dialect -> message.u16(dialect.revision()));
        if (contexts) {
            message.zeros(padded - message.length());
            message.u16(1)
                    .u16(6 + SALT)
                    .u32(0)
                    .u16(1)
                    .u16(SALT)
                    .u16(1)
                    .zeros(SALT)
                    .zeros(2);
            message.u16(2).u16(6).u32(0).u16(2).u16(2).u16(1);
        }
        SmbMessage answer = answer(message, NEGOTIATE);
        if (answer == null || answer.u32(8) != 0) {
            return null;
        }
        if (answer.u16(HEADER) != 65) {
            throw new SmbMessage.Malformed("no negotiation");
        }
        int mode = answer.u16(HEADER + 2);
        SmbDialect dialect = SmbDialect.of(answer.u16(HEADER + 4));
        if (dialect == null || !offered.contains(dialect)) {
            throw new SmbMessage.Malformed("a dialect that was not offered");
        }
        // Fields up to the security buffer: a shorter answer is no negotiation.
        answer.slice(HEADER, 64);
        return new Negotiated(
                dialect,
                (mode & SIGNING_REQUIRED) != 0
                        ? SmbSigning.REQUIRED
                        : (mode & SIGNING_ENABLED) != 0 ? SmbSigning.ENABLED : SmbSigning.DISABLED);
    }

    /** What the first half of a session tells of the server; null where it tells nothing. */
    NtlmMessages.@Nullable Challenge challenge() throws IOException, SmbMessage.Malformed {
        SmbMessage answer = session(NtlmMessages.negotiate());
        if (answer == null || answer.u32(8) != MORE_PROCESSING) {
            return null;
        }
        sessionId = answer.u64(40);
        return NtlmMessages.challenge(answer.slice(answer.u16(HEADER + 4), answer.u16(HEADER + 6)));
    }

    /** Whether "Guest" without a password is let in, after {@link #challenge}; null where the answer says neither. */
    @Nullable
    Boolean guest(NtlmMessages.Challenge challenge) throws IOException, SmbMessage.Malformed {
        SmbMessage answer = session(NtlmMessages.authenticate(challenge, SmbStatus.GUEST));
        return answer == null ? null : SmbStatus.letIn(answer.u32(8));
    }

    private @Nullable SmbMessage session(byte[] token) throws IOException, SmbMessage.Malformed {
        return answer(
                header(SESSION_SETUP)
                        .u16(25)
                        .u8(0)
                        .u8(SIGNING_ENABLED)
                        .u32(0)
                        .u32(0)
                        .u16(HEADER + 24)
                        .u16(token.length)
                        .u64(0)
                        .raw(token),
                SESSION_SETUP);
    }

    private SmbMessage.Writer header(int command) {
        return new SmbMessage.Writer()
                .raw((byte) 0xFE, (byte) 'S', (byte) 'M', (byte) 'B')
                .u16(HEADER)
                .u16(command == NEGOTIATE ? 0 : 1)
                .u32(0)
                .u16(command)
                .u16(31)
                .u32(0)
                .u32(0)
                .u64(messageId)
                .u32(0xFEFF)
                .u32(0)
                .u64(sessionId)
                .zeros(16);
    }

    /** The answer to this message; null where the server answered something else in good form. */
    private @Nullable SmbMessage answer(SmbMessage.Writer message, int command)
            throws IOException, SmbMessage.Malformed {
        SmbMessage answer = connection.ask(message);
        long asked = messageId++;
        if (answer.begins(0xFF, 'S', 'M', 'B')) {
            return null; // a server that speaks SMB1 only
        }
        if (!answer.begins(0xFE, 'S', 'M', 'B')
                || answer.u16(4) != HEADER
                || answer.u16(12) != command
                || (answer.u32(16) & FROM_SERVER) == 0
                || answer.u64(24) != asked) {
            throw new SmbMessage.Malformed("no answer to what was asked");
        }
        return answer;
    }

    /** The same for every probe: the client is told apart by its name, not by this. */
    private static byte[] clientGuid() {
        return "FirebreakProbe\0\0".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    }
}

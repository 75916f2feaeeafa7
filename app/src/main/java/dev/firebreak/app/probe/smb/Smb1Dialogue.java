package dev.firebreak.app.probe.smb;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * SMB1 on one connection (MS-CIFS 2.2, MS-SMB): negotiation of "NT LM 0.12" alone, a session without an account, the share IPC$, and
 * PeekNamedPipe on handle 0, which a patched server refuses and an unpatched one cannot serve. Nothing is read, written or run.
 */
final class Smb1Dialogue {

    private static final int NEGOTIATE = 0x72;
    private static final int SESSION_SETUP = 0x73;
    private static final int TREE_CONNECT = 0x75;
    private static final int TRANSACTION = 0x25;
    private static final int PEEK_NAMED_PIPE = 0x23;

    private static final int HEADER = 32;
    private static final int PROCESS = 0xFB01;
    private static final int NT_STATUS_AND_LONG_NAMES = 0x4001;
    private static final long NT_STATUS_AND_NT_SMBS = 0x50;

    private static final String OWN_SYSTEM = "Firebreak exposure check";
    private static final String OWN_LAN_MANAGER = "Firebreak (asks, never exploits)";

    private static final int MAX_TEXT_LENGTH = 200;

    private final SmbConnection connection;
    private int multiplex = 1;
    private int user;
    private int tree;
    private long sessionKey;

    Smb1Dialogue(SmbConnection connection) {
        this.connection = connection;
    }

    /** What a server accepted. */
    record Negotiated(SmbSigning signing) {}

    /** What a session tells of the server, and whether it was let in; null where the status says neither. */
    record Session(@Nullable Boolean letIn, long status, SmbHost host) {}

    /** Null where the server refuses the dialect. */
    @Nullable
    Negotiated negotiate() throws IOException, SmbMessage.Malformed {
        var message = header(NEGOTIATE).u8(0).u16(12).u8(2).text("NT LM 0.12");
        SmbMessage answer = answer(message, NEGOTIATE);
        if (answer.u32(5) != SmbStatus.SUCCESS) {
            return null;
        }
        int words = answer.u8(HEADER);
        if (words == 0 || answer.u16(HEADER + 1) != 0) {
            return null;
        }
        if (words != 17) {
            throw new SmbMessage.Malformed("no negotiation of NT LM 0.12");
        }
        int mode = answer.u8(HEADER + 3);
        sessionKey = answer.u32(HEADER + 1 + 14);
        answer.slice(HEADER + 1, 34);
        return new Negotiated(
                (mode & 8) != 0 ? SmbSigning.REQUIRED : (mode & 4) != 0 ? SmbSigning.ENABLED : SmbSigning.DISABLED);
    }

    /** A session for an account without a password; the empty name is nobody. */
    Session session(String account) throws IOException, SmbMessage.Malformed {
        user = 0;
        byte[] text = new SmbMessage.Writer()
                .u8(0)
                .text(account)
                .text("")
                .text(OWN_SYSTEM)
                .text(OWN_LAN_MANAGER)
                .bytes();
        SmbMessage answer = answer(
                header(SESSION_SETUP)
                        .u8(13)
                        .u8(0xFF)
                        .u8(0)
                        .u16(0)
                        .u16(0xFFFF)
                        .u16(2)
                        .u16(1)
                        .u32(sessionKey)
                        .u16(1)
                        .u16(0)
                        .u32(0)
                        .u32(NT_STATUS_AND_NT_SMBS)
                        .u16(text.length)
                        .raw(text),
                SESSION_SETUP);
        long status = answer.u32(5);
        if (status != SmbStatus.SUCCESS) {
            return new Session(SmbStatus.letIn(status), status, SmbHost.UNKNOWN);
        }
        user = answer.u16(28);
        return new Session(true, status, texts(answer));
    }

    /** System, LAN manager and domain, in this order, behind the words of the answer. */
    private static SmbHost texts(SmbMessage answer) throws SmbMessage.Malformed {
        int at = HEADER + 1 + answer.u8(HEADER) * 2 + 2;
        int end = Math.min(answer.length(), at + answer.u16(at - 2));
        List<String> texts = new ArrayList<>();
        while (at < end && texts.size() < 3) {
            String text = answer.text(at);
            at += text.length() + 1;
            texts.add(
                    text.substring(0, Math.min(MAX_TEXT_LENGTH, text.length())).strip());
        }
        return new SmbHost(null, text(texts, 2), null, null, text(texts, 0), text(texts, 1));
    }

    private static @Nullable String text(List<String> texts, int index) {
        return index < texts.size() && !texts.get(index).isEmpty() ? texts.get(index) : null;
    }

    /** The status of connecting to IPC$. */
    long tree(String address) throws IOException, SmbMessage.Malformed {
        byte[] text = new SmbMessage.Writer()
                .u8(0)
                .text("\\\\" + (address.indexOf(':') < 0 ? address : "SERVER") + "\\IPC$")
                .text("?????")
                .bytes();
        SmbMessage answer = answer(
                header(TREE_CONNECT)
                        .u8(4)
                        .u8(0xFF)
                        .u8(0)
                        .u16(0)
                        .u16(0)
                        .u16(1)
                        .u16(text.length)
                        .raw(text),
                TREE_CONNECT);
        tree = answer.u16(24);
        return answer.u32(5);
    }

    /** The status of PeekNamedPipe on handle 0, which is no pipe. */
    long peek() throws IOException, SmbMessage.Malformed {
        byte[] name = "\\PIPE\\\0".getBytes(ISO_8859_1);
        int data = HEADER + 1 + 32 + 2 + name.length;
        return answer(
                        header(TRANSACTION)
                                .u8(16)
                                .u16(0)
                                .u16(0)
                                .u16(0xFFFF)
                                .u16(0xFFFF)
                                .u8(0)
                                .u8(0)
                                .u16(0)
                                .u32(0)
                                .u16(0)
                                .u16(0)
                                .u16(data)
                                .u16(0)
                                .u16(data)
                                .u8(2)
                                .u8(0)
                                .u16(PEEK_NAMED_PIPE)
                                .u16(0)
                                .u16(name.length)
                                .raw(name),
                        TRANSACTION)
                .u32(5);
    }

    private SmbMessage.Writer header(int command) {
        return new SmbMessage.Writer()
                .raw((byte) 0xFF, (byte) 'S', (byte) 'M', (byte) 'B')
                .u8(command)
                .u32(0)
                .u8(0x18)
                .u16(NT_STATUS_AND_LONG_NAMES)
                .u16(0)
                .u64(0)
                .u16(0)
                .u16(tree)
                .u16(PROCESS)
                .u16(user)
                .u16(multiplex);
    }

    private SmbMessage answer(SmbMessage.Writer message, int command) throws IOException, SmbMessage.Malformed {
        SmbMessage answer = connection.ask(message);
        if (!answer.begins(0xFF, 'S', 'M', 'B')
                || answer.u8(4) != command
                || (answer.u8(9) & 0x80) == 0
                || answer.u16(26) != PROCESS
                || answer.u16(30) != multiplex) {
            throw new SmbMessage.Malformed("no answer to what was asked");
        }
        multiplex++;
        return answer;
    }
}

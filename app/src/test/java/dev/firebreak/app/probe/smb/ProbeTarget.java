package dev.firebreak.app.probe.smb;

import dev.firebreak.app.fuzz.FuzzTarget;
import dev.firebreak.app.fuzz.Law;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answers of SMB servers to the probe, on a connection without a network: a list of answers, each after its length. An answer is used or the
 * dialogue ends; names and texts are bounded, and only a status says that a server is patched or not.
 */
public final class ProbeTarget implements FuzzTarget {

    private static final int MAX_ANSWERS = 12;
    private static final int MAX_TEXT_LENGTH = 255;

    @Override
    public String name() {
        return "smb-answers";
    }

    @Override
    public List<byte[]> seeds() throws Exception {
        return List.of(
                recorded(Responder.windows(0, 0, 0xC000_0205L), true),
                recorded(Responder.windows(0, 0, 0xC000_0008L), true),
                recorded(Responder.windows(0xC000_006DL, 0, 0), true),
                input(List.of(negotiated2(), challenge2())));
    }

    @Override
    public void run(byte[] input) {
        List<byte[]> answers = answers(input);
        smb1(new Answering(answers));
        smb2(new Answering(answers));
    }

    private static void smb1(Answering socket) {
        try (var connection = new SmbConnection(socket, Long.MAX_VALUE)) {
            var dialogue = new Smb1Dialogue(connection);
            if (dialogue.negotiate() != null) {
                Smb1Dialogue.Session session = dialogue.session("");
                check(session.host());
                dialogue.tree("127.0.0.1");
                long status = dialogue.peek();
                SmbPatch patch = SmbStatus.patch(status);
                Law.holds(
                        patch != SmbPatch.VULNERABLE || status == 0xC000_0205L,
                        "only the status of an unpatched server says that it is one");
                dialogue.session(SmbStatus.GUEST);
            }
        } catch (IOException | SmbMessage.Malformed ended) {
            // No more answers, or none that can be used.
        }
    }

    private static void smb2(Answering socket) {
        try (var connection = new SmbConnection(socket, Long.MAX_VALUE)) {
            var dialogue = new Smb2Dialogue(connection);
            List<SmbDialect> offered = List.of(SmbDialect.V3_0, SmbDialect.V3_1_1);
            Smb2Dialogue.Negotiated negotiated = dialogue.negotiate(offered);
            if (negotiated != null) {
                Law.holds(offered.contains(negotiated.dialect()), "a dialect that was offered");
                NtlmMessages.@Nullable Challenge challenge = dialogue.challenge();
                if (challenge != null) {
                    check(challenge.host());
                    dialogue.guest(challenge);
                }
            }
        } catch (IOException | SmbMessage.Malformed ended) {
            // No more answers, or none that can be used.
        }
    }

    private static void check(SmbHost host) {
        for (String part : host.toString().split(", ", -1)) {
            Law.holds(part.length() <= 2 * MAX_TEXT_LENGTH, "what a server says of itself is bounded");
        }
    }

    /** A connection that answers each message with the next answer of the input. */
    private static final class Answering extends Socket {
        private final List<byte[]> answers;
        private InputStream in = InputStream.nullInputStream();
        private int next;

        Answering(List<byte[]> answers) {
            this.answers = answers;
        }

        @Override
        public OutputStream getOutputStream() {
            return new OutputStream() {
                @Override
                public void write(int b) {
                    throw new UnsupportedOperationException();
                }

                @Override
                public void write(byte[] message, int from, int length) {
                    byte[] asked = Arrays.copyOfRange(message, from + 4, from + length);
                    in = new ByteArrayInputStream(
                            next < answers.size() ? framed(fitted(answers.get(next++), asked)) : new byte[0]);
                }
            };
        }

        /** With the numbers of what was asked, which every server repeats and no input could guess. */
        private static byte[] fitted(byte[] answer, byte[] asked) {
            byte[] fitted = answer.clone();
            boolean isOne = fitted.length >= 32 && fitted[0] == (byte) 0xFF && asked[0] == (byte) 0xFF;
            boolean isTwo = fitted.length >= 64 && fitted[0] == (byte) 0xFE && asked[0] == (byte) 0xFE;
            if (isOne) {
                System.arraycopy(asked, 30, fitted, 30, 2);
                System.arraycopy(asked, 26, fitted, 26, 2);
            } else if (isTwo) {
                System.arraycopy(asked, 24, fitted, 24, 8);
            }
            return fitted;
        }

        @Override
        public InputStream getInputStream() {
            return in;
        }

        @Override
        public void setSoTimeout(int millis) {
            // Nobody waits here.
        }
    }

    private static byte[] framed(byte[] message) {
        return new SmbMessage.Writer()
                .u8(0)
                .u8(message.length >> 16)
                .u8(message.length >> 8)
                .u8(message.length)
                .raw(message)
                .bytes();
    }

    private static List<byte[]> answers(byte[] input) {
        List<byte[]> answers = new ArrayList<>();
        int at = 0;
        while (at + 2 < input.length && answers.size() < MAX_ANSWERS) {
            int length = Math.min((input[at] & 0xFF) | (input[at + 1] & 0x0F) << 8, input.length - at - 2);
            answers.add(Arrays.copyOfRange(input, at + 2, at + 2 + length));
            at += 2 + length;
        }
        return answers;
    }

    private static byte[] input(List<byte[]> answers) {
        var all = new SmbMessage.Writer();
        answers.forEach(answer -> all.u16(answer.length).raw(answer));
        return all.bytes();
    }

    /** The answers that a responder of the tests gives. */
    private static byte[] recorded(Responder.Behaviour behaviour, boolean isSmb1) throws Exception {
        List<byte[]> answers = new ArrayList<>();
        var out = new ByteArrayOutputStream();
        for (int command : new int[] {0x72, 0x73, 0x75, 0x25, 0x73}) {
            byte[] asked = new byte[32];
            asked[0] = (byte) (isSmb1 ? 0xFF : 0xFE);
            asked[1] = 'S';
            asked[2] = 'M';
            asked[3] = 'B';
            asked[4] = (byte) command;
            out.reset();
            try {
                behaviour.serve(new java.io.DataInputStream(new ByteArrayInputStream(lengthFirst(asked))), out);
            } catch (java.io.EOFException served) {
                // One question, one answer.
            }
            answers.add(Arrays.copyOfRange(out.toByteArray(), 4, out.size()));
        }
        return input(answers);
    }

    private static byte[] lengthFirst(byte[] message) {
        return framed(message);
    }

    private static SmbMessage.Writer header2(int command, long status) {
        return new SmbMessage.Writer()
                .raw((byte) 0xFE, (byte) 'S', (byte) 'M', (byte) 'B')
                .u16(64)
                .u16(1)
                .u32(status)
                .u16(command)
                .u16(1)
                .u32(1)
                .u32(0)
                .u64(0)
                .u64(0)
                .u64(7)
                .zeros(16);
    }

    private static byte[] negotiated2() {
        return header2(0, 0).u16(65).u16(1).u16(0x0300).zeros(58).bytes();
    }

    /** A challenge of NTLM with two names. */
    private static byte[] challenge2() {
        byte[] info = new SmbMessage.Writer()
                .u16(2)
                .u16(8)
                .wide("CORP")
                .u16(1)
                .u16(6)
                .wide("PC7")
                .u32(0)
                .bytes();
        byte[] token = new SmbMessage.Writer()
                .text("NTLMSSP")
                .u32(2)
                .u16(0)
                .u16(0)
                .u32(56)
                .u32(0x0280_0000L)
                .zeros(8)
                .zeros(8)
                .u16(info.length)
                .u16(info.length)
                .u32(56)
                .u8(6)
                .u8(1)
                .u16(7601)
                .zeros(4)
                .raw(info)
                .bytes();
        return header2(1, 0xC000_0016L)
                .u16(9)
                .u16(0)
                .u16(72)
                .u16(token.length)
                .raw(token)
                .bytes();
    }
}

package dev.firebreak.app.probe.smb;

import dev.firebreak.core.text.SafeText;
import dev.firebreak.core.text.Text;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks one target: one connection for SMB1, one that offers all dialects of SMB2 and SMB3, and one for each older dialect, since a server
 * chooses once a connection. A target that does not take a connection is asked once.
 */
public final class SmbProber {

    private final Clock clock;
    private final Duration limit;

    /** @param limit for each connection, from the first packet to the last */
    public SmbProber(Clock clock, Duration limit) {
        this.clock = clock;
        this.limit = limit;
    }

    /** Never throws for anything the target does. */
    public SmbFinding probe(SmbTarget target) {
        var run = new Run(target);
        if (run.smb1()) {
            run.smb2();
        }
        return run.finding();
    }

    /** How a dialogue ended. */
    private enum End {
        ANSWERED,
        /** The server closed or reset the connection after it was asked. */
        CLOSED,
        TIME_OUT,
        MALFORMED,
        /** No connection came about. */
        NO_CONNECTION
    }

    @FunctionalInterface
    private interface Dialogue {
        void hold(SmbConnection connection) throws IOException, SmbMessage.Malformed;
    }

    private final class Run {
        private final SmbTarget target;
        private final List<Text> because = new ArrayList<>();
        private final List<SmbDialect> dialects = new ArrayList<>();
        private int connections;
        private @Nullable Boolean smb1;
        private boolean smb1Refused;
        private @Nullable SmbSigning smb1Signing;
        private @Nullable SmbSigning signing;
        private @Nullable Boolean guest;
        private SmbPatch patch = SmbPatch.UNKNOWN;
        private SmbHost host = SmbHost.UNKNOWN;

        Run(SmbTarget target) {
            this.target = target;
        }

        SmbFinding finding() {
            if (smb1 == null && smb1Refused && !dialects.isEmpty()) {
                smb1 = false;
                because.add(SmbTexts.SMB1_REFUSED);
            }
            if (patch == SmbPatch.UNKNOWN && !Boolean.TRUE.equals(smb1)) {
                because.add(SmbTexts.NOT_ASKED);
            }
            return new SmbFinding(
                    target,
                    clock.instant(),
                    new SmbFinding.Smb1(smb1, smb1Signing, patch),
                    new SmbFinding.Smb2(dialects, signing),
                    guest,
                    host,
                    connections,
                    because);
        }

        /** False where no connection comes about: nothing else needs to be asked. */
        boolean smb1() {
            End end = hold(connection -> {
                var dialogue = new Smb1Dialogue(connection);
                Smb1Dialogue.Negotiated negotiated = dialogue.negotiate();
                if (negotiated == null) {
                    smb1Refused = true;
                    return;
                }
                smb1 = true;
                smb1Signing = negotiated.signing();
                because.add(SmbTexts.SMB1_ANSWERED);
                patch(dialogue);
            });
            if (end == End.CLOSED && smb1 == null) {
                smb1Refused = true;
            } else if (end != End.ANSWERED) {
                because.add(Boolean.TRUE.equals(smb1) ? SmbTexts.patchCutOff(words(end)) : SmbTexts.smb1(words(end)));
            }
            return end != End.NO_CONNECTION;
        }

        private void patch(Smb1Dialogue dialogue) throws IOException, SmbMessage.Malformed {
            Smb1Dialogue.Session nobody = dialogue.session("");
            Smb1Dialogue.Session session = nobody;
            if (!Boolean.TRUE.equals(nobody.letIn()) || dialogue.tree(target.address()) != SmbStatus.SUCCESS) {
                session = dialogue.session(SmbStatus.GUEST);
                guest = session.letIn();
                if (!Boolean.TRUE.equals(session.letIn())) {
                    host = session.host().or(nobody.host());
                    because.add(SmbTexts.noSession(SmbStatus.shown(session.status())));
                    return;
                }
                long tree = dialogue.tree(target.address());
                if (tree != SmbStatus.SUCCESS) {
                    host = session.host();
                    because.add(SmbTexts.noShare(SmbStatus.shown(tree)));
                    return;
                }
            }
            host = session.host();
            long status = dialogue.peek();
            patch = SmbStatus.patch(status);
            because.add(SmbTexts.peek(patch, SmbStatus.shown(status)));
            if (guest == null) {
                guest = dialogue.session(SmbStatus.GUEST).letIn();
            }
        }

        void smb2() {
            List<SmbDialect> all = Arrays.asList(SmbDialect.values());
            End end = hold(connection -> {
                var dialogue = new Smb2Dialogue(connection);
                Smb2Dialogue.Negotiated negotiated = dialogue.negotiate(all);
                if (negotiated == null) {
                    because.add(SmbTexts.SMB2_REFUSED);
                    return;
                }
                dialects.add(negotiated.dialect());
                signing = negotiated.signing();
                session(dialogue);
            });
            if (dialects.isEmpty()) {
                if (end != End.ANSWERED) {
                    because.add(SmbTexts.smb2(words(end)));
                }
                return;
            }
            for (SmbDialect dialect : dialects.getFirst().older()) {
                if (!older(dialect)) {
                    break;
                }
            }
            dialects.sort(null);
        }

        private void session(Smb2Dialogue dialogue) throws IOException, SmbMessage.Malformed {
            NtlmMessages.Challenge challenge = dialogue.challenge();
            if (challenge == null) {
                return;
            }
            host = host.or(challenge.host());
            // The name of the challenge is the machine's own; SMB1 tells none.
            if (guest == null || !guest) {
                Boolean letIn = dialogue.guest(challenge);
                guest = letIn == null ? guest : letIn;
            }
        }

        /** False where the target fell silent: each further question would wait as long. */
        private boolean older(SmbDialect dialect) {
            End end = hold(connection -> {
                if (new Smb2Dialogue(connection).negotiate(List.of(dialect)) != null) {
                    dialects.add(dialect);
                }
            });
            if (end == End.ANSWERED || end == End.CLOSED) {
                return true;
            }
            because.add(SmbTexts.dialect(dialect, words(end)));
            return end == End.MALFORMED;
        }

        private End hold(Dialogue dialogue) {
            connections++;
            SmbConnection connection;
            try {
                connection = SmbConnection.open(target, limit);
            } catch (IOException e) {
                lastFailure = e instanceof SocketTimeoutException
                        ? SmbTexts.NO_ANSWER
                        : SmbTexts.noConnection(SafeText.text(String.valueOf(e.getMessage())));
                return End.NO_CONNECTION;
            }
            try (connection) {
                dialogue.hold(connection);
                return End.ANSWERED;
            } catch (SmbMessage.Malformed e) {
                return End.MALFORMED;
            } catch (SocketTimeoutException e) {
                return End.TIME_OUT;
            } catch (EOFException | SocketException e) {
                return End.CLOSED;
            } catch (IOException e) {
                return End.CLOSED;
            }
        }

        private Text lastFailure = SmbTexts.NO_ANSWER;

        private Text words(End end) {
            return switch (end) {
                case NO_CONNECTION -> lastFailure;
                case TIME_OUT -> SmbTexts.NO_ANSWER;
                case MALFORMED -> SmbTexts.MALFORMED;
                case CLOSED, ANSWERED -> SmbTexts.CLOSED;
            };
        }
    }
}

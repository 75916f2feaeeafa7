package dev.firebreak.core.watch.detector;

import dev.firebreak.core.text.Text;
import dev.firebreak.core.watch.ConnectionOutcome;
import dev.firebreak.core.watch.Detection;
import dev.firebreak.core.watch.DetectorStep;
import dev.firebreak.core.watch.Event;
import dev.firebreak.core.watch.Event.ConnectionAttempt;
import dev.firebreak.core.watch.ResumableDetector;
import dev.firebreak.core.watch.Rules;
import dev.firebreak.core.watch.Severity;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A machine that looks for SMB servers: by threshold random walk over its first contacts (Jung, Paxson, Berger, Balakrishnan: Fast Portscan
 * Detection Using Sequential Hypothesis Testing, 2004, with their parameters) and by how many new targets it tries in a minute.
 *
 * <p>A first contact that fails is four times as likely for a scanner, one that succeeds for everyone else. The walk never falls below
 * its beginning for a machine with few contacts, so a file server's client that becomes infected is found as soon as a stranger; a
 * machine that has reached many targets (monitoring, patch distribution) gets credit for them, because the few of its targets that are
 * switched off would otherwise add up over a day.
 */
public final class ScanDetector implements ResumableDetector<ScanState> {

    /** Only this port: older clients try 139 at the same time, and it fails on most machines. */
    static final int SMB = 445;

    /** ln(0.8 / 0.2), the weight of one contact in the walk; thresholds are ln(0.99 / 0.01), in units of it. */
    private static final double THRESHOLD = Math.log(0.99 / 0.01) / Math.log(0.8 / 0.2);

    /** Distinct targets reached for each step of credit, and the most steps. */
    private static final int REACHED_FOR_CREDIT = 5;

    private static final int MAX_CREDIT = 16;

    /** New targets in a minute, and how many of them must have failed. */
    private static final int FAN_OUT_FAILED = 20;

    private static final int FAN_OUT = 1000;

    @Override
    public String name() {
        return "smb-scan";
    }

    @Override
    public ScanState initial() {
        return ScanState.NEW;
    }

    @Override
    @Nullable
    public String key(Event event) {
        return event instanceof ConnectionAttempt attempt
                        && attempt.flow().targetPort() == SMB
                        && attempt.flow().target() != null
                ? attempt.flow().source()
                : null;
    }

    @Override
    public Duration memory() {
        return Duration.ofHours(24);
    }

    @Override
    public DetectorStep<ScanState> step(ScanState state, Event event) {
        if (!(event instanceof ConnectionAttempt attempt) || attempt.flow().target() == null) {
            return DetectorStep.to(state);
        }
        boolean hasFailed = attempt.outcome() != ConnectionOutcome.ACCEPTED;
        int target = attempt.flow().target().hashCode();
        if (state.isReported() || state.knows(target)) {
            return DetectorStep.to(state);
        }
        ScanState next = state.contacted(target, hasFailed, attempt.time(), floor(state));
        boolean walked = next.steps() >= THRESHOLD;
        boolean fannedOut =
                (next.failedInMinute() >= FAN_OUT_FAILED && next.failedInMinute() * 2 >= next.triedInMinute())
                        || next.triedInMinute() >= FAN_OUT;
        if (!walked && !fannedOut) {
            return DetectorStep.to(next);
        }
        Text because = walked
                ? Text.format(
                        "%d of %d machines that it had not contacted before did not answer on TCP 445",
                        "初めて接続を試みた %2$d 台のうち %1$d 台が TCP 445 で応答せず", next.failed(), next.failed() + next.reached())
                : Text.format(
                        "%d new targets on TCP 445 within a minute, %d of them without an answer",
                        "1 分間に TCP 445 で新しい接続先 %d 台（うち応答なし %d 台）", next.triedInMinute(), next.failedInMinute());
        var found = new Detection(
                attempt.time(),
                Rules.SMB_SCAN,
                Severity.HIGH,
                attempt.flow(),
                Math.max(1, next.failed()),
                List.of(because),
                attempt.origin());
        return new DetectorStep<>(next.reported(), List.of(found));
    }

    @Override
    public long[] numbers(ScanState state) {
        return state.numbers();
    }

    @Override
    public Optional<ScanState> resumed(long[] numbers) {
        return ScanState.of(numbers);
    }

    private static int floor(ScanState state) {
        return -Math.min(MAX_CREDIT, state.reached() / REACHED_FOR_CREDIT);
    }
}

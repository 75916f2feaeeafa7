package dev.firebreak.app.web.service;

import dev.firebreak.core.text.Text;
import dev.firebreak.core.watch.Detection;
import dev.firebreak.core.watch.DetectorRun;
import dev.firebreak.core.watch.Event;
import dev.firebreak.core.watch.incident.StreamState;
import dev.firebreak.core.watch.incident.WatchedFile;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The detectors over one file of a stream. They go on from the file before, unless this one is older: then it is judged by itself, and what
 * was remembered of the newer one stays. For one thread.
 */
final class StreamRun {

    /** Events that are looked at before it is decided whether a file goes on. */
    private static final int SAMPLE = 200;

    /** Logs are not quite in order, and the last lines of one may be younger than the first of the next. */
    private static final Duration DISORDER = Duration.ofMinutes(10);

    /** A time that lies further in the future is a wrong clock, and says nothing of how far a stream was read. */
    private static final Duration FUTURE = Duration.ofDays(1);

    /** States of each detector that are kept between files. */
    private static final int MAX_STATES = 2_000;

    private static final Text OLDER = new Text(
            "a newer part of this log was read before, so this file was evaluated by itself: a scan or an encryption that goes on in another file may be missed. Bring rotated logs in the order of time",
            "同じログの新しい部分を読み取り済みのため、このファイルは単独で判定しました。複数のファイルにまたがるスキャンや暗号化を見逃す可能性があります。ローテーションしたログは古い順に取り込んでください");

    private final DetectorRun run;
    private final String stream;
    private final @Nullable StreamState before;
    private final boolean isKnownFile;
    private final Instant latestCredible;
    private final List<Event> sample = new ArrayList<>();
    private boolean hasBegun;
    private boolean goesOn;
    private @Nullable Instant first;
    private @Nullable Instant last;
    private @Nullable Instant lastCredible;

    /**
     * @param before what was remembered; null where nothing was
     * @param isKnownFile whether the same bytes were read before: what is remembered has seen them already, and does not change
     */
    StreamRun(DetectorRun run, String stream, @Nullable StreamState before, boolean isKnownFile, Instant now) {
        this.run = run;
        this.stream = stream;
        this.before = before;
        this.isKnownFile = isKnownFile;
        this.latestCredible = now.plus(FUTURE);
    }

    void accept(Event event, Consumer<Detection> found) {
        Instant time = event.time();
        first = first == null || time.isBefore(first) ? time : first;
        last = last == null || time.isAfter(last) ? time : last;
        if (!time.isAfter(latestCredible) && (lastCredible == null || time.isAfter(lastCredible))) {
            lastCredible = time;
        }
        if (hasBegun) {
            run.accept(event).forEach(found);
            return;
        }
        sample.add(event);
        if (sample.size() == SAMPLE) {
            begin(found);
        }
    }

    /** The file has ended. */
    void end(Consumer<Detection> found) {
        if (!hasBegun) {
            begin(found);
        }
    }

    private void begin(Consumer<Detection> found) {
        hasBegun = true;
        if (before != null) {
            Instant reached = lastCredible;
            goesOn = isKnownFile
                    || (reached != null && !reached.isBefore(before.until().minus(DISORDER)));
            if (goesOn) {
                run.resume(before.states());
            }
        }
        sample.forEach(event -> run.accept(event).forEach(found));
        sample.clear();
    }

    /** From the first to the last event; null where there was none. */
    WatchedFile.@Nullable Span span() {
        return first == null || last == null ? null : new WatchedFile.Span(first, last);
    }

    /** What the next file goes on from; empty where that does not change. */
    Optional<StreamState> after() {
        Instant reached = lastCredible;
        if (isKnownFile || reached == null || (before != null && !goesOn && reached.isBefore(before.until()))) {
            return Optional.empty();
        }
        Instant until = before != null && before.until().isAfter(reached) ? before.until() : reached;
        var state = new StreamState(stream, until, run.kept(until, MAX_STATES));
        return before == null && state.states().isEmpty() ? Optional.empty() : Optional.of(state);
    }

    /** What a person must know of how the file was judged. */
    Optional<Text> note() {
        return before != null && !goesOn && first != null ? Optional.of(OLDER) : Optional.empty();
    }
}

package dev.firebreak.core.watch;

import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs detectors over one stream of events and keeps their states in bounded memory: the states that were used the longest ago are
 * forgotten first. Not safe for several threads.
 */
public final class DetectorRun {

    /** States of one detector: at most some 8 KB each, so that all detectors together stay below 300 MB whatever the input. */
    public static final int MOST_STATES = 10_000;

    /** Keys come from untrusted input; one that is longer is not kept. */
    private static final int MAX_KEY_LENGTH = 1_000;

    private final List<Keyed<?>> detectors = new ArrayList<>();

    /** @param mostStates states kept for each detector */
    public DetectorRun(List<? extends Detector<?>> detectors, int mostStates) {
        for (Detector<?> detector : detectors) {
            this.detectors.add(new Keyed<>(detector, mostStates));
        }
    }

    /** What the event gave away. */
    public List<Detection> accept(Event event) {
        @Nullable List<Detection> found = null;
        for (Keyed<?> detector : detectors) {
            List<Detection> some = detector.accept(event);
            if (!some.isEmpty()) {
                if (found == null) {
                    found = new ArrayList<>();
                }
                found.addAll(some);
            }
        }
        return found == null ? List.of() : found;
    }

    /**
     * What is remembered now by detectors that can go on with another input, the states used last.
     *
     * @param until what would be forgotten by then is left out
     * @param most states of each detector
     */
    public List<KeptState> kept(Instant until, int most) {
        List<KeptState> kept = new ArrayList<>();
        detectors.forEach(detector -> detector.keep(until, most, kept));
        return kept;
    }

    /** Goes on from what was remembered; to be called before the first event. States of other detectors are left out. */
    public void resume(List<KeptState> kept) {
        for (KeptState state : kept) {
            detectors.forEach(detector -> detector.resume(state));
        }
    }

    private static final class Keyed<S extends Serializable> {

        private final Detector<S> detector;
        private final int mostStates;
        private final Map<String, Remembered<S>> states = new LinkedHashMap<>(16, 0.75f, true);

        Keyed(Detector<S> detector, int mostStates) {
            this.detector = detector;
            this.mostStates = mostStates;
        }

        List<Detection> accept(Event event) {
            String key = detector.key(event);
            if (key == null) {
                return List.of();
            }
            Remembered<S> known = states.get(key);
            if (known == null) {
                DetectorStep<S> step = detector.step(detector.initial(), event);
                states.put(key, new Remembered<>(step.state(), event.time()));
                forgetOldest();
                return step.detections();
            }
            boolean isForgotten = known.last.plus(detector.memory()).isBefore(event.time());
            DetectorStep<S> step = detector.step(isForgotten ? detector.initial() : known.state, event);
            known.state = step.state();
            known.last = event.time();
            return step.detections();
        }

        void keep(Instant until, int most, List<KeptState> kept) {
            if (!(detector instanceof ResumableDetector<S> resumable)) {
                return;
            }
            int skipped = Math.max(0, states.size() - most);
            for (Map.Entry<String, Remembered<S>> state : states.entrySet()) {
                if (skipped-- > 0) {
                    continue;
                }
                Instant last = state.getValue().last;
                if (state.getKey().length() <= MAX_KEY_LENGTH
                        && !last.plus(detector.memory()).isBefore(until)) {
                    kept.add(new KeptState(
                            detector.name(), state.getKey(), last, resumable.numbers(state.getValue().state)));
                }
            }
        }

        void resume(KeptState kept) {
            if (detector instanceof ResumableDetector<S> resumable
                    && detector.name().equals(kept.detector())) {
                resumable.resumed(kept.numbers()).ifPresent(state -> {
                    states.put(kept.key(), new Remembered<>(state, kept.last()));
                    forgetOldest();
                });
            }
        }

        private void forgetOldest() {
            if (states.size() > mostStates) {
                Iterator<String> oldest = states.keySet().iterator();
                oldest.next();
                oldest.remove();
            }
        }
    }

    private static final class Remembered<S> {
        private S state;
        private Instant last;

        Remembered(S state, Instant last) {
            this.state = state;
            this.last = last;
        }
    }
}

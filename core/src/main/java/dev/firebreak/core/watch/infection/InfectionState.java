package dev.firebreak.core.watch.infection;

import dev.firebreak.core.assess.Verdict;
import dev.firebreak.core.text.Text;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How far a lead was followed. Persons decide, each with a reason; a call after that is no decision of anybody's. */
public sealed interface InfectionState {

    /** Which of the states it is. */
    Kind kind();

    /** It called, and nobody looked yet. */
    record Suspected() implements InfectionState {
        @Override
        public Kind kind() {
            return Kind.SUSPECTED;
        }
    }

    /** A person decided. */
    record Decided(Kind kind, Decision decision) implements InfectionState {
        public Decided {
            if (!kind.isDecision()) {
                throw new IllegalArgumentException("nobody decides " + kind);
            }
        }
    }

    /** It called again after a person had said that it was isolated, cleaned or patched. */
    record SeenAgain(Decided before, Instant at) implements InfectionState {
        @Override
        public Kind kind() {
            return Kind.SEEN_AGAIN;
        }
    }

    /**
     * Who decided, when and why.
     *
     * @param by as the audit log names them
     * @param reason untrusted text
     */
    record Decision(Instant at, String by, String reason) {}

    /** The states by name; the most urgent first. */
    enum Kind {
        SEEN_AGAIN("seenAgain", new Text("Seen again", "再検知")),
        CONFIRMED("confirmed", new Text("Confirmed", "感染確認")),
        SUSPECTED("suspected", new Text("Suspected", "感染の疑い")),
        ISOLATED("isolated", new Text("Isolated", "隔離済み")),
        CLEANED("cleaned", new Text("Cleaned", "駆除済み")),
        PATCHED("patched", new Text("Patched", "適用済み"));

        private final String id;
        private final Text label;

        Kind(String id, Text label) {
            this.id = id;
            this.label = label;
        }

        /** Name in our own formats. */
        public String id() {
            return id;
        }

        /** For people. */
        public Text label() {
            return label;
        }

        /** Whether a person can decide it. */
        public boolean isDecision() {
            return this != SUSPECTED && this != SEEN_AGAIN;
        }

        /** The state of that name. */
        public static Optional<Kind> of(String id) {
            for (Kind kind : values()) {
                if (kind.id.equals(id)) {
                    return Optional.of(kind);
                }
            }
            return Optional.empty();
        }
    }

    /**
     * The state after all decisions, in order of time, and the last call.
     *
     * @param lastCall null where no call counts
     */
    static InfectionState of(List<Decided> decisions, @Nullable Instant lastCall) {
        if (decisions.isEmpty()) {
            return new Suspected();
        }
        Decided last = decisions.getLast();
        boolean ended = last.kind() != Kind.CONFIRMED;
        return ended && lastCall != null && lastCall.isAfter(last.decision().at())
                ? new SeenAgain(last, lastCall)
                : last;
    }

    /**
     * Why a person may not decide a state; empty where they may. "Patched" needs the proof that every verdict needs.
     *
     * @param verdict on the machine for the worm's vulnerability; null where there is no such machine
     */
    static Optional<Text> refusal(Kind wanted, Verdict.@Nullable Kind verdict) {
        if (!wanted.isDecision()) {
            return Optional.of(new Text("This state follows from calls.", "この状態は呼び出しの記録から決まります。"));
        }
        if (wanted == Kind.PATCHED && verdict != Verdict.Kind.FIXED) {
            return Optional.of(new Text(
                    "Nothing proves that MS17-010 is installed on this machine. Collect evidence from it first.",
                    "この端末に MS17-010 が適用されたことを示す根拠情報がありません。先に収集してください。"));
        }
        return Optional.empty();
    }
}

package dev.firebreak.core.watch.killswitch;

import dev.firebreak.core.text.Text;
import java.util.Locale;
import java.util.Optional;

/** Whether the worm stops at its kill switch, seen from one machine or segment; the worst first. */
public enum KillSwitchVerdict {
    /** The worm's request gets no answer by the way the worm takes: it goes on. */
    NOT_PROTECTED("Not protected", "停止しない"),
    /** The observations do not decide, are too old, or are missing. */
    UNKNOWN("Unknown", "未確認"),
    /** The worm stops, but the request does not reach the sinkhole as the machine's own: no leads to infected machines. */
    PROTECTED_BLIND("Protected, no leads", "停止する（検知不可）"),
    /** The worm stops, and the sinkhole sees which machine asked. */
    PROTECTED("Protected", "停止する");

    private final Text label;

    KillSwitchVerdict(String en, String ja) {
        this.label = new Text(en, ja);
    }

    /** Name in our formats: {@code not_protected}, {@code unknown}, {@code protected_blind}, {@code protected}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The verdict of that id. */
    public static Optional<KillSwitchVerdict> of(String id) {
        for (KillSwitchVerdict verdict : values()) {
            if (verdict.id().equals(id)) {
                return Optional.of(verdict);
            }
        }
        return Optional.empty();
    }

    /** For people. */
    public Text label() {
        return label;
    }

    /** The worse of the two. */
    public KillSwitchVerdict worse(KillSwitchVerdict other) {
        return ordinal() <= other.ordinal() ? this : other;
    }
}

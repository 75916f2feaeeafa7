package dev.firebreak.core.watch.killswitch;

import dev.firebreak.core.text.Text;
import java.util.Locale;

/** One sentence of why a kill-switch verdict is what it is. */
public record KillSwitchReason(Weight weight, Text text) {

    /** How loudly it is told; the loudest first. */
    public enum Weight {
        /** The worm goes on, or people would believe otherwise: in red. */
        ALERT,
        /** What keeps the verdict from being green. */
        WARNING,
        /** What was observed besides. */
        NOTE;

        /** Name in our formats. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}

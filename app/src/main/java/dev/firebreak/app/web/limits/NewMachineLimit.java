package dev.firebreak.app.web.limits;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Bounds how many unregistered machines a token of a site may bring in an hour: its holder can invent
 * names, and each would stay on the board.
 */
public final class NewMachineLimit {

    private static final Duration WINDOW = Duration.ofHours(1);

    private final int most;
    private final Map<String, Window> windows = new HashMap<>();

    private static final class Window {
        private final Instant since;
        private int taken;
        private int refused;

        Window(Instant since) {
            this.since = since;
        }

        Instant end() {
            return since.plus(WINDOW);
        }
    }

    /** The answer for one new machine. */
    public sealed interface Answer {}

    /** It counts, and may come. */
    public record Granted() implements Answer {}

    /**
     * It may not come now.
     *
     * @param left until it may
     * @param isFirst whether it is the first one that is refused in this hour: somebody should hear of it
     */
    public record Refused(Duration left, boolean isFirst) implements Answer {}

    /** @param most new machines of one token in an hour */
    public NewMachineLimit(int most) {
        this.most = most;
    }

    /** How many new machines of one token may come in an hour. */
    public int most() {
        return most;
    }

    /** Counts a new machine of a token. */
    public synchronized Answer take(String token, Instant now) {
        windows.values().removeIf(window -> !now.isBefore(window.end()));
        Window window = windows.computeIfAbsent(token, t -> new Window(now));
        if (window.taken < most) {
            window.taken++;
            return new Granted();
        }
        window.refused++;
        return new Refused(Duration.between(now, window.end()), window.refused == 1);
    }
}

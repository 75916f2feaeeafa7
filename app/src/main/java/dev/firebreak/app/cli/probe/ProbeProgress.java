package dev.firebreak.app.cli.probe;

import dev.firebreak.app.cli.FirebreakCommand;
import java.util.Map;

/** One line on a terminal that says how many targets were asked; nothing where nobody looks. */
final class ProbeProgress {

    private final FirebreakCommand firebreak;
    private final boolean wanted;
    private final int total;
    private int done;

    ProbeProgress(FirebreakCommand firebreak, Map<String, String> environment, int total) {
        this.firebreak = firebreak;
        this.wanted = !firebreak.quiet()
                && environment.getOrDefault("FIREBREAK_TERMINAL", "").contains(":err");
        this.total = total;
    }

    void one() {
        done++;
        if (wanted && done < total) {
            firebreak.err().print("\r" + firebreak.messages().text("probe.progress", done, total) + "\u001b[K");
            firebreak.err().flush();
        }
    }

    void clear() {
        if (wanted) {
            firebreak.err().print("\r\u001b[K");
            firebreak.err().flush();
        }
    }
}

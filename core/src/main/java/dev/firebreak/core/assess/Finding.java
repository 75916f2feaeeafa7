package dev.firebreak.core.assess;

import dev.firebreak.core.advisory.Advisory;
import java.util.List;

/** One advisory's verdict on one machine, and what to do. */
public record Finding(Advisory advisory, Verdict verdict, List<Action> actions) {
    public Finding {
        actions = List.copyOf(actions);
    }
}

package dev.firebreak.app.report;

import dev.firebreak.core.assess.Verdict;
import java.util.EnumMap;
import java.util.Map;

/** Counts by verdict. */
final class Tally {

    private final Map<Verdict.Kind, Integer> counts = new EnumMap<>(Verdict.Kind.class);
    private int total;

    void add(Verdict.Kind kind) {
        counts.merge(kind, 1, Integer::sum);
        total++;
    }

    int of(Verdict.Kind kind) {
        return counts.getOrDefault(kind, 0);
    }

    int total() {
        return total;
    }
}

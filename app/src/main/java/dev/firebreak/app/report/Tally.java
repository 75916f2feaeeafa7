package dev.firebreak.app.report;

import dev.firebreak.core.assess.Verdict;
import java.util.EnumMap;
import java.util.Map;

/** Counts by verdict. */
final class Tally {

    private final Map<Verdict.Kind, Integer> counts = new EnumMap<>(Verdict.Kind.class);
    private int total;

    void add(Verdict.Kind kind) {
        add(kind, 1);
    }

    void add(Verdict.Kind kind, int machines) {
        counts.merge(kind, machines, Integer::sum);
        total += machines;
    }

    int of(Verdict.Kind kind) {
        return counts.getOrDefault(kind, 0);
    }

    int total() {
        return total;
    }
}
